"""What a run is asked to do beside its usual work."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wish:
    """What whoever starts a run wants of it.

    Attributes:
        again: documents (names as in the register) to read and load even if nothing changed.
        accept_less: publish even if there is less than the last good run had.
    """

    again: frozenset[str] = frozenset()
    accept_less: bool = False


NOTHING_SPECIAL = Wish()
