"""From a row of a table to the records of a layout's rules."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain
from typing import cast

from extractors.model import Cell, Table
from normalizers.layout import Derived, RecordRule
from normalizers.notes import Notes, evidence_of
from normalizers.records import Evidence, Record, Value
from normalizers.row import Row, State, first, text_of
from normalizers.text import split_marks


def apply(
    table: Table, index: int, rule: RecordRule, row: Row, others: dict[str, Cell], state: State, notes: Notes
) -> None:
    """Begin a record of the rule's kind, or go on with the one that the row belongs to."""
    if rule.each != "row" and not text_of(row, rule.each):
        notes.find(table, index, "riga_senza_" + rule.kind, f"La riga non dice a quale {rule.kind} appartiene.")
        return
    begins = rule.each == "row" or not _goes_on(rule, row, state.previous)
    if begins:
        for other in rule.ordinal.values():
            state.rows_of[other] += 1
        record = _record(table, rule, row, state, notes)
        _add_others(table, rule, record, others)
        state.open_records[rule.kind] = record
        state.rows_of[rule.kind] = 0
    for name, parts in rule.people.items():
        _add_people(table, state.open_records[rule.kind], name, {part: first(row, c) for part, c in parts.items()})


def _goes_on(rule: RecordRule, row: Row, previous: Row) -> bool:
    """Whether a row belongs to the record of the row before: one cell stands beside both, or it is printed again."""
    if first(row, rule.each) is first(previous, rule.each):
        return True
    return bool(rule.again) and all(text_of(row, name) == text_of(previous, name) for name in rule.again)


def _record(table: Table, rule: RecordRule, row: Row, state: State, notes: Notes) -> Record:
    fields: dict[str, Value] = {name: text_of(row, column) for name, column in rule.fields.items()}
    evidence: dict[str, tuple[Evidence, ...]] = {
        name: evidence_of(table, row[column]) for name, column in rule.fields.items() if text_of(row, column)
    }
    for name, other in rule.ordinal.items():
        fields[name] = state.rows_of[other]
    for name, source in rule.lists.items():
        fields[name] = split_marks(tuple(chain.from_iterable(cell.paragraphs for cell in row.get(source, ()))))
        _lend(evidence, name, source)
    for name, source in rule.paths.items():
        fields[name] = [cell.text for cell in row.get(source, ()) if cell.text]
        if fields[name]:
            evidence[name] = evidence_of(table, [cell for cell in row[source] if cell.text])
    for name in rule.people:
        fields[name] = []
    for derived in rule.derived:
        fields[derived.field] = _derive(derived, text_of(row, derived.source))
        if text_of(row, derived.source):
            evidence[derived.field] = evidence_of(table, row[derived.source])
    record = notes.add(rule.kind, fields, evidence)
    for name, about in rule.targets.items():
        notes.has_target(record, name, [text_of(row, column, " > ") for column in about])
    return record


def _add_others(table: Table, rule: RecordRule, record: Record, others: dict[str, Cell]) -> None:
    """Keep the cells that no field takes under their headings."""
    if not rule.others:
        return
    printed = {heading: cell for heading, cell in others.items() if cell.text}
    record.fields[rule.others] = {heading: cell.text for heading, cell in printed.items()}
    if printed:
        record.evidence[rule.others] = evidence_of(table, printed.values())


def _lend(evidence: dict[str, tuple[Evidence, ...]], name: str, source: str) -> None:
    if source in evidence:
        evidence[name] = evidence[source]


def _derive(derived: Derived, text: str) -> Value:
    match = re.search(derived.pattern, text)
    if derived.flag:
        return match is not None
    found = match.group(match.re.groups and 1).zfill(derived.pad) if match else ""
    return found.lower() if derived.lower else found


def _add_people(table: Table, record: Record, name: str, parts: dict[str, Cell | None]) -> None:
    """Add the people of a row to a record, each once; cells that print several one under the other are parted."""
    people = cast(list[dict[str, str]], record.fields[name])
    for person in _people(parts):
        if any(person.values()) and _folded(person) not in map(_folded, people):
            people.append(person)
            places = evidence_of(table, [cell for cell in parts.values() if cell is not None and cell.text])
            record.evidence[name] = tuple(dict.fromkeys((*record.evidence.get(name, ()), *places)))


def _folded(person: dict[str, str]) -> tuple[str, ...]:
    return tuple(value.casefold() for value in person.values())


def _people(parts: dict[str, Cell | None]) -> Iterable[dict[str, str]]:
    columns = {part: list(cell.paragraphs) if cell else [] for part, cell in parts.items()}
    several = [len(paragraphs) for paragraphs in columns.values() if len(paragraphs) > 1]
    if len(several) < 2 or len(set(several)) > 1:
        return [{part: cell.text if cell else "" for part, cell in parts.items()}]
    shared = {part: texts * several[0] if len(texts) == 1 else texts for part, texts in columns.items() if texts}
    return [{part: shared[part][i] if part in shared else "" for part in columns} for i in range(several[0])]
