"""Measured values that schede print themselves: made-up schede of a made-up municipality."""

from borgo_inventato import document, load, record, rows, scheda

import warehouse
from normalizers.records import Component

PERCENT = Component("soglia", ">=", 80.0, unita="%", verso="crescente")
COUNT = Component("soglia", "", 20.0, verso="crescente")
HEADINGS = ("VERIFICA 2021", "VERIFICA 2022", "VERIFICA 2023")


def indicator(ordinal, text, cells, *components, headings=HEADINGS, scheda_n="1"):
    return record(
        "indicatore",
        ordinal,
        {"target_raw": components},
        scheda_n=scheda_n,
        indicatore_ordinale=ordinal,
        descrizione=text,
        target_raw="come stampato",
        intestazioni_verifica=list(headings),
        verifiche=cells,
    )


def values(con):
    return rows(
        con,
        "select i.testo, f.parte, f.valore, f.data::varchar, f.n, f.origine from fact_rilevazione as f "
        "join dim_indicatore as i using (indicatore_id) order by all",
    )


def refused(con):
    return rows(
        con,
        "select i.testo, e.testo, e.codice from punteggi.rilevazione_esclusa as e "
        "join dim_indicatore as i using (indicatore_id) order by all",
    )


def plan():
    years = [Component("soglia", valore=v, verso="crescente", condizione=y) for v, y in ((5.0, "2021"), (9.0, "2022"))]
    return [
        scheda(1, "1", titolo="Sportello"),
        indicator(2, "pratiche", {"2021": "60%", "2022": "", "2023": ""}, PERCENT),
        indicator(3, "incontri", {"2020": "50", "2021": "21"}, COUNT, headings=("VERIFICA 2020", "VERIFICA 2021")),
        indicator(4, "divisi", {"2021": "10"}, COUNT, headings=("TARGET 2021",)),
        indicator(5, "nudi", {"2021": "10"}, COUNT, headings=("2021",)),
        indicator(10, "nudi di prima", {"2020": "10"}, COUNT, headings=("31/12/2020",)),
        indicator(6, "segno", {"2021": "X"}, COUNT),
        indicator(7, "unità", {"2021": "12 giorni"}, PERCENT),
        indicator(8, "per anno", {"2021": "4", "2022": "8", "2023": "9"}, *years),
        indicator(9, "datato", {"2021": "19"}, COUNT, headings=("Consuntivo al 30/09/2021",)),
    ]


def load_plan(con, **options):
    load(con, document("schede.pdf", anno="2021", **options), plan(), year=2021)


def test_verification_cells_are_measured_values(con):
    load_plan(con)
    assert values(con) == [
        ("datato", 1, 19.0, "2021-09-30", 0, "scheda"),
        ("incontri", 1, 21.0, "2021-12-31", 0, "scheda"),
        ("per anno", 1, 4.0, "2021-12-31", 0, "scheda"),
        ("per anno", 2, 8.0, "2022-12-31", 0, "scheda"),
        ("pratiche", 1, 60.0, "2021-12-31", 0, "scheda"),
    ]
    assert rows(
        con,
        "select indicatore, realizzazione from punteggi.realizzazione_indicatore where stato = 'misurato' order by 1",
    ) == [("datato", 0.95), ("incontri", 1.0), ("per anno", (4 / 5 + 8 / 9) / 2), ("pratiche", 0.75)]


def test_cells_that_are_no_results_are_kept_apart(con):
    load_plan(con)
    assert refused(con) == [
        ("divisi", "10", "non_misurato"),
        ("incontri", "50", "data_prima_dell_atto"),
        ("nudi", "10", "intestazione_ambigua"),
        ("nudi di prima", "10", "intestazione_ambigua"),
        ("per anno", "9", "piu_parti"),
        ("segno", "X", "valore_illeggibile"),
        ("unità", "12 giorni", "unita_diversa"),
    ]


def test_a_printed_value_leads_to_its_row(con):
    load_plan(con)
    query = "select count(*) from {} as f join pubblicato.indicatore as i using (evidenza_id)"
    assert rows(con, query.format("fact_rilevazione")) == [(5,)]
    assert rows(con, query.format("punteggi.rilevazione_esclusa")) == [(7,)]


def everything(con):
    return rows(con, "from fact_rilevazione order by all"), rows(con, "from punteggi.rilevazione_esclusa order by all")


def test_loading_again_or_anew_gives_the_same_rows(con, working):
    load_plan(con)
    first = everything(con)
    load_plan(con)
    assert everything(con) == first
    con.execute("update qualita.impianto set impronta = 'altra'")
    con.close()
    again = warehouse.connect(working)
    load(again, document("altre.pdf", anno="2021", numero="9"), [], year=2021)
    assert everything(again) == ([], [])
    load_plan(again)
    assert everything(again) == first
    again.close()


def test_a_value_loaded_by_hand_stands_above_the_printed_one(con, tmp_path):
    load_plan(con)
    ((key,),) = rows(con, "select indicatore_id from dim_indicatore where testo = 'pratiche'")
    path = tmp_path / "v.csv"
    path.write_text(f"indicatore_id;valore;data\n{key};72%;31/12/2021\n", encoding="utf-8")
    assert warehouse.load_results(con, path).loaded == 1
    load_plan(con)
    assert [row[2:5] for row in values(con) if row[0] == "pratiche"] == [
        (60.0, "2021-12-31", 0),
        (72.0, "2021-12-31", 1),
    ]
    assert rows(con, "select realizzazione from punteggi.realizzazione_indicatore where indicatore = 'pratiche'") == [
        (0.9,)
    ]


def test_a_new_version_takes_its_own_values(con):
    load_plan(con)
    fewer = [scheda(1, "1", titolo="Sportello"), indicator(2, "pratiche", {"2021": "40%"}, PERCENT)]
    load(con, document("schede-bis.pdf", anno="2021"), fewer, year=2021)
    assert values(con) == [("pratiche", 1, 40.0, "2021-12-31", 0, "scheda")]
    assert rows(con, "select count(*) from punteggi.rilevazione_esclusa") == [(0,)]
