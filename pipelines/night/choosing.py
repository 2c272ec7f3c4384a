"""Which documents a wish means: by name, body, layout, and the day when the warehouse first got them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from pipelines import querying
from pipelines.documents import readings
from pipelines.documents.register import Source
from pipelines.errors import WishError
from pipelines.folders import Folders, shown
from pipelines.night.wish import Wish


def chosen(folders: Folders, sources: list[Source], wish: Wish) -> Wish:
    """The wish with the names of the documents that it means; what was read of them is forgotten. Errors as `meant`."""
    if not wish.asks_again:
        return wish
    found = meant(folders, sources, wish)
    for source in found:
        readings.drop(folders.readings, source.sha256)
    return replace(wish, again=frozenset(source.name for source in found))


def meant(folders: Folders, sources: list[Source], wish: Wish) -> list[Source]:
    """The documents that all of the wish is true of.

    Raises:
        WishError: there is no such document, or none.
        PipelineError: days are asked for, and nothing is published yet.
    """
    if unknown := wish.again - {source.name for source in sources}:
        raise WishError(f"{', '.join(sorted(unknown))}: no such PDF under {shown(folders.raw)}")
    days = _days(folders) if wish.since or wish.until else {}
    found = [source for source in sources if _is_meant(folders, source, wish, days)]
    if not found:
        raise WishError("no document is meant; list them with: schedario status")
    return found


def _is_meant(folders: Folders, source: Source, wish: Wish, days: dict[str, date]) -> bool:
    day = days.get(source.sha256)
    return (
        (not wish.again or source.name in wish.again)
        and wish.body.casefold() in source.facts.get("ente", "").casefold()
        and (not wish.since or (day is not None and day >= wish.since))
        and (not wish.until or (day is not None and day <= wish.until))
        and (not wish.layout or wish.layout in _layouts(folders, source))
    )


def _layouts(folders: Folders, source: Source) -> set[str]:
    """The layouts that read a document; none where its reading isn't kept, which is made again anyway."""
    path = readings.reading_path(folders.readings, source.sha256, source.year)
    if not path.is_file():
        return set()
    # as data, not as a Reading: only one word of each part is looked at
    reading = json.loads(path.read_bytes())
    return {part["layout"] for part in reading["accounts"] + reading["records"]}


def _days(folders: Folders) -> dict[str, date]:
    """SHA-256 -> the day (UTC) when the warehouse first got the document."""
    _, rows = querying.query(folders, querying.sql_text("arrivi"))
    return {str(sha256): day for sha256, day in rows if isinstance(day, date)}
