"""The outcomes of the last whole night, kept for whoever reports on it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pydantic import BaseModel

from pipelines.documents.sources import chosen, read_sources, sources_path
from pipelines.fetching.memory import recall
from pipelines.fetching.outcomes import Outcome
from pipelines.fetching.store import OWN_FOLDER, write


class Night(BaseModel):
    """One night's fetching from all enabled sources."""

    began: str
    """ISO, UTC."""
    ended: str
    outcomes: list[Outcome]


def last_night(raw: Path) -> Night | None:
    """The last one; None before the first."""
    path = _path(raw)
    return Night.model_validate_json(path.read_bytes()) if path.is_file() else None


def silent(raw: Path, today: date) -> dict[str, int]:
    """Enabled sources from which nothing new came for longer than expected: name -> days.

    Raises:
        PipelineError: sources.yaml can't be read.
    """
    if not sources_path(raw).is_file():
        return {}
    origins = chosen(read_sources(raw), [])
    days = {origin.name: recall(raw, origin.name).days_silent(today) or 0 for origin in origins}
    return {
        origin.name: days[origin.name]
        for origin in origins
        if origin.expected_every_days is not None and days[origin.name] > origin.expected_every_days
    }


def write_down(raw: Path, night: Night) -> None:
    """Keep it in the place of the one before."""
    write(raw, _path(raw), night.model_dump_json(indent=1).encode())


def _path(raw: Path) -> Path:
    return raw / OWN_FOLDER / "night.json"
