"""The strings that a page shows, read byte by byte in arrays: no Python object for a string, a shift, a glyph."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extractors.operations import UnreadableStreamError, in_hex
from extractors.page import Floats, Ints

Bytes = NDArray[np.uint8]

_BLANKS = b" \t\r\n\f\0"
_TWO_NUMBERS = re.compile(rb"[\d.][\s\0]+[-.\d]")
_END = b"<|>"
"""Put after each show: the empty string that it ends with, told from others."""
_OPEN, _CLOSE, _MINUS, _POINT, _ZERO = b"<>-.0"
_VALUE = np.full(256, 255, dtype=np.uint8)
_VALUE[list(b"0123456789abcdef")] = _VALUE[list(b"0123456789ABCDEF")] = np.arange(16)
_POWERS = 10.0 ** np.arange(16)


@dataclass(slots=True)
class Strings:
    """The strings of all shows: `show` of each, `shift` before it in thousandths of the font size, and how many hex
    digits it has from `start` on in `text`. Each show ends with an empty string: for the shift after its last one."""

    show: Ints
    shift: Floats
    start: Ints
    digits: Ints
    text: Bytes


def read_strings(shows: list[bytes]) -> Strings:
    """The strings in what some operators show: `[<01>8<02>]` is a string, one after a shift of 8, and an empty one.

    Raises:
        UnreadableStreamError: a show isn't made of strings with at most one plain number between them.
    """
    joined = in_hex(_END.join([*shows, b""])).translate(None, b"[]+")
    dense = joined.translate(None, _BLANKS)
    if len(dense) < len(joined) and _TWO_NUMBERS.search(joined):
        raise UnreadableStreamError("two numbers stand between two strings")
    text = np.frombuffer(dense, dtype=np.uint8)
    start, end = np.flatnonzero(text == _OPEN) + 1, np.flatnonzero(text == _CLOSE)
    if len(start) != len(end) or (start > end).any() or (end[:-1] >= start[1:]).any():
        raise UnreadableStreamError("a string is left open, or stands in another one")
    is_last = text[start] == _END[1]
    before = np.append(0, end[:-1] + 1)
    digits = np.where(is_last, 0, end - start)
    return Strings(is_last.cumsum() - is_last, _numbers(text, before, start - 1 - before), start, digits, text)


def read_codes(strings: Strings, code_bytes: Ints) -> tuple[Ints, Ints]:
    """For each glyph its string and its code; `code_bytes`: how many bytes a code has in each string.

    Raises:
        UnreadableStreamError: a string ends in the middle of a code, or has something in it that is no hex digit.
    """
    counts, rest = np.divmod(strings.digits, 2 * code_bytes)
    if rest.any():
        raise UnreadableStreamError("a string ends in the middle of a code")
    string, at = _spread(strings.start, counts, 2 * code_bytes)
    codes = _pairs(strings.text, at)
    if (code_bytes == 2).any():
        two = np.flatnonzero(code_bytes[string] == 2)
        codes[two] = codes[two] * 256 + _pairs(strings.text, at[two] + 2)
    return string, codes


def _pairs(text: Bytes, at: Ints) -> Ints:
    """The bytes that two hex digits at some places write."""
    high, low = _VALUE[text[at]], _VALUE[text[at + 1]]
    if max(high.max(initial=0), low.max(initial=0)) > 15:
        raise UnreadableStreamError("a string isn't written in hex digits")
    return (high * 16 + low).astype(np.int64)


def _numbers(text: Bytes, start: Ints, length: Ints) -> Floats:
    """The number that is written at each place, 0 where none is: its digits by their places, the point, the sign."""
    number, at = _spread(start, length, 1)
    byte = text[at]
    digit = byte - _ZERO
    is_digit = digit < 10
    points, signs = np.flatnonzero(byte == _POINT), np.flatnonzero(byte == _MINUS)
    so_far = is_digit.cumsum()
    following = np.bincount(number, is_digit, len(start)).cumsum().astype(np.int64)[number] - so_far
    with_point = number[points]
    if (
        so_far[-1:].sum() + len(points) + len(signs) != len(byte)
        or following.max(initial=0) >= len(_POWERS)
        or (at[signs] != start[number[signs]]).any()
        or (with_point[1:] == with_point[:-1]).any()
    ):
        raise UnreadableStreamError("something between two strings is no plain number")
    value = np.bincount(number, np.where(is_digit, digit * _POWERS[following], 0.0), len(start)).astype(np.float64)
    value[with_point] /= _POWERS[following[points]]
    value[number[signs]] *= -1
    return value


def _spread(start: Ints, count: Ints, step: Ints | int) -> tuple[Ints, Ints]:
    """So many places from each start on, so far apart: whose each place is, and the places."""
    of: Ints = np.repeat(np.arange(len(start)), count)
    base = np.repeat(start - (count.cumsum() - count) * step, count)
    return of, base + np.arange(len(of)) * (step if isinstance(step, int) else step[of])
