"""From painted paths to rulings, all that is stroked and filled shapes as thin as a line, and to coloured bands."""

from __future__ import annotations

import functools
import itertools
import re
from dataclasses import dataclass, field

import numpy as np

from extractors.geometry import shared
from extractors.page import THIN, Bools, Floats, Ints
from extractors.painted import Path
from extractors.visibility import is_white

_SUBPATH = re.compile("m[^m]+")
_SIDES = ((0, 1, 2, 1), (0, 3, 2, 3), (0, 1, 0, 3), (2, 1, 2, 3))
"""The four sides of a box, as positions in it."""


def read_rulings(paths: list[Path]) -> tuple[Floats, Floats, Floats]:
    """Horizontal (y, x0, x1) and vertical (x, top, bottom) rulings; x0, top, x1, bottom of coloured rectangles."""
    pieces = _subpaths(paths)
    if not pieces.size:
        return np.zeros((0, 3)), np.zeros((0, 3)), np.zeros((0, 4))
    starts: Ints = np.cumsum(pieces.size) - np.array(pieces.size)
    x, y = _displayed(pieces)
    box = np.array([side.reduceat(at, starts) for side in (np.minimum, np.maximum) for at in (x, y)]).T
    thin = np.array(pieces.straight) | (np.minimum(box[:, 2] - box[:, 0], box[:, 3] - box[:, 1]) <= THIN)
    rectangles = ~thin & _rectangles(x, y, starts, np.array(pieces.cornered))
    lines = _in_order(box, thin, rectangles & np.array([path.stroked for path in pieces.path]))
    level = lines[:, 2] - lines[:, 0] >= lines[:, 3] - lines[:, 1]
    x0, top, x1, bottom = lines.T
    horizontal = np.array([(top + bottom) / 2, x0, x1]).T[level]
    vertical = np.array([(x0 + x1) / 2, top, bottom]).T[~level]
    return horizontal, vertical, _coloured(box[rectangles], [pieces.path[n] for n in np.flatnonzero(rectangles)])


def _coloured(box: Floats, paths: list[Path]) -> Floats:
    """The boxes that are filled with a colour, as far as their clip lets them be seen."""
    white = {fill for fill in {path.state["fill"] for path in paths} if is_white(fill)}
    seen = [
        shared(edges, path.state["clip"])
        for edges, path in zip(box.tolist(), paths, strict=True)
        if path.filled and path.state["alpha"] > 0 and path.state["fill"] not in white
    ]
    return np.array(seen, dtype=np.float64).reshape(-1, 4)


@dataclass(slots=True)
class _Pieces:
    """Subpaths, in columns: the path of each, how many points it has, whether it is one straight line, whether it has
    the points of a rectangle; and the points of all."""

    path: list[Path] = field(default_factory=list)
    size: list[int] = field(default_factory=list)
    straight: list[bool] = field(default_factory=list)
    cornered: list[bool] = field(default_factory=list)
    points: list[tuple[float, float]] = field(default_factory=list)


def _subpaths(paths: list[Path]) -> _Pieces:
    pieces = _Pieces()
    for path in paths:
        for shape, start, end in _subshapes(path.shape):
            piece = path.points[start:end]
            if shape[-2:] == "lh" and len(shape) > 3 and piece[-2] == piece[0]:
                shape, piece = shape[:-2] + "h", piece[:-1]
            pieces.path.append(path)
            pieces.size.append(len(piece))
            pieces.straight.append(shape in ("ml", "mlh"))
            pieces.cornered.append(shape in ("mlllh", "mllll"))
            pieces.points += piece
    return pieces


def _displayed(pieces: _Pieces) -> tuple[Floats, Floats]:
    """The points on the displayed page."""
    count = len(pieces.points)
    x, y = np.fromiter(itertools.chain.from_iterable(pieces.points), np.float64, 2 * count).reshape(-1, 2).T
    matrices = np.array([path.state["matrix"] for path in pieces.path])
    a, b, c, d, e, f = matrices.T.repeat(pieces.size, axis=1)
    return x * a + y * c + e, x * b + y * d + f


@functools.lru_cache(maxsize=256)
def _subshapes(shape: str) -> list[tuple[str, int, int]]:
    """The subpaths of a shape, where each begins and ends. Pages repeat a few shapes."""
    return [(match[0], match.start(), match.end()) for match in _SUBPATH.finditer(shape)]


def _rectangles(x: Floats, y: Floats, starts: Ints, cornered: Bools) -> Bools:
    """Which subpaths with five points are closed and have their sides along the page's."""
    found = np.zeros(len(starts), dtype=np.bool_)
    candidates = np.flatnonzero(cornered)
    five = starts[candidates, None] + np.arange(5)
    same_x, same_y = (np.abs(at[five] - at[np.roll(five, -1, axis=1)]) < 1e-6 for at in (x, y))
    closed = same_x[:, 4] & same_y[:, 4]
    turns = [(p[:, 0] & p[:, 2] & q[:, 1] & q[:, 3]) for p, q in ((same_x, same_y), (same_y, same_x))]
    found[candidates] = closed & (turns[0] | turns[1])
    return found


def _in_order(box: Floats, thin: Bools, framed: Bools) -> Floats:
    """The thin boxes and the sides of the framed ones, path by path."""
    if not framed.any():
        return box[thin]
    sides = np.concatenate([box[framed][:, side] for side in _SIDES])
    lines = np.concatenate([box[thin], sides])
    order = np.concatenate([np.flatnonzero(thin), *[np.flatnonzero(framed)] * len(_SIDES)])
    return lines[np.argsort(order, kind="stable")]
