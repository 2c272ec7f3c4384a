"""PDF in; pages, ruled tables, text blocks out, each glyph accounted for, each cell with page and box."""

import lazy_loader

# a name is imported on its first use: most commands read no PDF, and what reads them takes long to import
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
