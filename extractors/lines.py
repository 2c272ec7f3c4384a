"""From glyphs to lines of text: all lines of a page at once, in arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractors.model import Box
from extractors.page import Bools, Floats, Ints, PageContent
from extractors.text import Line

Letters = NDArray[np.object_]

SPACE = 0.22
"""A gap wider than this share of the glyph's height separates words, where the file prints no blank."""
OVERPRINT = 0.15
"""The same letter again within this share of its height is printed twice to look bold: one letter for the reader."""
SAME_LINE = 0.4
"""Glyphs whose middles are nearer than this share of their height stand on one line."""
SMALLER = 0.85
"""Superscripts and subscripts are smaller than this share of the letter they hang on ..."""
TOUCHING = 0.3
"""... and nearer to it than this share of its height."""
LETTERS_IN_A_NOTE = 4


class OwnedLine(NamedTuple):
    """A line, whose it is, degrees that it runs anticlockwise, and how many printing glyphs it holds."""

    owner: int
    turn: int
    glyphs: int
    line: Line


@dataclass(slots=True)
class _Row:
    """Glyphs in reading order, line after line: start and end along the writing, height across it, and how many
    blanks the page prints before each."""

    glyph: Ints
    line: Ints
    start: Floats
    end: Floats
    height: Floats
    blanks: Ints

    def only(self, chosen: Bools) -> _Row:
        """Some of the glyphs."""
        return _Row(
            self.glyph[chosen],
            self.line[chosen],
            self.start[chosen],
            self.end[chosen],
            self.height[chosen],
            self.blanks[chosen],
        )


def read_lines(page: PageContent, glyphs: Ints, owner: Ints, blank: Bools) -> list[OwnedLine]:
    """The lines that some glyphs of a page make; no line joins glyphs of two owners or two directions of writing.

    `glyphs`: their indices; `owner`: whose each of them is; `blank`: which glyphs of the page print nothing.
    In order of owner, direction, and down the page.
    """
    row, owner_of = _in_reading_order(page, glyphs, owner, blank)
    printed = row.only(~blank[row.glyph])
    ink = np.bincount(printed.line, minlength=len(owner_of))
    letters = np.array(page.text, dtype=object)
    while (again := _overprinted(printed, letters[printed.glyph])).any():
        printed = printed.only(~again)
    if not len(printed.glyph):
        return []
    lines = _lines(page, row, printed, letters[printed.glyph].tolist())
    numbers = np.unique(printed.line)
    first = np.searchsorted(row.line, numbers)
    turns = page.turn[row.glyph[first]]
    return list(map(OwnedLine, owner_of[numbers].tolist(), turns.tolist(), ink[numbers].tolist(), lines))


def _in_reading_order(page: PageContent, glyphs: Ints, owner: Ints, blank: Bools) -> tuple[_Row, Ints]:
    """The glyphs line by line, and whose each line is."""
    turn = page.turn[glyphs]
    start, end, upper, lower = _axes(page.box[glyphs], turn)
    height = lower - upper
    middle = _levelled((upper + lower) / 2, start, end, height, glyphs, owner)
    order = np.lexsort((middle, turn, owner))
    other = (np.diff(owner[order]) != 0) | (np.diff(turn[order]) != 0)
    step = np.diff(middle[order]) > SAME_LINE * np.minimum(height[order][1:], height[order][:-1])
    line = np.concatenate([[0], np.cumsum(other | step)])[: len(order)]
    owner_of = owner[order][np.diff(line, prepend=-1) > 0]
    order = order[np.lexsort((start[order], line))]
    blanks = np.cumsum(blank[glyphs[order]], dtype=np.int64)
    return _Row(glyphs[order], line, start[order], end[order], height[order], blanks), owner_of


def _levelled(middle: Floats, start: Floats, end: Floats, height: Floats, glyphs: Ints, owner: Ints) -> Floats:
    """The middle of each glyph across the writing; a superscript or subscript has that of the letter it hangs on.

    It is a smaller glyph that the file prints right before or after a taller one, touching it and overlapping it.
    """
    order = np.argsort(glyphs, kind="stable")
    before, after = order[:-1], order[1:]
    touching = (
        (np.diff(glyphs[order]) == 1)
        & (owner[before] == owner[after])
        & (np.abs(start[after] - end[before]) < TOUCHING * np.maximum(height[before], height[after]))
    )
    level, base = middle.copy(), height.copy()
    for small, tall in ((after, before), (before, after)):
        for _ in range(LETTERS_IN_A_NOTE):
            hangs = touching & (height[small] < SMALLER * base[tall]) & (base[small] == height[small])
            hangs &= np.abs(middle[small] - level[tall]) < (height[small] + base[tall]) / 2
            if not hangs.any():
                break
            level[small[hangs]], base[small[hangs]] = level[tall[hangs]], base[tall[hangs]]
    return level


def _axes(box: Floats, turn: Ints) -> tuple[Floats, Floats, Floats, Floats]:
    """Start and end along the writing, upper and lower edge across it, growing as one reads."""
    x0, top, x1, bottom = box.T
    if not turn.any():
        return x0, x1, top, bottom
    turns = [turn == 90, turn == 180, turn == 270]
    return (
        np.select(turns, [-bottom, -x1, top], x0),
        np.select(turns, [-top, -x0, bottom], x1),
        np.select(turns, [x0, -bottom, -x1], top),
        np.select(turns, [x1, -top, -x0], bottom),
    )


def _overprinted(row: _Row, letters: Letters) -> Bools:
    """Glyphs printed over the same letter before them; of several in a row, the first."""
    again = np.zeros(len(letters), dtype=np.bool_)
    near = (np.diff(row.line) == 0) & (np.diff(row.start) < OVERPRINT * row.height[1:])
    again[1:] = near & (letters[1:] == letters[:-1])
    again[1:] &= ~again[:-1]
    return again


def _lines(page: PageContent, row: _Row, printed: _Row, letters: list[str]) -> list[Line]:
    """The lines that print something; `letters` are those of the printed glyphs."""
    first = np.flatnonzero(np.diff(printed.line, prepend=-1))
    last = np.append(first[1:], len(letters)) - 1
    word = _word_starts(printed)
    word_of = np.cumsum(word) - 1
    word_at = np.flatnonzero(word)
    word_width = np.maximum.reduceat(printed.end, word_at) - printed.start[word_at]
    word[first] = False
    for glyph in np.flatnonzero(word).tolist():
        letters[glyph] = " " + letters[glyph]
    ends = np.searchsorted(row.line, printed.line[first], side="right") - 1
    columns = (
        ["".join(letters[a:b]) for a, b in zip(first.tolist(), (last + 1).tolist(), strict=True)],
        _boxes(page, row, printed.line[first]),
        (printed.end[last] - printed.start[first]).tolist(),
        (row.blanks[ends] > printed.blanks[last]).tolist(),
        _heads(printed, first).tolist(),
        word_width[word_of[first]].tolist(),
        word_width[word_of[last]].tolist(),
        _confidence(page, row, printed.line[first]).tolist(),
    )
    return list(map(Line, *columns))


def _word_starts(row: _Row) -> Bools:
    """Which printed glyphs start a word."""
    word = np.ones(len(row.glyph), dtype=np.bool_)
    gap = row.start[1:] - row.end[:-1] > SPACE * row.height[1:]
    word[1:] = gap | (np.diff(row.blanks) > 0) | (np.diff(row.line) > 0)
    return word


def _heads(row: _Row, first: Ints) -> Floats:
    """The width of the first glyph of each line that has one: accents may stand before it without width."""
    width = row.end - row.start
    heads = width[first]
    for line in np.flatnonzero(heads == 0).tolist():
        rest = width[first[line] :][row.line[first[line] :] == row.line[first[line]]]
        heads[line] = next(iter(rest[rest != 0].tolist()), 0.0)
    return heads


def _boxes(page: PageContent, row: _Row, numbers: Ints) -> list[Box]:
    box, starts = page.box.T[:, row.glyph], _starts(row)
    low = np.minimum.reduceat(box[:2], starts, axis=1)[:, numbers]
    high = np.maximum.reduceat(box[2:], starts, axis=1)[:, numbers]
    return list(zip(*low.tolist(), *high.tolist(), strict=True))


def _confidence(page: PageContent, row: _Row, numbers: Ints) -> Floats:
    if page.confidence is None:
        return np.ones(len(numbers))
    least: Floats = np.minimum.reduceat(page.confidence[row.glyph], _starts(row))
    return least[numbers]


def _starts(row: _Row) -> Ints:
    return np.flatnonzero(np.diff(row.line, prepend=-1))
