"""Tables whose rows only colour parts: made here, of a made-up municipality, and read back cell by cell."""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.colors import Color, lightgrey, steelblue, white, whitesmoke
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from extractors import extract
from extractors.model import Table

LEADING, SIZE, PAD, LEFT, TOP = 10.0, 8.0, 4.0, 40.0, 60.0
Cell = list[str]
"""The lines of a cell; an empty one is a blank line between paragraphs."""
Fill = Color | None
HEADER: list[Cell] = [["Ufficio"], ["Che cosa fa"], ["Entro"]]
ROWS: list[list[Cell]] = [
    [["Anagrafe"], ["Rilascia le carte", "", "Tiene i registri", "", "", "Risponde ai cittadini"], ["31/01/2031"]],
    [["Tributi"], ["Controlla le dichiarazioni"], ["30/06/2031"]],
    [["Verde", "pubblico"], ["Pota gli alberi", "", "Pianta le siepi"], ["", "", "31/10/2031"]],
    [["Strade"], ["Ripara le buche", "", "", "Segna le strisce", "", "Mette i cartelli"], ["15/09/2031"]],
    [["Cultura"], [], ["31/12/2031"]],
    [["Scuole"], ["Iscrive gli alunni", "delle materne"], []],
]
WIDTHS = (100.0, 250.0, 90.0)


def draw(
    canvas: Canvas,
    rows: Sequence[list[Cell]],
    fills: Sequence[Fill],
    widths: Sequence[float] = WIDTHS,
    by_cell: bool = False,
    top: float = TOP,
) -> float:
    """Draw a table, each row on its fill; the y under it."""
    xs = [LEFT, *accumulate(widths, initial=LEFT)][1:]
    for row, fill in zip(rows, fills, strict=True):
        height = max(len(cell) for cell in row) * LEADING + 2 * PAD
        if fill is not None:
            canvas.setFillColor(fill)
            for x0, x1 in pairwise(xs) if by_cell else [(xs[0], xs[-1])]:
                canvas.rect(x0, A4[1] - top - height, x1 - x0, height, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
        canvas.setFont("Helvetica", SIZE)
        for x, cell in zip(xs, row, strict=False):
            for n, line in enumerate(cell):
                canvas.drawString(x + PAD, A4[1] - top - PAD - SIZE - n * LEADING, line)
        top += height
    return top


def pdf(path: Path, *tables: tuple, **options) -> list[Table]:
    """The tables of a document with one page for each (rows, fills)."""
    canvas = Canvas(str(path / "a.pdf"), pagesize=A4)
    for rows, fills in tables:
        draw(canvas, rows, fills, **options)
        canvas.showPage()
    canvas.save()
    return list(extract(path / "a.pdf").tables)


def texts(table: Table) -> list[list[str]]:
    return [[cell.text if cell else "" for cell in row] for row in table.grid()]


def printed(rows: Sequence[list[Cell]]) -> list[list[str]]:
    return [[" ".join(filter(None, cell)) for cell in row] for row in rows]


def squeezed(text: str) -> str:
    """Without blanks: nonsense words at a line end may be two words or one."""
    return text.replace(" ", "")


def turns(count: int, *fills: Fill) -> list[Fill]:
    return [fills[n % len(fills)] for n in range(count)]


@pytest.mark.parametrize("by_cell", [False, True], ids=["row by row", "cell by cell"])
@pytest.mark.parametrize(
    "fills",
    [
        [steelblue, *turns(6, whitesmoke, lightgrey)],
        [steelblue, *turns(6, None, lightgrey)],
        [None, *turns(6, lightgrey, None)],
        [lightgrey, *turns(6, white, lightgrey)],
    ],
    ids=["all", "every second", "every second, no header", "white too"],
)
def test_a_row_is_what_stands_on_one_colour(tmp_path: Path, fills: list[Fill], by_cell: bool) -> None:
    (table,) = pdf(tmp_path, ([HEADER, *ROWS], fills), by_cell=by_cell)
    assert texts(table) == printed([HEADER, *ROWS])
    assert all(cell.row_span == cell.column_span == 1 for cell in table.cells)


def test_two_columns_on_colours_are_a_table(tmp_path: Path) -> None:
    rows = [row[:2] for row in (HEADER, *ROWS)]
    (table,) = pdf(tmp_path, (rows, [steelblue, *turns(6, whitesmoke, lightgrey)]), widths=(100.0, 300.0))
    assert texts(table) == printed(rows)


def test_borders_of_cells_are_the_edges_of_the_colours(tmp_path: Path) -> None:
    (table,) = pdf(tmp_path, ([HEADER, *ROWS], turns(7, steelblue, lightgrey)))
    tops = [TOP, *accumulate((max(map(len, r)) * LEADING + 2 * PAD for r in (HEADER, *ROWS)), initial=TOP)][1:]
    found = sorted({edge for cell in table.cells for edge in (cell.places[0].box[1], cell.places[0].box[3])})
    assert found == pytest.approx(tops, abs=0.1)


def test_a_short_rest_on_the_next_page_is_part_of_the_table(tmp_path: Path) -> None:
    fills = [steelblue, *turns(6, whitesmoke, lightgrey)]
    rest = [HEADER, [["Sport"], ["Apre le palestre", "", "", "Chiude le palestre"], ["31/05/2031"]]]
    (table,) = pdf(tmp_path, ([HEADER, *ROWS], fills), (rest, fills[:2]))
    assert texts(table) == printed([HEADER, *ROWS, rest[1]])


LINE = st.text("abcdefghilmnopqrstuvz", min_size=3, max_size=9)
PARAGRAPHS = st.lists(LINE, min_size=1, max_size=3).map(lambda lines: "\n\n".join(lines).split("\n"))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(LINE.map(lambda line: [line]), PARAGRAPHS, PARAGRAPHS), min_size=6, max_size=12),
    st.sampled_from([turns(13, whitesmoke, lightgrey), turns(14, None, lightgrey)]),
    st.booleans(),
)
def test_any_rows_on_two_colours_come_back(tmp_path_factory: pytest.TempPathFactory, rows, fills, by_cell) -> None:
    rows = [HEADER, *map(list, rows)]
    (table,) = pdf(tmp_path_factory.mktemp("bands"), (rows, fills[-len(rows) :]), by_cell=by_cell)
    assert [list(map(squeezed, row)) for row in texts(table)] == [list(map(squeezed, row)) for row in printed(rows)]


RECORDS: list[list[Cell]] = [[[f"via {n}"], [f"lavoro numero {n}"], [f"{n}/03/2031"]] for n in range(1, 13)]


def test_headings_of_sections_on_colour_are_no_rows_of_many_records(tmp_path: Path) -> None:
    rows = [HEADER]
    for n in range(0, 12, 3):
        rows += [[[f"Settore {n}"], [], []], *RECORDS[n : n + 3]]
    fills = [steelblue, *turns(16, lightgrey, None, None, None)]
    (table,) = pdf(tmp_path, (rows, fills))
    dates = [cell.text for cell in table.cells if cell.column == 2 and cell.text]
    assert dates == ["Entro", *(f"{n}/03/2031" for n in range(1, 13))]
    assert all(cell.row_span == 1 for cell in table.cells)


def test_totals_on_colour_are_no_rows_of_many_records(tmp_path: Path) -> None:
    rows = [HEADER]
    for n in range(0, 12, 2):
        rows += [*RECORDS[n : n + 2], [["Totale"], ["due lavori"], ["2"]]]
    (table,) = pdf(tmp_path, (rows, [steelblue, *turns(18, None, None, lightgrey)]))
    assert texts(table) == printed(rows)


def test_a_box_behind_the_whole_body_parts_no_rows(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    height = len(RECORDS) * (LEADING + 2 * PAD)
    canvas.setFillColor(whitesmoke)
    canvas.rect(LEFT, A4[1] - TOP - LEADING - 2 * PAD - height, sum(WIDTHS), height, stroke=0, fill=1)
    draw(canvas, [HEADER, *RECORDS], [steelblue, *turns(12, None)])
    canvas.save()
    (table,) = extract(tmp_path / "a.pdf").tables
    assert texts(table) == printed([HEADER, *RECORDS])


def test_marked_words_and_single_coloured_cells_part_no_rows(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    widths, long = (50.0, 360.0, 60.0), "che prende quasi tutta la larghezza della tabella e che è segnato in giallo"
    rows = [HEADER, *([[f"via {n}"], [f"lavoro numero {n}, {long}", "in due parti"], ["31/03"]] for n in range(1, 9))]
    height = 2 * LEADING + 2 * PAD
    for n, row in enumerate(rows[1:]):
        top = A4[1] - TOP - LEADING - 2 * PAD - n * height
        canvas.setFillColorRGB(1, 1, 0)
        for i, line in enumerate(row[1]):
            width = canvas.stringWidth(line, "Helvetica", SIZE)
            canvas.rect(LEFT + widths[0] + PAD, top - PAD - SIZE - i * LEADING - 2, width, LEADING, stroke=0, fill=1)
        canvas.rect(LEFT + sum(widths[:2]), top - height / 2, widths[2], height / 2, stroke=0, fill=1)
    draw(canvas, rows, turns(9, None), widths=widths)
    canvas.save()
    (table,) = extract(tmp_path / "a.pdf").tables
    assert texts(table) == printed(rows)


@pytest.mark.parametrize("columns", [1, 2])
def test_coloured_titles_over_text_are_no_table(tmp_path: Path, columns: int) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    text = ["La Giunta comunale di Valdelsole delibera quanto segue per l'anno" for _ in range(8)]
    rows = [[[f"Capo {n}"], []] if n % 2 else [text, text if columns == 2 else []] for n in range(1, 9)]
    draw(canvas, rows, turns(8, lightgrey, None), widths=(270.0, 250.0))
    canvas.save()
    assert extract(tmp_path / "a.pdf").tables == ()
