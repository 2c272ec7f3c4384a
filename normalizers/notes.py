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
    at: tuple[int, float] = (0, 0.0)
    """Page and top of what is being read: where the records added now stand."""
    layout: str = ""
    """The layout that reads it, and how sure it is."""
    confidence: float = 1.0
    _places: list[tuple[int, float]] = field(default_factory=list)

    def add(self, kind: str, fields: dict[str, Value], evidence: dict[str, tuple[Evidence, ...]]) -> Record:
        """Append a record."""
        record = Record(kind, 0, fields, evidence, layout=self.layout, confidence=self.confidence)
        self.records.append(record)
        self._places.append(self.at)
        return record

    def in_order(self) -> list[Record]:
        """The records as one reads them, numbered from 1."""
        order = sorted(range(len(self.records)), key=self._places.__getitem__)
        records = [self.records[i] for i in order]
        for ordinal, record in enumerate(records, 1):
            record.ordinal = ordinal
        return records

    def has_target(self, record: Record, name: str, about: Iterable[str]) -> None:
        """Remember a field that holds a target, with the texts that say what it is about."""
        self.targets.append((record, name, " > ".join(text for text in about if text)))

    def put_aside(self, table: Table, row: int, reason: str, cells: Iterable[Cell]) -> None:
        """Keep a row that can't be placed, with the reason (Italian)."""
        content = json.dumps([cell.text for cell in cells], ensure_ascii=False)
        self.set_aside.append(SetAside(table.segment_of(row).page, table.number, row, reason, content))

    def find(self, table: Table, row: int, code: str, message: str, column: int | None = None) -> None:
        """Note something to look at (Italian)."""
        self.findings.append(Finding(table.segment_of(row).page, table.number, row, code, message, column))


def evidence_of(table: Table, cells: Iterable[Cell]) -> tuple[Evidence, ...]:
    """Where some cells are printed, one evidence for each place; a cell without a table is of the one that is read."""
    return tuple(
        Evidence(
            page=place.page,
            box=place.box,
            text=cell.text,
            engine=table.engine,
            confidence=cell.confidence,
            table=cell.table or table.number,
            row=cell.row,
            column=cell.column,
        )
        for cell in cells
        for place in cell.places
    )


def distinct(row: Sequence[Cell | None]) -> list[Cell]:
    """The cells of a grid row, each once."""
    seen: dict[int, Cell] = {id(cell): cell for cell in row if cell is not None}
    return list(seen.values())
