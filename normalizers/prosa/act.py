"""What act a document says that it is: kind, number, date, subject, body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from normalizers.notes import Notes
from normalizers.prosa.body import named_body
from normalizers.prosa.dates import first_date, to_iso
from normalizers.prosa.profile import Act
from normalizers.prosa.signing import Signer
from normalizers.prosa.text import Paragraph
from normalizers.records import Evidence, Value

_ABOVE = 6
"""Paragraphs over the heading that may hold the act's number."""


@dataclass(slots=True)
class _Facts:
    """The fields found so far; the first place that says something counts."""

    fields: dict[str, Value]
    evidence: dict[str, tuple[Evidence, ...]] = field(default_factory=dict)

    def say(self, name: str, value: Value, *paragraphs: Paragraph) -> None:
        if value and not self.fields.get(name):
            self.fields[name] = value
            self.evidence[name] = tuple(place for paragraph in paragraphs for place in paragraph.where)


def read_act(profile: Act, text: Sequence[Paragraph], adopter: Signer | None, notes: Notes) -> None:
    """Add the act that the document is; nothing where it doesn't say so."""
    found = _heading(profile, text)
    if found is None:
        return
    begin, heading, subject = found
    names = ("tipo", "ente", "numero", "data", "oggetto", *profile.facts)
    facts = _Facts(dict.fromkeys(names, ""))
    if body := named_body(profile.bodies, text[:subject], text):
        facts.say("ente", *body)
    _number_and_date(profile, facts, heading, text[begin], text[max(0, begin - _ABOVE) : subject])
    facts.say("oggetto", *_subject(profile, text, subject))
    _meeting_date(profile, facts, text[begin:])
    _search(profile, facts, text[begin:])
    if adopter is not None:
        facts.say("adottante", adopter.name.text, adopter.where)
    notes.at = text[begin].at
    notes.add("atto", facts.fields, facts.evidence)


def _heading(profile: Act, text: Sequence[Paragraph]) -> tuple[int, re.Match[str], int] | None:
    """Where the act is named, on one line or two, and where its subject begins."""
    for index, paragraph in enumerate(text[: profile.within]):
        joined = " ".join(line.text for line in text[index : index + 2])
        match = profile.heading.fullmatch(paragraph.text) or profile.heading.fullmatch(joined)
        if match is None:
            continue
        near = range(index + 1, min(index + 1 + profile.reach, len(text)))
        subject = next((i for i in near if profile.subject.match(text[i].text)), None)
        if subject is not None:
            return index, match, subject
    return None


def _number_and_date(
    profile: Act, facts: _Facts, heading: re.Match[str], line: Paragraph, near: Sequence[Paragraph]
) -> None:
    """Number and date of the heading; where it has none, those of the lines near it if they agree."""
    facts.say("tipo", (heading["tipo"] + (heading["organo"] or "")).strip(), line)
    facts.say("numero", heading["numero"] or "", line)
    facts.say("data", first_date(heading["data"] or ""), line)
    lines = [(match, other) for other in near if (match := profile.numbered.fullmatch(other.text))]
    for name, read in (("numero", str), ("data", first_date)):
        values = {value: other for match, other in lines if (value := read(match[name] or ""))}
        if len(values) == 1:
            facts.say(name, *next(iter(values.items())))


def _subject(profile: Act, text: Sequence[Paragraph], index: int) -> tuple[str, *tuple[Paragraph, ...]]:
    """The subject without its label, and the paragraphs that print it."""
    own = [text[index]]
    words = profile.subject.sub("", text[index].text, count=1).strip()
    for paragraph in text[index + 1 :]:
        same_block = paragraph.where[0].box == own[0].where[0].box and paragraph.where[0].page == own[0].where[0].page
        goes_on = (same_block or paragraph.text[0].islower()) and not profile.subject_ends.match(paragraph.text)
        if words and not goes_on and not profile.subject_goes_on.fullmatch(paragraph.text):
            break
        own.append(paragraph)
        words = f"{words} {paragraph.text}".strip()
    return words, *own


def _meeting_date(profile: Act, facts: _Facts, text: Sequence[Paragraph]) -> None:
    for paragraph in text:
        if match := profile.in_words.search(paragraph.text):
            facts.say("data", to_iso(match["anno"], match["mese"], match["giorno"]), paragraph)


def _search(profile: Act, facts: _Facts, text: Sequence[Paragraph]) -> None:
    for name, patterns in profile.facts.items():
        for pattern in patterns:
            for paragraph in text:
                if match := pattern.search(paragraph.text):
                    facts.say(name, (match[1] if pattern.groups else match[0]).strip(), paragraph)
    for name, patterns in profile.flags.items():
        for paragraph in text:
            if any(pattern.search(paragraph.text) for pattern in patterns):
                facts.say(name, True, paragraph)
