"""Lists that a cell prints: numbered items, and bullets under bullets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

_NUMBER = re.compile(r"(?<!\S)(\d{1,3})(?:[.)](?=[^\s\d])|[.)]\s+(?=\S)|\s?[-–]\s+(?=[^\s\d]))")
_AHEAD = 2
"""At the beginning of a paragraph a number may be one off: the print skips or repeats one here and there."""
_BULLET = re.compile(r"(?<!\S)([•◦○●▪■□▫‣⁃∙·➢➤►✓✔❖\uf0b7\uf0a7\uf0d8\uf076])\s*|^([-–—*o§])\s+")


def is_list(paragraphs: Sequence[str]) -> bool:
    """Whether a text begins with the mark of an item."""
    return bool(paragraphs) and (_NUMBER.match(paragraphs[0]) or _BULLET.match(paragraphs[0])) is not None


def numbered(paragraphs: Sequence[str]) -> list[tuple[str, str]]:
    """Numbers and texts of a numbered list; the first may have any number. A text before it has the number ''.

    A number counts where it goes on from the one before it, above all at the beginning of a paragraph: neither
    "entro il 2." nor "27.2.2020" begins an item.

    >>> numbered(["9. Uno", "due. 10. Tre"])
    [('9', 'Uno due.'), ('10', 'Tre')]
    """
    text = " ".join(paragraphs)
    begins = {0}
    for paragraph in paragraphs:
        begins.add(max(begins) + len(paragraph) + 1)
    marks = list(_marks(text, begins))
    head = text[: marks[0].start()].strip() if marks else text.strip()
    items = [("", head)] if head else []
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return items + [(mark.group(1), text[mark.end() : end].strip()) for mark, end in zip(marks, ends, strict=False)]


def _marks(text: str, begins: set[int]) -> Iterator[re.Match[str]]:
    found = list(_NUMBER.finditer(text))
    last: int | None = None
    for place, mark in enumerate(found):
        value, at_begin = int(mark.group(1)), mark.start() in begins
        if last is None:
            follows = at_begin
        elif at_begin:
            follows = 0 <= value - last <= _AHEAD
        else:
            # the same number at the beginning of a later paragraph is the better one
            later = (other.start() in begins and other.group(1) == mark.group(1) for other in found[place + 1 :])
            follows = value == last + 1 and not any(later)
        if follows:
            last = value
            yield mark


def nested(paragraphs: Sequence[str]) -> list[list[str]]:
    """The leaves of a bulleted list, each with the items that it stands under; a text without bullets is one leaf.

    A sign that hasn't been seen in the list yet goes one level down.

    >>> nested(["• Aria", "◦ Piano", "◦ Mezzi", "• Acqua"])
    [['Aria', 'Piano'], ['Aria', 'Mezzi'], ['Acqua']]
    """
    levels: list[str] = []
    items: list[tuple[int, str]] = []
    for sign, text in _bullets(paragraphs):
        if sign not in levels:
            levels.append(sign)
        items.append((levels.index(sign), text))
    path: list[str] = []
    leaves = []
    for (level, text), (following, _) in pairwise([*items, (0, "")]):
        path = [*path[:level], text]
        if following <= level:
            leaves.append(path)
    return leaves


def _bullets(paragraphs: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Sign and text of each item; a paragraph without a sign goes on with the item before it."""
    sign, text = "", ""
    for paragraph in paragraphs:
        pieces = _BULLET.split(paragraph)
        text = f"{text} {pieces[0]}".strip()
        for first, second, piece in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
            if text:
                yield sign, text
            sign, text = first or second, piece.strip()
    if text:
        yield sign, text
