"""Names of persons as words: what spellings share, and which names a cell holds. Pure: no database.

The words that titles, roles and offices are known by are in `dati/nomi_di_persona.toml`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import dropwhile, takewhile

from warehouse.vocabulary import FOLDER, empty_words

APOSTROPHES = "'’‘ʼ`´"
WORD = re.compile(rf"[^\W\d_]+(?:[{APOSTROPHES}][^\W\d_]+)*")
BRACKETED = re.compile(r"\([^()]*\)")
SEPARATOR = re.compile(r"[/;,|\n()\[\]]|\s[-–—]|[-–—]\s|\sed?\s", re.IGNORECASE)
"""What stands between two persons in a cell, or between a person and an office."""
SHORTEST = 2
"""Words that a name must have to be looked for inside other texts: single words are too often common ones."""
_WORDS = tomllib.loads((FOLDER / "nomi_di_persona.toml").read_text(encoding="utf-8"))
TITLES = frozenset(_WORDS["titoli"])
ROLES = frozenset(_WORDS["cariche"])
OFFICES = frozenset(_WORDS["uffici"]) | ROLES
EMPTY = frozenset(empty_words())


@lru_cache(maxsize=1 << 16)
def folded(word: str) -> str:
    """A word without what spellings differ in: case, accents, the form of the apostrophe."""
    one_form = re.sub(f"[{APOSTROPHES}]", "'", word)
    return "".join(c for c in unicodedata.normalize("NFKD", one_form) if not unicodedata.combining(c)).casefold()


def words(text: str) -> list[re.Match[str]]:
    """The words of a text, without titles, where they stand."""
    return [word for word in WORD.finditer(text) if folded(word[0]) not in TITLES]


def name_words(name: str) -> list[str]:
    """The folded words of a name; of one that is nothing but a title, the title."""
    return [folded(word[0]) for word in words(name)] or [folded(word) for word in WORD.findall(name)]


def names_in(cell: str) -> Iterator[tuple[str, ...]]:
    """The names, as folded words, that a cell about persons holds: the whole of it, and each person of several."""
    whole = tuple(name_words(cell))
    if not all(word in OFFICES | EMPTY for word in whole):
        yield whole
    for text in (BRACKETED.sub(" ", cell), cell):
        for part in SEPARATOR.split(text):
            yield _person(part)


def _person(part: str) -> tuple[str, ...]:
    """The words after those of a role and before the first of an office; none unless they are written as a name is."""
    all_words = (word[0] for word in words(part))
    named = dropwhile(lambda word: folded(word) in ROLES, all_words)
    found = list(takewhile(lambda word: folded(word) not in OFFICES, named))
    telling = [word for word in found if len(word) == 1 or folded(word) not in EMPTY]
    written = len(telling) >= SHORTEST and all(word[0].isupper() for word in telling)
    return tuple(map(folded, found)) if written else ()
