"""Tables without rulings, gathered over pages: areas that stand in the same columns vote together on their borders."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from extractors.areas import LINES, find_areas, levels
from extractors.bands import painted_areas
from extractors.beside import sides
from extractors.chunks import Chunks
from extractors.model import Box
from extractors.page import Bools, Floats, Ints, PageContent
from extractors.rivers import borders, column_of, rivers

SLACK = 3.0
"""Points that a river may be off and still be the same."""
LIKE = 0.7
"""Areas have the same columns when one's rivers are at least in this share the other's too ..."""
CROSSING = 0.1
"""... and no more of its pieces than this stand across the other's borders."""
EDGE = 8.0
"""Points that a page or a table may be wider than the one before."""
REACH = 2.5
"""Lines of white, at most, between an area and a line that belongs to it."""
AHEAD = 4
"""So many lines beyond an area are looked at together: the cells of a row needn't begin on one line."""
WIDE = 0.5
"""A paragraph has a line over more than this share of the area's width."""


@dataclass(slots=True)
class Area:
    """A table, or a part of one, on a page. `inside` tells which of the page's free pieces of lines belong to it."""

    page: PageContent
    chunks: Chunks
    inside: Bools

    @property
    def box(self) -> Floats:
        """(k, 4): the boxes of its pieces."""
        return self.chunks.box[self.inside]

    @property
    def outer(self) -> Box:
        """The box around its text."""
        box = self.box
        return float(box[:, 0].min()), float(box[:, 1].min()), float(box[:, 2].max()), float(box[:, 3].max())


@dataclass(slots=True)
class Run:
    """Areas in the same columns, on one page or on pages that follow each other."""

    areas: list[Area] = field(default_factory=list)
    xs: Floats = field(default_factory=lambda: np.zeros(0))
    rivers: Floats = field(default_factory=lambda: np.zeros((0, 2)))

    def add(self, area: Area) -> None:
        """Let an area join, and its pieces vote."""
        self.areas.append(area)
        self.vote()

    def vote(self) -> None:
        """Find the column borders from all pieces of all areas."""
        box = np.concatenate([area.box for area in self.areas])
        self.xs, self.rivers = borders(box), rivers(box)


def find_runs(pages: Sequence[tuple[PageContent, Chunks]]) -> list[Run]:
    """The tables without rulings of a document. `pages`: each page with its pieces of lines outside ruled tables."""
    runs: list[Run] = []
    for (page, chunks), painted in zip(pages, painted_areas(pages), strict=True):
        for area in _areas(page, chunks, painted):
            if runs and _goes_on(runs[-1], area):
                runs[-1].add(area)
            else:
                runs.append(Run())
                runs[-1].add(area)
    for run in runs:
        _complete(run)
    return runs


def _areas(page: PageContent, chunks: Chunks, painted: list[Bools]) -> list[Area]:
    """The tables with painted rows on a page, those side by side, and what camelot finds of others, from the top."""
    if len(chunks) < LINES:
        return []
    taken = np.any([np.zeros(len(chunks), dtype=np.bool_), *painted], axis=0)
    areas = [Area(page, chunks, inside) for inside in painted]
    beside = [side for side in sides(page, chunks) if not (side.inside & taken).any()]
    if beside:
        areas += [Area(page, chunks.only(side.column), side.inside[side.column]) for side in beside]
        free = ~np.any([side.inside for side in beside], axis=0)
        chunks, taken = chunks.only(free), taken[free]
    found = list(_found(page, chunks, taken))
    return sorted([*areas, *found], key=lambda area: area.outer[1]) if areas else found


def _found(page: PageContent, chunks: Chunks, taken: Bools) -> Iterator[Area]:
    """What camelot finds on a page among the pieces that aren't taken, each with all that stands on its lines."""
    middle = (chunks.box[:, 1] + chunks.box[:, 3]) / 2
    for _, top, _, bottom in find_areas(chunks.only(~taken), page.width, page.height, len(page.horizontal) > 2):
        inside = (middle > top) & (middle < bottom) & ~taken
        taken |= inside
        for part in _without_prose(chunks.box, np.flatnonzero(inside)):
            chosen = np.zeros(len(chunks), dtype=np.bool_)
            chosen[part] = True
            yield Area(page, chunks, chosen)


def _without_prose(box: Floats, inside: Ints) -> Iterator[Ints]:
    """The pieces of an area without the paragraphs in it: lines in one piece, of which one at least is wide.

    At its ends all lines in one piece are left out: titles, and tails of cells that are taken in again later.
    """
    lines = [inside[line] for line in levels(box[inside])]
    width = WIDE * np.ptp(box[inside][:, [0, 2]]) if len(inside) else 0.0
    blocks = [list(block) for _, block in itertools.groupby(lines, key=lambda line: len(line) == 1)]
    part: list[Ints] = []
    for n, block in enumerate(blocks):
        alone = len(block[0]) == 1
        wide = any(box[line[0], 2] - box[line[0], 0] > width for line in block)
        if alone and (n in (0, len(blocks) - 1) or (wide and len(block) > 1)):
            yield from [np.concatenate(part)] if part else []
            part = []
        else:
            part += block
    yield from [np.concatenate(part)] if part else []


def _goes_on(run: Run, area: Area) -> bool:
    last = run.areas[-1]
    if area.page.number - last.page.number > 1 or abs(area.page.width - last.page.width) > EDGE:
        return False
    few, many = sorted((run.rivers, rivers(area.box)), key=len)
    shared = [bool(((many[:, 0] < end + SLACK) & (start - SLACK < many[:, 1])).any()) for start, end in few]
    crossing = (column_of(area.box, run.xs) < 0).mean()
    x0, _, x1, _ = area.outer
    common = min(x1, run.xs[-1]) - max(x0, run.xs[0])
    if common < LIKE * max(x1 - x0, run.xs[-1] - run.xs[0]):
        return False
    return bool(shared and np.mean(shared) >= LIKE and crossing <= CROSSING)


def _complete(run: Run) -> None:
    """Join the parts of one table on one page, and take in the lines above and below that stand in its columns."""
    whole: list[Area] = []
    for area in run.areas:
        if whole and whole[-1].chunks is area.chunks and _nothing_between(whole[-1], area, run.xs):
            whole[-1].inside |= area.inside | _between(whole[-1], area)
        else:
            whole.append(area)
    run.areas = whole
    for area in run.areas:
        for up in (True, False):
            while (lines := next_lines(area, run.xs, up)) is not None:
                area.inside |= lines
    run.vote()


def _tail(own: Floats, edge: Floats, white: float) -> bool:
    """Whether a line goes on with the cell at the edge of an area: as near and as high as a line of it."""
    height = edge[3] - edge[1]
    return bool(white < height / REACH and abs(own[0, 3] - own[0, 1] - height) < 0.1 * height)


def _between(above: Area, below: Area) -> Bools:
    middle = (above.chunks.box[:, 1] + above.chunks.box[:, 3]) / 2
    return (middle > above.outer[3]) & (middle < below.outer[1])


def _nothing_between(above: Area, below: Area, xs: Floats) -> bool:
    between = _between(above, below)
    return not (column_of(above.chunks.box[between], xs) < 0).any()


def next_lines(area: Area, xs: Floats, up: bool) -> Bools | None:
    """The pieces of the nearest lines above (below) an area when they stand in its columns, in two of them at least."""
    _, top, _, bottom = area.outer
    box = area.chunks.box
    middle = (box[:, 1] + box[:, 3]) / 2
    beyond = np.flatnonzero(~area.inside & ((middle < top) if up else (middle > bottom)))
    lines = levels(box[beyond])
    edge = area.box[np.argmin(area.box[:, 1]) if up else np.argmax(area.box[:, 3])]
    chosen = np.zeros(len(box), dtype=np.bool_)
    for line in (lines[::-1] if up else lines)[:AHEAD]:
        own = box[beyond[line]]
        white = (top - own[:, 3].max()) if up else (own[:, 1].min() - bottom)
        height = float(np.median(own[:, 3] - own[:, 1]))
        within = own[:, 0].min() > xs[0] - EDGE and own[:, 2].max() < xs[-1] + EDGE
        if white > REACH * height or not within or (column_of(own, xs) < 0).mean() > 0.5:
            return None
        chosen[beyond[line]] = True
        if len(set(column_of(box[chosen], xs).tolist()) - {-1}) > 1 or _tail(own, edge, white):
            return chosen
        top, bottom = min(top, own[:, 1].min()), max(bottom, own[:, 3].max())
    return None
