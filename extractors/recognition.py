"""Lines of text in an image read letter by letter with rapidocr (PP-OCRv6, its model comes with the package)."""

from __future__ import annotations

import functools
import importlib.util
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from extractors.image_lines import Region, columns_of, runs
from extractors.image_rulings import Image, mask_of

PADDING = 0.12
"""White around a line that is read, as a share of the height of the writing."""
LOW = "acegmnopqrsuvwxyz.,:;-\u2013\u2026"
SINKING = "gjpqy\u00e7()[]{}|@\u00a7"
X_HEIGHT, RISE, SINK = 0.55, 0.22, 0.23
"""Shares of a line's height that low letters, the strokes above them and those below them take."""
HYPHENS = "-\u2013\u2014"
EN_DASH = 0.42
"""An en dash is longer than this share of the line's height (it is half an em), a hyphen shorter."""
EM_DASH = 0.8


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter or blank as the engine read it: its box in pixels, and how sure the engine is, 0 to 1."""

    text: str
    box: tuple[float, float, float, float]
    confidence: float


def is_installed() -> bool:
    """Whether the engine, an optional dependency, is there."""
    return importlib.util.find_spec("rapidocr") is not None


def read_lines(ink: Image, lines: Sequence[Region], writing: float) -> Iterator[list[Letter]]:
    """The letters of each line, those of white space too. `writing` is the usual height of a line in pixels.

    Raises:
        ImportError: rapidocr isn't installed.
    """
    if not lines:
        return
    output = _engine().recognize_txt([_crop(ink, line, writing) for line in lines])
    for line, text, found in zip(lines, output.txts, output.word_results, strict=True):
        if text.strip():
            yield [_dash(letter, ink, line) for letter in _letters(text, found, line, writing)]


@functools.cache
def _engine() -> Any:
    """The recogniser, loaded once a process."""
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical", "Global.return_word_box": True})


def _padding(writing: float) -> int:
    return max(1, round(PADDING * writing))


def _crop(ink: Image, line: Region, writing: float) -> Image:
    """A line on white, as high as full writing however low its letters are: a hyphen stays a hyphen."""
    x0, top, x1, bottom = line
    missing = max(0, round(writing) - (bottom - top))
    side = _padding(writing)
    above, below = side + missing // 2, side + missing - missing // 2
    piece = cv2.copyMakeBorder(ink[top:bottom, x0:x1], above, below, side, side, cv2.BORDER_CONSTANT, value=(255,))
    return np.asarray(cv2.cvtColor(piece, cv2.COLOR_GRAY2BGR), dtype=np.uint8)


def _letters(text: str, found: Any, line: Region, writing: float) -> Iterator[Letter]:
    """The letters of a line with their boxes: the engine tells in which of its own columns it saw each of them."""
    x0, _, x1, _ = line
    top, bottom = _full_height(text, line, writing)
    side = _padding(writing)
    columns = np.array([column for word in found.word_cols for column in word]) + 0.5
    middles = np.clip(x0 - side + columns / found.line_txt_len * (x1 - x0 + 2 * side), x0, x1)
    edges = [float(x0), *((middles[1:] + middles[:-1]) / 2).tolist(), float(x1)]
    seen = 0
    for letter, confidence in zip(text, found.confs, strict=True):
        if letter.isspace():
            yield Letter(" ", (edges[seen], top, edges[seen], bottom), 1.0)
        else:
            yield Letter(letter, (edges[seen], top, edges[seen + 1], bottom), confidence)
            seen += 1


def _full_height(text: str, line: Region, writing: float) -> tuple[float, float]:
    """Top and bottom of the line's font, told from the height of the letters that it has."""
    _, top, _, bottom = line
    if not any(letter.isalnum() for letter in text):
        missing = max(0.0, writing - (bottom - top))
        return top - missing / 2, bottom + missing / 2
    rises, sinks = bool(set(text) - set(LOW) - {" "}), bool(set(text) & set(SINKING))
    unit = (bottom - top) / (X_HEIGHT + RISE * rises + SINK * sinks)
    return top - (0 if rises else RISE * unit), bottom + (0 if sinks else SINK * unit)


def _dash(letter: Letter, ink: Image, line: Region) -> Letter:
    """A hyphen or a dash by its length on the paper: the engine takes one for the other."""
    if letter.text not in HYPHENS:
        return letter
    x0, top, x1, bottom = line
    middle = (letter.box[0] + letter.box[2]) / 2 - x0
    strokes = runs(columns_of(mask_of(ink[top:bottom, x0:x1])), 1)
    start, end = min(strokes, key=lambda run: abs(run[0] + run[1] - 2 * middle), default=(0, 0))
    length = (end - start) / (letter.box[3] - letter.box[1])
    text = HYPHENS[(length > EN_DASH) + (length > EM_DASH)]
    return Letter(text, letter.box, letter.confidence) if abs(start + end - 2 * middle) < end - start else letter
