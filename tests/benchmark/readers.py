"""The readers that the benchmark compares: each gives the rows of a document's tables, a row as its cells' texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

Row = list[str]


def schedario(pdf: Path) -> Iterator[Row]:
    """Ours: tables over pages joined, merged cells in each row they cover, every glyph accounted for."""
    from extractors import extract

    for table in extract(pdf).tables:
        for row in table.grid():
            yield [cell.text if cell else "" for cell in row]


def pdfplumber(pdf: Path) -> Iterator[Row]:
    """pdfplumber's `extract_tables`, as its documentation shows it."""
    import pdfplumber as library

    with library.open(pdf) as document:
        for page in document.pages:
            for table in page.extract_tables():
                yield from ([cell or "" for cell in row] for row in table)
            page.close()


def camelot_vector(pdf: Path) -> Iterator[Row]:
    """camelot's lattice from the page's own lines."""
    return _camelot(pdf, "vector")


def camelot_combined(pdf: Path) -> Iterator[Row]:
    """camelot's lattice from lines and image, its default."""
    return _camelot(pdf, "combined")


def _camelot(pdf: Path, engine: str) -> Iterator[Row]:
    import camelot

    for table in camelot.read_pdf(str(pdf), pages="all", flavor="lattice", engine=engine):
        yield from table.df.to_numpy().tolist()


def tablers(pdf: Path) -> Iterator[Row]:
    """tablers: Rust over pdfium."""
    import tablers as library

    document = library.Document(pdf)
    for page in document.pages():
        for table in library.find_tables(page, extract_text=True):
            for row in table.rows:
                yield [cell.text or "" if cell else "" for cell in row.cells]


READERS: dict[str, Callable[[Path], Iterator[Row]]] = {
    "schedario": schedario,
    "pdfplumber": pdfplumber,
    "tablers": tablers,
    "camelot lattice, vector": camelot_vector,
    "camelot lattice, combined": camelot_combined,
}
