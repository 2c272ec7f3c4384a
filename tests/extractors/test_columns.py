"""Tables without rulings, or with half of them: pages of a made-up municipality, glyph by glyph."""

import itertools

import numpy as np
import pytest

from extractors.columns import with_columns
from extractors.letters import Letters
from extractors.page import PageContent
from extractors.rivers import borders
from extractors.sheet import take_apart

GLYPH, HEIGHT, LEADING, ROW = 4.0, 8.0, 9.5, 15.0
LEFT = (40.0, 120.0, 260.0, 400.0)
WORDS = "manutenzione del verde e delle strade comunali di Borgo Finto"


def make_page(texts, number=1, horizontal=(), vertical=()):
    """A page from (x, top, text); each glyph is 4 points wide and 8 high."""
    text, box = [], []
    for x, top, line in texts:
        for i, letter in enumerate(line):
            text.append(letter)
            box.append((x + i * GLYPH, top, x + (i + 1) * GLYPH, top + HEIGHT))
    return PageContent(
        number=number,
        width=595.0,
        height=842.0,
        rotation=0,
        engine="test",
        text=Letters.of(text),
        box=np.array(box),
        hidden=np.zeros(len(text), dtype=np.bool_),
        turn=np.zeros(len(text), dtype=np.int64),
        horizontal=np.array(horizontal, dtype=np.float64).reshape(-1, 3),
        vertical=np.array(vertical, dtype=np.float64).reshape(-1, 3),
        has_images=False,
    )


def set_rows(rows, top=60.0, left=LEFT, white=ROW - HEIGHT, down=0.0):
    """Lines at their places: `rows` of cells, each a list of lines; and the top of each row.

    `down`: 0 when cells stand at the top of their row, 0.5 in the middle, 1 at the bottom.
    """
    texts, tops = [], []
    for row in rows:
        tops.append(top)
        lines = max(len(cell) for cell in row)
        for x, cell in zip(left, row, strict=True):
            start = top + (lines - len(cell)) * LEADING * down
            texts += [(x, start + n * LEADING, line) for n, line in enumerate(cell)]
        top += (lines - 1) * LEADING + HEIGHT + white
    return texts, tops


def read(*pages):
    return with_columns([take_apart(page) for page in pages])


def texts_of(sheet, number=0):
    """The text of each slot by (row, column), and its spans."""
    grid, cells = sheet.grids[number], sheet.cells[number]
    return {
        (slot.row, slot.column): (" ".join(line.text for line in lines), slot.row_span, slot.column_span)
        for slot, lines in zip(grid.slots, cells, strict=True)
    }


HEADER = [["Numero"], ["Obiettivo"], ["Indicatore"], ["Target"]]


def record(n, lines=2):
    words = [f"opera {n} di", "manutenzione", "del verde"][:lines]
    return [[str(n)], words, [f"lotti {n}"], [f"{n}0%"]]


@pytest.mark.parametrize("down", [0.0, 0.5, 1.0])
def test_rows_of_several_lines_are_parted_by_the_white_between_them(down):
    rows = [HEADER, *(record(n, 1 + n % 3) for n in range(1, 8))]
    (sheet,) = read(make_page(set_rows(rows, down=down)[0]))
    found = texts_of(sheet)
    assert len(sheet.grids) == 1 and sheet.grids[0].engine == "camelot"
    assert {key: text for key, (text, _, _) in found.items()} == {
        (r, c): " ".join(cell) for r, row in enumerate(rows) for c, cell in enumerate(row)
    }
    assert sheet.free == []


def test_rows_of_one_line_need_no_wider_white():
    rows = [[[f"via {n}"], [str(n)], [str(n * 7)], [str(n * 31)]] for n in range(12)]
    (sheet,) = read(make_page(set_rows(rows, white=2.0)[0]))
    assert len(sheet.grids[0].ys) - 1 == 12


def test_records_without_wider_white_begin_where_a_column_says_so():
    rows = [record(n, 3) for n in range(1, 9)]
    (sheet,) = read(make_page(set_rows(rows, white=LEADING - HEIGHT)[0]))
    assert [texts_of(sheet)[r, 1][0] for r in range(8)] == [" ".join(row[1]) for row in rows]


def test_a_page_where_a_column_is_blank_has_the_columns_of_its_neighbours():
    full = [HEADER, *(record(n) for n in range(1, 7))]
    blank = [[[], *record(n)[1:]] for n in range(7, 12)]
    blank += [record(12)]
    first, second = read(make_page(set_rows(full)[0]), make_page(set_rows(blank)[0], number=2))
    assert first.grids[0].xs.tolist() == second.grids[0].xs.tolist()
    assert (texts_of(second)[0, 0][0], texts_of(second)[5, 0][0]) == ("", "12")


def test_blank_rows_at_the_top_of_a_page_go_on_with_a_merged_cell():
    first = [HEADER, *([["Ambito"] if n in (1, 6) else [], *record(n)[1:]] for n in range(1, 9))]
    second = [[[], *record(n)[1:]] for n in range(9, 13)]
    _, sheet = read(make_page(set_rows(first)[0]), make_page(set_rows(second)[0], number=2))
    assert texts_of(sheet)[0, 0] == ("", 4, 1)


@pytest.mark.parametrize("at", [0, 2])
def test_a_cell_said_once_for_a_group_of_rows_is_merged_and_makes_no_row(at):
    groups = [[record(n) for n in (1, 2, 3, 4, 5)], [record(n) for n in (6, 7, 8, 9, 10)]]
    texts, top = set_rows([[["Ambito"], *HEADER[1:]]])[0], 80.0
    for number, group in enumerate(groups):
        lines, tops = set_rows([[[], *row[1:]] for row in group], top)
        texts += [*lines, (LEFT[0], tops[at] + (at > 0) * LEADING / 2, f"ambito {number}")]
        top = tops[-1] + LEADING + HEIGHT + 3 * (ROW - HEIGHT)
    (sheet,) = read(make_page(sorted(texts, key=lambda item: item[1])))
    found = texts_of(sheet)
    assert len(sheet.grids[0].ys) - 1 == 11
    assert found[1, 0] == ("ambito 0", 5, 1)
    assert found[6, 0] == ("ambito 1", 5, 1)


def test_a_heading_of_a_section_spans_the_table():
    rows = [HEADER, *(record(n) for n in range(1, 4)), [["Polizia locale di Borgo Finto"], [], [], []]]
    rows += [record(n) for n in range(4, 8)]
    (sheet,) = read(make_page(set_rows(rows)[0]))
    assert texts_of(sheet)[4, 0] == ("Polizia locale di Borgo Finto", 1, 4)


def test_a_heading_in_the_middle_over_two_columns_spans_both():
    body, _ = set_rows([record(n) for n in range(1, 8)], top=80.0)
    title = "Ambito"
    x = (LEFT[0] + LEFT[2] - len(title) * GLYPH) / 2
    (sheet,) = read(make_page([(x, 60.0, title), *set_rows([[[], [], ["Indicatore"], ["Target"]]])[0], *body]))
    assert texts_of(sheet)[0, 0] == ("Ambito", 1, 2)


def test_horizontal_rulings_part_rows_and_show_merged_cells():
    rows = [HEADER, *([[["A"] if n in (1, 4) else [], *record(n)[1:]] for n in range(1, 7)])]
    texts, tops = set_rows(rows)
    lines = [(top - 3.0, 38.0 if n in (0, 1, 4) else 118.0, 450.0) for n, top in enumerate(tops)]
    bottom = tops[-1] + LEADING + HEIGHT + 3.0
    (sheet,) = read(make_page(texts, horizontal=[*lines, (bottom, 38.0, 450.0)]))
    found = texts_of(sheet)
    assert found[1, 0] == ("A", 3, 1) and found[4, 0] == ("A", 3, 1)
    assert sheet.grids[0].ys.tolist() == pytest.approx([*(top - 3.0 for top in tops), bottom])


def test_two_columns_are_a_table_only_between_rulings():
    rows = [[[f"via {n} della Prova"], [str(n * 31)]] for n in range(9)]
    texts, tops = set_rows(rows, left=(40.0, 300.0))
    ruled = [(top - 3.0, 38.0, 350.0) for top in tops]
    assert read(make_page(texts))[0].grids == []
    (sheet,) = read(make_page(texts, horizontal=ruled))
    assert len(sheet.grids[0].slots) == 18


def small_table(x, most):
    """Three columns from x on with rows of one to three lines: its texts, what its rows hold, and where they begin."""
    rows = [HEADER[:3], *(record(n, 1 + n * most % 3)[:3] for n in range(1, 7))]
    texts, tops = set_rows(rows, left=(x, x + 40.0, x + 120.0))
    return texts, [" ".join(row[1]) for row in rows], [*tops, texts[-1][1] + ROW + LEADING]


@pytest.mark.parametrize("painted", [False, True])
def test_tables_side_by_side_have_rows_of_their_own(painted):
    tables = {18.0: small_table(20.0, 1), 298.0: small_table(300.0, 2)}
    texts = sorted((text for own, _, _ in tables.values() for text in own), key=lambda text: text[1])
    page = make_page(texts)
    if painted:
        rows = [(x, *row) for x, (_, _, ys) in tables.items() for row in list(itertools.pairwise(ys))[::2]]
        page.bands = np.array([(x, top - 3.0, x + 200.0, bottom - 3.0) for x, top, bottom in rows])
    else:
        page.horizontal = np.array([(y - 3.0, x, x + 200.0) for x, (_, _, ys) in tables.items() for y in ys])
    (sheet,) = read(page)
    found = [texts_of(sheet, number) for number in range(len(sheet.grids))]
    assert [[own[row, 1][0] for row in range(7)] for own in found] == [held for _, held, _ in tables.values()]


def paragraph(x, top, width, count):
    words, lines = (WORDS + " ") * 20, []
    for n in range(count):
        line = words[n * 13 :][: int(width / GLYPH) - n % 3]
        lines.append((x, top + n * LEADING, line.strip()))
    return lines


@pytest.mark.parametrize(
    "texts",
    [
        paragraph(40.0, 60.0, 500.0, 40),
        paragraph(40.0, 60.0, 240.0, 40) + paragraph(310.0, 60.0, 240.0, 40),
        paragraph(40.0, 60.0, 160.0, 40) + paragraph(220.0, 60.0, 160.0, 40) + paragraph(400.0, 60.0, 160.0, 40),
        [line for n in range(20) for line in ((40.0, 60.0 + n * LEADING, f"{n}."), (60.0, 60.0 + n * LEADING, WORDS))],
        [line for n in range(20) for line in ((40.0, 60.0 + n * 12, WORDS[: 20 + n]), (500.0, 60.0 + n * 12, str(n)))],
        [(40.0, 60.0, "IL SINDACO"), (220.0, 60.0, "IL SEGRETARIO"), (420.0, 60.0, "IL DIRETTORE")],
    ],
    ids=["prose", "two-column prose", "three-column prose", "list", "table of contents", "signatures"],
)
def test_no_table_is_seen_where_none_is(texts):
    page = make_page(texts)
    sheet = take_apart(page)
    assert with_columns([sheet]) == [sheet]


def boxed(rows, white):
    """A table with a header band, an outer border and column rulings, none between records."""
    texts, tops = set_rows(rows, white=white)
    bottom = tops[-1] + 3 * LEADING
    xs = [38.0, 118.0, 258.0, 398.0, 460.0]
    horizontal = [(y, xs[0], xs[-1]) for y in (tops[0] - 3, tops[1] - 3, bottom)]
    return make_page(texts, horizontal=horizontal, vertical=[(x, tops[0] - 3, bottom) for x in xs])


@pytest.mark.parametrize("white", [ROW - HEIGHT, LEADING - HEIGHT])
def test_a_ruled_row_of_many_records_is_cut_at_their_first_lines(white):
    (sheet,) = read(boxed([HEADER, *(record(n) for n in range(1, 11))], white))
    found = texts_of(sheet)
    assert len(sheet.grids[0].ys) - 1 == 11
    assert [found[r, 1][0] for r in range(1, 11)] == [f"opera {n} di manutenzione" for n in range(1, 11)]
    assert sheet.grids[0].engine == "reticolo"


def test_the_few_records_of_the_last_page_are_cut_like_those_of_the_pages_before():
    first = boxed([HEADER, *(record(n) for n in range(1, 11))], ROW - HEIGHT)
    last = boxed([HEADER, *(record(n) for n in range(11, 14))], ROW - HEIGHT)
    found = [len(sheet.grids[0].ys) - 1 for sheet in read(first, last)]
    assert found == [11, 4]
    assert [len(sheet.grids[0].ys) - 1 for sheet in read(last)] == [2]


def test_honest_cells_of_many_lines_stay_whole():
    cell = [WORDS[i : i + 14] for i in range(0, 56, 8)]
    sheet = take_apart(boxed([HEADER, [["1"], cell, cell, ["90%", "entro", "la fine", "di maggio"]]], 7.0))
    assert with_columns([sheet]) == [sheet]


@pytest.mark.parametrize("heading", [(85.0, 125.0), (60.0, 150.0)], ids=["in the river", "over both columns"])
def test_a_heading_over_a_river_is_no_column_and_hides_none(heading):
    box = np.array([(40.0 + 100 * c, 10.0 * r, 70.0 + 100 * c, 10.0 * r + 8) for r in range(1, 6) for c in range(3)])
    title = np.array([(heading[0], 0.0, heading[1], 8.0)])
    assert len(borders(np.vstack([title, box]))) == 4


def test_titles_over_all_columns_hide_none():
    """Titles of tables that follow each other closely: nearly as many lines as the first column has."""
    title = f"{WORDS}, {WORDS}"
    rows = [row for n in range(5) for row in ([[title], [], [], []], HEADER, record(n, 1), record(n + 5, 1))]
    texts, _ = set_rows(rows)
    box = np.array([(x, top, x + GLYPH * len(line), top + HEIGHT) for x, top, line in texts])
    assert len(borders(box)) == 5


def test_headings_at_the_left_of_numbers_at_the_right_are_theirs():
    numbers = [
        (200.0 + 80 * c - 4.0 * n, 20.0 + 10 * n, 200.0 + 80 * c, 28.0 + 10 * n) for n in range(1, 7) for c in range(3)
    ]
    names = [(40.0, 20.0 + 10 * n, 90.0 + 7 * (n % 3), 28.0 + 10 * n) for n in range(1, 7)]
    headings = [(40.0, 10.0, 88.0, 18.0), *((124.0 + 80 * c, 10.0, 140.0 + 80 * c, 18.0) for c in range(3))]
    xs = borders(np.array([*headings, *names, *numbers]))
    assert len(xs) == 5
    assert all(xs[c + 1] < 124.0 + 80 * c for c in range(3))


def test_a_frame_around_a_table_takes_its_columns_from_the_text():
    texts, tops = set_rows([HEADER, *(record(n) for n in range(1, 7))])
    top, bottom = tops[0] - 3, tops[-1] + 3 * LEADING
    (sheet,) = read(
        make_page(
            texts,
            horizontal=[(y, 36.0, 460.0) for y in (top, tops[1] - 3, bottom)],
            vertical=[(36.0, top, bottom), (460.0, top, bottom)],
        )
    )
    assert [(len(grid.xs) - 1, len(grid.ys) - 1) for grid in sheet.grids] == [(4, 7)]


def test_a_frame_around_text_stays():
    texts = paragraph(40.0, 60.0, 100, 8)
    frame = [(36.0, 50.0, 150.0), (550.0, 50.0, 150.0)]
    sheet = take_apart(make_page(texts, horizontal=[(y, 36.0, 550.0) for y in (50.0, 69.0, 150.0)], vertical=frame))
    assert len(sheet.grids) == 1 and with_columns([sheet]) == [sheet]


def test_rulings_drawn_cell_by_cell_show_where_columns_meet():
    words = [WORDS[i : i + 12] for i in range(0, 48, 12)]
    rows = [[["Numero"], ["Obiettivo"], [], ["Target"]], [["1"], words, [], ["90%", "80%"]]]
    texts, tops = set_rows(rows)
    xs, ys = [38.0, 118.0, 258.0, 398.0, 460.0], [tops[0] - 3, tops[1] - 3, tops[1] + 4 * LEADING]
    pieces = [(y, a, b) for y in ys for a, b in itertools.pairwise(xs)]
    (sheet,) = read(make_page(texts, horizontal=pieces))
    assert sheet.grids[0].xs.tolist() == pytest.approx(xs)
    assert sheet.grids[0].ys.tolist() == pytest.approx(ys)
    assert texts_of(sheet)[1, 1] == (" ".join(word.strip() for word in words), 1, 1)
    assert sheet.grids[0].engine == "reticolo"


def test_dashed_rulings_are_no_columns():
    dashes = [(y, x, x + 4.0) for y in (58.0, 90.0, 120.0) for x in np.arange(40.0, 500.0, 5.0)]
    (sheet,) = read(make_page(paragraph(40.0, 60.0, 400.0, 6), horizontal=dashes))
    assert sheet.grids == []


def test_headings_of_sections_over_a_narrow_column_part_it_from_the_next():
    header = [["N."], ["Opera"], ["Indicatore"], ["Target"]]
    first, second = ([[name], [], [], []] for name in ("Settore tecnico", "Settore sociale"))
    works = [[[str(n)], [f"opera {n} di", "manutenzione"], ["metri rifatti"], [f"{n}0"]] for n in range(1, 11)]
    texts, _ = set_rows([header, first, *works[:5], second, *works[5:]], left=(40.0, 60.0, 260.0, 400.0))
    (sheet,) = read(make_page(texts))
    found = texts_of(sheet)
    assert [found[0, column][0] for column in range(4)] == ["N.", "Opera", "Indicatore", "Target"]
    assert found[1, 0] == ("Settore tecnico", 1, 4)
    assert [found[2, column][0] for column in range(4)] == ["1", "opera 1 di manutenzione", "metri rifatti", "10"]
