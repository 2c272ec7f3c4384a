"""Offices and persons as signatures print them: `IL SINDACO`, `F.to Dott. Mario Rossi`, `ROSSI MARIO`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from normalizers.prosa.profile import People
from normalizers.text import key

_WORD = re.compile(r"[A-ZÀ-Ý][\w’'.-]*|d[aei]l?|della|degli|von|van|de")
_LONGEST_OFFICE = 120


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name as printed, and its words, by which it is found again in another order. `sure` when more than
    its capitals say that it is a name."""

    text: str
    words: frozenset[str]
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Reader:
    """Tells offices and names apart by the words of a layout."""

    words: People

    def offices(self, text: str) -> list[str]:
        """The offices that a line prints side by side, with what stands behind each; empty without one."""
        if not self.words.office.match(text) or len(text) > _LONGEST_OFFICE:
            return []
        begins = [match.start() for match in self.words.office.finditer(text)]
        return [text[a:b].strip() for a, b in zip(begins, [*begins[1:], len(text)], strict=True)]

    def goes_on(self, office: str, text: str) -> bool:
        """Whether a line under an office's goes on with it."""
        words = re.findall(r"\w[\w'’]*", text)
        if len(office) + len(text) > _LONGEST_OFFICE or re.search(r"[.;:!?]$|\d{3}", text):
            return False
        if any(map(self.words.no_name.fullmatch, words)):
            return False
        joined = self.words.joins.search(office + "\n" + text) is not None
        department = text[0].isupper() and any(map(self.words.department.fullmatch, words))
        return joined or department or (text.isupper() and office.isupper())

    def name(self, text: str, signed: Sequence[frozenset[str]] = ()) -> Name | None:
        """The person whom a line names. `signed` are those known from digital signatures, as sets of words."""
        bare = self.words.after.sub("", self.words.signed.sub("", text)).strip(" ,;*_-–()")
        person = self.words.honorific.sub("", bare).strip()
        words = person.split()
        if not 2 <= len(words) <= 5 or not all(map(_WORD.fullmatch, words)) or not words[-1][0].isupper():
            return None
        others = (self.words.department, self.words.no_name)
        if person.endswith(".") or any(pattern.fullmatch(word) for pattern in others for word in words):
            return None
        known = any(key(word) in self.words.given_names for word in words)
        marked = person != bare or self.words.signed.search(text) is not None
        again = any(same_person(word_set(person), one) for one in signed)
        return Name(bare, word_set(person), marked or known or again)

    def names(self, text: str) -> list[Name]:
        """The names that a line prints side by side, each after its `F.to` or its title."""
        for mark in (self.words.signed, self.words.honorific):
            begins = [match.start() for match in mark.finditer(text)]
            if len(begins) > 1 and begins[0] == 0:
                parts = [text[a:b] for a, b in zip(begins, [*begins[1:], len(text)], strict=True)]
                return [name for part in parts if (name := self.name(part))]
        name = self.name(text)
        return [name] if name else []

    def split(self, text: str) -> tuple[str, Name | None]:
        """An office and the name behind it on its line: `IL SINDACO F.to Mario Rossi`, `IL SINDACO Mario Rossi`."""
        for mark in (self.words.signed, self.words.honorific):
            if (match := mark.search(text)) and match.start():
                name = self.name(text[match.start() :])
                return (text[: match.start()].rstrip(" :,-–"), name) if name else (text, None)
        printed = re.fullmatch(r"([^a-zà-ÿ]*[A-ZÀ-Ý])[\s:–-]+([A-ZÀ-Ý][a-zà-ÿ].*)", text)
        name = self.name(printed[2]) if printed else None
        return (printed[1], name) if printed and name and name.sure else (text, None)


def word_set(text: str) -> frozenset[str]:
    """The words of a text as keys."""
    return frozenset(filter(None, map(key, text.split())))


def same_person(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two names may be one person's: the shorter one's words are all in the other."""
    return min(len(one), len(other)) > 1 and (one <= other or other <= one)
