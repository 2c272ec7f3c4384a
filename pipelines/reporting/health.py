"""`schedario status --json`: whether all is well, for a monitor."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from pipelines import querying, settings
from pipelines.folders import Folders
from pipelines.locking import is_written
from pipelines.reporting import watch


def health(folders: Folders) -> dict[str, Any]:
    """State of the nights and of what is published; `healthy` is the verdict, `problems` says why not.

    Raises:
        PipelineError: the settings are wrong.
    """
    ended, running = watch.last(folders), folders.pending.exists() and is_written(folders)
    good = ended.last_good if ended else None
    hours = round((datetime.now(UTC) - datetime.fromisoformat(good)).total_seconds() / 3600, 2) if good else None
    problems = _problems(folders, ended, running, hours)
    return {
        "healthy": not problems,
        "problems": problems,
        "running": running,
        "last_night": ended and {"ended": ended.moment, "outcome": ended.outcome, "why": ended.why},
        "last_good_night": good,
        "last_good_hours": hours,
        "silent_sources": ended.silent if ended else [],
        **_published(folders),
    }


def _problems(folders: Folders, ended: watch.Ended | None, running: bool, hours: float | None) -> list[str]:
    limit, problems = settings.current().stale_hours, []
    if ended and ended.outcome == "fallita":
        problems.append(f"the last night failed: {ended.why}")
    elif folders.pending.exists() and not running:
        problems.append("the last night was interrupted")
    if hours is None:
        problems.append("no night has ended well yet")
    elif hours > limit:
        problems.append(f"the last good night is {hours:g} hours ago, more than {limit:g}")
    return problems


def _published(folders: Folders) -> dict[str, Any]:
    if not folders.published.is_file():
        return {"documents": {}, "quarantine": None}
    _, states = querying.query(folders, querying.sql_text("stati"))
    _, ((aside,),) = querying.query(folders, querying.sql_text("quarantena_conto"))
    return {"documents": {str(state): number for state, number in states}, "quarantine": aside}
