"""Drafts of layouts: valid, with the headings as printed, and wrong about nothing that they are sure of."""

import tomllib

import pytest
from made_up import LEFT, UP, fields, read, section, table

from normalizers import layout
from normalizers.layout import Layout, layouts
from normalizers.proposal import header_rows, name_of, propose
from normalizers.proposal_text import as_toml, waiting

PLAN = [
    ["Codice", "Obiettivo", "Responsabile", LEFT, "Indicatore", "Target", "Colore"],
    [UP, UP, "Cognome", "Nome", UP, UP, UP],
    section("AREA TECNICA", 7),
    ["1", "Riordino dell'archivio", "Verdi", "Ada", "Faldoni riordinati", "90%", "rosso"],
    [UP, UP, UP, UP, "Indice pubblicato", "entro il 30/06/2031", ""],
    ["2", "Cura dei parchi", "Prato", "Ugo", "Alberi curati", "120", "blu"],
]


def draft(rows):
    """The text of a draft, and the layout that it is."""
    text = as_toml(propose(table(rows)), "Prova", "una prova")
    return text, Layout(name="prova", **tomllib.loads(text))


@pytest.fixture
def by_draft(tmp_path, monkeypatch):
    """Read a table by its own draft and no other profile."""

    def call(rows):
        (tmp_path / "prova.toml").write_text(draft(rows)[0], encoding="utf-8")
        monkeypatch.setattr(layout, "FOLDER", tmp_path)
        layouts.cache_clear()
        return read(table(rows))

    yield call
    monkeypatch.undo()
    layouts.cache_clear()


def test_a_draft_of_words_of_the_trade_reads_its_table(by_draft):
    reading = by_draft(PLAN)
    assert [(f["n"], f["titolo"], f["sezione_direzione"]) for f in fields(reading, "obiettivo")] == [
        ("1", "Riordino dell'archivio", "AREA TECNICA"),
        ("2", "Cura dei parchi", "AREA TECNICA"),
    ]
    assert fields(reading, "obiettivo")[0]["responsabili"] == [{"cognome": "Verdi", "nome": "Ada"}]
    indicators = fields(reading, "kpi")
    assert [(f["obiettivo_n"], f["kpi_ordinale"], f["target_raw"]) for f in indicators] == [
        ("1", 1, "90%"),
        ("1", 2, "entro il 30/06/2031"),
        ("2", 1, "120"),
    ]
    assert indicators[0]["altri_campi"] == {"Colore": "rosso"}
    assert {record.layout for record in reading.records} == {"prova"}


def test_an_objective_printed_again_in_each_row_is_one(by_draft):
    rows = [["Codice", "Obiettivo", "Indicatore"], ["1", "Riordino", "Faldoni"], ["1", "Riordino", "Indice"]]
    assert [f["n"] for f in fields(by_draft(rows), "obiettivo")] == ["1"]


def test_headings_of_two_rows_are_joined_and_what_has_no_field_is_a_question():
    text, profile = draft(PLAN)
    written = tomllib.loads(text)["columns"]
    assert written["responsabile_nome"] == {"headers": ["Responsabile Nome"]}
    assert "colore" not in written
    assert '# colore = { headers = ["Colore"] }' in text
    assert "«Colore»? It prints: rosso | blu." in " ".join(text.replace("\n# ", " ").split())
    assert (profile.section, profile.inherit_when_blank) == ("sezione_direzione", ("n",))
    assert profile.inherit == ("n", "titolo", "responsabile_cognome", "responsabile_nome")


def test_a_draft_of_headings_that_nobody_knows_claims_its_table_and_makes_no_record(by_draft):
    rows = [["Pippo", "Pluto"], ["a", "1"], ["b", "2"]]
    reading = by_draft(rows)
    assert [account.layout for account in reading.accounts] == ["prova"]
    assert reading.records == []
    text, profile = draft(rows)
    assert [column.field for column in profile.columns] == ["pippo", "pluto"]
    assert {'# kind = "obiettivo"', '# kind = "kpi"'} <= set(text.splitlines())


def test_what_no_record_could_hold_waits():
    made = propose(table([["Peso", "Fonte dei dati"], ["10", "Registro"]]))
    assert made.records == ()
    assert [column.likely for column in waiting(made)][1] == "fonte"


def test_the_same_heading_twice_is_one_field_and_a_question():
    text, profile = draft([["Obiettivo", "Indicatore", "Target", "Target"], ["Riordino", "Faldoni", "90%", "95%"]])
    assert [column.field for column in profile.columns].count("target_raw") == 1
    assert "Another column is target_raw already" in " ".join(text.replace("\n# ", " ").split())


def test_columns_under_one_heading_are_told_apart():
    made = propose(table([["Obiettivo", "Dati", LEFT], ["Riordino", "a", "b"]]))
    assert [column.heading for column in made.columns] == ["Obiettivo", "Dati @1", "Dati @2"]


def test_quotes_and_backslashes_of_a_heading_do_not_break_the_file():
    written = tomllib.loads(draft([['Detto "fatto"', "C:\\via"], ["a", "b"]])[0])["columns"]
    assert [column["headers"] for column in written.values()] == [['Detto "fatto"'], ["C:\\via"]]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["a", "b"], ["1", "2"]], (0, 1)),
        ([["Titolo", LEFT], ["a", "b"], ["1", "2"]], (1, 2)),
        ([["a", "b", LEFT], [UP, "c", "d"], ["1", "2", "3"]], (0, 2)),
        ([["a", "b", LEFT], ["", "c", "d"], ["1", "2", "3"]], (0, 2)),
    ],
)
def test_the_header_is_told_by_shape_alone(rows, expected):
    assert header_rows(table(rows).grid()) == expected


def test_a_name_is_made_from_a_heading():
    assert name_of("Chi se ne occupa: Unità (anno)") == "chi_se_ne_occupa_unita_anno"
