"""Results that acts print in a column of their own: a plan and its consuntivo, of a made-up municipality."""

from dataclasses import replace
from itertools import permutations

import pytest
from borgo_inventato import document, kpi, objective, reading, record, rows

import warehouse
from extractors.model import Cell, Place
from normalizers.records import Component

UNIT = "Direzione Alfa"
COUNT = Component("soglia", ">=", 20.0, verso="crescente")
PERCENT = Component("soglia", ">=", 80.0, unita="%", verso="crescente")
DELIVERY = Component("data", scadenza="2020-12-31")

PLAN = document("piano.pdf", data="2020-03-01")
REPORT = document("consuntivo.pdf", numero="9", data="2021-05-30")
REVISED = document("consuntivo-corretto.pdf", numero="12", data="2021-09-01")


def row(ordinal, n, text, result="", target="come stampato", parts=(COUNT,), number=1, unit=UNIT, year=""):
    found = kpi(ordinal, n, text, target, *parts, number=number, direzione=unit)
    return record("kpi", ordinal, found.targets, **found.fields, risultato_raw=result, anno_raw=year)


def load(con, doc, records, tables=None):
    run_id = warehouse.begin_run(con, "0.1")
    read = reading(records)
    warehouse.stage(con, doc, read if tables is None else replace(read, tables=tables))
    loaded = warehouse.load(con, run_id, doc, "caricato")
    warehouse.load_printed(con, doc.ente_id)
    return loaded


def headed(column, heading, width=20):
    """A table with a title across all its columns, and a heading over one of them in the row below."""
    place = (Place(2, (1.0, 2.0, 3.0, 4.0)),)
    texts = ((0, 0, width, "Piano 2017"), (1, column, 1, heading), (1, width - 1, 1, "Note 2016"))
    cells = tuple(Cell(row, at, 1, covered, place, (text,), text) for row, at, covered, text in texts)
    return replace(reading([]).tables[0], n_columns=width, cells=cells)


def column_of_results(found):
    """Where the cell of the result stands."""
    return found.evidence["risultato_raw"][0].column


def values(con, name="piano.pdf"):
    return rows(
        con,
        f"""
        select i.testo, f.parte, f.valore, f.data::varchar, f.n, f.origine, f.fonte from fact_rilevazione as f
        join dim_indicatore as i using (indicatore_id) join dim_atto as a using (atto_id)
        where a.nome_file = '{name}' order by i.testo, f.n
    """,
    )


def refused(con):
    return rows(
        con,
        "select i.testo, e.testo, e.codice, e.origine from punteggi.rilevazione_esclusa as e "
        "join dim_indicatore as i using (indicatore_id) order by all",
    )


def test_a_column_of_results_holds_measured_values_of_its_row(con):
    load(
        con,
        REPORT,
        [
            objective(1, "1", "Verde"),
            row(2, "1", "alberi", "18"),
            row(3, "1", "bando", "30/11/2020", parts=(DELIVERY,), number=2),
            row(4, "1", "giorni", "12 giorni", parts=(PERCENT,), number=3),
            row(5, "1", "vuoto", "", number=4),
            row(6, "1", "parole", "in linea", number=5),
            row(7, "1", "di prima", "30", number=6, year="2019"),
            row(8, "1", "di due anni", "30", number=7, year="2019-2020"),
            row(9, "1", "datato", "30", number=8, year="30/06/2020"),
        ],
    )
    # results of days before the act that prints them, as they must be
    assert values(con, "consuntivo.pdf") == [
        ("alberi", 1, 18.0, "2020-12-31", 0, "atto", "Risultato 2020, consuntivo.pdf"),
        ("bando", 1, None, "2020-12-31", 0, "atto", "Risultato 2020, consuntivo.pdf"),
        ("datato", 1, 30.0, "2020-06-30", 0, "atto", "Risultato 30/06/2020, consuntivo.pdf"),
    ]
    assert refused(con) == [
        ("di due anni", "30", "data_illeggibile", "atto"),
        ("di prima", "30", "data_prima_dell_atto", "atto"),
        ("giorni", "12 giorni", "unita_diversa", "atto"),
        ("parole", "in linea", "valore_illeggibile", "atto"),
    ]
    assert rows(
        con,
        "select indicatore, realizzazione from punteggi.realizzazione_indicatore where stato = 'misurato' order by 1",
    ) == [("alberi", 0.9), ("bando", 1.0), ("datato", 1.0)]
    assert rows(con, "select count(*) from fact_rilevazione join pubblicato.kpi using (evidenza_id)") == [(3,)]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Target raggiunto", [("2020-12-31", "Target raggiunto 2020, consuntivo.pdf")]),
        ("Consuntivo al 30/06/2020", [("2020-06-30", "Consuntivo al 30/06/2020, consuntivo.pdf")]),
        ("Dal 01/01/2020 al 30/09/2020", [("2020-09-30", "Dal 01/01/2020 al 30/09/2020, consuntivo.pdf")]),
        ("Consuntivo 2021", [("2021-12-31", "Consuntivo 2021, consuntivo.pdf")]),
        # where the indicator started from
        ("Consuntivo 2019", []),
    ],
)
def test_the_heading_says_of_which_day_the_results_are(con, heading, expected):
    found = row(3, "1", "alberi", "18")
    load(con, REPORT, [objective(2, "1", "Verde"), found], (headed(column_of_results(found), heading),))
    assert [(day, source) for *_, day, _, _, source in values(con, "consuntivo.pdf")] == expected


def plan():
    return [
        objective(1, "1", "Città più verde"),
        row(2, "1", "Alberi piantati", target="20"),
        row(3, "1", "Aiuole", target="20", number=2),
        objective(4, "2", "Sport"),
        row(5, "2", "Palestre", target="20"),
        row(6, "2", "Palestre", target="30", number=2),
        row(7, "2", "Piscine", target="20", number=3),
    ]


def report(trees="18"):
    return [
        objective(1, "1", "CITTA' PIU' VERDE", direzione="DIREZIONE ALFA"),
        row(2, "1", "alberi piantati.", trees, unit="DIREZIONE ALFA"),
        # another indicator, not an indicator like it
        row(3, "1", "Aiuole fiorite", "30", number=2, unit="DIREZIONE ALFA"),
        objective(4, "2", "Sport", direzione="DIREZIONE ALFA"),
        # two of the plan have this name
        row(5, "2", "Palestre", "30", unit="DIREZIONE ALFA"),
        # of another year
        row(6, "2", "Piscine", "30", number=2, unit="DIREZIONE ALFA", year="2021"),
    ]


LATER = ("Alberi piantati", 1, 18.0, "2020-12-31", 0, "atto successivo", "Risultato 2020, consuntivo.pdf")


def test_results_printed_in_a_later_act_are_values_of_the_plan(con):
    load(con, PLAN, plan())
    assert values(con) == []
    load(con, REPORT, report())
    assert values(con) == [LATER]
    assert rows(
        con,
        """
        select a.nome_file from fact_rilevazione join pubblicato.kpi as k using (evidenza_id)
        join dim_atto as a using (atto_id) where origine = 'atto successivo'
    """,
    ) == [("consuntivo.pdf",)]
    assert rows(
        con,
        """
        select indicatore, realizzazione from punteggi.realizzazione_indicatore join dim_atto as a using (atto_id)
        where a.nome_file = 'piano.pdf' and stato = 'misurato'
    """,
    ) == [("Alberi piantati", 0.9)]


@pytest.mark.parametrize(
    ("what", "doc", "records"),
    [
        ("another body", document("consuntivo.pdf", data="2021-05-30", ente="Comune di Altrove (inventato)"), None),
        ("an act before the plan", document("consuntivo.pdf", numero="9", data="2020-02-01"), None),
        ("an act without a date", document("consuntivo.pdf", numero="9"), None),
        (
            "another unit",
            REPORT,
            [objective(1, "1", "Città più verde", "Beta"), row(2, "1", "Alberi piantati", "1", unit="Beta")],
        ),
        ("another title", REPORT, [objective(1, "1", "Città più blu"), row(2, "1", "Alberi piantati", "1")]),
        ("another number", REPORT, [objective(1, "3", "Città più verde"), row(2, "3", "Alberi piantati", "1")]),
        (
            "two rows for one",
            REPORT,
            [
                objective(1, "1", "Città più verde"),
                row(2, "1", "Alberi piantati", "1"),
                row(3, "1", "Alberi piantati", "2", number=2),
            ],
        ),
        ("no objective", REPORT, [row(2, "1", "Alberi piantati", "1")]),
    ],
)
def test_what_is_less_than_the_same_is_no_value_of_the_plan(con, what, doc, records):
    load(con, PLAN, plan())
    load(con, doc, records or report())
    assert values(con) == [], what


def test_a_number_alone_names_an_objective(con):
    load(con, PLAN, plan())
    load(con, REPORT, [objective(1, "1", ""), row(2, "1", "Alberi piantati", "18")])
    assert values(con) == [LATER]


def test_values_that_cannot_be_true_of_the_plan_are_kept_apart(con):
    load(con, PLAN, plan())
    load(con, REPORT, report("diciotto"))
    assert values(con) == []
    assert ("Alberi piantati", "diciotto", "valore_illeggibile", "atto successivo") in refused(con)


def everything(con):
    return rows(con, "from fact_rilevazione order by all"), rows(con, "from punteggi.rilevazione_esclusa order by all")


def test_any_order_of_loading_gives_the_same_rows(con, empty_file, tmp_path):
    made = [(PLAN, plan()), (REPORT, report()), (REVISED, report("19"))]
    found = []
    for n, order in enumerate(permutations(made)):
        path = tmp_path / f"{n}.duckdb"
        path.write_bytes(empty_file.read_bytes())
        other = warehouse.connect(path)
        for doc, records in order:
            load(other, doc, records)
        load(other, *order[0])
        # of two later acts the last stands; what it corrected is not lost
        assert [(row[2], row[4]) for row in values(other)] == [(18.0, -1), (19.0, 0)]
        # when a document is acquired is no fact of the act
        other.execute("update fact_rilevazione set caricata_il = null")
        other.execute("update punteggi.rilevazione_esclusa set caricata_il = null")
        found.append(everything(other))
        other.close()
    assert all(one == found[0] for one in found)


def test_a_new_version_of_the_later_act_takes_the_place_of_its_values(con):
    load(con, PLAN, plan())
    load(con, REPORT, report())
    load(con, document("consuntivo-bis.pdf", numero="9", data="2021-05-30"), report("16"))
    assert [(row[2], row[4]) for row in values(con)] == [(16.0, 0)]


def test_a_later_act_that_is_of_another_body_after_all_takes_its_values_away(con):
    load(con, PLAN, plan())
    load(con, document("consuntivo.pdf", data="2021-05-30", atto_logico="consuntivo"), report())
    assert len(values(con)) == 1
    elsewhere = {"ente": "Comune di Altrove (inventato)", "atto_logico": "consuntivo"}
    load(con, document("consuntivo-bis.pdf", data="2021-05-30", **elsewhere), report())
    assert values(con) == []


def test_a_value_that_somebody_loads_stands_above(con, tmp_path):
    load(con, PLAN, plan())
    load(con, REPORT, report())
    ((key,),) = rows(con, "select indicatore_id from dim_indicatore where testo = 'Alberi piantati'")
    path = tmp_path / "v.csv"
    path.write_text(f"indicatore_id;valore;data\n{key};20;31/12/2020\n", encoding="utf-8")
    assert warehouse.load_results(con, path).loaded == 1
    load(con, REVISED, report("15"))
    assert [(row[2], row[4]) for row in values(con)] == [(18.0, -1), (15.0, 0), (20.0, 1)]
    assert rows(con, f"select realizzazione from punteggi.realizzazione_indicatore where indicatore_id = '{key}'") == [
        (1.0,)
    ]
