"""Where a run finds the acts, and where it puts what it makes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
RAW = REPOSITORY / "data" / "raw"
CURATED = REPOSITORY / "data" / "curated"


@dataclass(frozen=True, slots=True)
class Folders:
    """The raw folder (acts as published, only read) and the curated folder (all that a run writes)."""

    raw: Path
    curated: Path

    @property
    def published(self) -> Path:
        """The DuckDB file that readers open; replaced by rename, never written in place."""
        return self.curated / "schedario.duckdb"

    @property
    def work(self) -> Path:
        """What the runs keep for themselves; may be deleted, the next run makes it again."""
        return self.curated / ".work"

    @property
    def working(self) -> Path:
        """The DuckDB file that the loader writes."""
        return self.work / "schedario.duckdb"

    @property
    def readings(self) -> Path:
        """The cache of readings, one file for each document and version."""
        return self.work / "readings"

    @property
    def pseudonym_key(self) -> Path:
        """The key of the edition without names, which is published as long as it is there. Never published itself."""
        return self.work / "pseudonimi.key"

    @property
    def state(self) -> Path:
        """What stood in the raw folder when it was last published."""
        return self.work / "published.json"

    @property
    def pending(self) -> Path:
        """Stands while the working file holds something that isn't published."""
        return self.work / "pending"


def shown(path: Path) -> str:
    """The path as a user at the prompt would type it: relative to the current folder where it is below it."""
    absolute, here = path.absolute(), Path.cwd()
    return str(absolute.relative_to(here) if absolute.is_relative_to(here) else absolute)
