"""What can go wrong with a document: what is wrong, and what to do next."""

from __future__ import annotations


class ExtractionError(Exception):
    """The document as a whole can't be read.

    The message is for who types commands; `motivo` says the same in Italian, for who reads the warehouse.
    """

    def __init__(self, message: str, motivo: str) -> None:
        super().__init__(message, motivo)
        self.motivo = motivo

    def __str__(self) -> str:
        return str(self.args[0])


class NotAPdfError(ExtractionError):
    """The file isn't a PDF by its bytes."""


class EncryptedError(ExtractionError):
    """The file asks for a password that we don't have."""


class DamagedError(ExtractionError):
    """The file says it is a PDF but its pages can't be reached."""


class TooLargeError(ExtractionError):
    """The file holds more than one document may cost."""
