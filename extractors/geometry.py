"""Matrices and boxes: from the coordinates of a PDF to points from the top left of the page as displayed."""

from __future__ import annotations

from typing import Any

from extractors.model import Box

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
EVERYWHERE: Box = (float("-inf"), float("-inf"), float("inf"), float("inf"))


def multiply(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that maps as `first` does and then as `then` does."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def around(points: list[tuple[float, float]], matrix: Matrix) -> Box:
    """The box around some points on the displayed page."""
    a, b, c, d, e, f = matrix
    xs = [x * a + y * c + e for x, y in points]
    ys = [x * b + y * d + f for x, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def shared(one: Box, other: Box) -> Box:
    """What two boxes have in common; a box with negative sides when they have nothing."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def displayed(box: Box, rotation: int) -> tuple[Matrix, float, float]:
    """The matrix from PDF coordinates to points from the top left of the displayed page, its width and height."""
    x0, y0, x1, y1 = box
    matrices: dict[int, Matrix] = {
        90: (0.0, 1.0, 1.0, 0.0, -y0, -x0),
        180: (-1.0, 0.0, 0.0, 1.0, x1, -y0),
        270: (0.0, -1.0, -1.0, 0.0, y1, x1),
    }
    size = (y1 - y0, x1 - x0) if rotation in (90, 270) else (x1 - x0, y1 - y0)
    return matrices.get(rotation, (1.0, 0.0, 0.0, -1.0, -x0, y1)), *size


def visible_box(source: Any) -> Box:
    """What a pdfminer page shows: its crop box within its media box (PDF coordinates)."""
    media, crop = sides_in_order(source.mediabox), sides_in_order(source.cropbox)
    box = max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3])
    return box if box[0] < box[2] and box[1] < box[3] else media


def sides_in_order(box: Any) -> Box:
    """A box as PDF gives it, the lower left corner first."""
    x0, y0, x1, y1 = map(float, box)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
