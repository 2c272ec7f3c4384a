"""What can go wrong on our side of the table, said to the user: what is wrong, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.night.summary import Summary


class PipelineError(Exception):
    """The command can't be done; the message is one line for the user."""


class BusyError(PipelineError):
    """Another run is writing to the folder."""


class ReadingError(Exception):
    """One document can't be read. The message is the reason kept in the warehouse, in Italian; `english` the same."""

    def __init__(self, motivo: str, english: str) -> None:
        super().__init__(motivo)
        self.english = english


class NotPublishedError(PipelineError):
    """The run came to its end but a check on the whole warehouse failed: the published files are as they were."""

    def __init__(self, summary: Summary) -> None:
        super().__init__(f"not published: {'; '.join(summary.blocked)}")
        self.summary = summary
