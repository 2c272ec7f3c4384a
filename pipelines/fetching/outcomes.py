"""What became of each address in one night, and what can go wrong with one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """One word for what became of an address."""

    NUOVO = "nuovo"
    CAMBIATO = "cambiato"
    INVARIATO = "invariato"
    SPARITO = "sparito"
    """No longer published; what was fetched is kept and marked."""
    RIFIUTATO = "rifiutato"
    """What the site offers may not enter."""
    ERRORE = "errore"
    """It could not be fetched; the next night tries again."""
    DA_CHIEDERE = "da chiedere"
    """Known; only a real night asks whether it changed (dry run)."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line of the night."""

    source: str
    kind: Kind
    url: str
    file: str = ""
    """Relative to the raw folder, where something is stored."""
    reason: str = ""
    """In Italian: it stands in the night's report."""


class Refused(Exception):
    """This may not enter, or may not be asked for. The message says why, in Italian."""


class Failed(Exception):
    """It could not be fetched tonight. The message says why and what to do, in Italian."""


class Gone(Failed):
    """The site says that nothing is published under this address (404, 410)."""


class Transient(Failed):
    """Worth another try in a moment; `wait` is how many seconds the site asks for."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait
