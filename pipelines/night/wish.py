"""What a run is asked to do beside its usual work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Wish:
    """What whoever starts a run wants of it. What is said of documents narrows: all of it has to be true.

    Attributes:
        again: documents (names as in the register) to read and load even if nothing changed.
        body: those of bodies whose name contains this.
        layout: those that this layout read, in a table or in the text.
        since: those that the warehouse first got on this day or later.
        until: the same, this day or before.
        accept_less: publish even if there is less than the last good run had.
    """

    again: frozenset[str] = frozenset()
    body: str = ""
    layout: str = ""
    since: date | None = None
    until: date | None = None
    accept_less: bool = False

    @property
    def asks_again(self) -> bool:
        """Whether documents are to be read again."""
        return bool(self.again or self.body or self.layout or self.since or self.until)


NOTHING_SPECIAL = Wish()
