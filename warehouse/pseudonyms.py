"""Names of persons made unreadable: the same name always gives the same pseudonym, and no table leads back.

A pseudonym is a keyed hash. Without the key nobody can work it out from a name, not even by trying all names.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable
from pathlib import Path
from secrets import token_bytes

from warehouse.errors import WarehouseError

KEY_BYTES = 32
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
PREFIX = "Persona "
SHORTEST = 2
"""Words that a name must have to be looked for inside other texts: single words are too often common ones."""


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
        self._names: dict[str, list[tuple[str, ...]]] = {}
        for words in {tuple(_words(name)) for name in names}:
            if len(words) >= SHORTEST:
                # both orders: Rossi Maria, Maria Rossi
                for order in {words, (*words[1:], words[0]), (words[-1], *words[:-1])}:
                    self._names.setdefault(order[0], []).append(order)
        for orders in self._names.values():
            orders.sort(key=len, reverse=True)

    def of(self, name: str) -> str:
        """The pseudonym of a name, whatever its case, its spaces and the order of its words; empty stays empty."""
        words = _in_order(name)
        return PREFIX + self._digest(self._person.get(words, words)) if words else name

    def of_key(self, key: str) -> str:
        """The key that stands for a key made from a name."""
        return self._digest(f"key {key}")

    def scrub(self, text: str) -> str:
        """A text with each known name in it replaced by its pseudonym."""
        words = list(WORD.finditer(text))
        plain = [word[0].casefold() for word in words]
        parts, done, n = [], 0, 0
        while n < len(words):
            found = next((o for o in self._names.get(plain[n], ()) if tuple(plain[n : n + len(o)]) == o), None)
            if found:
                parts += [text[done : words[n].start()], self.of(" ".join(found))]
                done = words[n + len(found) - 1].end()
            n += len(found) if found else 1
        return "".join([*parts, text[done:]]) if parts else text

    def _digest(self, text: str) -> str:
        return hmac.new(self._secret, text.encode(), "sha256").hexdigest()[:16]


def _in_order(name: str) -> str:
    """What spellings share that differ in case, spaces and the order of the words only."""
    return " ".join(sorted(_words(name))) or name.strip()


def _words(name: str) -> list[str]:
    return [word.casefold() for word in WORD.findall(name)]
