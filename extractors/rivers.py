"""Column borders: the white rivers between pieces of lines that run down a table, page after page."""

from __future__ import annotations

import itertools

import numpy as np

from extractors.page import Bools, Floats, Ints

STEP = 0.25
"""Points: how finely the width is looked at."""
SHALLOW = 0.15
"""A river is where no more lines stand than this share of the lines in the sparser of the columns beside it."""
STRAY = 4
"""One line may cross a river between columns of at least so many lines: a heading over both."""
PADDING = 3.0
"""Points that a border keeps from the text that is lined up beside it."""
SHARP = 0.5
"""Text is lined up when this share of the pieces that begin (end) near a place do so right there."""
NEAR = 15.0
"""Points."""
TOUCH = 1.5
"""Points that text may stick out of its column."""
WIDE = 0.5
"""A title is wider than this share of its table."""
HEADINGS = 0.1
"""Headings of sections are no more than this share of the pieces of a table."""


def borders(box: Floats) -> Floats:
    """The x of each column border, outer borders included, for the pieces of lines of one table."""
    return _borders(box[~titles(box)], box)


def titles(box: Floats) -> Bools:
    """Pieces that have no say in where columns are, alone on their line: wide ones across three columns of the others,
    and a few headings at the left of all, across two.
    """
    height, left, right = box[:, 3] - box[:, 1], box[:, 0].min(), box[:, 2].max()
    top, bottom = box[:, 1] + height / 4, box[:, 3] - height / 4
    beside = np.searchsorted(np.sort(top), bottom, side="left") - np.searchsorted(np.sort(bottom), top, side="right")
    alone, wide = beside == 1, box[:, 2] - box[:, 0] > WIDE * (right - left)
    found = _across(box, alone & wide, 3)
    headings = alone & ~wide & (box[:, 0] < left + PADDING)
    if headings.sum() <= HEADINGS * len(box):
        found |= _across(box, headings | found, 2) & headings
    return found & ~found.all()


def _across(box: Floats, chosen: Bools, columns: int) -> Bools:
    """Those of the chosen pieces that stand across so many columns of the others."""
    found = chosen.copy()
    if found.any() and not found.all():
        others = box[~found]
        first, last = span_of(box[found], _borders(others, others))
        found[found] = last - first >= columns - 1
    return found


def _borders(box: Floats, around: Floats) -> Floats:
    left, cover = _cover(box)
    valleys = [*_valleys(cover, 0), (len(cover), len(cover))]
    xs = [float(around[:, 0].min()) - PADDING]
    for (start, end), (after, _) in itertools.pairwise(valleys):
        xs.append(_place(box, left, cover, (start, end), (xs[-1], left + after * STEP)))
    return np.array([*xs, float(around[:, 2].max()) + PADDING])


def rivers(box: Floats) -> Floats:
    """(m, 2): where each river between columns begins and ends."""
    left, cover = _cover(box[~titles(box)])
    return left + STEP * np.array(_valleys(cover, 0), dtype=np.float64).reshape(-1, 2)


def column_of(box: Floats, xs: Floats) -> Ints:
    """The column of each piece of a line; -1 for those that stand across a border."""
    first, last = span_of(box, xs)
    return np.where(first == last, first, -1)


def span_of(box: Floats, xs: Floats) -> tuple[Ints, Ints]:
    """The first and the last column that each piece stands in."""
    first = np.searchsorted(xs, np.minimum(box[:, 0] + TOUCH, (box[:, 0] + box[:, 2]) / 2)) - 1
    last = np.searchsorted(xs, np.maximum(box[:, 2] - TOUCH, (box[:, 0] + box[:, 2]) / 2)) - 1
    return np.clip(first, 0, len(xs) - 2), np.clip(last, 0, len(xs) - 2)


def _cover(box: Floats) -> tuple[float, Ints]:
    """Where the text begins, and how many lines stand at each step to the right of it."""
    left = float(box[:, 0].min())
    first = np.ceil((box[:, 0] - left) / STEP).astype(np.int64)
    last = np.maximum(np.floor((box[:, 2] - left) / STEP).astype(np.int64), first + 1)
    change = np.zeros(int(last.max()) + 2, dtype=np.int64)
    np.add.at(change, first, 1)
    np.add.at(change, last, -1)
    return left, np.cumsum(change)[:-2]


def _valleys(cover: Ints, offset: int) -> list[tuple[int, int]]:
    """Start and end of each valley of a profile, found by cutting it at its deepest valley again and again."""
    if len(cover) < 3:
        return []
    before, after = np.maximum.accumulate(cover), np.maximum.accumulate(cover[::-1])[::-1]
    banks = np.minimum(before, after)
    shallow = np.maximum(SHALLOW * banks, np.where(banks >= STRAY, 1.0, 0.0))
    deep = (cover <= shallow) & (cover < banks) & (banks >= 2)
    if not deep.any():
        return []
    lowest = int(np.argmin(np.where(deep, cover / np.maximum(banks, 1), np.inf)))
    high = np.flatnonzero(cover > shallow[lowest])
    at = int(np.searchsorted(high, lowest))
    start, end = int(high[at - 1]) + 1, int(high[at])
    return [
        *_valleys(cover[:start], offset),
        (offset + start, offset + end),
        *_valleys(cover[end:], offset + end),
    ]


def _place(box: Floats, left: float, cover: Ints, river: tuple[int, int], around: tuple[float, float]) -> float:
    """Where in a river the border is: near the side on which the text is lined up, else in the middle of the white.

    `around`: the x of the border before, and where the next river begins. A heading may stand in the river: the border
    keeps clear of it, and gives it the column that has no other text on its line.
    """
    start, end = river
    low = np.flatnonzero(cover[start:end] == cover[start:end].min()) + start
    whites = np.split(low, np.flatnonzero(np.diff(low) > 1) + 1)
    side = _side(box, (left + start * STEP, left + end * STEP), around) if len(whites) > 1 else 0
    if side < 0 or (not side and _lined_up(box[:, 0], left + end * STEP)):
        white = whites[-1]
        return left + float(white[-1] + 1) * STEP - min(PADDING, len(white) * STEP / 2)
    if side > 0 or _lined_up(box[:, 2], left + start * STEP):
        white = whites[0]
        return left + float(white[0]) * STEP + min(PADDING, len(white) * STEP / 2)
    white = max(whites, key=len)
    return left + float(white[0] + white[-1] + 1) * STEP / 2


def _side(box: Floats, river: tuple[float, float], around: tuple[float, float]) -> int:
    """-1 when all text in a river belongs to the column at its left, 1 when to the one at its right: the other column
    has text on the same lines, and it has none. 0: neither."""
    start, end = river[0] - STEP, river[1] + STEP
    inside = (box[:, 0] > start) & (box[:, 2] < end)
    y = (box[inside, 1] + box[inside, 3]) / 2
    level = (box[:, 1, None] < y) & (y < box[:, 3, None])
    left = (level & ((box[:, 0] > around[0]) & (box[:, 2] < river[0] + STEP))[:, None]).any(axis=0)
    right = (level & ((box[:, 0] > river[1] - STEP) & (box[:, 2] < around[1] + STEP))[:, None]).any(axis=0)
    return int((left & ~right).all()) - int((right & ~left).all()) if inside.any() else 0


def _lined_up(edges: Floats, at: float) -> bool:
    away = np.abs(edges - at)
    return bool((away < 1.0).sum() >= max(1.0, SHARP * (away < NEAR).sum()))
