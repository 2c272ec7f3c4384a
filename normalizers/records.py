"""Published records: what the print says, field by field, each field with the place where it stands.

Nothing is corrected here but white space and line-end hyphens; what can't be placed is set aside with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.model import Block, Box, PageAccount, Table

Value = str | int | bool | list[str] | list[dict[str, str]] | dict[str, str]
"""A field as the catalogue types it: VARCHAR, INTEGER, BOOLEAN, VARCHAR[], STRUCT[], MAP(VARCHAR, VARCHAR)."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a field is printed. `row` and `column` count from 0 in the logical table; None outside tables."""

    page: int
    box: Box
    text: str
    engine: str
    confidence: float
    table: int | None = None
    row: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Component:
    """One part of a target's reading. Fields, values and rules: docs/targets.md."""

    genere: str
    operatore: str = ""
    valore: float | None = None
    valore_max: float | None = None
    unita: str = ""
    oggetto: str = ""
    scadenza: str = ""
    """ISO date or empty."""
    condizione: str = ""
    segnalazioni: tuple[str, ...] = ()
    verso: str = ""
    """`crescente`, `decrescente`, or empty: not part of the reading but deduced from it and from the context."""
    confidenza: float = 1.0
    motivo: str = ""
    """Why it is `non_interpretato`, in Italian."""


@dataclass(slots=True)
class Record:
    """A row of the table `kind` of schema `pubblicato`.

    Attributes:
        ordinal: order in the act over all kinds, from 1.
        fields: text as printed; a field that the print leaves empty is the empty string, list or map.
        evidence: field -> places; every field that isn't empty has at least one.
        targets: field that holds a target -> its reading.
        layout: name of the layout that read it.
        confidence: how sure the layout is of which column is which field (1 where a profile names the headers).
    """

    kind: str
    ordinal: int
    fields: dict[str, Value]
    evidence: dict[str, tuple[Evidence, ...]]
    targets: dict[str, tuple[Component, ...]] = field(default_factory=dict)
    layout: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that couldn't be placed: nothing is dropped. `reason` in Italian, `content` the cells' text as JSON."""

    page: int
    table: int | None
    row: int | None
    reason: str
    content: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at that stops nothing (Italian): a value outside a closed list, a column nobody took."""

    page: int
    table: int | None
    row: int | None
    code: str
    message: str
    column: int | None = None


@dataclass(frozen=True, slots=True)
class TableAccount:
    """Conservation of rows: `data + set_aside + sum(non_data.values()) == rows`."""

    table: int
    layout: str
    """Name of the layout that claimed the table, `generica` when none did."""
    rows: int
    data: int
    set_aside: int
    non_data: dict[str, int]
    """Rows declared not data by kind: intestazione, sezione, etichetta, vuota."""


@dataclass(frozen=True, slots=True)
class CountCheck:
    """Records of a kind against an independent count in the page text (the layout says how to count)."""

    kind: str
    found: int
    expected: int
    how: str
    """The pattern counted, to show beside a difference."""


@dataclass(slots=True)
class Reading:
    """All that one document gives to the warehouse."""

    sha256: str
    version: str
    """Versions of extractor and normalizer, joined: what the reading is a function of, beside the bytes."""
    year: int | None
    """The plan's first year where a layout's header prints it, else None."""
    pages: tuple[PageAccount, ...]
    tables: tuple[Table, ...]
    blocks: tuple[Block, ...]
    records: list[Record]
    set_aside: list[SetAside]
    findings: list[Finding]
    accounts: list[TableAccount]
    counts: list[CountCheck]
