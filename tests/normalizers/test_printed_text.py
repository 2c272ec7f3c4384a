"""Keys that headers are compared by, lists that a cell prints as running text."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers import text
from normalizers.text import key, split_marks, year_in


def test_examples_in_the_docstrings_hold():
    assert doctest.testmod(text).failed == 0


@pytest.mark.parametrize(
    "printed",
    [
        "Unità Organizzativa",
        "UNITA' ORGANIZZATIVA",
        "Unità\nOrganizza-\ntiva",
        " unità  organizzativa: ",
        "Unita`(U.O.) organizzativa",
    ],
)
def test_key_ignores_case_accents_blanks_signs_and_parentheses(printed):
    assert key(printed) == "unitaorganizzativa"


def test_key_takes_any_year_for_any_other():
    assert key("Obiettivi Anno 2020") == key("OBIETTIVI anno 2031") != key("Obiettivi Anno")


def test_key_of_nothing_is_empty():
    assert key("") == key(" (da compilare) ") == key("—") == ""


@given(st.text(max_size=40))
def test_key_is_stable_and_plain(printed):
    assert set(key(printed)) <= set("abcdefghijklmnopqrstuvwxyz#")
    assert key(printed.upper()) == key(printed.lower().upper())


@pytest.mark.parametrize(
    ("printed", "year"), [("Obiettivi Anno 2031", 2031), ("PdO 1998/2000", 1998), ("n. 20311", None), ("", None)]
)
def test_year_of_a_header(printed, year):
    assert year_in(printed) == year


MARKED = {
    "numbers": ["1) studio", "2) gara", "3) lavori"],
    "dots": ["1. studio", "2. gara"],
    "letters": ["a) studio", "b) gara"],
    "dashes": ["- studio;", "- gara;", "- lavori"],
    "labels": ["Fase 1: studio", "Fase 2: gara"],
    "nested": ["1) studio", "1.1) rilievi", "1.2) bozza", "2) gara"],
    "note": ["1) studio", "2) gara", "NOTA: salvo proroghe"],
    "head": ["Entro l'anno:", "1) studio", "2) gara"],
}


@pytest.mark.parametrize("items", MARKED.values(), ids=MARKED)
def test_list_is_cut_before_its_marks_even_in_running_text(items):
    assert split_marks([" ".join(items)]) == items


@pytest.mark.parametrize("items", MARKED.values(), ids=MARKED)
def test_list_printed_line_by_line_is_cut_alike(items):
    assert split_marks(items) == items


@pytest.mark.parametrize(
    "sentence",
    [
        "apertura di n. 2 sportelli e di 3 punti",
        "verifica ai sensi dell'art. 5) e dell'art. 9) del regolamento",
        "lavori di manutenzione - lotto A - della scuola",
        "importo di 1.200 euro e 2.400 euro",
        "rete wi-fi e porta a porta",
    ],
)
def test_numbers_and_dashes_inside_a_sentence_are_no_marks(sentence):
    assert split_marks([sentence]) == [sentence]


def test_number_that_does_not_count_on_is_no_mark_inside_a_paragraph():
    assert split_marks(["1) studio 5) gara"]) == ["1) studio 5) gara"]


def test_number_that_does_not_count_on_is_a_mark_where_a_paragraph_begins():
    assert split_marks(["1) studio", "5) gara"]) == ["1) studio", "5) gara"]


def test_counting_may_begin_again():
    assert split_marks(["1) a 2) b 1) c 2) d"]) == ["1) a", "2) b", "1) c", "2) d"]


def test_empty_cell_has_no_items():
    assert split_marks([]) == split_marks([""]) == []


PIECES = st.sampled_from(
    ["1)", "2)", "3.", "a)", "b.", "-", "•", "Fase 1:", "NOTA:", "2.1)", "testo", "n. 2", "fine.", "(1)", "  "]
)


@given(st.lists(st.lists(PIECES, min_size=1, max_size=5).map(" ".join), max_size=5))
def test_items_joined_are_the_text_again(paragraphs):
    items = split_marks(paragraphs)
    assert " ".join(" ".join(items).split()) == " ".join(" ".join(paragraphs).split())
    assert all(items)
