"""What is known of each address of a source, from night to night."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from pydantic import BaseModel, ValidationError

from pipelines.errors import PipelineError
from pipelines.fetching.client import Tags
from pipelines.fetching.store import OWN_FOLDER, write
from pipelines.folders import shown


class Address(BaseModel):
    """One address. Moments are ISO, UTC."""

    final_url: str = ""
    etag: str = ""
    last_modified: str = ""
    files: list[str] = []
    """What it held the last time it answered, relative to the raw folder."""
    refused: dict[str, str] = {}
    """What it held and may not enter: name -> reason."""
    first_seen: str
    last_seen: str
    vanished: str | None = None
    """Since when it is no longer published."""

    def tags(self, raw: Path) -> Tags | None:
        """To ask only for something newer; None when a file isn't there any more, so that it comes again."""
        if not (self.files or self.refused) or not all((raw / name).is_file() for name in self.files):
            return None
        return Tags(self.final_url, self.etag, self.last_modified)


class Memory(BaseModel):
    """One source."""

    first_asked: str = ""
    last_asked: str = ""
    """When its list came whole or in part."""
    last_news: str = ""
    """When something new or changed came."""
    addresses: dict[str, Address] = {}

    def days_silent(self, today: date) -> int | None:
        """Days without news, counted from the first question where there never were any; None before that."""
        since = self.last_news or self.first_asked
        return (today - datetime.fromisoformat(since).date()).days if since else None


def recall(raw: Path, source: str) -> Memory:
    """What is known of a source; nothing at first.

    Raises:
        PipelineError: the file is damaged.
    """
    path = _path(raw, source)
    if not path.is_file():
        return Memory()
    try:
        return Memory.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise PipelineError(f"{shown(path)} is damaged; delete it: all of {source} is asked again") from error


def remember(raw: Path, source: str, memory: Memory) -> None:
    """Write it down."""
    write(raw, _path(raw, source), memory.model_dump_json(indent=1).encode())


def now() -> str:
    """This moment, ISO, UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _path(raw: Path, source: str) -> Path:
    return raw / OWN_FOLDER / "sources" / f"{source}.json"
