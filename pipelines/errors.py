"""What can go wrong on our side of the table, said to the user: what is wrong, and what to do next."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

from warehouse.errors import Reason

if TYPE_CHECKING:
    from pipelines.night.summary import Summary


ADVICE = {
    errno.ENOSPC: "make room on that disk",
    errno.EDQUOT: "make room, or ask for a larger quota",
    errno.EFBIG: "allow larger files (ulimit -f)",
    errno.EROFS: "have it mounted for writing, or name another folder",
    errno.EACCES: "ask for the right to read and write it",
    errno.EPERM: "ask for the right to read and write it",
    errno.EIO: "look after that disk or share",
}
"""What to do when a disk refuses something, by the system's number for it."""


class PipelineError(Exception):
    """The command can't be done; the message is one line for the user."""


class BusyError(PipelineError):
    """Another run is writing to the folder."""


class WishError(PipelineError):
    """Documents were asked for that aren't there: nothing was begun, and no night failed."""


class ReadingError(Exception):
    """One document can't be read. The message is the reason kept in the warehouse, in Italian; `english` the same."""

    def __init__(self, motivo: str, english: str) -> None:
        super().__init__(motivo)
        self.english = english

    def __reduce__(self) -> tuple[type[ReadingError], tuple[str, str]]:
        """From one machine to another both sentences go."""
        return type(self), (str(self), self.english)


def in_italian(reason: str) -> str:
    """What the report says; what is no `Reason` is the same in both languages (names of checks, what they found)."""
    return reason.motivo if isinstance(reason, Reason) else reason


class NotPublishedError(PipelineError):
    """The run came to its end but a check on the whole warehouse failed: the published files are as they were."""

    def __init__(self, summary: Summary) -> None:
        super().__init__(f"not published: {'; '.join(summary.blocked)}")
        self.summary = summary


def disk_trouble(error: BaseException) -> str:
    """What to do about an error that is the disk's or the rights', empty for any other: no document is to blame for it.

    DuckDB tells of it in the words of the system.
    """
    if isinstance(error, OSError):
        return ADVICE.get(error.errno or 0, "")
    told = str(error)
    return next((advice for number, advice in ADVICE.items() if os.strerror(number) in told), "")


def disk_message(error: BaseException) -> str:
    """The same as one line for the user; empty for any other error, and for one that is told already."""
    advice = disk_trouble(error)
    if not advice or isinstance(error, PipelineError):
        return ""
    if isinstance(error, OSError):
        told = f"{error.filename or 'a file could not be written'}: {error.strerror}"
    else:
        told = " ".join(str(error).split())
    return f"{told}; {advice}, then give the same command again. What is published is as it was"


def let_go(error: BaseException) -> None:
    """Take the frames from an error that is told: Prefect keeps it to the end of the process, and with its frames what
    DuckDB then complains about, line after line.
    """
    found: BaseException | None = error
    while found:
        found.__traceback__ = None
        found = found.__context__
