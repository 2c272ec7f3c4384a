"""Made-up acts of a made-up municipality (Comune di Borgo Inventato), as an extraction would give them."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from extractors.model import Block, Cell, Extraction, PageAccount, Place, Segment, Table
from normalizers import normalize

LEFT, UP = "<", "^"
"""A position that the cell to its left, or the one above, covers too."""
ROW_HEIGHT = 20.0


def table(
    rows: Sequence[Sequence[str]], *, on_pages: Sequence[int] = (), page: int = 1, xs: Sequence[float] = ()
) -> Table:
    """A table. Newlines in a cell part its paragraphs; `on_pages` says how many rows each page prints."""
    counts = on_pages or (len(rows),)
    of_row = [page + i for i, count in enumerate(counts) for _ in range(count)]
    edges = xs or [50.0 * (column + 1) for column in range(len(rows[0]) + 1)]
    cells = [
        _cell(rows, row, column, edges, of_row)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
        if text not in (LEFT, UP)
    ]
    segments = [
        Segment(number, (edges[0], 100, edges[-1], 800), of_row.index(number), _last(of_row, number), 0)
        for number in dict.fromkeys(of_row)
    ]
    return Table(1, "reticolo", len(rows), len(rows[0]), tuple(cells), tuple(segments))


def _cell(rows: Sequence[Sequence[str]], row: int, column: int, edges: Sequence[float], of_row: Sequence[int]) -> Cell:
    column_end, row_end = column + 1, row + 1
    while column_end < len(rows[row]) and rows[row][column_end] == LEFT:
        column_end += 1
    while row_end < len(rows) and rows[row_end][column] == UP:
        row_end += 1
    pages: dict[int, list[int]] = {}
    for covered in range(row, row_end):
        pages.setdefault(of_row[covered], []).append(covered)
    places = tuple(
        Place(number, (edges[column], 100 + ROW_HEIGHT * own[0], edges[column_end], 120 + ROW_HEIGHT * own[-1]))
        for number, own in pages.items()
    )
    paragraphs = tuple(rows[row][column].split("\n")) if rows[row][column] else ()
    return Cell(
        row=row,
        column=column,
        row_span=row_end - row,
        column_span=column_end - column,
        places=places,
        lines=paragraphs,
        text=" ".join(paragraphs),
        paragraphs=paragraphs,
    )


def _last(values: Sequence[int], value: int) -> int:
    return len(values) - 1 - list(reversed(values)).index(value)


def block(text: str, *, page: int = 1, top: float = 50.0, kind: str = "testo") -> Block:
    """A block of text."""
    return Block(page=page, box=(50, top, 300, top + 12), kind=kind, text=text, lines=(text,))


def extraction(*items: Table | Block, text: str = "") -> Extraction:
    """A document of these blocks and tables, one under the other on page 1, or where a table says it stands.

    `text` is the independent text pass of its first page.
    """
    tables: list[Table] = []
    blocks: list[Block] = []
    for place, item in enumerate(items):
        if isinstance(item, Block):
            blocks.append(replace(item, box=(50, 10.0 + place, 300, 20.0 + place)))
        else:
            first = replace(item.segments[0], box=(50, 10.0 + place, 300, 20.0 + place))
            number = len(tables) + 1
            cells = tuple(replace(cell, table=number) for cell in item.cells)
            tables.append(replace(item, number=number, cells=cells, segments=(first, *item.segments[1:])))
    last = max([1, *(s.page for t in tables for s in t.segments), *(b.page for b in blocks)])
    return Extraction(
        sha256=hashlib.sha256(repr(items).encode()).hexdigest(),
        version="prova",
        pages=tuple(_page(page, text if page == 1 else "") for page in range(1, last + 1)),
        tables=tuple(tables),
        blocks=tuple(blocks),
    )


def _page(number: int, text: str) -> PageAccount:
    return PageAccount(
        page=number,
        width=595,
        height=842,
        rotation=0,
        engine="prova",
        glyphs=0,
        in_cells=0,
        in_blocks=0,
        in_furniture=0,
        residue=0,
        hidden=0,
        numbers_only_in_cells=(),
        numbers_only_in_text=(),
        text=text,
    )


def read(*items: Table | Block, text: str = ""):
    """The reading of a document of these blocks and tables."""
    return normalize(extraction(*items, text=text))


def fields(reading, kind: str) -> list[dict]:
    """The fields of all records of a kind."""
    return [record.fields for record in reading.records if record.kind == kind]


def column(reading, kind: str, name: str) -> list:
    """One field of all records of a kind."""
    return [record[name] for record in fields(reading, kind)]


def findings(reading) -> list:
    """What was noted of the content: small made-up acts always hold fewer records than real ones."""
    return [finding for finding in reading.findings if finding.code != "volume_inatteso"]


DETTAGLIO = [
    [
        "Tipo",
        "N",
        "Obiettivi Anno 2031",
        "Responsabile",
        LEFT,
        "Direzione",
        "Unità Organizzativa Responsabile",
        "KPI",
        "Descrizione",
        "valore target",
        "Fonte rilevazione dati e metodologia controllo target",
        "AZIONI (da implementare solo se il KPI è un prodotto atteso)",
    ],
    [UP, UP, UP, "Cognome", "Nome", *[UP] * 7],
]
"""The header of the elements of detail: an objective, its manager, its indicators."""


def riga(**printed: str) -> list[str]:
    """A row under it; what isn't given is filled in."""
    row = {
        "tipo": "OD",
        "n": "1",
        "titolo": "Riordino dell'archivio",
        "cognome": "Rossi",
        "nome": "Ada",
        "direzione": "Affari generali",
        "unita": "Archivio",
        "kpi": "Faldoni riordinati",
        "descrizione": "Quota dei faldoni",
        "target": "90%",
        "fonte": "Registro interno",
        "azioni": "",
    }
    return list((row | printed).values())


def section(text: str, columns: int = 12) -> list[str]:
    """A row that is one cell."""
    return [text, *[LEFT] * (columns - 1)]
