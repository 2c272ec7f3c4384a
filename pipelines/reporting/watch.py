"""How the last night ended, written down for `schedario status`, and told to whoever should know."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ValidationError

from pipelines import logs
from pipelines.documents.sources import sources_path
from pipelines.errors import BusyError, NotPublishedError, PipelineError, WishError, in_italian
from pipelines.folders import Folders
from pipelines.reporting import nights
from pipelines.reporting.notices import Notice, send

LOG = logging.getLogger("schedario.night")


class Ended(BaseModel):
    """The end of a night. Moments are ISO, UTC."""

    moment: str
    outcome: Literal["riuscita", "fallita"]
    why: str = ""
    last_good: str | None = None
    """When a night last ended well: published, or nothing new."""
    silent: list[str] = []
    """Sources whose silence was told already."""


def last(folders: Folders) -> Ended | None:
    """The last night that came to an end; None before the first."""
    path = _path(folders)
    try:
        return Ended.model_validate_json(path.read_bytes()) if path.is_file() else None
    except ValidationError:
        return None


@contextmanager
def failures(folders: Folders) -> Iterator[None]:
    """Write down and tell what goes wrong in the block.

    That another run is going on, or that somebody asked for documents that aren't there, is no failure of a night.
    """
    try:
        yield
    except (BusyError, WishError):
        raise
    except Exception as error:
        known = isinstance(error, PipelineError)
        _end(folders, "fallita", str(error) if known else f"{type(error).__name__}: {error}", _details(error))
        raise


def well(folders: Folders) -> None:
    """Write down that a night ended well."""
    _end(folders, "riuscita", "", [])


def _details(error: Exception) -> list[str]:
    """In Italian where we know it: what stopped a run before it came to its end is told as at the prompt."""
    if isinstance(error, NotPublishedError):
        return [in_italian(reason) for reason in error.summary.blocked]
    return [" ".join(str(error).split())]


def _end(folders: Folders, outcome: Literal["riuscita", "fallita"], why: str, details: list[str]) -> None:
    """Never raises: what is told of a night must not change how it ends."""
    try:
        moment, before = datetime.now(UTC).isoformat(timespec="seconds"), last(folders)
        good = moment if outcome == "riuscita" else before.last_good if before else None
        silent = _silent(folders.raw)
        ended = Ended(moment=moment, outcome=outcome, why=why, last_good=good, silent=list(silent))
        nights.put(_path(folders), ended.model_dump_json(indent=1))
        if logs.is_on():
            level = logging.INFO if outcome == "riuscita" else logging.ERROR
            LOG.log(level, "night %s", f"{outcome}: {why}" if why else outcome)
        report = str(nights.told_in(folders) / nights.INDEX)
        if outcome == "fallita":
            send(Notice("notte_fallita", "la notte non è riuscita", details, moment, report))
        news = [f"{name}: da {days} giorni" for name, days in silent.items() if not before or name not in before.silent]
        if news:
            send(Notice("fonti_silenziose", "fonti che tacciono da troppo tempo", news, moment, report))
    except Exception as error:
        LOG.warning("the night's end could not be written down: %s", error)


def _silent(raw: Path) -> dict[str, int]:
    if not sources_path(raw).is_file():
        return {}
    # imported late: a night without sources doesn't wait for what fetches
    from pipelines import fetching

    try:
        return fetching.silent(raw, datetime.now(UTC).date())
    except PipelineError:
        return {}  # the fetch says what is wrong with the sources


def _path(folders: Folders) -> Path:
    return folders.work / "night.json"
