"""Which profile claims which table and why: told of readings of made-up tables."""

import pytest
from made_up import DETTAGLIO, LEFT, block, read, riga, table

from normalizers.claims import claims_of
from normalizers.layout_text import comments, headings
from normalizers.misses import near_misses

FORM = "SCHEDA OBIETTIVO GESTIONALE n. 3"
UNKNOWN = [["Che cosa", "Quanto"], ["mele", "7"], ["pere", "12"]]
WORDS = [["Obiettivo", "Indicatore", "Target", "Peso"], ["Riordino dell'archivio", "Faldoni riordinati", "90%", "10"]]


def claim(*items):
    return claims_of(read(*items))


def test_headings_claim_a_table_and_each_has_its_field():
    (found,) = claim(table([*DETTAGLIO, riga(), riga(n="2")]))
    assert (found.layout, found.how, found.header_rows, found.confidence) == (
        "elementi_di_dettaglio",
        "headings",
        (0, 1),
        1.0,
    )
    assert found.headings[3].text == "Responsabile Cognome"
    assert [h.field for h in found.headings][:4] == ["tipo", "n", "titolo", "responsabile_cognome"]
    assert found.records == {"obiettivo": 2, "kpi": 2}
    assert (found.unknown, found.misses) == ((), ())


def test_a_column_that_no_field_takes_is_left_over():
    rows = [[*DETTAGLIO[0], "Bilancio"], [*DETTAGLIO[1], "^"], [*riga(), "cap. 1"]]
    (found,) = claim(table(rows))
    assert [(h.column, h.text) for h in found.unknown] == [(12, "Bilancio")]
    assert found.kept_in == ""


def test_a_table_without_header_goes_on_with_the_one_before():
    first, second = claim(table([*DETTAGLIO, riga()]), table([riga(n="2")]))
    assert (first.how, second.how) == ("headings", "continuation")
    assert second.layout == "elementi_di_dettaglio"
    assert (second.header_rows, second.headings, second.records) == (None, (), {"obiettivo": 1, "kpi": 1})


def test_a_table_of_a_form_says_so():
    (found,) = claim(block(FORM), table([["Titolo", "Durata"], ["Riordino", "Annuale"]]))
    assert (found.layout, found.how) == ("scheda_obiettivo_gestionale", "form")
    assert found.records == {"scheda": 1}


def test_a_slide_shows_what_its_headings_say():
    (found,) = claim(table([["", "2031", "2032"], ["Ambiente Dott. Ugo Prato", "1. Alberi", "1. Sentieri"]]))
    assert (found.layout, found.how, found.header_rows) == ("obiettivi_di_direzione_per_anno", "headings", (0, 0))
    assert [(h.column, h.text, h.field) for h in found.headings] == [(1, "2031", "anno"), (2, "2032", "anno")]


def test_words_of_the_trade_claim_a_table_with_a_confidence():
    (found,) = claim(table(WORDS))
    assert (found.layout, found.how) == ("vocabolario_generale", "words")
    assert 0 < found.confidence < 1
    assert {"titolo", "kpi"} <= {h.field for h in found.headings}
    assert found.misses


def test_a_table_that_nobody_claims_gives_no_record():
    (found,) = claim(table(UNKNOWN))
    assert (found.layout, found.how, found.records) == ("generica", "none", {})


def test_the_nearest_profile_comes_first_and_says_what_it_lacks():
    made = table([["Nominativo", "Incarico"], ["Verdi Ada", "Sindaca"]])
    first = near_misses(made, made.grid())[0]
    assert first.layout == "presenze"
    assert [(h.text, h.field) for h in first.found] == [("Nominativo", "nominativo")]
    assert first.missing == ("presente («Presente» or «Presenza»)",)


def test_a_slide_that_came_near_names_the_column_that_does_not_fit():
    made = table([["", "2031", "Note"], ["Ambiente", "1. Alberi", ""]])
    misses = {miss.layout: miss for miss in near_misses(made, made.grid())}
    near = misses["obiettivi_di_direzione_per_anno"]
    assert [h.text for h in near.found] == ["2031"]
    assert near.missing == ("another heading than «Note»",)


@pytest.mark.parametrize("rows", [[["Solo"]], [["", ""]], [["Titolo", LEFT], ["a", "b"]]])
def test_the_smallest_tables_have_misses_too(rows):
    made = table(rows)
    assert near_misses(made, made.grid())


def test_headings_and_comments_are_as_the_file_writes_them():
    assert headings("elementi_di_dettaglio")["responsabile_cognome"][0] == "Responsabile Cognome"
    assert headings("vocabolario_generale") == {}
    told = comments("elementi_di_dettaglio")
    assert told[0][0] == ""
    assert "counts" in {setting for setting, _ in told}
