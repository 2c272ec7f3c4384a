"""Where a run finds the acts, and where it puts what it makes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

from pipelines.errors import PipelineError
from pipelines.given import are_given

REPOSITORY = Path(__file__).resolve().parents[1]
RAW = REPOSITORY / "data" / "raw"
CURATED = REPOSITORY / "data" / "curated"
MIRRORS = REPOSITORY / "data" / "mirrors"
"""Where the local copies of folders that are URLs lie."""

SCHEME = "://"


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
        """What the runs keep for themselves; the next run makes it again, but for the key of the pseudonyms."""
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
    def rows(self) -> Path:
        """What readings give to the warehouse, one file for each of them and for each version of the warehouse."""
        return self.work / "rows"

    @property
    def pseudonym_key(self) -> Path:
        """The key of the edition without names, which is published as long as it is there. Never published itself."""
        return self.work / "pseudonimi.key"

    @property
    def state(self) -> Path:
        """What stood in the raw folder when it was last published."""
        return self.work / "published.json"

    @property
    def hashes(self) -> Path:
        """SHA-256 of the documents, for as long as they stay as they were."""
        return self.work / "hashes.json"

    @property
    def pending(self) -> Path:
        """Stands while the working file holds something that isn't published."""
        return self.work / "pending"


def named(folders: Folders) -> list[str]:
    """The words that name these folders to a command, wherever it is typed; none for the usual ones."""
    options = (("--raw", folders.raw, RAW), ("--curated", folders.curated, CURATED))
    # where there are settings, a folder that isn't named is theirs
    meant = [(option, folder) for option, folder, usual in options if folder.absolute() != usual or are_given()]
    return [word for option, folder in meant for word in (option, url_of(folder) or str(folder.absolute()))]


def is_url(place: str) -> bool:
    """Whether a folder lies in a storage that fsspec knows (s3://, abfs://, file://, memory://, ...)."""
    return SCHEME in place


def mirror_of(url: str, mirrors: Path) -> Path:
    """The local copy of a folder that is a URL: a folder that is named after it."""
    return mirrors / _as_name(url.rstrip("/"))


def url_of(folder: Path) -> str:
    """What a local copy is a copy of; empty for a folder that is none."""
    name = folder.name
    return unquote(name.replace("+", "%")) if _as_name(SCHEME) in name else ""


def check_own(raw: Path) -> None:
    """Refuse to write to acts that lie behind a URL.

    Raises:
        PipelineError: they do.
    """
    if url := url_of(raw):
        raise PipelineError(f"{url} is only read; name a folder with --raw DIR, and copy there what is new in it")


def _as_name(url: str) -> str:
    # % would be read as a mark in addresses of databases and in settings
    return quote(url, safe="").replace("%", "+")


def shown(path: Path) -> str:
    """The path as a user at the prompt would type it: relative to the current folder where it is below it; a URL where
    it is the local copy of one.
    """
    absolute, here = path.absolute(), Path.cwd()
    return url_of(path) or str(absolute.relative_to(here) if absolute.is_relative_to(here) else absolute)
