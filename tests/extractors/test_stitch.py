"""One logical table from its pieces on several pages. The municipality and its figures are made up."""

from dataclasses import replace

import numpy as np
import pytest
from factories import page, printed, ruled, table_page, tables_of
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.lattice import Grid
from extractors.passing import with_passing_rows
from extractors.sheet import take_apart
from extractors.stitch import LogicalTable, Piece, _columns

HEADER = ["Indicatore", "Descrizione", "Target"]
CUT = ["I3", "apertura del nuovo sportello al", "80%"]
"""A row that the page break cuts: it goes on with `pubblico`."""
XS = (50, 150, 350, 550)
NO_GRID = Grid(np.zeros(0), np.zeros(0), (), np.zeros((0, 0)), np.zeros(0))
LOW = 700.0
"""A table that begins here ends where the paper does."""


def rows(first, last):
    return [[f"I{n}", f"descrizione numero {n}", f"{n}0%"] for n in range(first, last + 1)]


def segments(table):
    return [(s.page, s.first_row, s.last_row, s.repeated_header_rows) for s in table.segments]


class TestWholeTables:
    def test_table_over_three_pages_with_repeated_headers_is_one(self):
        (table,) = tables_of(
            table_page([HEADER, *rows(1, 3)], number=1),
            table_page([HEADER, *rows(4, 6)], number=2),
            table_page([HEADER, *rows(7, 8)], number=3),
        )
        assert printed(table) == [HEADER, *rows(1, 8)]
        assert segments(table) == [(1, 0, 3, 0), (2, 4, 6, 1), (3, 7, 8, 1)]

    def test_header_of_two_rows_printed_again_is_left_out(self):
        header = [HEADER, ["", "", "valore"]]
        (table,) = tables_of(table_page([*header, *rows(1, 2)], number=1), table_page([*header, *rows(3, 4)], number=2))
        assert printed(table) == [*header, *rows(1, 4)]
        assert segments(table)[1] == (2, 4, 5, 2)

    def test_table_without_repeated_header_goes_on_under_the_same_columns(self):
        (table,) = tables_of(table_page([HEADER, *rows(1, 3)], number=1), table_page(rows(4, 6), number=2))
        assert printed(table) == [HEADER, *rows(1, 6)]
        assert segments(table) == [(1, 0, 3, 0), (2, 4, 6, 0)]

    def test_same_header_at_another_scale_goes_on(self):
        (table,) = tables_of(
            table_page([HEADER, *rows(1, 2)], number=1),
            table_page([HEADER, *rows(3, 4)], number=2, xs=[30 + (x - 50) * 0.8 for x in XS]),
        )
        assert printed(table) == [HEADER, *rows(1, 4)]
        assert table.n_columns == 3
        assert table.grid()[3][0].places[0].box[0] == 30

    def test_every_cell_keeps_the_place_where_it_is_printed(self):
        (table,) = tables_of(
            table_page([HEADER, *rows(1, 1)], number=1), table_page([HEADER, *rows(2, 2)], number=2, top=200)
        )
        grid = table.grid()
        assert [(p.page, p.box) for p in grid[1][2].places] == [(1, (350, 140, 550, 180))]
        assert [(p.page, p.box) for p in grid[2][2].places] == [(2, (350, 240, 550, 280))]

    def test_column_split_on_a_later_page_gets_a_border_of_its_own(self):
        (table,) = tables_of(
            table_page([HEADER, *rows(1, 2)], number=1),
            table_page([["I3", "a", "b", "30%"]], number=2, xs=(50, 150, 250, 350, 550)),
        )
        assert table.n_columns == 4
        assert table.grid()[1][1] is table.grid()[1][2]
        assert printed(table)[3] == ["I3", "a", "b", "30%"]

    @pytest.mark.parametrize("pieces", [[(50, 150, 153, 350), (50, 152, 350)], [(50, 152, 350), (50, 150, 153, 350)]])
    def test_two_borders_of_one_page_are_two_however_near(self, pieces):
        drawn = [Piece(n, NO_GRID, [], np.array(xs), 0.5, 595.0) for n, xs in enumerate(pieces, 1)]
        assert len(_columns(LogicalTable(drawn))) == 4


class TestOtherTables:
    def test_table_with_other_columns_is_another(self):
        found = tables_of(
            table_page([HEADER, *rows(1, 2)], number=1),
            table_page([["Settore", "Peso"], ["Tecnico", "20"]], number=2, xs=(80, 300, 500)),
        )
        assert [table.number for table in found] == [1, 2]
        assert printed(found[1])[1] == ["Tecnico", "20"]

    def test_text_under_the_first_piece_parts_them(self):
        found = tables_of(
            table_page(rows(1, 2), number=1, texts=[("Totale degli indicatori: 2", 60, 400)]),
            table_page(rows(3, 4), number=2),
        )
        assert len(found) == 2

    def test_title_over_the_second_piece_parts_them(self):
        found = tables_of(
            table_page(rows(1, 2), number=1),
            table_page(rows(3, 4), number=2, top=300, texts=[("Settore Biblioteche", 60, 250)]),
        )
        assert len(found) == 2

    def test_running_header_and_page_number_part_nothing(self):
        def around(number):
            return [("Comune di Borgo Inventato", 50, 30), (f"Pagina {number} di 3", 50, 800)]

        pages = [table_page([HEADER, *rows(n, n)], number=n, texts=around(n)) for n in (1, 2, 3)]
        assert len(tables_of(*pages)) == 1

    def test_text_before_and_after_a_table_of_two_pages_parts_nothing(self):
        running = [("Comune di Borgo Inventato", 50, 30), ("Piano della performance", 50, 800)]
        before, after = ("Questi sono gli indicatori.", 50, 60), ("Il piano finisce qui.", 50, 600)
        first = table_page([HEADER, *rows(1, 2)], number=1, texts=[*running, before])
        second = table_page([HEADER, *rows(3, 4)], number=2, texts=[*running, after])
        assert [printed(table) for table in tables_of(first, second)] == [[HEADER, *rows(1, 4)]]

    def test_title_that_was_elsewhere_on_the_page_before_parts_them(self):
        title = "Indicatori"
        first = table_page([HEADER, *rows(1, 2)], number=1, texts=[("Testo", 50, 30), (title, 50, 60)])
        second = table_page([HEADER, *rows(3, 4)], number=2, texts=[(title, 50, 30)])
        assert len(tables_of(first, second)) == 2

    def test_page_without_tables_between_parts_them(self):
        found = tables_of(
            table_page([HEADER, *rows(1, 2)], number=1),
            page([("Solo testo", 50, 300)], number=2),
            table_page([HEADER, *rows(3, 4)], number=3),
        )
        assert len(found) == 2

    def test_two_tables_of_one_page_stay_two(self):
        both = page(
            [("uno", 54, 104), ("due", 54, 304)], ruled(XS, (100, 140, 180)) + ruled(XS, (300, 340, 380)), number=1
        )
        assert len(tables_of(both)) == 2

    def test_table_on_a_page_of_another_width_is_another(self):
        upright = table_page([HEADER, *rows(1, 2)], number=1)
        across = replace(table_page([["Fase", "Mese", "Settore"], *rows(3, 4)], number=2), width=842.0, height=595.0)
        assert [t.n_rows for t in tables_of(upright, across)] == [3, 3]


class TestCutRows:
    """A row that the page break cuts is one row again."""

    def test_row_without_lower_border_goes_on(self):
        """The first page shows that the table closes its rows; the second leaves its last row open."""
        (table,) = tables_of(
            table_page([HEADER, *rows(1, 1)], number=1),
            table_page([*rows(2, 2), CUT], number=2, open_below=(0, 1, 2)),
            table_page([["", "pubblico", ""], *rows(4, 4)], number=3),
        )
        assert printed(table)[3:] == [["I3", "apertura del nuovo sportello al pubblico", "80%"], *rows(4, 4)]
        assert [place.page for place in table.grid()[3][1].places] == [2, 3]

    def test_table_that_never_draws_its_lower_border_cuts_no_row(self):
        (table,) = tables_of(
            *(table_page([HEADER, *rows(n, n)], number=n, open_below=(0, 1, 2)) for n in (1, 2, 3)),
        )
        assert printed(table) == [HEADER, *rows(1, 3)]

    def test_row_open_at_both_sides_of_the_break_goes_on_in_a_table_that_began_closed(self):
        first = table_page([HEADER, *rows(1, 2), CUT], number=1, open_below=(0, 1, 2))
        second = page(
            [("pubblico", 154, 104), ("I4", 54, 124), ("altro", 154, 124), ("10%", 354, 124)],
            [(x, 100, x, 160) for x in XS] + [(50, y, 550, y) for y in (120, 160)],
            number=2,
        )
        (table,) = tables_of(first, second)
        assert printed(table)[3:] == [["I3", "apertura del nuovo sportello al pubblico", "80%"], ["I4", "altro", "10%"]]

    def test_row_runs_through_a_page_that_shows_only_its_sides(self):
        sides = [(x, 60, x, 800) for x in XS]
        pages = [
            table_page([HEADER, *rows(1, 2), CUT], number=1, open_below=(0, 1, 2)),
            page([("pubblico e di quello per", 154, 64)], sides, number=2),
            page([("le imprese", 154, 64)], [(x, 60, x, 100) for x in XS] + [(50, 100, 550, 100)], number=3),
        ]
        through = with_passing_rows([take_apart(content) for content in pages])
        assert [len(sheet.grids) for sheet in through] == [1, 1, 1]
        without = with_passing_rows([take_apart(pages[0]), take_apart(page([("altro", 154, 64)], sides[:2], number=2))])
        assert [len(sheet.grids) for sheet in without] == [1, 0]

    def test_closed_row_goes_on_where_its_text_had_no_room(self):
        """Both cells hold 38 letters a line, and one line."""
        full = "apertura dello sportello unico per gli", "entro la fine dell'anno con un margine"
        (table,) = tables_of(
            table_page([HEADER, ["I1", *full]], number=1, row_height=17, top=LOW),
            table_page([["", "abitanti", "contenuto"], *rows(3, 3)], number=2, row_height=17),
        )
        assert printed(table)[1:] == [["I1", f"{full[0]} abitanti", f"{full[1]} contenuto"], *rows(3, 3)]

    def test_closed_row_with_room_under_its_text_does_not_go_on(self):
        full = "apertura dello sportello unico per gli", "entro la fine dell'anno con un margine"
        (table,) = tables_of(
            table_page([HEADER, ["I1", *full]], number=1),
            table_page([["", "abitanti", "contenuto"], *rows(3, 3)], number=2),
        )
        assert table.n_rows == 4

    def test_row_of_a_table_that_ends_high_on_its_page_is_whole(self):
        """The paper doesn't end there: what stands on the next page is another row, however empty."""
        xs = (50, 150, 250, 350, 450, 550)
        (table,) = tables_of(
            table_page([list("ABCDE"), ["I1", "due", "tre", "prima", "5"]], number=1, xs=xs),
            table_page([["", "", "", "seconda", ""], ["I2", "x", "y", "z", "6"]], number=2, xs=xs),
        )
        assert [row[3] for row in printed(table)] == ["D", "prima", "seconda", "z"]

    def test_nearly_empty_rest_goes_on(self):
        xs = (50, 150, 250, 350, 450, 550)
        (table,) = tables_of(
            table_page([list("ABCDE"), ["I1", "due", "tre", "prima", "5"]], number=1, xs=xs, top=LOW),
            table_page([["", "", "", "seconda", ""], ["I2", "x", "y", "z", "6"]], number=2, xs=xs),
        )
        assert printed(table)[1:] == [["I1", "due", "tre", "prima seconda", "5"], ["I2", "x", "y", "z", "6"]]

    def test_closed_full_row_with_room_is_a_row_of_its_own(self):
        (table,) = tables_of(table_page([HEADER, *rows(1, 2)], number=1), table_page(rows(3, 3), number=2))
        assert table.n_rows == 4
        assert all(len(cell.places) == 1 for cell in table.cells)

    def test_cut_row_after_a_repeated_header_goes_on(self):
        """It is the last row of one segment and the first of the next."""
        (table,) = tables_of(
            table_page([HEADER, *rows(1, 1)], number=1),
            table_page([HEADER, CUT], number=2, open_below=(0, 1, 2)),
            table_page([HEADER, ["", "pubblico", ""], *rows(4, 4)], number=3),
        )
        assert printed(table)[2][1] == "apertura del nuovo sportello al pubblico"
        assert segments(table) == [(1, 0, 1, 0), (2, 2, 2, 1), (3, 2, 3, 1)]

    def test_merged_cell_that_the_page_break_leaves_open_goes_on(self):
        """The first column's cell has no border at the page break, the other columns begin a new row."""
        (table,) = tables_of(
            table_page([HEADER, ["Anagrafe", "carte", "90%"]], number=1, open_below=(0,)),
            table_page([["", "certificati", "95%"], ["Scuole", "mense", "70%"]], number=2),
        )
        assert printed(table) == [
            HEADER,
            ["Anagrafe", "carte", "90%"],
            ["Anagrafe", "certificati", "95%"],
            ["Scuole", "mense", "70%"],
        ]
        merged = table.grid()[1][0]
        assert (merged.row, merged.row_span) == (1, 2)
        assert [place.page for place in merged.places] == [1, 2]

    def test_merged_cell_that_is_closed_at_the_page_break_does_not_go_on(self):
        (table,) = tables_of(
            table_page([HEADER, ["Anagrafe", "carte", "90%"]], number=1),
            table_page([["", "certificati", "95%"], ["Scuole", "mense", "70%"]], number=2),
        )
        assert printed(table)[2] == ["", "certificati", "95%"]


class TestAccounts:
    @pytest.mark.parametrize("repeat", [True, False])
    @given(st.lists(st.integers(1, 5), min_size=1, max_size=5))
    @settings(max_examples=25, deadline=None)
    def test_segments_partition_the_rows(self, repeat, sizes):
        head = [HEADER] if repeat else []
        pages, count = [], 0
        for number, size in enumerate(sizes, 1):
            body = rows(count + 1, count + size)
            pages.append(table_page([*(head if number > 1 else [HEADER]), *body], number=number))
            count += size
        (table,) = tables_of(*pages)
        owned = [row for s in table.segments for row in range(s.first_row, s.last_row + 1)]
        assert owned == list(range(table.n_rows)) == list(range(count + 1))
        assert [table.segment_of(row).page for row in range(1, count + 1)] == [
            number for number, size in enumerate(sizes, 1) for _ in range(size)
        ]
        assert printed(table) == [HEADER, *rows(1, count)]

    def test_no_row_is_beyond_the_segments(self):
        (table,) = tables_of(table_page([HEADER, *rows(1, 2)], number=1))
        with pytest.raises(IndexError, match="has no row 3"):
            table.segment_of(3)

    def test_document_without_tables_has_none(self):
        assert tables_of(page([("Solo testo", 50, 300)])) == []
