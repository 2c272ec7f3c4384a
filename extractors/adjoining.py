"""Whether text parts the last table of a page from the first of the next one.

Running headers and footers don't; a short document has too few pages to tell them from text by repetition alone.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from extractors.sheet import Sheet

SAME_HEIGHT = 4.0
"""Points that a running header may move from page to page."""


class Printed(NamedTuple):
    """A line, and its y."""

    text: str
    y: float


class Beside(NamedTuple):
    """The lines of a page above its first table and below its last, any number for a number in those below."""

    above: list[Printed]
    below: list[Printed]


def beside_tables(sheet: Sheet, is_furniture: set[int]) -> Beside:
    """What stands beside the tables of a page; nothing where it has none."""
    if not sheet.grids:
        return Beside([], [])
    top, bottom = sheet.grids[0].box[1], sheet.grids[-1].box[3]
    body = [item.line for item in sheet.free if id(item) not in is_furniture]
    above = [Printed(line.text, line.box[1]) for line in body if line.box[1] < top]
    below = [Printed(re.sub(r"\d+", "#", line.text), line.box[1]) for line in body if line.box[3] > bottom]
    return Beside(above, below)


def adjoin(page: Beside, following: Beside) -> bool:
    """Whether what stands between the last table of a page and the first of the following one is printed on both."""
    return _repeats(following.above, page.above) and _repeats(page.below, following.below)


def _repeats(lines: list[Printed], others: list[Printed]) -> bool:
    """Whether all lines of one page are on another: at the same height where that one has more."""
    if [line.text for line in lines] == [other.text for other in others]:
        return True
    return all(any(line.text == o.text and abs(line.y - o.y) <= SAME_HEIGHT for o in others) for line in lines)
