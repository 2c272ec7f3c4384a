"""The body whose act a text is: the one that its letterhead names, else the one that it names most often."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from normalizers.prosa.text import Paragraph

_LETTERHEAD = 60
"""Letters of a line that is hardly more than a body's name."""
_HALF = 0.5
"""A name has one word more where at least this share of its mentions has it."""
_SMALL = frozenset(["di", "del", "della", "dei", "degli", "delle", "e", "ed"])

Mention = tuple[re.Match[str], Paragraph]


def named_body(
    patterns: Sequence[re.Pattern[str]], head: Sequence[Paragraph], text: Sequence[Paragraph]
) -> tuple[str, Paragraph] | None:
    """A body's name as printed, not in capitals where it is printed otherwise too, and the first place of it.

    `patterns` find the names, the smallest kind of body first; `head` are the lines among which a letterhead stands.
    """
    heads = [line.text for line in head if len(line.text) <= _LETTERHEAD]
    letterhead = next((match for pattern in patterns for line in heads if (match := pattern.match(line))), None)
    found = [(match, line) for line in text for pattern in patterns for match in pattern.finditer(line.text)]
    count = Counter(name for match, _ in found for name in _names(match))
    shortest = [next(_names(match)) for match in ([letterhead] if letterhead else [match for match, _ in found])]
    if not shortest:
        return None
    best = max(shortest, key=count.__getitem__)
    longer = (name for name in count if name[: len(best)] == best and count[name] >= _HALF * count[best])
    return _first(found, max(longer, key=len))


def _names(match: re.Match[str]) -> Iterator[tuple[str, ...]]:
    """The names that a mention may be of, as words, the shortest first: each ends with a word in capitals."""
    words = f"{match['tipo']} {match['nome']}".split()
    kind = len(match["tipo"].split())
    for end, word in enumerate(words, 1):
        if end > kind and not word.islower() and word.casefold() not in _SMALL:
            yield tuple(map(str.casefold, words[:end]))


def _first(found: Sequence[Mention], name: tuple[str, ...]) -> tuple[str, Paragraph]:
    """How a name is spelt first, and where."""
    mentions = [(match, line) for match, line in found if name in _names(match)]
    spelt = [(" ".join(match.group().split()[: len(name)]), line) for match, line in mentions]
    return next((one for one in spelt if not one[0].isupper()), spelt[0])
