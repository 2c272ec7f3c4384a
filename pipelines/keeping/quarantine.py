"""`schedario quarantine`: what is set aside, a look at it, and another try."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines import inspecting, querying
from pipelines.documents import readings
from pipelines.documents.register import Source, register
from pipelines.errors import PipelineError
from pipelines.folders import Folders, named, shown
from pipelines.night import running
from pipelines.night.summary import Summary
from pipelines.night.wish import Wish
from pipelines.querying import Result

NONE = "nothing is set aside"


@dataclass(frozen=True, slots=True)
class Item:
    """A row, or (without a page) a whole document, that is set aside."""

    number: int
    document: str
    page: int | None
    table: int | None
    row: int | None
    reason: str
    content: str | None
    atto_id: str


def listed(folders: Folders) -> Result:
    """What is set aside in the published warehouse, with the command that shows each.

    Raises:
        PipelineError: nothing is published.
    """
    options = "".join(f" {shlex.quote(word)}" for word in named(folders))
    return querying.query(folders, querying.sql_text("quarantena_elenco"), [options])


def item(folders: Folders, number: int) -> Item:
    """The item with a number of the list.

    Raises:
        PipelineError: there is none, or nothing is published.
    """
    columns, rows = querying.query(folders, querying.sql_text("quarantena_voce"), [number])
    if not rows:
        raise PipelineError(f"no item {number} is set aside; list them with: schedario quarantine")
    facts: dict[str, Any] = dict(zip(columns, rows[0], strict=True))
    return Item(number, **facts)


def cells(folders: Folders, found: Item) -> Result:
    """The cells of the item's row: column, text, page and box; nothing for a whole document."""
    place: list[object] = [found.atto_id, found.table, found.row]
    return querying.query(folders, querying.sql_text("quarantena_celle"), place)


def draw(folders: Folders, found: Item, out: Path) -> int:
    """Write a PNG of the item's page (the first one of a whole document) with all that was found on it; its number.

    Raises:
        PipelineError: the PDF isn't in the raw folder any more, or can't be read or drawn.
    """
    source = _source(folders, found)
    kept = readings.reading_path(folders.readings, source.sha256, source.year)
    reading = readings.load(kept) if kept.is_file() else inspecting.inspect_pdf(source.path, None)
    page = found.page or 1
    inspecting.draw(source.path, reading, page, out, None)
    return page


def replay(folders: Folders, which: str | None) -> Summary:
    """Read and load again what is set aside: all of it, the document of an item's number, or a document.

    Raises:
        PipelineError: that isn't set aside, or no PDF of it is in the raw folder; and as a run.
    """
    wanted = _documents(folders, which)
    again = wanted & {source.name for source in register(folders)}
    if which and not again:
        raise PipelineError(
            f"{', '.join(wanted)} is not in {shown(folders.raw)} any more; put it back, or: schedario run"
        )
    return running.run(folders, Wish(again=frozenset(again)))


def _documents(folders: Folders, which: str | None) -> set[str]:
    if which and which.isdecimal():
        return {item(folders, int(which)).document}
    _, rows = querying.query(folders, querying.sql_text("quarantena_documenti"))
    aside = {str(name) for (name,) in rows}
    if which is None:
        if not aside:
            raise PipelineError(f"{NONE}: there is nothing to replay")
        return aside
    if which not in aside:
        raise PipelineError(f"{which} is not set aside; list what is with: schedario quarantine")
    return {which}


def _source(folders: Folders, found: Item) -> Source:
    """The PDF that the item is printed in, known by its bytes: its name may be another one's by now."""
    same = [source for source in register(folders) if source.atto_id == found.atto_id]
    if not same:
        raise PipelineError(
            f"{found.document} as it was when this was set aside is not in {shown(folders.raw)} any more; "
            "put it back to look at its pages, or: schedario run"
        )
    return min(same, key=lambda source: source.name != found.document)
