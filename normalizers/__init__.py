"""Tables and text blocks in; published records out (layouts, text, numbers, dates, targets)."""

import lazy_loader

# a name is imported on its first use: most commands read no act, and what reads them takes long to import
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
