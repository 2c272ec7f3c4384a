"""Running furniture: headers, footers, page numbers, stamps. Recognised by repetition and place, never by wording."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from extractors.page import SKEW
from extractors.sheet import FreeLine, Sheet

MARGIN = 0.15
"""Headers and footers stand in this share of the page at the top or at the bottom."""
LEVEL = 8.0
"""Points that the same furniture may move from page to page, counted from the nearer edge."""
DENSE = 0.6
"""It stands on at least this share of the pages between its first and its last."""
AT_LEAST = 3

Spot = tuple[int, float, FreeLine]
"""Page number, distance from the edge, line."""


def furniture(sheets: Sequence[Sheet]) -> set[int]:
    """The `id` of each free line that is furniture."""
    found = {id(item) for sheet in sheets for item in sheet.free if item.turn == SKEW}
    for spots in _alike(sheets):
        for level in _levels(spots):
            if _repeats(level):
                found.update(id(item) for _, _, item in level)
    return {key for sheet in sheets for key in _outermost(sheet, found)}


def _alike(sheets: Sequence[Sheet]) -> Iterable[list[Spot]]:
    """Lines in the margins by place and wording: as they are, and with any number for a number."""
    groups: dict[tuple[str, str, int], list[Spot]] = defaultdict(list)
    for sheet in sheets:
        for item in sheet.free:
            for edge, distance in _edges(item, sheet.page.height):
                spot = (sheet.page.number, distance, item)
                groups[item.line.text, edge, item.turn].append(spot)
                if (pattern := re.sub(r"\d+", "#", item.line.text)) != item.line.text:
                    groups[pattern, edge, item.turn].append(spot)
    return groups.values()


def _edges(item: FreeLine, height: float) -> Iterator[tuple[str, float]]:
    """The edge that a line belongs to, and how far from it; nothing for the body of the page."""
    _, top, _, bottom = item.line.box
    if item.turn or bottom < MARGIN * height:
        yield "top", top
    elif top > (1 - MARGIN) * height:
        yield "bottom", height - bottom


def _levels(spots: list[Spot]) -> list[list[Spot]]:
    levels: list[list[Spot]] = []
    for spot in sorted(spots, key=lambda s: s[1]):
        if levels and spot[1] - levels[-1][-1][1] <= LEVEL:
            levels[-1].append(spot)
        else:
            levels.append([spot])
    return levels


def _repeats(spots: list[Spot]) -> bool:
    """Whether the line runs on from page to page: always the same, or counting as the pages do."""
    spots = sorted(spots, key=lambda spot: spot[0])
    pages = sorted({page for page, _, _ in spots})
    if len(pages) < AT_LEAST or len(pages) < DENSE * (pages[-1] - pages[0] + 1):
        return False
    if len({item.line.text for _, _, item in spots}) == 1:
        return True
    counted = [(page, [int(n) for n in re.findall(r"\d+", item.line.text)]) for page, _, item in spots]
    in_step = sum(_counts_on(*before, *after) for before, after in itertools.pairwise(counted))
    return in_step >= DENSE * (len(counted) - 1)


def _counts_on(page: int, numbers: list[int], next_page: int, next_numbers: list[int]) -> bool:
    """Whether one number grew as the page number did while the others stood still."""
    steps = {later - earlier for earlier, later in zip(numbers, next_numbers, strict=False)}
    return next_page - page in steps and steps <= {0, next_page - page}


def _outermost(sheet: Sheet, candidates: set[int]) -> Iterator[int]:
    """A header has only furniture above it, a footer only furniture below: a table's first row is neither."""
    flat = [item for item in sheet.free if not item.turn]
    yield from (id(item) for item in sheet.free if item.turn and id(item) in candidates)
    first, last = _body(sheet)
    for item in flat:
        if id(item) not in candidates:
            break
        if item.line.box[3] <= first + LEVEL:
            yield id(item)
    for item in reversed(flat):
        if id(item) not in candidates:
            break
        if item.line.box[1] >= last - LEVEL:
            yield id(item)


def _body(sheet: Sheet) -> tuple[float, float]:
    """Top of the first table and bottom of the last: furniture stands outside them."""
    boxes = [grid.box for grid in sheet.grids]
    return min((box[1] for box in boxes), default=sheet.page.height), max((box[3] for box in boxes), default=0.0)
