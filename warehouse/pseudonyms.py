"""Names of persons made unreadable: the same name always gives the same pseudonym, and no table leads back.

A pseudonym is a keyed hash. Without the key nobody can work it out from a name, not even by trying all names.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from pathlib import Path
from secrets import token_bytes

from warehouse.errors import WarehouseError
from warehouse.person_names import SHORTEST, folded, name_words, names_in, words

KEY_BYTES = 32
PREFIX = "Persona "


def key_of(path: Path) -> bytes:
    """The key in a file, made when there is none; only its owner can read it.

    Raises:
        WarehouseError: the file isn't a key.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(f"{path.name}.nuovo")
        aside.touch(mode=0o600)
        aside.write_bytes(token_bytes(KEY_BYTES))
        aside.replace(path)
    secret = path.read_bytes()
    if len(secret) != KEY_BYTES:
        raise WarehouseError(f"{path} is not a key of {KEY_BYTES} bytes; put its copy back, or delete it to start anew")
    return secret


class Pseudonyms:
    """Pseudonyms under one key, and the names that are looked for inside texts."""

    def __init__(self, secret: bytes, names: Iterable[str] = (), spellings: Iterable[tuple[str, str]] = ()) -> None:
        """`spellings`: printed name, name of the person; one that is printed of several persons stands for itself."""
        self._secret = secret
        persons: dict[str, set[str]] = {}
        for printed, person in spellings:
            persons.setdefault(_in_order(printed), set()).add(_in_order(person))
        self._person = {printed: one for printed, (one, *others) in persons.items() if not others}
        found = {tuple(sorted(name)) for cell in names for name in names_in(cell) if len(name) >= SHORTEST}
        self._names = frozenset(found)
        sizes: dict[str, set[int]] = {}
        for name in found:
            for word in name:
                sizes.setdefault(word, set()).add(len(name))
        self._sizes = {word: sorted(of, reverse=True) for word, of in sizes.items()}

    def of(self, name: str) -> str:
        """The pseudonym of a name, whatever its case, accents, titles and the order of its words; empty stays empty."""
        ordered = _in_order(name)
        return PREFIX + self._digest(self._person.get(ordered, ordered)) if ordered else name

    def of_key(self, key: str) -> str:
        """The key that stands for a key made from a name."""
        return self._digest(f"key {key}")

    def scrub(self, text: str) -> str:
        """A text with each known name in it, in any order of its words, replaced by its pseudonym."""
        there = words(text)
        printed = [word[0] for word in there]
        parts, done, n = [], 0, 0
        while n < len(there):
            size = self._size(printed, n)
            if size:
                start, end = there[n].start(), there[n + size - 1].end()
                parts += [text[done:start], self.of(" ".join(printed[n : n + size]))]
                done = _closed(text, start, end)
            n += size or 1
        return "".join([*parts, text[done:]]) if parts else text

    def _size(self, printed: list[str], n: int) -> int:
        """How many words the longest name has that starts with word n; 0 where none does."""
        sizes = self._sizes.get(folded(printed[n]), ())
        fitting = (printed[n : n + size] for size in sizes if n + size <= len(printed))
        return next((len(found) for found in fitting if self._is_name(found)), 0)

    def _is_name(self, found: list[str]) -> bool:
        by_chance = len(found) == SHORTEST and any(len(word) == 1 and word.islower() for word in found)  # a, e
        return not by_chance and tuple(sorted(map(folded, found))) in self._names

    def _digest(self, text: str) -> str:
        return hmac.new(self._secret, text.encode(), "sha256").hexdigest()[:16]


def _in_order(name: str) -> str:
    """What spellings share that differ in case, accents, titles, spaces and the order of the words only."""
    return " ".join(sorted(name_words(name))) or name.strip()


def _closed(text: str, start: int, end: int) -> int:
    """The end, after the brackets that what ends there has opened."""
    while text.count("(", start, end) > text.count(")", start, end) and text[end : end + 1] == ")":
        end += 1
    return end
