"""The pages of the checks, brought up to date with what the working file says of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing

from duckdb import DuckDBPyConnection

import expectations
import warehouse
from expectations import Checked, Line, Outcome, Tally
from pipelines.folders import Folders

AT_ONCE = 100
"""Documents whose outcomes are in memory at once."""


def build(folders: Folders, held: Sequence[Tally]) -> None:
    """Write the pages that are not those of the last check; `held` is what this night held against the rules."""
    with closing(warehouse.connect(folders.working, read_only=True)) as con:
        lines = [Line(*row) for row in warehouse.last_checks(con)]
        stale = set(expectations.stale_pages(folders.curated, lines))
        documents = _checked(con, [line for line in lines if line.name in stale])
        expectations.build_data_docs(folders.curated, lines, documents, held)


def _checked(con: DuckDBPyConnection, lines: list[Line]) -> Iterator[Checked]:
    for start in range(0, len(lines), AT_ONCE):
        chosen = lines[start : start + AT_ONCE]
        outcomes = warehouse.outcomes_of(con, [line.name for line in chosen])
        for line in chosen:
            yield Checked(line.name, [Outcome(**own) for own in outcomes[line.name]])
