"""One document to read in a process of its own, and how that ended."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import ReadingError
from pipelines.night.limits import Limits


@dataclass(frozen=True, slots=True)
class Job:
    """A document to read, and where to."""

    pdf: Path
    out: Path
    """Takes the reading."""
    rows: Path | None
    """Takes what the reading gives to the warehouse, if it gives any."""
    limits: Limits
    patience: float
    """Seconds by the clock."""
    password: str | None = None
    year: int | None = None
    """The plan's first, where the register says it."""
    processes: int = 1
    """They share the pages of a big document, each within the limits."""


Ended = Exception | int | None
"""None: the reading stands in its file. A `ReadingError`: the document can't be read. A `PipelineError`: the disk is
full or may not be written. A number: the exit code of a process that said no more, that of a signal with a minus.
"""


def too_long(seconds: float) -> ReadingError:
    """The document took more than so many seconds, of the processor or by the clock."""
    return ReadingError(
        f"la lettura non è finita in {seconds:g} secondi", f"the reading did not end within {seconds:g} seconds"
    )
