"""Running text as its writer parted it: paragraphs that are the same whatever blocks a typesetting makes of them.

One typesetting prints each line as a block, another several lines as one. A line that ends though the next word would
have had room was broken by the writer, so was one before the mark of a list: there a new paragraph begins. A paragraph
that a page break cuts is one again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, median

from extractors.model import Block, Box
from normalizers.records import Evidence

_MARK = re.compile(r"(?:(?P<number>\d{1,2})|(?P<letter>[a-z]))[.)]\s+(?=\S)|(?P<sign>[•◦○●▪■□▫✓✔➢►\-–—])\s+")
_BLANK = re.compile(r"[\s\u00ad]+")
_HYPHENS = "-\u2010\u2011\u00ad"
_HYPHEN = re.compile(f"[{_HYPHENS}]?")
_ENDS = '.;:!?)"”»'
_RUNNING = 45
"""Letters of a line that fills its page: shorter ones say nothing of where the margin is."""
_ALIKE = 0.8
"""Mean length of lines that fill their page, as a share of the longest."""
_DOUBT = 0.08
"""Share of a line's width by which its estimated end may be wrong: letters aren't all equally wide."""
_RAGGED = 0.12
"""Share of a line's width that a line in the middle of a paragraph may leave blank."""

_NO_MARGIN = 10_000.0
"""Points that no line reaches."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph and where it stands, one evidence for each part. `at` is its page and top."""

    text: str
    where: tuple[Evidence, ...]
    at: tuple[int, float]
    fills: bool = False
    """Its last line reaches the margin: it may go on on the next page."""

    def __add__(self, other: Paragraph) -> Paragraph:
        return Paragraph(f"{self.text} {other.text}", (*self.where, *other.where), self.at, other.fills)


def paragraphs(blocks: Sequence[Block]) -> list[Paragraph]:
    """The paragraphs of a document's text blocks, in their order."""
    margins = _margins(blocks)
    joined: list[Paragraph] = []
    for block in blocks:
        for piece in _pieces(block, margins[block.page]):
            if joined and _goes_on(joined[-1], piece):
                joined[-1] += piece
            else:
                joined.append(piece)
    return joined


def without_mark(text: str) -> str:
    """The text of a list's item: `1.`, `a)`, `•` left out."""
    return text[mark.end() :] if (mark := _MARK.match(text)) else text


def without_bullet(text: str) -> str:
    """The text of a list's item: a sign left out, a number or letter kept."""
    mark = _MARK.match(text)
    return text[mark.end() :] if mark and mark["sign"] else text


def _margins(blocks: Sequence[Block]) -> dict[int, float]:
    """The right margin of each page: where its own running text ends, else where the document's does.

    Without running text no line is broken for want of room.
    """
    running: dict[int, float] = {}
    for block in blocks:
        if _is_running(block.lines):
            running[block.page] = max(running.get(block.page, 0.0), block.box[2])
    usual = median(running.values()) if running else _NO_MARGIN
    return {block.page: running.get(block.page, usual) for block in blocks}


def _is_running(lines: Sequence[str]) -> bool:
    """Whether the lines of a block were broken for want of room: but for the last, they are about as long."""
    longest = max(map(len, lines), default=0)
    return len(lines) > 1 and longest >= _RUNNING and fmean(map(len, lines[:-1])) >= _ALIKE * longest


def _pieces(block: Block, margin: float) -> Iterator[Paragraph]:
    """A block parted where its writer broke the line or began an item."""
    lines = block.lines or (block.text,)
    places = _line_starts(block.text, lines)
    begins = [0, *(i for i in range(1, len(lines)) if _is_begin(block.box, lines, i, margin)), len(lines)]
    height = (block.box[3] - block.box[1]) / len(lines)
    for first, end in pairwise(begins):
        text = block.text[places[first] : places[end]].strip()
        top = block.box[1] + first * height
        room = _room(block.box, lines, end - 1, margin)
        if text:
            where = Evidence(block.page, block.box, text, "testo", 1.0)
            yield Paragraph(text, (where,), (block.page, top), room < _RAGGED * (margin - block.box[0]))


def _line_starts(text: str, lines: Sequence[str]) -> list[int]:
    """Where each line begins in the joined text, hyphens at the line ends taken away or not; its end last."""
    starts, place = [0], 0
    for line in lines[:-1]:
        for _ in range(len(_BLANK.sub("", line.rstrip(_HYPHENS)))):
            place = _skip(text, place, _BLANK) + 1
        place = _skip(text, _skip(text, place, _HYPHEN) if line[-1:] in _HYPHENS else place, _BLANK)
        starts.append(min(place, len(text)))
    return [*starts, len(text)]


def _skip(text: str, place: int, signs: re.Pattern[str]) -> int:
    match = signs.match(text, place)
    return match.end() if match else place


def _is_begin(box: Box, lines: Sequence[str], index: int, margin: float) -> bool:
    """Whether a line of a block begins a paragraph of its own."""
    word = len(lines[index].partition(" ")[0]) + 1
    needed = word * _letter(box, lines) + _DOUBT * (margin - box[0])
    return needed < _room(box, lines, index - 1, margin) or _is_item(lines, index)


def _room(box: Box, lines: Sequence[str], index: int, margin: float) -> float:
    """How much of a line is left blank, in points, as if all letters were equally wide."""
    return margin - box[0] - _letter(box, lines) * len(lines[index])


def _letter(box: Box, lines: Sequence[str]) -> float:
    """The width of a letter, in points."""
    return (box[2] - box[0]) / max(1, *map(len, lines))


def _is_item(lines: Sequence[str], index: int) -> bool:
    """Whether a line has the mark that follows the last one of its block."""
    mark = _MARK.match(lines[index])
    last = next((found for line in reversed(lines[:index]) if (found := _MARK.match(line))), None)
    if mark is None or last is None or mark.lastgroup != last.lastgroup:
        return False
    if mark["number"]:
        return int(mark["number"]) == int(last["number"]) + 1
    if mark["letter"]:
        return ord(mark["letter"]) == ord(last["letter"]) + 1
    return mark["sign"] == last["sign"]


def _goes_on(before: Paragraph, after: Paragraph) -> bool:
    """Whether a paragraph goes on with the one before it, which a page break cut."""
    if before.where[-1].page == after.where[0].page or _MARK.match(after.text):
        return False
    if after.text[0].islower():
        return before.fills or before.text[-1] != "."
    return before.fills and before.text[-1] not in _ENDS
