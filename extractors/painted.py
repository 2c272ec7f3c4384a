"""What a page paints, as its content streams say it: strings, paths, pictures, each with its graphics state."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypedDict

from extractors.geometry import Matrix
from extractors.model import Box

Fill = tuple[bytes, bytes, str]
"""Operator and operands that set a colour, and the colour space they were set in."""


class State(TypedDict):
    """The graphics state. Never changed in place: what was shown in a state keeps it.

    `matrix` leads to points from the top left of the displayed page, `clip` is a box in them.
    """

    matrix: Matrix
    clip: Box
    font: Any
    size: float
    char_space: float
    word_space: float
    stretch: float
    leading: float
    rise: float
    mode: int
    colour_space: str
    fill: Fill
    alpha: float


@dataclass(slots=True)
class Shows:
    """What text operators show, in columns: a string or an array of strings and shifts as the file has it, the matrix
    of the line, whether it goes on from the show before, and the state."""

    shown: list[bytes] = field(default_factory=list)
    line: list[Matrix] = field(default_factory=list)
    goes_on: list[bool] = field(default_factory=list)
    state: list[State] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.shown)


class Path(NamedTuple):
    """A painted path: `shape` has one letter a point (m, l, c, h). `after`: how many shows were before it."""

    shape: str
    points: list[tuple[float, float]]
    state: State
    stroked: bool
    filled: bool
    after: int


class Picture(NamedTuple):
    """The box that an image or a shading fills, and how many shows were before it."""

    box: Box
    after: int
