"""The words of a heading, and what they mean in the trade: a field, or a field that the columns beside it tell."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import Field

from normalizers.layout import RecordRule
from normalizers.schema import Settings
from normalizers.text import key

FILE = Path(__file__).parent / "vocabolario.toml"

_ACRONYM = re.compile(r"\b(?:[a-z]\.\s?){2,}|\b(?:[a-z]\.)+[a-z]\b")
_INNER_DOT = re.compile(r"(?<=[a-z]{2})\.(?=[a-z])")
_SIGN = re.compile("[°’‘`´–—]")
_WORD = re.compile(r"[a-z]+|%")
_OTHER_WORDING = re.compile(r"\s*/\s*|\s+o\s+|\s+oppure\s+|\s+ovvero\s+", re.IGNORECASE)
_PARENTHESES = re.compile(r"\([^()]*\)")


class Words(Settings):
    """Words by what they do in a heading."""

    vuote: tuple[str, ...]
    neutre: tuple[str, ...]
    cornice: tuple[str, ...]
    istruzioni: tuple[str, ...]
    abbreviazioni: dict[str, str]


class Meaning(Settings):
    """Headings that mean the same: phrases, and words that may stand beside them."""

    frasi: tuple[str, ...]
    con: tuple[str, ...] = ()


class Ambiguous(Meaning):
    """Headings that mean a field by the fields beside them: `dopo` and `prima` are field -> left, right neighbours."""

    dopo: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    prima: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    lontano: bool = False
    senza_kpi: str = ""
    senza_obiettivo: str = ""


class Confidence(Settings):
    """How sure a reading is, by how its headings were understood; between 0 and 1."""

    minima: float
    massima: float
    esatta: float
    con_altre_parole: float
    dai_vicini: float
    base: float


class Vocabulary(Settings):
    """The file `vocabolario.toml`."""

    fiducia: Confidence
    records: tuple[RecordRule, ...]
    parole: Words
    campi: dict[str, Meaning]
    ambigui: dict[str, Ambiguous]
    noti: Meaning


@dataclass(frozen=True, slots=True)
class Sense:
    """What a heading means: the name of a field, of an ambiguous heading, or `noti`."""

    name: str
    confidence: float


@cache
def vocabulary() -> Vocabulary:
    """The words of the trade."""
    return Vocabulary.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))


@cache
def words(text: str) -> tuple[str, ...]:
    """The words of a heading that say something, without ending (`Obiettivi`, `obiettivo` -> `obiettiv`)."""
    known = vocabulary().parole
    found = (known.abbreviazioni.get(word, word) for word in _WORD.findall(_folded(text)) if word not in known.vuote)
    return tuple(dict.fromkeys(_stem(part) for word in found for part in _folded(word).split()))


def _folded(text: str) -> str:
    """Small letters without accents; `C.d.R.` is `cdr`, `ob.vo` is `obvo`."""
    bare = unicodedata.normalize("NFKD", _SIGN.sub(" ", text)).encode("ascii", "ignore").decode().casefold()
    joined = _ACRONYM.sub(lambda match: re.sub(r"[.\s]", "", match.group()) + " ", bare)
    return _INNER_DOT.sub("", joined)


def _stem(word: str) -> str:
    bare = word.rstrip("aeiou")
    return re.sub(r"(?<=[cg])h$", "", bare) if len(bare) > 1 else word


@cache
def sense(heading: str) -> Sense | None:
    """What a heading means; None when no word, or more than one field, explains it."""
    own = _meant(words(heading)) or _meant_whole(heading)
    bare = _PARENTHESES.sub(" ", heading)
    if bare != heading and words(bare):
        return _with_note(own, sense(bare), " ".join(_PARENTHESES.findall(heading)))
    wordings = _OTHER_WORDING.split(heading)
    if own is not None or len(wordings) == 1:
        return own
    senses = {found.name if (found := sense(part)) else "" for part in wordings}
    alike = len(senses) == 1 and "" not in senses
    return Sense(senses.pop(), vocabulary().fiducia.con_altre_parole) if alike else None


def _with_note(whole: Sense | None, outside: Sense | None, note: str) -> Sense | None:
    """What a heading means with a note in parentheses, given what it means as a whole and without the note."""
    if whole is None:
        return outside if _adds_nothing(note) else None
    contradicts = outside is not None and outside.name in vocabulary().campi and outside.name != whole.name
    return None if contradicts else whole


def _adds_nothing(note: str) -> bool:
    """Whether a note in parentheses has no word of the trade, or says how to fill in the column."""
    own = set(words(note))
    telling = {word for phrase in _phrases() for word in phrase} - {"%"}
    return not own & telling or bool(own & _stems(vocabulary().parole.istruzioni))


def is_frame(text: str) -> bool:
    """Whether a heading over others adds nothing to them."""
    return _stems(vocabulary().parole.cornice).issuperset(words(text))


def _meant(own: tuple[str, ...]) -> Sense | None:
    """The field whose phrase a heading is, or whose longest phrase stands in it beside words that change nothing.

    The order of the words counts where two fields have the same (`Servizio responsabile`, `Responsabile servizio`), and
    the first is not to be the word of another field: `Area obiettivo` is no objective.
    """
    sure = vocabulary().fiducia
    if own in _phrases():
        return Sense(_phrases()[own], sure.esatta)
    bag = frozenset(own)
    fitting = [
        (len(phrase), name)
        for phrase, name in _phrases().items()
        if bag.issuperset(phrase) and _beside(name) >= bag.difference(phrase) and _begins(own[0], phrase, name)
    ]
    longest = {name for length, name in fitting if length == max(fitting)[0]}
    if len(longest) != 1:
        return None
    exact = len(bag) == max(fitting)[0]
    return Sense(longest.pop(), sure.esatta if exact else sure.con_altre_parole)


def _begins(word: str, phrase: tuple[str, ...], name: str) -> bool:
    """Whether a heading of a field may begin with a word."""
    return word == phrase[0] or _phrases().get((word,), name) in (name, "noti")


def _meant_whole(heading: str) -> Sense | None:
    """The field of a heading whose words a line end has cut: compared without blanks."""
    name = _keys().get(key(re.sub(r"[()]", " ", heading)))
    return Sense(name, vocabulary().fiducia.con_altre_parole) if name else None


@cache
def _meanings() -> dict[str, Meaning]:
    known = vocabulary()
    return {**known.campi, **known.ambigui, "noti": known.noti}


@cache
def _phrases() -> dict[tuple[str, ...], str]:
    """The words of each phrase -> what it means."""
    return {words(phrase): name for name, meaning in _meanings().items() for phrase in meaning.frasi}


@cache
def _keys() -> dict[str, str]:
    return {key(phrase): name for name, meaning in _meanings().items() for phrase in meaning.frasi}


@cache
def _beside(name: str) -> frozenset[str]:
    return _stems((*_meanings()[name].con, *vocabulary().parole.neutre)) if name != "noti" else frozenset()


def _stems(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for text in texts for word in words(text))
