"""From glyphs to lines of text: all lines of a page at once, in arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from extractors.letters import Letters
from extractors.model import Box
from extractors.page import Bools, Floats, Ints, PageContent
from extractors.text import Line

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

    def only(self, chosen: Ints) -> _Row:
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

    `glyphs`: their indices in the order of the file; `owner`: whose each of them is; `blank`: which glyphs of the page
    print nothing.
    In order of owner, direction, and down the page.
    """
    row, owner_of = _in_reading_order(page, glyphs, owner, blank)
    printed = row.only(np.flatnonzero(~blank[row.glyph]))
    ink = np.bincount(printed.line, minlength=len(owner_of))
    while (again := _overprinted(printed, page.text.number[printed.glyph])).any():
        printed = printed.only(np.flatnonzero(~again))
    if not len(printed.glyph):
        return []
    lines = _lines(page, row, printed)
    numbers = printed.line[_first_of_equals(printed.line)]
    turns = page.turn[row.glyph[row.line.searchsorted(numbers)]]
    return list(map(OwnedLine, owner_of[numbers].tolist(), turns.tolist(), ink[numbers].tolist(), lines))


def _in_reading_order(page: PageContent, glyphs: Ints, owner: Ints, blank: Bools) -> tuple[_Row, Ints]:
    """The glyphs line by line, and whose each line is.

    What the file prints at one level in one go is sorted as one: a page has twenty times fewer of these than glyphs.
    """
    turn = page.turn[glyphs]
    start, end, upper, lower = _axes(page.box.T.take(glyphs, axis=1), turn)
    height = lower - upper
    middle = _levelled((upper + lower) / 2, start, end, height, glyphs, owner)
    first = _first_of_equals(owner, turn, middle, height)
    chosen = np.lexsort((middle[first], turn[first], owner[first]))
    size = np.append(first[1:], len(glyphs))[chosen] - first[chosen]
    first = first[chosen]
    begins = _line_begins(owner[first], turn[first], middle[first], height[first])
    line = np.repeat(begins.cumsum() - 1, size)
    order = np.repeat(first - size.cumsum() + size, size) + np.arange(len(line))
    order = _along_lines(order, line, start)
    there = glyphs[order]
    return _Row(there, line, start[order], end[order], height[order], blank[there].cumsum()), owner[first[begins]]


def _line_begins(owner: Ints, turn: Ints, middle: Floats, height: Floats) -> Bools:
    """Where a line begins among glyphs in order of owner, direction, and level."""
    begins = np.ones(len(owner), dtype=np.bool_)
    step = middle[1:] - middle[:-1] > SAME_LINE * np.minimum(height[1:], height[:-1])
    begins[1:] = (owner[1:] != owner[:-1]) | (turn[1:] != turn[:-1]) | step
    return begins


def _first_of_equals(*columns: Ints | Floats) -> Ints:
    """Where a row differs from the one before."""
    new = np.zeros(len(columns[0]), dtype=np.bool_)
    new[:1] = True
    for column in columns:
        new[1:] |= column[1:] != column[:-1]
    return np.flatnonzero(new)


def _along_lines(order: Ints, line: Ints, start: Floats) -> Ints:
    """The order of the glyphs with those of each line from its start to its end. Most lines are in order."""
    start_there = start[order]
    back = (start_there[1:] < start_there[:-1]) & (line[1:] == line[:-1])
    if not back.any():
        return order
    mixed = np.isin(line, line[1:][back])
    here = np.flatnonzero(mixed)
    order[here] = order[here][np.lexsort((start[order[here]], line[here]))]
    return order


def _levelled(middle: Floats, start: Floats, end: Floats, height: Floats, glyphs: Ints, owner: Ints) -> Floats:
    """The middle of each glyph across the writing; a superscript or subscript has that of the letter it hangs on.

    It is a smaller glyph that the file prints right before or after a taller one, touching it and overlapping it.
    """
    touching = (
        (glyphs[1:] - glyphs[:-1] == 1)
        & (owner[1:] == owner[:-1])
        & (np.abs(start[1:] - end[:-1]) < TOUCHING * np.maximum(height[1:], height[:-1]))
    )
    if not (touching & (height[1:] != height[:-1])).any():
        return middle
    level, base = middle.copy(), height.copy()
    before, after = slice(None, -1), slice(1, None)
    for small, tall in ((after, before), (before, after)):
        for _ in range(LETTERS_IN_A_NOTE):
            hangs = touching & (height[small] < SMALLER * base[tall]) & (base[small] == height[small])
            hangs &= np.abs(middle[small] - level[tall]) < (height[small] + base[tall]) / 2
            if not hangs.any():
                break
            level[small][hangs], base[small][hangs] = level[tall][hangs], base[tall][hangs]
    return level


def _axes(box: Floats, turn: Ints) -> tuple[Floats, Floats, Floats, Floats]:
    """Start and end along the writing, upper and lower edge across it, growing as one reads."""
    x0, top, x1, bottom = box
    if not turn.any():
        return x0, x1, top, bottom
    turns = [turn == 90, turn == 180, turn == 270]
    return (
        np.select(turns, [-bottom, -x1, top], x0),
        np.select(turns, [-top, -x0, bottom], x1),
        np.select(turns, [x0, -bottom, -x1], top),
        np.select(turns, [x1, -top, -x0], bottom),
    )


def _overprinted(row: _Row, letters: Ints) -> Bools:
    """Glyphs printed over the same letter before them; of several in a row, the first."""
    again = np.zeros(len(letters), dtype=np.bool_)
    near = (row.line[1:] == row.line[:-1]) & (row.start[1:] - row.start[:-1] < OVERPRINT * row.height[1:])
    again[1:] = near & (letters[1:] == letters[:-1])
    again[1:] &= ~again[:-1]
    return again


def _lines(page: PageContent, row: _Row, printed: _Row) -> list[Line]:
    """The lines that print something."""
    first = _first_of_equals(printed.line)
    last = np.append(first[1:], len(printed.line)) - 1
    word = _word_starts(printed)
    word_of = word.cumsum() - 1
    word_at = np.flatnonzero(word)
    word_width = np.maximum.reduceat(printed.end, word_at) - printed.start[word_at]
    word[first] = False
    ends = np.searchsorted(row.line, printed.line[first], side="right") - 1
    columns = (
        _texts(page.text, printed.glyph, word, first, last + 1),
        _boxes(page, row, printed.line[first]),
        (printed.end[last] - printed.start[first]).tolist(),
        (row.blanks[ends] > printed.blanks[last]).tolist(),
        _heads(printed, first).tolist(),
        word_width[word_of[first]].tolist(),
        word_width[word_of[last]].tolist(),
        _confidence(page, row, printed.line[first]).tolist(),
    )
    return list(map(Line, *columns))


def _texts(text: Letters, glyphs: Ints, after_blank: Bools, first: Ints, end: Ints) -> list[str]:
    """The glyphs as text, from each first to each end, with a blank before those that want one."""
    signs, size = text.signs(glyphs)
    past = (size + after_blank).cumsum()
    page = np.full(past[-1], ord(" "), dtype=np.uint32)
    page[np.arange(len(signs)) + np.repeat(after_blank.cumsum(), size)] = signs
    written = page.tobytes().decode("utf-32-le", "surrogatepass")
    starts, ends = past[first] - size[first], past[end - 1]
    return [written[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]


def _word_starts(row: _Row) -> Bools:
    """Which printed glyphs start a word."""
    word = np.ones(len(row.glyph), dtype=np.bool_)
    gap = row.start[1:] - row.end[:-1] > SPACE * row.height[1:]
    word[1:] = gap | (row.blanks[1:] > row.blanks[:-1]) | (row.line[1:] > row.line[:-1])
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
    box, starts = page.box.T.take(row.glyph, axis=1), _starts(row)
    low = np.minimum.reduceat(box[:2], starts, axis=1)[:, numbers]
    high = np.maximum.reduceat(box[2:], starts, axis=1)[:, numbers]
    return list(zip(*low.tolist(), *high.tolist(), strict=True))


def _confidence(page: PageContent, row: _Row, numbers: Ints) -> Floats:
    if page.confidence is None:
        return np.ones(len(numbers))
    least: Floats = np.minimum.reduceat(page.confidence[row.glyph], _starts(row))
    return least[numbers]


def _starts(row: _Row) -> Ints:
    return _first_of_equals(row.line)
