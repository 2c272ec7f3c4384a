"""Which way up a scanned sheet lies, or the text in one of its cells: any other way nothing is read with confidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from extractors.image_lines import Region, text_lines, without_specks, writing_height
from extractors.image_rulings import Image, find_rulings, ink_of, mask_of, skew_of, straightened
from extractors.recognition import SURE, Letter, read_lines

TURNS = (0, 180, 90, 270)
"""Degrees anticlockwise."""
SAMPLE = 10
"""So many of the longest lines tell how surely a page is read."""

LETTERS = 3
"""Fewer lines of one letter each, one under the other, are no turned text."""


def turned(grey: Image, turn: int) -> Image:
    """The image turned anticlockwise by so many degrees (quarters)."""
    return np.ascontiguousarray(np.rot90(grey, turn // 90))


def best_turn(grey: Image, scale: float) -> int:
    """Degrees anticlockwise that a page's image must be turned to be read most surely. `scale`: pixels a point."""
    return max(TURNS, key=lambda turn: _sureness(turned(grey, turn), scale))


def _sureness(grey: Image, scale: float) -> float:
    """The share of letters that are surely read in the longest lines."""
    ink = ink_of(grey, scale)
    ink = straightened(ink, skew_of(mask_of(ink)))
    ink[find_rulings(mask_of(ink), scale)[2] > 0] = 255
    mask = mask_of(ink)
    writing = writing_height(mask, scale)
    if not writing:
        return 0.0
    lines = [line for line in text_lines(without_specks(mask, writing), writing) if line[3] - line[1] < 2 * writing]
    longest = sorted(lines, key=lambda line: line[0] - line[2])[:SAMPLE]
    return _sure_share(list(read_lines(ink, longest, writing)))


def _sure_share(letters: Sequence[Letter]) -> float:
    sure = [letter.confidence >= SURE for letter in letters if letter.text.strip()]
    return sum(sure) / len(sure) if sure else 0.0


def may_be_turned(lines: Sequence[Region], writing: float) -> bool:
    """Whether the lines of a cell may be the letters of one that runs up or down: each is as short as a letter."""
    return len(lines) >= LETTERS and all(x1 - x0 <= 1.2 * writing for x0, _, x1, _ in lines)


def read_either_way(ink: Image, mask: Image, region: Region, lines: Sequence[Region], writing: float) -> list[Letter]:
    """The letters of a cell read as they stand, upwards or downwards: the way that the engine is surest of."""
    ways = [list(read_lines(ink, lines, writing))]
    if _sure_share(ways[0]) < 1:
        ways += [_read_turned(ink, mask, region, turn, writing) for turn in (90, 270)]
    return max(ways, key=_sure_share)


def _read_turned(ink: Image, mask: Image, region: Region, turn: int, writing: float) -> list[Letter]:
    """The letters of a cell whose lines run so many degrees anticlockwise, boxes in the page's pixels."""
    x0, top, x1, bottom = region
    upright = turned(ink[top:bottom, x0:x1], 360 - turn)
    lines = text_lines(turned(mask[top:bottom, x0:x1], 360 - turn), writing)
    return [_turned_back(letter, region, turn) for letter in read_lines(upright, lines, writing)]


def _turned_back(letter: Letter, region: Region, turn: int) -> Letter:
    left, upper, right, lower = letter.box
    x0, top, x1, bottom = region
    if turn == 90:
        return replace(letter, box=(x0 + upper, bottom - right, x0 + lower, bottom - left), turn=turn)
    return replace(letter, box=(x1 - lower, top + left, x1 - upper, top + right), turn=turn)
