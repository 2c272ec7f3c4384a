"""Objectives and indicators as the general vocabulary reads them: no type, sometimes no number, no unit."""

import pytest
from borgo_inventato import document, load, objective, reading, record, rows

import expectations
import warehouse
from normalizers.records import Component, Finding


def general(ordinal, title, **fields):
    found = record("obiettivo", ordinal, **{"tipo": "", "n": "", "titolo": title, "direzione": "", **fields})
    found.layout, found.confidence = "vocabolario_generale", 0.7
    return found


def indicator(ordinal, text, number=1, **fields):
    return record(
        "kpi",
        ordinal,
        {"target_raw": (Component("soglia", ">=", 5.0),)},
        **{"obiettivo_n": "", "kpi_ordinale": number, "kpi": text, "target_raw": "5", **fields},
    )


def test_how_a_row_was_read_is_kept(con):
    load(con, records=[general(1, "Verde", altri_campi={"Codice": "V1"}, peso_raw="20%"), objective(2, "1", "Sport")])
    assert rows(con, "select titolo, layout, confidenza, peso_raw, altri_campi from pubblicato.obiettivo") == [
        ("Verde", "vocabolario_generale", 0.7, "20%", {"Codice": "V1"}),
        ("Sport", "", 1.0, "", {}),
    ]


@pytest.mark.parametrize(
    ("fields", "level"),
    [
        ({"tipo": "OD", "direzione": "Alfa"}, "direzione"),
        ({"tipo": "F", "direzione": "Alfa"}, "fase"),
        ({"direzione": "Alfa"}, "direzione"),
        ({"n": "1"}, "gestionale"),
        ({}, "gestionale"),
        ({"tipo": "Obiettivo STRATEGICO"}, "strategico"),
        ({"tipo": "Obiettivo operativo gestionale"}, None),
        ({"tipo": "Sogno"}, None),
    ],
)
def test_the_level_is_read_never_guessed(con, fields, level):
    load(con, records=[general(1, "Verde", **fields)])
    assert rows(con, "select livello from dim_obiettivo") == [(level,)]


def test_without_a_number_the_title_names_the_objective(con):
    load(con, records=[general(1, "Verde"), general(2, "Sport")])
    before = dict(rows(con, "select titolo, obiettivo_id from dim_obiettivo"))
    load(con, document("piano-bis.pdf"), [general(1, "Sport"), general(2, "Nuovo"), general(3, "Verde")])
    after = dict(rows(con, "select titolo, obiettivo_id from dim_obiettivo"))
    assert len(set(after.values())) == 3
    assert {title: after[title] for title in before} == before


def test_an_indicator_without_a_number_belongs_to_the_objective_before_it(con):
    load(
        con,
        records=[
            indicator(1, "Sparso"),
            general(2, "Verde", n="1"),
            indicator(3, "Alberi", obiettivo_n="1"),
            general(4, "Sport"),
            indicator(5, "Piscine"),
            indicator(6, "Palestre", 2),
            general(7, "Scuole", n="9", direzione="Alfa"),
            indicator(8, "Aule"),
        ],
    )
    assert rows(
        con,
        """
        select i.testo, o.titolo, r.stato from dim_indicatore as i left join dim_obiettivo as o using (obiettivo_id)
        join punteggi.realizzazione_indicatore as r using (indicatore_id) order by i.testo
    """,
    ) == [
        ("Alberi", "Verde", "in_attesa_di_rilevazione"),
        ("Aule", "Scuole", "in_attesa_di_rilevazione"),
        ("Palestre", "Sport", "in_attesa_di_rilevazione"),
        ("Piscine", "Sport", "in_attesa_di_rilevazione"),
        ("Sparso", None, "in_attesa_di_rilevazione"),
    ]
    assert rows(con, "select count(*), count(distinct indicatore_id) from dim_indicatore") == [(5, 5)]


def test_levels_above_are_objectives_too(con):
    load(
        con,
        records=[
            general(1, "Alberi", obiettivo_strategico="Città verde", obiettivo_operativo="Parchi", anno_raw="2021"),
            general(2, "Panchine", obiettivo_strategico="Città verde", obiettivo_operativo="Parchi"),
            indicator(3, "Pezzi"),
        ],
    )
    assert rows(
        con,
        """
        select o.livello, o.titolo, p.titolo, o.anno_inizio, o.citato from dim_obiettivo as o
        left join dim_obiettivo as p on o.padre_id = p.obiettivo_id order by o.ordinale, o.livello
    """,
    ) == [
        ("gestionale", "Alberi", "Parchi", 2021, False),
        ("operativo", "Parchi", "Città verde", 2020, True),
        ("strategico", "Città verde", None, 2020, True),
        ("gestionale", "Panchine", "Parchi", 2020, False),
    ]
    assert rows(con, "select o.titolo from dim_indicatore join dim_obiettivo as o using (obiettivo_id)") == [
        ("Panchine",)
    ]


def blocked(con, records):
    """Names of the expectations that stop the document."""
    warehouse.stage(con, document(), reading(records))
    found = expectations.validate_document(warehouse.staged_frames(con))
    stopping = {o.aspettativa for o in found if not o.esito and o.gravita == "blocca_documento"}
    return stopping & {"obiettivo_unico", "kpi_unico", "kpi_senza_salti", "kpi_con_obiettivo", "obbligatorio:n"}


def test_missing_numbers_do_not_stop_a_document(con):
    alike = [general(1, "Verde"), indicator(2, "Alberi"), general(3, "Sport"), indicator(4, "Sedi")]
    assert blocked(con, alike) == set()
    assert blocked(con, [*alike, indicator(5, "Ore", 3)]) == {"kpi_senza_salti"}
    assert blocked(con, [objective(1, "1", "A"), objective(2, "1", "B")]) == {"obiettivo_unico"}
    assert blocked(con, [general(1, "Verde"), indicator(2, "Alberi", obiettivo_n="9")]) == {"kpi_con_obiettivo"}


def test_a_finding_knows_its_column(con):
    load(con, findings=[Finding(2, 1, 3, "colonna_ignota", "Colonna senza nome", 4)])
    assert rows(con, "select riga, colonna from qualita.rilievo") == [(3, 4)]
