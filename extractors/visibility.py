"""Which glyphs of a page nobody sees: off the page, clipped away, painted with nothing, white on white."""

from __future__ import annotations

import numpy as np

from extractors.canvas import Canvas
from extractors.geometry import around, shared
from extractors.glyphs import Glyphs
from extractors.model import Box
from extractors.page import Bools, Floats
from extractors.painted import Fill, State

_INVISIBLE_MODES = (3, 7)
_COMPONENTS = {"g": 1, "rg": 3, "DeviceGray": 1, "CalGray": 1, "DeviceRGB": 3, "CalRGB": 3, "k": 4, "DeviceCMYK": 4}
"""Operators and colour spaces whose white is known, with their numbers of components."""
_INKS = 4
"""With so many components all zeros are white, with fewer all ones."""
_NEARLY = 0.01


def hidden(glyphs: Glyphs, canvas: Canvas, width: float, height: float) -> Bools:
    """For each glyph whether it is there in vain. Of a line that a page break cuts in two, the half that shows its
    middle counts as seen."""
    x, y = (glyphs.box[:, 0] + glyphs.box[:, 2]) / 2, (glyphs.box[:, 1] + glyphs.box[:, 3]) / 2
    clips = np.array([shared(state["clip"], (0, 0, width, height)) for state in glyphs.states]).reshape(-1, 4)
    left, top, right, bottom = clips.T.take(glyphs.state, axis=1)
    clipped = (x < left) | (x > right) | (y < top) | (y > bottom)
    unpainted = np.array([_paints_nothing(state) for state in glyphs.states], dtype=np.bool_)[glyphs.state]
    unseen: Bools = clipped | unpainted | _white_on_white(glyphs, canvas, x, y)
    return unseen


def _paints_nothing(state: State) -> bool:
    return state["mode"] in _INVISIBLE_MODES or (state["alpha"] == 0 and state["mode"] == 0)


def _white_on_white(glyphs: Glyphs, canvas: Canvas, x: Floats, y: Floats) -> Bools:
    whites = {fill for fill in {state["fill"] for state in glyphs.states} if is_white(fill)}
    white = np.array([s["mode"] == 0 and s["fill"] in whites for s in glyphs.states], dtype=np.bool_)[glyphs.state]
    unseen = white.copy()
    for (left, top, right, bottom), after, ground_is_white in _grounds(canvas) if white.any() else ():
        inside = white & (glyphs.show >= after) & (x >= left) & (x <= right) & (y >= top) & (y <= bottom)
        unseen[inside] = ground_is_white
    return unseen


def _grounds(canvas: Canvas) -> list[tuple[Box, int, bool]]:
    """What is painted under the text in order: its box, how many shows were before it, whether it is white."""
    filled = [path for path in canvas.paths if path.filled and path.state["alpha"] > 0]
    boxes = [shared(around(path.points, path.state["matrix"]), path.state["clip"]) for path in filled]
    areas = [(box, path.after, is_white(path.state["fill"])) for box, path in zip(boxes, filled, strict=True)]
    pictures = [(picture.box, picture.after, False) for picture in canvas.pictures]
    return sorted(areas + pictures, key=lambda ground: ground[1])


def is_white(fill: Fill) -> bool:
    """Whether a colour is white on paper. A colour that isn't known for sure is not."""
    operator, operands, space = fill
    family, values = space if operator in (b"sc", b"scn") else operator.decode(), operands.split()
    return _COMPONENTS.get(family) == len(values) and is_white_in([float(value) for value in values])


def is_white_in(components: list[float]) -> bool:
    """Whether a colour is white, told from its numbers alone: one is grey, three are lights, four are inks."""
    if len(components) == _INKS:
        return all(value < _NEARLY for value in components)
    return len(components) in _COMPONENTS.values() and all(value > 1 - _NEARLY for value in components)
