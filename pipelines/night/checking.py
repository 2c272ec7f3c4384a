"""Documents held against the expectations in batches; where there are several batches, in a process beside the loader.

The library of expectations costs two seconds a batch, however few its documents are. The process ends with the one
that started it.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa

import expectations
import warehouse
from expectations import Tally
from pipelines.documents.kept_rows import rows_of
from pipelines.errors import ReadingError
from pipelines.night.batches import batches
from pipelines.night.lifeline import die_with
from warehouse import Document, WarehouseError

BYTES_AT_ONCE = 192 * 10**6
"""Size of the readings of a batch, about 650,000 rows: what is in memory at once, with a gigabyte for the checks."""
Rows = dict[str, dict[str, pa.Table]]
"""The tables of each document, by its `atto_id`."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A document that was read: where its reading is kept, and its rows are or will be."""

    document: Document
    reading: Path
    rows: Path


@dataclass(frozen=True, slots=True)
class Checked:
    """What the expectations found in a document; `problem` says why its rows couldn't even be made, or held."""

    document: Document
    reading: Path
    rows: Path
    tallies: list[Tally] = field(default_factory=list)
    problem: str = ""


def checked(documents: Iterable[Waiting]) -> Iterator[Checked]:
    """Hold documents against the expectations; in their order."""
    waiting_batches = batches(documents, BYTES_AT_ONCE)
    first, second = next(waiting_batches, []), next(waiting_batches, None)
    if second is None:
        yield from check(first)
        return
    with _beside() as pool:
        waiting: list[Future[list[Checked]]] = [pool.submit(check, first)]
        for batch in chain([second], waiting_batches):
            waiting.append(pool.submit(check, batch))
            yield from waiting.pop(0).result()
        for future in waiting:
            yield from future.result()


def check(batch: list[Waiting]) -> list[Checked]:
    """Make the rows of some documents, and hold them against the expectations side by side."""
    found: list[Checked] = []
    rows: Rows = {}
    for each in batch:
        try:
            prepared = rows_of(each.reading, each.rows)
            document = replace(each.document, pagine=prepared.pages)
            rows[document.atto_id] = warehouse.own_tables(document, prepared)
            found.append(Checked(document, each.reading, each.rows))
        except (WarehouseError, ReadingError) as error:
            found.append(Checked(each.document, each.reading, each.rows, problem=str(error)))
    held = _held(rows)
    return [each if each.problem else replace(each, **held[each.document.atto_id]) for each in found]


def _held(rows: Rows) -> dict[str, dict[str, Any]]:
    """The `tallies` of each document, or the `problem` of one that the rules can't be held against."""
    if not rows:
        return {}
    try:
        held = expectations.hold_documents(warehouse.document_frames(list(rows.values())), list(rows))
    except Exception as error:  # whatever a document has, it costs no other
        if len(rows) == 1:
            return {name: {"problem": f"{type(error).__name__}: {error}"} for name in rows}
        return {name: answer for name, own in rows.items() for name, answer in _held({name: own}).items()}
    return {name: {"tallies": tallies} for name, tallies in held.items()}


@contextmanager
def _beside() -> Iterator[ProcessPoolExecutor]:
    context = multiprocessing.get_context("spawn")
    theirs, ours = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(1, context, initializer=die_with, initargs=(theirs,))
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
        ours.close()
