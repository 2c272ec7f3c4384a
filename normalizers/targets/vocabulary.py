"""The words of the target grammar, from `vocabulary.toml`, in the forms the other modules look them up in."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any, NamedTuple

DATA: dict[str, Any] = tomllib.loads(files(__package__).joinpath("vocabulary.toml").read_text(encoding="utf-8"))

LEXEME = re.compile(r"[^\W\d_]\w*['’]?|\d+|\S")
"""How a phrase is cut, here and by the tokeniser: words with their apostrophe, figures, single marks."""


class Entry(NamedTuple):
    """What a phrase means: its kind of token, and the operator, unit or number it stands for."""

    kind: str
    text: str = ""
    number: float = 0.0


def _entries() -> Iterator[tuple[str, Entry]]:
    """Every phrase with its meanings; where a phrase has more than one, the first that fits its place is taken."""
    for unit, phrases in DATA["unita"].items():
        yield from ((phrase, Entry("unit", unit)) for phrase in phrases)
    yield from ((phrase, Entry("alien_unit")) for phrase in DATA["unita_fuori_schema"]["nomi"])
    for factor, phrases in DATA["moltiplicatori"].items():
        yield from ((phrase, Entry("multiplier", number=float(factor))) for phrase in phrases)
    for operator, phrases in DATA["confronti_dopo"].items():
        yield from ((phrase, Entry("suffix", operator)) for phrase in phrases)
    for operator, phrases in DATA["confronti"].items():
        yield from ((phrase, Entry("operator", operator)) for phrase in phrases)
    yield "non oltre", Entry("operator", "non oltre")
    for number, phrases in DATA["numeri"].items():
        yield from ((phrase, Entry("number_word", number=float(number))) for phrase in phrases)
    yield from ((phrase, Entry("counter")) for phrase in DATA["parole"]["contatore"])
    yield from ((phrase, Entry("reference")) for phrase in DATA["parole"]["riferimento"])


def _by_first_word() -> dict[str, list[tuple[tuple[str, ...], Entry]]]:
    table: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
    for phrase, entry in _entries():
        words = tuple(LEXEME.findall(phrase))
        table.setdefault(words[0], []).append((words, entry))
    for meanings in table.values():
        meanings.sort(key=lambda meaning: -len(meaning[0]))
    return table


PHRASES = _by_first_word()
SIGNS = {sign.replace(" ", ""): operator for operator, signs in DATA["segni"].items() for sign in signs}
UNITS_BEFORE = frozenset(DATA["parole"]["unita_prima"])
BRIDGE = frozenset(DATA["parole"]["ponte"])
LINK = frozenset(DATA["parole"]["legame"])
JOIN = frozenset(DATA["parole"]["giunzione"])
SUM = frozenset(DATA["parole"]["somma"])
EXPLAIN = frozenset(DATA["parole"]["spiega"])
PATTERNS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in DATA["modelli"].items()}
