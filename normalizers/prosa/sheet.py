"""Sheets of labelled paragraphs, one for each record: a title, who answers for it, labels and their texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from normalizers.notes import Notes
from normalizers.prosa.profile import Assignees, Sheet
from normalizers.prosa.text import Paragraph, without_bullet, without_mark
from normalizers.records import Evidence, Value
from normalizers.text import key


@dataclass(slots=True)
class _Found:
    """A sheet while it is read."""

    fields: dict[str, Value]
    evidence: dict[str, tuple[Evidence, ...]] = field(default_factory=dict)

    def add(self, name: str, text: str, paragraph: Paragraph) -> None:
        """Another paragraph of a field: an item of a list, or more text."""
        before = self.fields[name]
        if isinstance(before, list):
            self.fields[name] = [*(str(item) for item in before), text]
        else:
            self.fields[name] = f"{before} {text}".strip()
        self.evidence[name] = (*self.evidence.get(name, ()), *paragraph.where)


def read_sheets(profile: Sheet, text: Sequence[Paragraph], notes: Notes) -> None:
    """Add a record for each sheet that has what a sheet needs."""
    begins = [i for i, paragraph in enumerate(text) if profile.title.fullmatch(paragraph.text)]
    if not begins:
        return
    after = range(begins[-1] + 1, len(text))
    end = next((i for i in after if profile.end.search(text[i].text)), len(text))
    for begin, until in pairwise([*begins, end]):
        sheet = _read(profile, text[begin:until])
        if all(sheet.fields[name] for name in profile.required):
            if profile.assignees is not None:
                _assign(sheet, profile.assignees, text[end:])
            notes.at = text[begin].at
            notes.add(profile.kind, sheet.fields, sheet.evidence)


def _read(profile: Sheet, text: Sequence[Paragraph]) -> _Found:
    sheet = _Found(dict(_empty(profile)))
    title = profile.title.fullmatch(text[0].text)
    for name, value in (title.groupdict() if title else {}).items():
        if value:
            sheet.add(name, value, text[0])
    name = ""
    for paragraph in text[1:]:
        label, rest = _label(profile, paragraph.text)
        name = label or name
        if not name:
            _read_head(profile, sheet, paragraph)
        elif rest:
            clean = without_mark if profile.fields[name].items else without_bullet
            sheet.add(name, clean(rest), paragraph)
    return sheet


def _empty(profile: Sheet) -> Iterator[tuple[str, Value]]:
    """All fields of a sheet, blank."""
    for pattern in (profile.title, *profile.head):
        yield from ((name, "") for name in pattern.groupindex)
    yield profile.heading, ""
    lists = [name for name, part in profile.fields.items() if part.items]
    lists += [profile.assignees.field] if profile.assignees is not None else []
    for name in (*profile.fields, *lists):
        yield name, [] if name in lists else ""


def _label(profile: Sheet, text: str) -> tuple[str, str]:
    """The field whose label a paragraph is, or begins with, and what stands beside the label."""
    head, colon, rest = text.partition(":")
    for printed, beside in ((text, ""), (head, rest.strip() if colon else "")):
        for name, part in profile.fields.items():
            if key(printed) in part.labels:
                return name, beside
    return "", text


def _read_head(profile: Sheet, sheet: _Found, paragraph: Paragraph) -> None:
    """A paragraph before the first label."""
    match = next((m for pattern in profile.head if (m := pattern.fullmatch(paragraph.text))), None)
    for name, value in (match.groupdict() if match else {profile.heading: paragraph.text}).items():
        if value:
            sheet.add(name, value.strip(), paragraph)


def _assign(sheet: _Found, profile: Assignees, text: Sequence[Paragraph]) -> None:
    """Who is given this sheet, as the closing sentences say."""
    for paragraph in text:
        for match in profile.each.finditer(paragraph.text):
            numbers = re.findall(r"\d+", match["numeri"] or "")
            if not numbers or sheet.fields["n"] in numbers:
                sheet.add(profile.field, match["chi"], paragraph)
