"""From painted paths to rulings, all that is stroked and filled shapes as thin as a line, and to coloured bands."""

from __future__ import annotations

import re

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
    points, sizes, straight, corners, number = _subpaths(paths)
    if not sizes:
        return np.zeros((0, 3)), np.zeros((0, 3)), np.zeros((0, 4))
    starts = np.cumsum(sizes) - np.array(sizes)
    box = np.column_stack([np.minimum.reduceat(points, starts), np.maximum.reduceat(points, starts)])
    thin = np.array(straight) | (np.minimum(box[:, 2] - box[:, 0], box[:, 3] - box[:, 1]) <= THIN)
    stroked = np.array([path.stroked for path in paths])[number]
    rectangles = ~thin & _rectangles(points, starts, np.array(corners))
    framed = rectangles & stroked
    lines = _in_order(box, thin, framed)
    level = lines[:, 2] - lines[:, 0] >= lines[:, 3] - lines[:, 1]
    x0, top, x1, bottom = lines.T
    horizontal = np.column_stack([(top + bottom) / 2, x0, x1])[level]
    vertical = np.column_stack([(x0 + x1) / 2, top, bottom])[~level]
    return horizontal, vertical, _coloured(box[rectangles], [paths[n] for n in np.array(number)[rectangles].tolist()])


def _coloured(box: Floats, paths: list[Path]) -> Floats:
    """The boxes that are filled with a colour, as far as their clip lets them be seen."""
    white = {fill for fill in {path.state["fill"] for path in paths} if is_white(fill)}
    seen = [
        shared(edges, path.state["clip"])
        for edges, path in zip(box.tolist(), paths, strict=True)
        if path.filled and path.state["alpha"] > 0 and path.state["fill"] not in white
    ]
    return np.array(seen, dtype=np.float64).reshape(-1, 4)


def _subpaths(paths: list[Path]) -> tuple[Floats, list[int], list[bool], list[bool], list[int]]:
    """Displayed points of all subpaths; for each its number of points, whether it is one straight line, whether it has
    the points of a rectangle, and the number of its path."""
    points: list[tuple[float, float]] = []
    matrices: list[tuple[float, ...]] = []
    sizes: list[int] = []
    straight: list[bool] = []
    corners: list[bool] = []
    number: list[int] = []
    for n, path in enumerate(paths):
        for match in _SUBPATH.finditer(path.shape):
            shape, piece = match[0], path.points[match.start() : match.end()]
            if shape[-2:] == "lh" and len(shape) > 3 and piece[-2] == piece[0]:
                shape, piece = shape[:-2] + "h", piece[:-1]
            points += piece
            sizes.append(len(piece))
            matrices.append(path.state["matrix"])
            straight.append(shape in ("ml", "mlh"))
            corners.append(shape in ("mlllh", "mllll"))
            number.append(n)
    if not sizes:
        return np.zeros((0, 2)), sizes, straight, corners, number
    x, y = np.array(points).T
    a, b, c, d, e, f = np.repeat(np.array(matrices), sizes, axis=0).T
    return np.column_stack([x * a + y * c + e, x * b + y * d + f]), sizes, straight, corners, number


def _rectangles(points: Floats, starts: Ints, corners: Bools) -> Bools:
    """Which subpaths with five points are closed and have their sides along the page's."""
    found = np.zeros(len(starts), dtype=np.bool_)
    candidates = np.flatnonzero(corners)
    five = points[starts[candidates, None] + np.arange(5)]
    x, y = np.moveaxis(np.abs(np.diff(five, axis=1)) < 1e-6, 2, 0)
    closed = (np.abs(five[:, 0] - five[:, 4]) < 1e-6).all(axis=1)
    turns = (x[:, :4:2].all(axis=1) & y[:, 1:4:2].all(axis=1)) | (y[:, :4:2].all(axis=1) & x[:, 1:4:2].all(axis=1))
    found[candidates] = closed & turns
    return found


def _in_order(box: Floats, thin: Bools, framed: Bools) -> Floats:
    """The thin boxes and the sides of the framed ones, path by path."""
    sides = np.concatenate([box[framed][:, side] for side in _SIDES])
    lines = np.concatenate([box[thin], sides])
    order = np.concatenate([np.flatnonzero(thin), *[np.flatnonzero(framed)] * len(_SIDES)])
    return lines[np.argsort(order, kind="stable")]
