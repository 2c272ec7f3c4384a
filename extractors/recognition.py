"""Lines of text in an image read letter by letter with rapidocr (PP-OCRv6, its model comes with the package)."""

from __future__ import annotations

import functools
import importlib.util
import string
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.image_lines import SPECK, Region, columns_of, runs
from extractors.image_rulings import Image, mask_of
from extractors.lookalikes import told_apart
from extractors.page import Floats, Ints

ABOVE, BESIDE = 0.12, 0.27
"""White around a line that is read, as shares of the height of the writing: without it a last comma is lost."""
SURE = 0.9
"""A line with a letter less sure than this is read a second time ..."""
NOISE = 60
"""... with the paper made white: grey levels up to which it isn't."""
SIGNS = (
    string.digits + string.ascii_letters + string.punctuation + " ÀÂÄÇÈÉÊËÌÎÏÑÒÔÖÙÛÜàâäçèéêëìîïñòôöùûüßČŠŽčšž"
    "€£§°ªº«»“”‘’„–—…•·×÷±≤≥½¼²³µ→■□○●✓。"
)
"""What acts in Italy are written with, in all their languages: the model knows 18,000 signs more to mistake it for.
No á, í, ó, ú: dust on an a, i, o, u looks like them."""
STANDS_FOR = str.maketrans("。", "◦")
"""The model doesn't know the small circle of lists, but a Chinese full stop looks the same."""
BLANK = 0.28
"""White wider than this share of the line's height is a blank, though the engine may not see it."""
HYPHENS = "-–—"
EN_DASH, EM_DASH, STROKE = 0.42, 0.8, 0.2
"""A dash is longer than this share of the line's height (an en dash is half an em), a hyphen is shorter; both thin."""
ROUND, SMALL = "0oO°º", 0.45
"""A round sign alone, lower than this share of its line's height, is that circle."""
PASSED_OVER = 0.3
"""Ink this share of the line's height away from all letters was passed over: it is read by itself."""
UPRIGHT, LEANING = "1lI|", -0.7
"""A slash alone is taken for a letter that stands upright; its ink goes to the left as it goes down."""
LOW = "acegmnopqrsuvwxyz.,:;-–…"
SINKING = "gjpqyç()[]{}|@§"
X_HEIGHT, RISE, SINK = 0.55, 0.22, 0.23
"""Shares of a line's height that low letters, the strokes above them and those below them take."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter or blank as the engine read it: its box in pixels, how sure the engine is, 0 to 1, and how many
    degrees anticlockwise its line runs."""

    text: str
    box: tuple[float, float, float, float]
    confidence: float
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """A crop as the engine reads it: for each letter its middle, 0 to 1 over the crop's width, and its confidence."""

    text: str
    middles: tuple[float, ...]
    confidence: tuple[float, ...]

    @property
    def least(self) -> float:
        """The confidence of the least sure letter; 0 when there are none."""
        return min(self.confidence, default=0.0)


def is_installed() -> bool:
    """Whether the engine and what runs its model, optional dependencies, are there."""
    return all(importlib.util.find_spec(package) for package in ("rapidocr", "onnxruntime"))


def read_lines(ink: Image, lines: Sequence[Region], writing: float) -> Iterator[Letter]:
    """The letters and blanks of all lines. `writing` is the usual height of a line in pixels.

    Raises:
        ImportError: rapidocr isn't installed.
    """
    crops = [_crop(ink, line, writing) for line in lines]
    readings = _recognise(crops)
    doubtful = [number for number, reading in enumerate(readings) if reading.least < SURE]
    again = _recognise([np.where(crops[number] > 255 - NOISE, 255, crops[number]) for number in doubtful])
    for number, second in zip(doubtful, again, strict=True):
        readings[number] = max(readings[number], second, key=lambda reading: reading.least)
    _complete(readings, ink, lines, writing)
    for line, reading in zip(lines, readings, strict=True):
        if reading.text.strip():
            yield from _letters(reading, ink, line, writing)


def _complete(readings: list[Reading], ink: Image, lines: Sequence[Region], writing: float) -> None:
    """Read what the engine passed over, and put its letters where they belong."""
    over = [
        (number, region)
        for number, (reading, line) in enumerate(zip(readings, lines, strict=True))
        for region in _passed_over(reading, ink, line, writing)
    ]
    found = _recognise([_crop(ink, region, writing) for _, region in over])
    for (number, region), reading in zip(over, found, strict=True):
        if reading.text and reading.text in ROUND and _is_small(ink, region):
            reading = replace(reading, text="◦")
        readings[number] = _joined(readings[number], lines[number], reading, region, round(BESIDE * writing))


def _passed_over(reading: Reading, ink: Image, line: Region, writing: float) -> Iterator[Region]:
    """Words of a line, as white parts them, that no letter is near to; dirt is none."""
    x0, top, x1, bottom = line
    mask = mask_of(ink[top:bottom, x0:x1])
    middles = _pixels(reading, line, round(BESIDE * writing))
    reach = PASSED_OVER * (bottom - top)
    for start, end in runs(columns_of(mask) > 0, BLANK * (bottom - top)):
        near = (middles > start - reach) & (middles < end + reach)
        if not near.any() and max(end - start, mask[:, start:end].any(axis=1).sum()) > SPECK * writing:
            yield x0 + start, top, x0 + end, bottom


def _is_small(ink: Image, region: Region) -> bool:
    x0, top, x1, bottom = region
    return bool(np.ptp(np.flatnonzero(mask_of(ink[top:bottom, x0:x1]).any(axis=1))) < SMALL * (bottom - top))


def _joined(reading: Reading, line: Region, own: Reading, region: Region, side: int) -> Reading:
    """The reading of a line with that of a region of it."""
    width = line[2] - line[0] + 2 * side
    inside = (_pixels(own, region, side) + region[0] - line[0] + side) / width
    both = (*zip(reading.middles, reading.text, reading.confidence, strict=True),)
    both += (*zip(inside.tolist(), own.text, own.confidence, strict=True),)
    middles, text, confidence = zip(*sorted(both), strict=True) if both else ((), (), ())
    return Reading("".join(text), middles, confidence)


def _pixels(reading: Reading, line: Region, side: int) -> Floats:
    """The middle of each letter in pixels from the line's left end; `side`: white beside the line in its crop."""
    width = line[2] - line[0]
    middles: Floats = np.clip(np.array(reading.middles, dtype=np.float64) * (width + 2 * side) - side, 0, width)
    return middles


def _crop(ink: Image, line: Region, writing: float) -> Image:
    """A line on white, as high as full writing however low its letters are: a hyphen stays a hyphen."""
    x0, top, x1, bottom = line
    missing = max(0, round(writing) - (bottom - top))
    side, over = round(BESIDE * writing), round(ABOVE * writing)
    above, below = over + missing // 2, over + missing - missing // 2
    piece = cv2.copyMakeBorder(ink[top:bottom, x0:x1], above, below, side, side, cv2.BORDER_CONSTANT, value=(255,))
    return np.asarray(cv2.cvtColor(piece, cv2.COLOR_GRAY2BGR), dtype=np.uint8)


def _recognise(crops: Sequence[Image]) -> list[Reading]:
    return list(_engine().recognize_txt(crops).word_results) if crops else []


@functools.cache
def _engine() -> Any:
    """The recogniser, loaded once a process.

    It takes line by line: batches are no faster and take three times the memory. Its own decoder is replaced because
    it takes the first glimpse of a letter for its confidence. One thread: documents and pages are read side by side,
    and the threads of several engines would wait for each other.
    """
    from rapidocr import RapidOCR

    params = {
        "Global.log_level": "critical",
        "Global.return_word_box": True,
        "Rec.rec_batch_num": 1,
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    }
    engine = RapidOCR(params=params)
    engine.recognize_txt([np.full((48, 48, 3), 255, dtype=np.uint8)])
    characters = engine.text_rec.postprocess_op.character
    engine.text_rec.postprocess_op = functools.partial(_decode, characters)
    return engine


def _decode(
    characters: Sequence[str], batch: NDArray[np.float32], _: bool, wh_ratio_list: Iterable[float], max_wh_ratio: float
) -> tuple[list[tuple[str, float]], list[Reading]]:
    """The engine's output, (crops, steps, characters), as readings. A narrow crop fills a part of the steps."""
    known = np.array([0, *(number for number, sign in enumerate(characters) if sign in SIGNS and number)])
    readings = []
    for steps, ratio in zip(batch, wh_ratio_list, strict=True):
        chances = steps[:, known]
        best = chances.argmax(axis=1)
        starts = np.flatnonzero(np.diff(best, prepend=-1))
        ends = np.append(starts[1:], len(best))
        seen = [(a, b) for a, b in zip(starts.tolist(), ends.tolist(), strict=True) if best[a]]
        width = len(best) * ratio / max_wh_ratio
        readings.append(
            Reading(
                text=told_apart("".join(characters[known[best[a]]] for a, _ in seen).translate(STANDS_FOR)),
                middles=tuple((a + b) / 2 / width for a, b in seen),
                confidence=tuple(float(chances[a:b, best[a]].max()) for a, b in seen),
            )
        )
    return [(reading.text, reading.least) for reading in readings], readings


def _letters(reading: Reading, ink: Image, line: Region, writing: float) -> Iterator[Letter]:
    """The letters with their boxes, each up to halfway to its neighbours; a blank has no width."""
    x0, upper, x1, lower = line
    mask = mask_of(ink[upper:lower, x0:x1])
    depth = columns_of(mask)
    top, bottom = _full_height(reading.text, line, writing)
    middles = _pixels(reading, line, round(BESIDE * writing))
    printed = [number for number, sign in enumerate(reading.text) if not sign.isspace()]
    edges = [0.0, *((middles[printed[1:]] + middles[printed[:-1]]) / 2).tolist(), float(x1 - x0)]
    for place, number in enumerate(printed):
        before, start, end = printed[place - 1] if place else number, x0 + edges[place], x0 + edges[place + 1]
        if number - before > 1 or _is_white(depth[int(middles[before]) : int(middles[number])], BLANK * (bottom - top)):
            yield Letter(" ", (start, top, start, bottom), 1.0)
        sign = reading.text[number]
        if sign in HYPHENS:
            sign = _dash(sign, depth, middles[number], bottom - top)
        elif sign in UPRIGHT and len(printed) == 1:
            sign = _upright(sign, mask)
        yield Letter(sign, (start, top, end, bottom), reading.confidence[number])


def _is_white(depth: Ints, width: float) -> bool:
    """Whether there is white so wide between two letters."""
    return any(end - start >= width for start, end in runs(depth == 0, 1))


def _full_height(text: str, line: Region, writing: float) -> tuple[float, float]:
    """Top and bottom of the line's font, told from the height of the letters that it has."""
    _, top, _, bottom = line
    if not any(letter.isalnum() for letter in text):
        missing = max(0.0, writing - (bottom - top))
        return top - missing / 2, bottom + missing / 2
    rises, sinks = bool(set(text) - set(LOW) - {" "}), bool(set(text) & set(SINKING))
    unit = (bottom - top) / (X_HEIGHT + RISE * rises + SINK * sinks)
    return top - (0 if rises else RISE * unit), bottom + (0 if sinks else SINK * unit)


def _dash(sign: str, depth: Ints, middle: float, height: float) -> str:
    """A hyphen or a dash by its length on the paper (the engine takes one for the other); a letter may touch it."""
    thin = runs((depth > 0) & (depth <= STROKE * height), 1)
    start, end = min(thin, key=lambda run: abs(run[0] + run[1] - 2 * middle), default=(0, 0))
    if abs(start + end - 2 * middle) > end - start:
        return sign
    length = (end - start) / height
    return HYPHENS[(length > EN_DASH) + (length > EM_DASH)]


def _upright(sign: str, mask: Image) -> str:
    """A letter of one upright stroke, or the slash that its ink is."""
    y, x = np.nonzero(mask)
    return "/" if np.ptp(x) and np.corrcoef(x, y)[0, 1] < LEANING else sign
