"""From shown strings to glyphs: all strings of a page at once, in arrays."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pdfminer.cmapdb import IdentityCMap
from pdfminer.pdffont import PDFUnicodeNotDefined

from extractors.letters import Letters
from extractors.operations import UnreadableStreamError
from extractors.page import SKEW, Bools, Floats, Ints
from extractors.painted import Shows, State
from extractors.strings import read_codes, read_strings

_BLANK = 32


@dataclass(slots=True)
class Glyphs:
    """The glyphs of a page in the order of the file; `show` and `state` index the page's shows and `states`."""

    text: Letters
    box: Floats
    turn: Ints
    show: Ints
    state: Ints
    states: list[State]


class Fonts:
    """The fonts of a document, and the alphabet of all letters that turn up in it."""

    def __init__(self) -> None:
        self.alphabet: list[str] = []
        self._numbers: dict[str, int] = {}
        self._tables: dict[int, FontTable] = {}

    def table(self, font: Any) -> FontTable:
        """The table of a pdfminer font.

        Raises:
            UnreadableStreamError: the font is of a kind that this reader doesn't know.
        """
        if id(font) not in self._tables:
            self._tables[id(font)] = FontTable(font, self)
        return self._tables[id(font)]

    def number(self, letter: str) -> int:
        """The number of a letter in the alphabet."""
        if letter not in self._numbers:
            self._numbers[letter] = len(self.alphabet)
            self.alphabet.append(letter)
        return self._numbers[letter]


class FontTable:
    """Letters (by their numbers) and widths of a font by code, looked up as the codes turn up."""

    def __init__(self, font: Any, fonts: Fonts) -> None:
        if font.is_vertical() or (font.is_multibyte() and not isinstance(font.cmap, IdentityCMap)):
            raise UnreadableStreamError("a font is written downwards, or its codes are of several lengths")
        self._font, self._fonts = font, fonts
        self.code_bytes = 2 if font.is_multibyte() else 1
        self.descent = float(font.get_descent())
        self._letters = np.zeros(0, dtype=np.int64)
        self._widths = np.zeros(0)

    def look_up(self, codes: Ints) -> tuple[Ints, Floats]:
        """Letters and widths (in units of the font size) of some codes."""
        beyond = int(codes.max(initial=0)) + 1 - len(self._widths)
        if beyond > 0:
            self._letters = np.concatenate([self._letters, np.zeros(beyond, dtype=np.int64)])
            self._widths = np.concatenate([self._widths, np.full(beyond, np.nan)])
        widths = self._widths[codes]
        missing = np.isnan(widths)
        if missing.any():
            for code in np.unique(codes[missing]).tolist():
                self._letters[code] = self._fonts.number(self._letter(code))
                self._widths[code] = self._font.char_width(code)
            widths = self._widths[codes]
        return self._letters[codes], widths

    def _letter(self, code: int) -> str:
        try:
            return str(self._font.to_unichr(code))
        except PDFUnicodeNotDefined:
            return f"(cid:{code})"


def read_glyphs(shows: Shows, fonts: Fonts) -> Glyphs:
    """All glyphs that are shown.

    Raises:
        UnreadableStreamError, ValueError: a string or a font is of a kind that this reader doesn't know.
    """
    if not shows.shown:
        none = np.zeros(0, dtype=np.int64)
        return Glyphs(Letters.of([]), np.zeros((0, 4)), none, none, none, [])
    states, state_of = _states(shows)
    tables = [fonts.table(state["font"]) for state in states]
    code_bytes = np.array([table.code_bytes for table in tables])[state_of]
    strings = read_strings(shows.shown)
    string_of, codes = read_codes(strings, code_bytes[strings.show])
    show = strings.show[string_of]
    state = state_of[show]
    letters, widths = _look_up(codes, state, tables)
    size, char, word, stretch, rise = (
        np.array([float(s[key]) for s in states]) for key in ("size", "char_space", "word_space", "stretch", "rise")
    )
    width, spaces = widths * size[state], char[state]
    if word.any():
        spaces = spaces + np.where((codes == _BLANK) & (code_bytes[show] == 1), word[state], 0.0)
    shift = strings.shift * (-0.001 * size * stretch)[state_of][strings.show]
    along = _along((width + spaces) * stretch[state], shift, string_of, strings.show, np.array(shows.goes_on))
    matrix = _matrices(shows, states, state_of)
    low = np.array([table.descent for table in tables]) * size + rise
    box = _boxes(matrix, show, along, width * stretch[state], low[state_of], size[state_of])
    return Glyphs(Letters(letters, fonts.alphabet), box, _turns(matrix)[show], show, state, states)


def _states(shows: Shows) -> tuple[list[State], Ints]:
    """The different states of the shows, and which one each show has."""
    ids = list(map(id, shows.state))
    different = dict(zip(ids, shows.state, strict=True))
    number = {key: number for number, key in enumerate(different)}
    return list(different.values()), np.array(list(map(number.__getitem__, ids)))


def _look_up(codes: Ints, state: Ints, tables: list[FontTable]) -> tuple[Ints, Floats]:
    letters, widths = np.empty_like(codes), np.empty(len(codes))
    different = list(dict.fromkeys(tables))
    font_of = np.array([different.index(table) for table in tables])[state]
    for number, table in enumerate(different):
        chosen = np.flatnonzero(font_of == number)
        letters[chosen], widths[chosen] = table.look_up(codes[chosen])
    return letters, widths


def _along(advance: Floats, shift: Floats, string_of: Ints, show_of: Ints, goes_on: Bools) -> Floats:
    """How far along its line each glyph starts: advances and shifts since the last show that started a line.

    `string_of`: the string of each glyph; `show_of`: the show of each string.
    """
    passed, shifted = np.append(0.0, advance.cumsum()), shift.cumsum()
    number = np.arange(len(goes_on))
    first_string = show_of.searchsorted(number)
    base = passed[string_of.searchsorted(first_string)] + shifted[first_string] - shift[first_string]
    start = np.maximum.accumulate(np.where(goes_on, 0, number))
    along: Floats = passed[:-1] + (shifted - base[start][show_of])[string_of]
    return along


def _matrices(shows: Shows, states: list[State], state_of: Ints) -> Floats:
    """(6, shows): from the line's own coordinates to the displayed page."""
    lines = np.fromiter(itertools.chain.from_iterable(shows.line), dtype=np.float64, count=6 * len(shows))
    a, b, c, d, e, f = lines.reshape(-1, 6).T
    p, q, r, s, t, u = np.array([state["matrix"] for state in states]).T.take(state_of, axis=1)
    return np.array([a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u])


def _boxes(matrix: Floats, show: Ints, along: Floats, width: Floats, low: Floats, size: Floats) -> Floats:
    """(n, 4) with each column in one piece of memory, as what comes after wants it.

    `matrix`, `low`, `size`: of each show; the others of each glyph. What lies across the line is the same for a show.
    """
    a, b, c, d, e, f = matrix
    x, y, up_x, up_y = c * low + e, d * low + f, c * size, d * size
    sides = []
    for origin, up, along_it in ((x, up_x, a), (y, up_y, b)):
        there, across = along_it[show] * along, along_it[show] * width
        sides.append(
            (
                (origin + np.minimum(up, 0))[show] + there + np.minimum(across, 0),
                (origin + np.maximum(up, 0))[show] + there + np.maximum(across, 0),
            )
        )
    (x0, x1), (y0, y1) = sides
    return np.array([x0, y0, x1, y1]).T


def _turns(matrix: Floats) -> NDArray[np.int64]:
    """Anticlockwise degrees; the displayed y grows downwards."""
    a, b = matrix[0], -matrix[1]
    level, upright = np.abs(b) < 0.01 * np.abs(a), np.abs(a) < 0.01 * np.abs(b)
    return np.where(level, np.where(a > 0, 0, 180), np.where(upright, np.where(b > 0, 90, 270), SKEW))
