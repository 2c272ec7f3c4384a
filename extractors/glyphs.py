"""From shown strings to glyphs: all strings of a page at once, in arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pdfminer.cmapdb import IdentityCMap
from pdfminer.pdffont import PDFUnicodeNotDefined

from extractors.geometry import Matrix
from extractors.operations import UnreadableStreamError, in_hex
from extractors.page import SKEW, Floats, Ints
from extractors.painted import Show, State

_BRACKETS = bytes.maketrans(b">", b"<")
_BLANK = 32


@dataclass(slots=True)
class Glyphs:
    """The glyphs of a page in the order of the file; `show` and `state` index the page's shows and `states`."""

    text: list[str]
    box: Floats
    turn: Ints
    show: Ints
    state: Ints
    states: list[State]


class FontTable:
    """Letters and widths of a font by code, looked up as the codes turn up."""

    def __init__(self, font: Any) -> None:
        if font.is_vertical() or (font.is_multibyte() and not isinstance(font.cmap, IdentityCMap)):
            raise UnreadableStreamError("a font is written downwards, or its codes are of several lengths")
        self._font = font
        self.code_bytes = 2 if font.is_multibyte() else 1
        self.descent = float(font.get_descent())
        self._letters = np.empty(256**self.code_bytes, dtype=object)
        self._widths = np.full(256**self.code_bytes, np.nan)

    def look_up(self, codes: Ints) -> tuple[NDArray[np.object_], Floats]:
        """Letters and widths (in units of the font size) of some codes."""
        widths = self._widths[codes]
        missing = np.isnan(widths)
        if missing.any():
            for code in np.unique(codes[missing]).tolist():
                self._letters[code], self._widths[code] = self._letter(code), self._font.char_width(code)
            widths = self._widths[codes]
        return self._letters[codes], widths

    def _letter(self, code: int) -> str:
        try:
            return str(self._font.to_unichr(code))
        except PDFUnicodeNotDefined:
            return f"(cid:{code})"


@dataclass(slots=True)
class _Strings:
    """The strings of all shows: `show` of each, `shift` before it, number of its bytes; then the bytes themselves.

    Each show ends with an empty string, which carries the shift after its last one.
    """

    show: Ints
    shift: Floats
    length: Ints
    data: Ints


def read_glyphs(shows: list[Show], tables: dict[int, FontTable]) -> Glyphs:
    """All glyphs that are shown. `tables` keeps the tables of the document's fonts by `id`.

    Raises:
        UnreadableStreamError, ValueError: a string or a font is of a kind that this reader doesn't know.
    """
    if not shows:
        none = np.zeros(0, dtype=np.int64)
        return Glyphs([], np.zeros((0, 4)), none, none, none, [])
    strings = _strings(shows)
    states, state_of = _states(shows)
    font_of, fonts = _fonts(states, tables)
    code_bytes = np.array([font.code_bytes for font in fonts])[font_of][state_of]
    string_of, codes = _codes(strings, code_bytes[strings.show])
    show_of = strings.show[string_of]
    state = state_of[show_of]
    letters, widths = _look_up(codes, font_of[state], fonts)
    size, char, word, stretch, rise = (
        np.array([float(s[key]) for s in states]) for key in ("size", "char_space", "word_space", "stretch", "rise")
    )
    blank = (codes == _BLANK) & (code_bytes[show_of] == 1)
    advance = (widths * size[state] + char[state] + np.where(blank, word[state], 0.0)) * stretch[state]
    shift = strings.shift * -0.001 * (size * stretch)[state_of][strings.show]
    along = _along(advance, shift, string_of, strings.show, np.array([show.line is not None for show in shows]))
    matrix = _matrices(shows, states, state_of)[show_of]
    low = (np.array([font.descent for font in fonts])[font_of] * size + rise)[state]
    width = (widths * size[state]) * stretch[state]
    box = _boxes(matrix, along, width, low, size[state])
    return Glyphs(letters.tolist(), box, _turns(matrix), show_of, state, states)


def _strings(shows: list[Show]) -> _Strings:
    """`[<01>8<02>]` becomes shift, string, shift, string, shift, empty string: one split takes the page apart."""
    shown = [in_hex(show.shown) for show in shows]
    pieces = (b"<<".join(shown) + b"<").translate(_BRACKETS, b"[]").split(b"<")
    shifts, strings = pieces[0::2], pieces[1::2]
    counts = np.array([piece.count(b"<") + 1 for piece in shown])
    length = np.fromiter(map(len, strings), dtype=np.int64, count=len(strings)) // 2
    data = np.frombuffer(bytes.fromhex(b"".join(strings).decode("ascii")), dtype=np.uint8).astype(np.int64)
    if counts.sum() != len(strings) or len(shifts) != len(strings) or length.sum() != len(data):
        raise UnreadableStreamError("a string isn't written in pairs of hex digits")
    values = {piece: sum(map(float, piece.split())) for piece in set(shifts)}
    shift = np.fromiter(map(values.__getitem__, shifts), dtype=np.float64, count=len(shifts))
    return _Strings(np.repeat(np.arange(len(shows)), counts), shift, length, data)


def _states(shows: list[Show]) -> tuple[list[State], Ints]:
    """The different states of the shows, and which one each show has."""
    index: dict[int, int] = {}
    state_of = np.array([index.setdefault(id(show.state), len(index)) for show in shows])
    different = {id(show.state): show.state for show in shows}
    return list(different.values()), state_of


def _fonts(states: list[State], tables: dict[int, FontTable]) -> tuple[Ints, list[FontTable]]:
    fonts: dict[int, FontTable] = {}
    for state in states:
        font = state["font"]
        if id(font) not in tables:
            tables[id(font)] = FontTable(font)
        fonts[id(font)] = tables[id(font)]
    order = {key: number for number, key in enumerate(fonts)}
    return np.array([order[id(state["font"])] for state in states]), list(fonts.values())


def _codes(strings: _Strings, code_bytes: Ints) -> tuple[Ints, Ints]:
    """For each glyph its string and its code."""
    if (strings.length % code_bytes).any():
        raise UnreadableStreamError("a string ends in the middle of a code")
    counts = strings.length // code_bytes
    string_of = np.repeat(np.arange(len(counts)), counts)
    within = np.arange(len(string_of)) - (np.cumsum(counts) - counts)[string_of]
    start = (np.cumsum(strings.length) - strings.length)[string_of] + within * code_bytes[string_of]
    codes = strings.data[start]
    two = np.flatnonzero(code_bytes[string_of] == 2)
    codes[two] = codes[two] * 256 + strings.data[start[two] + 1]
    return string_of, codes


def _look_up(codes: Ints, font_of: Ints, fonts: list[FontTable]) -> tuple[NDArray[np.object_], Floats]:
    letters, widths = np.empty(len(codes), dtype=object), np.zeros(len(codes))
    for number, font in enumerate(fonts):
        chosen = np.flatnonzero(font_of == number)
        letters[chosen], widths[chosen] = font.look_up(codes[chosen])
    return letters, widths


def _along(advance: Floats, shift: Floats, string_of: Ints, show_of_string: Ints, starts: NDArray[np.bool_]) -> Floats:
    """How far along its line each glyph starts: advances and shifts since the last show that started a line."""
    passed = np.concatenate([[0.0], np.cumsum(advance)])
    shifted = np.cumsum(shift)
    shows = np.arange(len(starts))
    first_string = np.searchsorted(show_of_string, shows)
    first_glyph = np.searchsorted(string_of, first_string)
    base = passed[first_glyph] + shifted[first_string] - shift[first_string]
    start = np.maximum.accumulate(np.where(starts, shows, 0))
    along: Floats = passed[:-1] + shifted[string_of] - base[start][show_of_string[string_of]]
    return along


def _matrices(shows: list[Show], states: list[State], state_of: Ints) -> Floats:
    """(shows, 6): from the line's own coordinates to the displayed page."""
    lines: list[Matrix] = []
    for show in shows:
        lines.append(lines[-1] if show.line is None else show.line)
    a, b, c, d, e, f = np.array(lines).T
    p, q, r, s, t, u = np.array([state["matrix"] for state in states])[state_of].T
    return np.column_stack(
        [a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u]
    )


def _boxes(matrix: Floats, along: Floats, width: Floats, low: Floats, size: Floats) -> Floats:
    a, b, c, d, e, f = matrix.T
    x, y = a * along + c * low + e, b * along + d * low + f
    across_x, across_y, up_x, up_y = a * width, b * width, c * size, d * size
    return np.column_stack(
        [
            x + np.minimum(across_x, 0) + np.minimum(up_x, 0),
            y + np.minimum(across_y, 0) + np.minimum(up_y, 0),
            x + np.maximum(across_x, 0) + np.maximum(up_x, 0),
            y + np.maximum(across_y, 0) + np.maximum(up_y, 0),
        ]
    )


def _turns(matrix: Floats) -> Ints:
    """Anticlockwise degrees; the displayed y grows downwards."""
    a, b = matrix[:, 0], -matrix[:, 1]
    level, upright = np.abs(b) < 0.01 * np.abs(a), np.abs(a) < 0.01 * np.abs(b)
    return np.where(level, np.where(a > 0, 0, 180), np.where(upright, np.where(b > 0, 90, 270), SKEW))
