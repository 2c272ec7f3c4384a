"""Tables side by side with horizontal rulings or painted rows of their own: each is looked at without the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from extractors.bands import row_fills
from extractors.chunks import Chunks
from extractors.lattice import GAP, SNAP, merge
from extractors.page import Bools, Floats, PageContent
from extractors.rivers import borders, column_of

RULINGS = 3
"""A table has at least so many rulings of one length."""
LEVEL = 0.5
"""Tables side by side stand on the same levels over at least this share of the lower one."""


class Side(NamedTuple):
    """Which pieces of lines stand over, in and under a table, and which of them are between its rulings."""

    column: Bools
    inside: Bools


def sides(page: PageContent, chunks: Chunks) -> Iterator[Side]:
    """The tables of a page that have another one beside them, by their rulings and by the edges of fills.

    A table has two columns at least, and on its levels no text stands outside of all of them: coloured cells, or
    columns of one table with lines of their own, are none.
    """
    fills = row_fills(page.bands, chunks.box)
    edges = [fills[:, [y, 0, 2]] for y in (1, 3)]
    stacks = _stacks(merge(np.concatenate([page.horizontal, *edges])))
    beside = [own for own in stacks if any(_beside(own, other) or _beside(other, own) for other in stacks)]
    box, middle = chunks.box, (chunks.box[:, 1] + chunks.box[:, 3]) / 2
    columns = [(box[:, 0] > own[0, 1] - SNAP) & (box[:, 2] < own[0, 2] + SNAP) for own in beside]
    for own, column in zip(beside, columns, strict=True):
        level = (own[0, 0] < middle) & (middle < own[-1, 0])
        inside = level & column
        alone = (np.any(columns, axis=0) | ~level).all()
        if alone and inside.any() and column_of(box[inside], borders(box[inside])).any():
            yield Side(column, inside)


def _stacks(lines: Floats) -> list[Floats]:
    """Rulings that begin and end at the same places, from the top."""
    found: list[list[list[float]]] = []
    for line in lines.tolist():
        for own in found:
            if abs(own[0][1] - line[1]) <= SNAP and abs(own[0][2] - line[2]) <= SNAP:
                own.append(line)
                break
        else:
            found.append([line])
    return [np.array(own) for own in found if len(own) >= RULINGS]


def _beside(left: Floats, right: Floats) -> bool:
    """Whether one stack of rulings is at the left of another one, on its levels, and each has heights of its own."""
    if left[0, 2] + GAP > right[0, 1]:
        return False
    (a, b), (c, d) = left[[0, -1], 0].tolist(), right[[0, -1], 0].tolist()
    same = np.abs(left[:, 0, None] - right[:, 0]) <= SNAP
    own = not same.any(axis=1).all() and not same.any(axis=0).all()
    return own and bool(min(b, d) - max(a, c) >= LEVEL * min(b - a, d - c))
