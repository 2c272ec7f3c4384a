"""What reading one document may cost; the settings say how much."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTES = 2048
"""Of memory."""
SECONDS = 300
SECONDS_PER_MEGABYTE = 100
PAGES = 5_000
"""No plan is longer: a file that says so is a trap, or several acts in one."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one document."""

    seconds: int
    """Of processor time."""
    memory: int = MEGABYTES * 1024**2
    """Bytes of address space, always more than what is in use."""
    pages: int = PAGES
