"""Which column holds which field: told from the header, or from the columns of the table before."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import DETTAGLIO, LEFT, UP, riga, section, table

from normalizers.headers import go_on, recognise
from normalizers.layout import layouts

LAYOUT = {layout.name: layout for layout in layouts()}
DETAIL, MATRIX = LAYOUT["elementi_di_dettaglio"], LAYOUT["matrice_peg"]
FLAT = ["Tipo", "N", "Obiettivi Anno 2031", "Cognome", "Nome", "Direzione", "Unità Organizzativa", "KPI", "Target"]
FIELDS = [
    "tipo", "n", "titolo", "responsabile_cognome", "responsabile_nome", "direzione", "unita_organizzativa", "kpi",
    "target_raw",
]  # fmt: skip
MATRICE = [
    "Missione", "Programma", "Obiettivo operativo DUP", "Cdr", "Indicatore", "Target", "Obiettivo gestionale PEG",
    "Indicatore", "Target",
]  # fmt: skip


def mapping(rows, layout=DETAIL):
    found = table(rows)
    return recognise(found, found.grid(), layout)


def fields(rows, layout=DETAIL):
    return first_columns(mapping(rows, layout))


def first_columns(found):
    """Field -> its column (of a path the first)."""
    return {name: columns[0] for name, columns in found.fields.items()}


class TestRecognise:
    def test_header_of_two_rows(self):
        found = mapping([*DETTAGLIO, riga()])
        assert list(first_columns(found).values()) == list(range(12))
        assert found.fields["responsabile_cognome"] == (3,) and found.fields["responsabile_nome"] == (4,)
        assert (found.first_row, found.last_row, found.unknown) == (0, 2, {})

    def test_header_of_one_row(self):
        assert fields([FLAT, ["x"] * 9]) == {name: i for i, name in enumerate(FIELDS)}

    @pytest.mark.parametrize(
        ("printed", "synonym"),
        [
            ("Direzione", "Settore"),
            ("KPI", "Indicatore"),
            ("Target", "Valore atteso"),
            ("Unità Organizzativa", "UNITA' ORGANIZZATIVA RESPONSABILE"),
            ("Unità Organizzativa", "Unità\nOrganizza-\ntiva"),
            ("Unità Organizzativa", "Unità Organizza tiva (U.O.)"),
            ("Obiettivi Anno 2031", "OBIETTIVI ANNO 2040"),
            ("N", "N. obiettivo"),
            ("N", "N."),
        ],
    )
    def test_synonyms_accents_and_line_breaks_inside_words(self, printed, synonym):
        header = [synonym if name == printed else name for name in FLAT]
        assert fields([header, ["x"] * 9]) == {name: i for i, name in enumerate(FIELDS)}

    @given(st.permutations(list(zip(FLAT, FIELDS, strict=True))))
    @settings(max_examples=40, deadline=None)
    def test_columns_may_stand_in_any_order(self, columns):
        found = fields([[name for name, _ in columns], ["x"] * 9])
        assert found == {field: i for i, (_, field) in enumerate(columns)}

    def test_columns_that_are_not_required_may_be_missing(self):
        header = [name for name in FLAT if name not in ("Nome", "Direzione")]
        assert set(FIELDS) - set(fields([header, ["x"] * 7])) == {"responsabile_nome", "direzione"}

    @pytest.mark.parametrize("missing", ["Tipo", "N", "Obiettivi Anno 2031", "Cognome", "KPI", "Target"])
    def test_header_without_a_required_column_is_not_this_layout(self, missing):
        header = [name for name in FLAT if name != missing]
        assert mapping([header, ["x"] * 8]) is None

    def test_titles_may_stand_above_the_header(self):
        found = mapping([section("Piano degli obiettivi 2031", 9), section("Allegato", 9), FLAT, ["x"] * 9])
        assert (found.first_row, found.last_row) == (2, 3)

    def test_header_words_deep_in_a_table_are_no_header(self):
        assert mapping([*[["x"] * 9] * 6, FLAT, ["x"] * 9]) is None

    def test_column_with_a_heading_that_nobody_knows_is_told(self):
        found = mapping([[*FLAT, "Colore preferito"], ["x"] * 10])
        assert found.unknown == {9: "Colore preferito"}

    def test_heading_printed_twice_is_taken_once_and_told(self):
        found = mapping([[*FLAT, "KPI"], ["x"] * 10])
        assert found.fields["kpi"] == (7,)
        assert found.unknown == {9: "KPI"}

    def test_header_text_keeps_the_year(self):
        assert "Obiettivi Anno 2031" in mapping([FLAT, ["x"] * 9]).header

    def test_one_table_is_claimed_by_one_layout_only(self):
        assert mapping([FLAT, ["x"] * 9], MATRIX) is None
        assert mapping([MATRICE, ["x"] * 9], DETAIL) is None


class TestNeighbours:
    """`Indicatore` and `Target` are printed twice: each belongs to the objective on its left."""

    def test_headings_printed_twice_are_told_by_their_neighbour(self):
        found = fields([MATRICE, ["x"] * 9], MATRIX)
        assert (found["indicatore_dup"], found["target_dup"]) == (4, 5)
        assert (found["indicatore_peg"], found["target_peg"]) == (7, 8)

    def test_second_group_printed_first(self):
        found = fields([[*MATRICE[6:], *MATRICE[:6]], ["x"] * 9], MATRIX)
        assert (found["indicatore_peg"], found["target_peg"]) == (1, 2)
        assert (found["indicatore_dup"], found["target_dup"]) == (7, 8)

    def test_group_without_indicators_leaves_them_to_the_other(self):
        header = [name for i, name in enumerate(MATRICE) if i not in (4, 5)]
        found = fields([header, ["x"] * 7], MATRIX)
        assert (found["indicatore_peg"], found["target_peg"]) == (5, 6)
        assert "indicatore_dup" not in found and "target_dup" not in found

    def test_heading_left_of_every_objective_belongs_to_none(self):
        found = mapping([["Indicatore", *MATRICE], ["x"] * 10], MATRIX)
        assert found.unknown == {0: "Indicatore"}
        assert (found.fields["indicatore_dup"], found.fields["indicatore_peg"]) == ((5,), (8,))

    def test_heading_over_two_columns_counts_them(self):
        found = fields([["Obiettivo strategico", LEFT, *MATRICE], ["x"] * 11], MATRIX)
        assert (found["strategico_n"], found["obiettivo_strategico"]) == (0, 1)

    def test_heading_over_two_columns_in_two_rows(self):
        rows = [["Obiettivo strategico", LEFT, *MATRICE], [UP, UP, *[UP] * 9], ["x"] * 11]
        found = mapping(rows, MATRIX)
        assert (found.fields["strategico_n"], found.fields["obiettivo_strategico"]) == ((0,), (1,))


class TestGoOn:
    def test_table_without_header_under_the_same_columns_goes_on(self):
        first, second = table([FLAT, ["x"] * 9]), table([["y"] * 9])
        earlier = recognise(first, first.grid(), DETAIL)
        assert go_on(second, first, earlier).fields == earlier.fields
        assert go_on(second, first, earlier).last_row == 0

    def test_table_with_other_columns_does_not(self):
        first, second = table([FLAT, ["x"] * 9]), table([["y"] * 9], xs=[30.0 + 58 * i for i in range(10)])
        assert go_on(second, first, recognise(first, first.grid(), DETAIL)) is None

    def test_table_with_fewer_columns_does_not(self):
        first, second = table([FLAT, ["x"] * 9]), table([["y"] * 4])
        assert go_on(second, first, recognise(first, first.grid(), DETAIL)) is None

    def test_extra_column_in_between_does_not_disturb(self):
        """A column that only the first table has does not matter where no field stands in it."""
        xs = [50.0 * (i + 1) for i in range(11)]
        first, second = table([[*FLAT, "Colore"], ["x"] * 10], xs=xs), table([["y"] * 9], xs=xs[:10])
        earlier = recognise(first, first.grid(), DETAIL)
        assert go_on(second, first, earlier).fields == earlier.fields


def test_header_ends_below_its_merged_cells():
    """One heading over two rows: the second row of the others is no data, whatever it prints."""
    header = [["Tipo", "N", "Obiettivi", "Cognome", "KPI", "Target"], [UP, UP, UP, UP, UP, "anno 2031"]]
    found = mapping([*header, ["OD", "1", "Archivio", "Neri", "Faldoni", "90%"]])
    assert found is None or found.last_row == 2


def test_columns_of_a_scan_that_is_not_straight_go_on():
    """The box around a turned cell is wider than the cell: a narrow column looks a quarter wider on the next page."""
    edges = [50, 70, 200, 300, 400, 450, 500]
    first = table([FLAT_NARROW, ["OD", "1", "Archivio", "Neri", "Faldoni", "90%"]], xs=edges)
    second = table([["OD", "2", "Strade", "Verdi", "Buche", "80%"]], page=2, xs=[44.5, *edges[1:]])
    assert go_on(second, first, recognise(first, first.grid(), DETAIL)) is not None


FLAT_NARROW = ["Tipo", "N", "Obiettivi Anno 2031", "Cognome", "KPI", "Target"]
