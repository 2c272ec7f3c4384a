"""What the reading of one document gathers as it goes: records in order, rows set aside, findings."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extractors.model import Cell, Table
from normalizers.records import Evidence, Finding, Record, SetAside, Value


@dataclass(slots=True)
class Notes:
    """Everything found so far in one document."""

    records: list[Record] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    targets: list[tuple[Record, str, str]] = field(default_factory=list)
    """Record, field that holds a target, what the target is about: read when the whole document is known."""

    def add(self, kind: str, fields: dict[str, Value], evidence: dict[str, tuple[Evidence, ...]]) -> Record:
        """Append a record; its ordinal is its place in the act."""
        record = Record(kind, len(self.records) + 1, fields, evidence)
        self.records.append(record)
        return record

    def has_target(self, record: Record, name: str, about: Iterable[str]) -> None:
        """Remember a field that holds a target, with the texts that say what it is about."""
        self.targets.append((record, name, " > ".join(text for text in about if text)))

    def put_aside(self, table: Table, row: int, reason: str, cells: Iterable[Cell]) -> None:
        """Keep a row that can't be placed, with the reason (Italian)."""
        content = json.dumps([cell.text for cell in cells], ensure_ascii=False)
        self.set_aside.append(SetAside(table.segment_of(row).page, table.number, row, reason, content))

    def find(self, table: Table, row: int, code: str, message: str) -> None:
        """Note something to look at (Italian)."""
        self.findings.append(Finding(table.segment_of(row).page, table.number, row, code, message))


def evidence_of(table: Table, cells: Iterable[Cell]) -> tuple[Evidence, ...]:
    """Where some cells are printed, one evidence for each place."""
    return tuple(
        Evidence(place.page, place.box, cell.text, table.engine, cell.confidence, table.number, cell.row, cell.column)
        for cell in cells
        for place in cell.places
    )


def distinct(row: Sequence[Cell | None]) -> list[Cell]:
    """The cells of a grid row, each once."""
    seen: dict[int, Cell] = {id(cell): cell for cell in row if cell is not None}
    return list(seen.values())
