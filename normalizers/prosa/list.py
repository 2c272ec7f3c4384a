"""Numbered lists of running text: one record for each item under the list's titles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from normalizers.lists import numbered
from normalizers.notes import Notes
from normalizers.prosa.profile import NumberedList
from normalizers.prosa.text import Paragraph
from normalizers.records import Value


def read_list(profile: NumberedList, text: Sequence[Paragraph], notes: Notes) -> None:
    """Add the items of each list that stands under its titles."""
    height = len(profile.titles)
    for begin in range(len(text) - height):
        over = zip(profile.titles, text[begin : begin + height], strict=True)
        if all(title.search(paragraph.text) for title, paragraph in over):
            _add_items(profile, text[begin + height :], notes)


def _add_items(profile: NumberedList, text: Sequence[Paragraph], notes: Notes) -> None:
    for number, item, paragraph in _items(text):
        notes.at = paragraph.at
        fields: dict[str, Value] = {profile.number: number, profile.text: item}
        notes.add(profile.kind, fields, dict.fromkeys(fields, paragraph.where))


def _items(text: Sequence[Paragraph]) -> Iterator[tuple[str, str, Paragraph]]:
    """Number, text and place of the items, counted from 1; what doesn't count on ends the list."""
    count = 0
    for paragraph in text:
        for number, item in numbered([paragraph.text]):
            if number != str(count + 1) or not item:
                return
            count += 1
            yield number, item, paragraph
