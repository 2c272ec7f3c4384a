from .errors import DamagedError, EncryptedError, ExtractionError, NotAPdfError, TooLargeError
from .extract import VERSION, extract

__all__ = [
    "VERSION",
    "DamagedError",
    "EncryptedError",
    "ExtractionError",
    "NotAPdfError",
    "TooLargeError",
    "extract",
]
