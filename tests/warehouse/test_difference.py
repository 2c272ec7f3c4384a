"""Two versions of a made-up plan: what was added, dropped, changed, and where it is printed."""

import pytest
from borgo_inventato import document, kpi, load, objective

from warehouse import WarehouseError
from warehouse.difference import differences


@pytest.fixture
def two(con):
    load(
        con,
        document("piano.pdf", "prima"),
        [
            objective(1, "1", "Biblioteche aperte anche la sera e nei giorni festivi"),
            kpi(2, "1", "Adesioni delle associazioni culturali al bando annuale", "300"),
            kpi(3, "1", "Giornate di apertura serale delle biblioteche rionali", "40", number=2),
            objective(4, "2", "Verde curato nei parchi della zona est"),
            objective(5, "9", "Chiusura dello sportello"),
        ],
    )
    load(
        con,
        document("piano.pdf", "seconda"),
        [
            objective(1, "1", "Biblioteche aperte anche la sera e nei giorni festivi"),
            kpi(2, "1", "Prestiti interbibliotecari", "12"),
            kpi(3, "1", "Adesioni delle associazioni culturali al bando annuale", "350", number=2),
            kpi(4, "1", "Giornate di apertura serale delle biblioteche rionali", "40", number=3),
            objective(5, "3", "Verde curato nei parchi della zona est"),
        ],
    )
    return con


def told(con, *names):
    columns, rows = differences(con, *names)
    return [dict(zip(columns, row, strict=True)) for row in rows]


def test_added_dropped_and_changed_fields(two):
    found = {(d["esito"], d["tabella"], d["campo"], d["a"], d["b"]) for d in told(two, "piano.pdf@1", "piano.pdf")}
    assert {f for f in found if f[0] == "cambiato"} == {
        ("cambiato", "kpi", "target_raw", "300", "350"),
        ("cambiato", "kpi", "kpi_ordinale", "1", "2"),
        ("cambiato", "kpi", "kpi_ordinale", "2", "3"),
        ("cambiato", "obiettivo", "n", "2", "3"),
    }
    alone = {(esito, tabella, campo) for esito, tabella, campo, *_ in found if esito != "cambiato"}
    assert alone == {("aggiunto", "kpi", None), ("tolto", "obiettivo", None)}


def test_each_side_has_its_page_and_box(two):
    (target,) = (d for d in told(two, "piano.pdf@1", "piano.pdf") if d["campo"] == "target_raw")
    assert (target["a_pagina"], target["b_pagina"], target["abbinamento"]) == (2, 2, "somiglianza")
    assert set(target["a_riquadro"]) == {"x0", "alto", "x1", "basso"}
    assert two.execute(
        "select testo from evidenze.campo where evidenza_id = ? and campo = 'target_raw'", [target["b_evidenza"]]
    ).fetchall() == [("350",)]


def test_turned_round_what_was_added_is_dropped(two):
    kinds = [d["esito"] for d in told(two, "piano.pdf", "piano.pdf@1")]
    assert (kinds.count("aggiunto"), kinds.count("tolto"), kinds.count("cambiato")) == (1, 1, 4)


def test_unknown_or_equal_documents_are_told(two):
    with pytest.raises(WarehouseError, match=r"no document altro\.pdf"):
        differences(two, "altro.pdf", "piano.pdf")
    with pytest.raises(WarehouseError, match=r"piano\.pdf@1"):
        differences(two, "piano.pdf", document("piano.pdf", "seconda").atto_id)
