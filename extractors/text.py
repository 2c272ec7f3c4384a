"""From lines to the text of a cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from extractors.model import Box

MARGIN, WIDE_MARGIN = 12.0, 24.0
"""Points: cells mostly have less padding than this, left and right together; hardly any has more than the second."""
BLANK = 0.2
"""Width of a blank as a share of the height of its line."""
FULLEST = 2
"""Percentile of the room that lines leave in their cells: the fullest ones leave but the padding."""
LONG_WORD = 4
"""A word of so many letters that stands elsewhere in the document is whole."""
COMMON = 30
"""A short word that stands so often in the document is a word of its own."""
ENDING = 0.03
"""A letter that ends a greater share of the document's longer words ends words."""
HYPHENS = "-\u2010\u00ad"
DASHES = "-\u2010\u2013"
PUNCTUATION = ",;:.)"
SOFT_HYPHEN = "\u00ad"
_EDGES = re.compile(r"^\W+|\W+$")


class Line(NamedTuple):
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


class Lexicon:
    """The document's own words, those that no line end cuts: they tell how a word cut by a line end goes on."""

    def __init__(self, texts: Iterable[tuple[Sequence[Line], float]]) -> None:
        """`texts`: the lines of each cell with the cell's width."""
        self.words: Counter[str] = Counter()
        self.hyphenates = False
        texts = list(texts)
        ends = [line.spaced for lines, _ in texts for line in lines[:-1]]
        rooms = [width - line.length for lines, width in texts for line in lines[:-1]]
        left = [room for room in rooms if 0 <= room < MARGIN] or [room for room in rooms if 0 <= room < WIDE_MARGIN]
        self.padding = float(np.percentile(left, FULLEST)) if left else 0.0
        """Points that a full line leaves in its cell."""
        self.prints_blanks = sum(ends) > len(ends) / 2
        """Whether the file prints the blank at the end of a line: then a line without one ends otherwise."""
        cut: list[tuple[str, str]] = []
        whole: list[str] = []
        for lines, _ in texts:
            for i, line in enumerate(lines):
                words = line.text.split()
                first = 1 if i and not lines[i - 1].spaced else 0
                last = len(words) - 1 if i + 1 < len(lines) and not line.spaced else len(words)
                whole += words[first:last]
                if i + 1 < len(lines) and words[-1][-1] in HYPHENS and len(words[-1]) > 1:
                    cut.append((words[-1], lines[i + 1].text.split()[0]))
        for word, count in Counter(whole).items():
            self.words[_bare(word)] += count
        self._endings = Counter(word[-1] for word in self.words if len(word) > LONG_WORD)
        dropped = sum(self.knows(a[:-1] + b) for a, b in cut)
        self.hyphenates = dropped > sum(self.knows(a + b) for a, b in cut) and dropped >= 3

    def knows(self, word: str) -> bool:
        """Whether the word stands somewhere inside a line."""
        return self.words[_bare(word)] > 0

    def is_common(self, word: str) -> bool:
        """Whether a short word stands so often between others that it is one of its own: an article, a conjunction."""
        return len(word) < LONG_WORD and self.words[_bare(word)] >= COMMON

    def ends_like_a_word(self, word: str) -> bool:
        """Whether the document's longer words often end in the same letter."""
        return self._endings[_bare(word)[-1:]] > ENDING * self._endings.total()


def _bare(word: str) -> str:
    return _EDGES.sub("", word).casefold()


def join(lines: Sequence[Line], width: float, lexicon: Lexicon) -> str:
    """The lines of one cell as running text: words cut by the line end are whole again. `width` of the cell, points."""
    return " ".join(paragraphs(lines, width, lexicon))


def paragraphs(lines: Sequence[Line], width: float, lexicon: Lexicon) -> list[str]:
    """Running text, cut where a line ends although the next word would have had room."""
    texts: list[str] = []
    inner = width - lexicon.padding
    for i, line in enumerate(lines):
        if i and not _ends_paragraph(lines[i - 1], line, inner, lexicon):
            texts[-1] = _glue(texts[-1], lines[i - 1], line, inner, lexicon)
        else:
            texts.append(line.text)
    return texts


def _ends_paragraph(line: Line, following: Line, inner: float, lexicon: Lexicon) -> bool:
    if line.spaced or line.text[-1] in HYPHENS + "/":
        return False
    room = inner - line.length
    return room > MARGIN / 2 if lexicon.prints_blanks else room > following.head_word + MARGIN / 2


def _glue(text: str, line: Line, following: Line, inner: float, lexicon: Lexicon) -> str:
    tail, head = line.text.split()[-1], following.text.split()[0]
    if line.spaced:
        return f"{text} {following.text}"
    at_a_sign = tail in DASHES or tail[-1] == "/" != tail or head[0] == "/" != head
    if lexicon.prints_blanks and at_a_sign and inner - line.length > BLANK * (line.box[3] - line.box[1]):
        return text + following.text
    if len(tail) > 1 and tail[-1] in HYPHENS and head[0].isalnum():
        return text + following.text if _keeps_hyphen(tail, head, lexicon) else text[:-1] + following.text
    if _is_cut(line, following, tail, head, inner, lexicon):
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


def _is_cut(line: Line, following: Line, tail: str, head: str, inner: float, lexicon: Lexicon) -> bool:
    """Whether a word without hyphen is cut by the line end: it fills the line, and a line of its own is too short."""
    at_a_sign = (len(tail) > 1 and tail[-1] == "/") or (len(head) > 1 and head[0] in HYPHENS)
    if at_a_sign and lexicon.knows(tail + head):
        return True
    if tail[-1] in PUNCTUATION or (lexicon.knows(tail) and lexicon.knows(head)):
        return False
    if inner - line.length > following.head + BLANK * (line.box[3] - line.box[1]):
        return False
    if lexicon.knows(tail + head) or lexicon.hyphenates:
        return lexicon.knows(tail + head)
    is_word = any(len(word) >= LONG_WORD and lexicon.knows(word) for word in (tail, head))
    is_word = is_word or (lexicon.is_common(head) and lexicon.ends_like_a_word(tail))
    return not is_word and line.tail_word + following.head_word > inner
