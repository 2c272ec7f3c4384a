"""Small tools for printed text: keys to compare headers by, lists that a cell prints as running text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import accumulate, pairwise

_PARENTHESES = re.compile(r"\([^()]*\)")
_YEAR = re.compile(r"\b(19|20)\d\d\b")
_MARK = re.compile(
    r"(?<!\S)(?:"
    r"\(?(?P<number>\d{1,2})(?P<sub>(?:\.\d{1,2})*)(?P<close>[.)])(?=\s*[^\s\d])"
    r"|\(?(?P<letter>[a-z])(?P<close_letter>[.)])(?=\s)"
    r"|(?P<nested>[a-z](?:\.\d{1,2})+\))"
    r"|(?P<dash>[-–•])(?=\s)"
    r"|(?P<label>[A-Z]\w*)\s(?P<count>\d{1,2})\s?[:–-]"
    r"|(?P<note>NOTA|NOTE|N\.B\.)\s?:"
    r")"
)
_SENTENCE_END = ".;:)"


def key(text: str) -> str:
    """A header or label as it is compared: no case, accents, blanks, signs or parentheses; years and numbers as `#`.

    >>> key("Obiettivi Anno 2020"), key("AZIONI (da implementare ...)"), key("Unità  Organizza-tiva")
    ('obiettivianno#', 'azioni', 'unitaorganizzativa')
    """
    bare = unicodedata.normalize("NFKD", _PARENTHESES.sub(" ", text)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z#]", "", re.sub(r"\d+", "#", bare.casefold()))


def year_in(text: str) -> int | None:
    """The year that a header prints, None without one."""
    match = _YEAR.search(text)
    return int(match.group()) if match else None


def split_marks(paragraphs: Sequence[str]) -> list[str]:
    """A list that a cell prints, cut before each of its own marks: `1)`, `2.1)`, `a)`, `-`, `Fase 1:`, `NOTA:`.

    Inside a paragraph a number or letter is a mark only where it counts on from the mark before it (`n. 2` in a
    sentence is none). Every item keeps its mark: joined with a blank they are the text again.
    """
    text = " ".join(paragraphs)
    begins = set(accumulate((len(paragraph) + 1 for paragraph in paragraphs), initial=0))
    starts = {0, len(text)}
    last: dict[str, int] = {}
    for match in _MARK.finditer(text):
        if _counts(match, text, last) or match.start() in begins:
            starts.add(match.start())
    return [item for a, b in pairwise(sorted(starts)) if (item := text[a:b].strip())]


def _counts(match: re.Match[str], text: str, last: dict[str, int]) -> bool:
    """Whether a mark is one, given the last value of each style of mark seen so far."""
    before = text[: match.start()].rstrip()
    if match["number"] and not match["sub"]:
        return _follows(last, match["close"], int(match["number"]))
    if match["letter"]:
        return _follows(last, "a" + match["close_letter"], ord(match["letter"]) - ord("a") + 1)
    if match["label"]:
        return _follows(last, match["label"], int(match["count"]))
    if match["dash"]:
        return not before or before[-1] in _SENTENCE_END
    return True


def _follows(last: dict[str, int], style: str, value: int) -> bool:
    if value != 1 and value != last.get(style, 0) + 1:
        return False
    last[style] = value
    return True
