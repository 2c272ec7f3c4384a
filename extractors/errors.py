"""What can go wrong with a document. Messages are for the user: what is wrong, and what to do next."""

from __future__ import annotations


class ExtractionError(Exception):
    """The document as a whole can't be read."""


class NotAPdfError(ExtractionError):
    """The file isn't a PDF by its bytes."""


class EncryptedError(ExtractionError):
    """The file asks for a password that we don't have."""


class DamagedError(ExtractionError):
    """The file says it is a PDF but its pages can't be reached."""


class TooLargeError(ExtractionError):
    """The file holds more than one document may cost."""
