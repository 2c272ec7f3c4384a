"""What can go wrong on our side of the table, said to the user: what is wrong, and what to do next."""

from __future__ import annotations


class PipelineError(Exception):
    """The command can't be done; the message is one line for the user."""


class ReadingError(Exception):
    """One document can't be read. The message is the reason kept in the warehouse, in Italian."""
