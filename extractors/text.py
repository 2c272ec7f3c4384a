"""From glyphs to lines, and from lines to the text of a cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from extractors.model import Box
from extractors.page import Floats, Ints, PageContent

SPACE = 0.22
"""A gap wider than this share of the glyph's height separates words, where the file prints no blank."""
OVERPRINT = 0.15
"""The same letter again within this share of its height is printed twice to look bold: one letter for the reader."""
SAME_LINE = 0.4
"""Glyphs whose middles are nearer than this share of their height stand on one line."""
ROOM = 4.0
"""Points of padding that a full line may leave on the right."""
LONG_WORD = 4
"""A word of so many letters that stands elsewhere in the document is whole."""
HYPHENS = "-\u2010\u00ad"
DASHES = "-\u2010\u2013"
PUNCTUATION = ",;:.)"
SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text. `spaced`: the file prints a blank at its end, so that a new word follows.

    `length` runs from the first to the last printed glyph; `head` is the width of the first glyph, `head_word` and
    `tail_word` those of the first and the last word. Points. `confidence` is that of the least sure glyph.
    """

    text: str
    box: Box
    length: float
    spaced: bool
    head: float
    head_word: float
    tail_word: float
    confidence: float = 1.0


def lines_of(page: PageContent, glyphs: Ints) -> list[Line]:
    """The lines that some glyphs of a page make, from top to bottom, for each direction of writing."""
    return [line for group in group_lines(page, glyphs) if (line := line_of(page, group)) is not None]


def group_lines(page: PageContent, glyphs: Ints) -> list[Ints]:
    """The glyphs line by line, in reading order within each line."""
    groups: list[Ints] = []
    turns = page.turn[glyphs]
    for turn in np.unique(turns).tolist():
        chosen = glyphs[turns == turn]
        start, _, upper, lower = _axes(page.box[chosen], turn)
        middle, height = (upper + lower) / 2, lower - upper
        order = np.argsort(middle, kind="stable")
        step = np.diff(middle[order]) > SAME_LINE * np.minimum(height[order][1:], height[order][:-1])
        for row in np.split(order, np.flatnonzero(step) + 1):
            groups.append(chosen[row[np.argsort(start[row], kind="stable")]])
    return groups


def _axes(box: Floats, turn: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Start and end along the writing, upper and lower edge across it, growing as one reads."""
    x0, top, x1, bottom = box.T
    if turn == 90:
        return -bottom, -top, x0, x1
    if turn == 180:
        return -x1, -x0, -bottom, -top
    if turn == 270:
        return top, bottom, -x1, -x0
    return x0, x1, top, bottom


def line_of(page: PageContent, group: Ints) -> Line | None:
    """One line from its glyphs in reading order; None when they print nothing."""
    parts: list[str] = []
    words: list[list[float]] = []
    box = page.box[group]
    starts, ends, uppers, lowers = (axis.tolist() for axis in _axes(box, int(page.turn[group[0]])))
    spaced, last_end, last_start, last_text, head = True, 0.0, 0.0, "", 0.0
    for glyph, start, end, upper, lower in zip(group.tolist(), starts, ends, uppers, lowers, strict=True):
        text, height = page.text[glyph], lower - upper
        if not text.strip():
            spaced = True
            continue
        if text == last_text and start - last_start < OVERPRINT * height:
            continue
        if spaced or start - last_end > SPACE * height:
            if parts:
                parts.append(" ")
            words.append([start, end])
        head = head or end - start
        parts.append(text)
        words[-1][1] = max(words[-1][1], end)
        spaced, last_end, last_start, last_text = False, end, start, text
    if not parts:
        return None
    return Line(
        text="".join(parts),
        box=(float(box[:, 0].min()), float(box[:, 1].min()), float(box[:, 2].max()), float(box[:, 3].max())),
        length=last_end - words[0][0],
        spaced=spaced,
        head=head,
        head_word=words[0][1] - words[0][0],
        tail_word=words[-1][1] - words[-1][0],
        confidence=1.0 if page.confidence is None else float(page.confidence[group].min()),
    )


class Lexicon:
    """The document's own words, those that no line end cuts: they tell how a word cut by a line end goes on."""

    def __init__(self, texts: Iterable[Sequence[Line]]) -> None:
        self.words: Counter[str] = Counter()
        self.hyphenates = False
        texts = list(texts)
        ends = [line.spaced for lines in texts for line in lines[:-1]]
        self.prints_blanks = sum(ends) > len(ends) / 2
        """Whether the file prints the blank at the end of a line: then a line without one ends otherwise."""
        cut: list[tuple[str, str]] = []
        for lines in texts:
            for i, line in enumerate(lines):
                words = line.text.split()
                first = 1 if i and not lines[i - 1].spaced else 0
                last = len(words) - 1 if i + 1 < len(lines) and not line.spaced else len(words)
                self.words.update(_bare(word) for word in words[first:last])
                if i + 1 < len(lines) and words[-1][-1] in HYPHENS and len(words[-1]) > 1:
                    cut.append((words[-1], lines[i + 1].text.split()[0]))
        dropped = sum(self.knows(a[:-1] + b) for a, b in cut)
        self.hyphenates = dropped > sum(self.knows(a + b) for a, b in cut) and dropped >= 3

    def knows(self, word: str) -> bool:
        """Whether the word stands somewhere inside a line."""
        return self.words[_bare(word)] > 0


def _bare(word: str) -> str:
    return re.sub(r"^\W+|\W+$", "", word).casefold()


def join(lines: Sequence[Line], width: float, lexicon: Lexicon) -> str:
    """The lines of one cell as running text: words cut by the line end are whole again. `width` of the cell, points."""
    return " ".join(paragraphs(lines, width, lexicon))


def paragraphs(lines: Sequence[Line], width: float, lexicon: Lexicon) -> list[str]:
    """Running text, cut where a line ends although the next word would have had room."""
    texts: list[str] = []
    for i, line in enumerate(lines):
        if i and not _ends_paragraph(lines[i - 1], line, width, lexicon):
            texts[-1] = _glue(texts[-1], lines[i - 1], line, width, lexicon)
        else:
            texts.append(line.text)
    return texts


def _ends_paragraph(line: Line, following: Line, width: float, lexicon: Lexicon) -> bool:
    if line.spaced or line.text[-1] in HYPHENS + "/":
        return False
    room = width - 2 * ROOM - line.length
    return room > (ROOM if lexicon.prints_blanks else following.head_word)


def _glue(text: str, line: Line, following: Line, width: float, lexicon: Lexicon) -> str:
    tail, head = line.text.split()[-1], following.text.split()[0]
    if line.spaced:
        return f"{text} {following.text}"
    at_a_sign = tail in DASHES or tail[-1] == "/" != tail or head[0] == "/" != head
    if lexicon.prints_blanks and at_a_sign and line.length + 3 * ROOM < width:
        return text + following.text
    if len(tail) > 1 and tail[-1] in HYPHENS and head[0].isalnum():
        return text + following.text if _keeps_hyphen(tail, head, lexicon) else text[:-1] + following.text
    if _is_cut(line, following, tail, head, width, lexicon):
        return text + following.text
    return f"{text} {following.text}"


def _keeps_hyphen(tail: str, head: str, lexicon: Lexicon) -> bool:
    if tail[-1] == SOFT_HYPHEN:
        return False
    if lexicon.knows(tail + head):
        return True
    if lexicon.knows(tail[:-1] + head):
        return False
    letters = tail[-2].isalpha() and head[0].isalpha() and (head[0].islower() or tail[-2].isupper())
    return not (letters and lexicon.hyphenates)


def _is_cut(line: Line, following: Line, tail: str, head: str, width: float, lexicon: Lexicon) -> bool:
    """Whether a word without hyphen is cut by the line end: it fills the line, and a line of its own is too short."""
    at_a_sign = (len(tail) > 1 and tail[-1] == "/") or (len(head) > 1 and head[0] in HYPHENS)
    if at_a_sign and lexicon.knows(tail + head):
        return True
    if tail[-1] in PUNCTUATION or (lexicon.knows(tail) and lexicon.knows(head)):
        return False
    if line.length + following.head <= width - 2 * ROOM:
        return False
    if lexicon.knows(tail + head) or lexicon.hyphenates:
        return lexicon.knows(tail + head)
    is_word = any(len(word) >= LONG_WORD and lexicon.knows(word) for word in (tail, head))
    return not is_word and line.tail_word + following.head_word > width - 2 * ROOM
