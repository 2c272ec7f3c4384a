"""What can be said of a plan before any result is in: made-up plans of a made-up municipality."""

import pytest
from borgo_inventato import document, kpi, load, objective, record, rows, scheda

from normalizers.records import Component
from warehouse.catalogue import catalogue

PRODUCT = Component("prodotto", oggetto="Report")
LATE, EARLY = Component("data", scadenza="2023-01-01"), Component("data", scadenza="2020-02-01")
LAST_DAY = Component("data", scadenza="2020-12-31")


def findings(con, rilievo=None):
    found = rows(con, "select rilievo, dettaglio from punteggi.qualita_obiettivo order by 1, 2")
    return [detail for name, detail in found if name == rilievo] if rilievo else found


def weighted(ordinal, n, title, weight, **options):
    made = objective(ordinal, n, title, **options)
    made.fields["peso_raw"] = weight
    return made


def indicator(ordinal, n, text, target, component, number=1, **fields):
    made = kpi(ordinal, n, text, target, component, number=number)
    made.fields.update(fields)
    return made


def test_each_finding_has_its_evidence(con):
    load(
        con,
        document(data="2020-03-01"),
        [
            objective(1, "1", "Uguale"),
            kpi(2, "1", "oscuro", "vedi fasi", Component("non_interpretato"), number=1),
            kpi(3, "1", "vuoto", "", Component("assente"), number=2),
            kpi(4, "1", "tardi", "2023", LATE, number=3),
            kpi(5, "1", "presto", "2020", EARLY, number=4),
            kpi(6, "1", "senza fonte", "x", PRODUCT, number=5, source=""),
            kpi(7, "1", "fuori", "Non Rilevabile", Component("non_rilevabile"), number=6),
            objective(8, "1", "«uguale»", "Direzione Beta", people=()),
        ],
    )
    both = "(in: Direzione Alfa, Direzione Beta)"
    assert findings(con) == [
        ("scadenza_fuori_piano", "2023"),
        ("scadenza_prima_dell_atto", "2020; atto del 01/03/2020"),
        ("senza_fonte", "senza fonte"),
        ("senza_indicatori", "«uguale»"),
        ("senza_responsabile", "«uguale»"),
        ("senza_target", "vuoto"),
        ("target_non_interpretato", "oscuro: vedi fasi"),
        ("target_non_rilevabile", "fuori: Non Rilevabile"),
        ("testo_ripetuto", f"Uguale {both}"),
        ("testo_ripetuto", f"«uguale» {both}"),
    ]
    assert rows(
        con,
        "select count(*) from punteggi.qualita_obiettivo as q anti join evidenze.riga as r using (evidenza_id)",
    ) == [(0,)]


def test_the_summary_of_a_unit_counts_its_findings(con):
    load(
        con,
        records=[
            objective(1, "1", "Uno"),
            kpi(2, "1", "a", "", Component("assente"), number=1, source=""),
            kpi(3, "1", "b", "x", PRODUCT, number=2),
            objective(4, "2", "Due"),
            kpi(5, "2", "c", "x", PRODUCT),
            objective(6, "1", "Tre", "Direzione Beta"),
        ],
    )
    assert rows(
        con,
        "select struttura, obiettivi, indicatori, obiettivi_con_rilievi, rilievi, senza_target, senza_fonte, "
        "senza_indicatori, testo_ripetuto from punteggi.qualita_direzione order by 1",
    ) == [("Direzione Alfa", 2, 3, 1, 2, 1, 1, 0, 0), ("Direzione Beta", 1, 0, 1, 1, 0, 0, 1, 0)]


def test_the_summary_has_a_column_for_each_kind_of_finding():
    codes = next(c.codes for c in catalogue()["punteggi.qualita_obiettivo"].columns if c.name == "rilievo")
    assert set(codes) <= {column.name for column in catalogue()["punteggi.qualita_direzione"].columns}


@pytest.mark.parametrize(
    ("deadlines", "said"),
    [
        ((LAST_DAY, LAST_DAY), ["2 scadenze, tutte il 31/12/2020"]),
        ((LAST_DAY, EARLY), []),
        ((LAST_DAY,), []),
        ((LAST_DAY, LAST_DAY, PRODUCT), ["2 scadenze, tutte il 31/12/2020"]),
    ],
)
def test_all_deadlines_on_the_last_day(con, deadlines, said):
    kpis = [kpi(n + 2, "1", f"K{n}", "entro", part, number=n + 1) for n, part in enumerate(deadlines)]
    load(con, records=[objective(1, "1", "Uno"), *kpis])
    assert findings(con, "scadenze_tutte_a_fine_anno") == said


@pytest.mark.parametrize(
    ("start", "target", "component", "reached"),
    [
        ("85%", ">= 80%", Component("soglia", ">=", 80.0, unita="%", verso="crescente"), True),
        ("80", ">= 80%", Component("soglia", ">=", 80.0, unita="%", verso="crescente"), True),
        ("80", "> 80%", Component("soglia", ">", 80.0, unita="%", verso="crescente"), False),
        ("79,5 %", "80%", Component("soglia", "", 80.0, unita="%", verso="crescente"), False),
        ("8", "<= 10", Component("soglia", "<=", 10.0, verso="decrescente"), True),
        ("12", "<= 10", Component("soglia", "<=", 10.0, verso="decrescente"), False),
        ("1.200.000", "1000000", Component("soglia", "", 1e6, verso="crescente"), True),
        ("1.200", "100", Component("soglia", "", 100.0, verso="crescente"), False),
        ("circa 90", "80", Component("soglia", "", 80.0, verso="crescente"), False),
        ("90%", "80", Component("soglia", "", 80.0, verso="crescente"), False),
        ("35%", "riduzione del 20%", Component("soglia", "", 20.0, unita="%", verso="crescente"), False),
        ("90", "80", Component("soglia", "", 80.0), False),
        ("", "80", Component("soglia", "", 80.0, verso="crescente"), False),
    ],
)
def test_a_target_that_was_reached_at_the_start(con, start, target, component, reached):
    load(con, records=[objective(1, "1", "Uno"), indicator(2, "1", "K", target, component, baseline_raw=start)])
    said = f"valore di partenza: {start}; target: {target}"
    assert findings(con, "gia_raggiunto_in_partenza") == ([said] if reached else [])


def test_a_printed_result_of_an_earlier_year_is_where_it_stood(con):
    count = Component("soglia", "", 20.0, verso="crescente")
    told = indicator(2, "1", "K", "20", count, risultato_raw="50", anno_raw="2019")
    load(con, records=[objective(1, "1", "Uno"), told])
    assert findings(con, "gia_raggiunto_in_partenza") == ["Risultato 2019: 50; target: 20"]


def test_the_verification_of_an_earlier_year_is_where_it_stood(con):
    count = Component("soglia", "", 20.0, verso="crescente")
    form = record(
        "indicatore",
        2,
        {"target_raw": (count,)},
        scheda_n="1",
        indicatore_ordinale=1,
        descrizione="Incontri",
        target_raw="20",
        intestazioni_verifica=["VERIFICA 2020", "VERIFICA 2021"],
        verifiche={"2020": "50", "2021": ""},
    )
    load(con, document(anno="2021"), [scheda(1, "1", titolo="Aula"), form], year=2021)
    assert findings(con, "gia_raggiunto_in_partenza") == ["VERIFICA 2020: 50; target: 20"]


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        (("40", "60"), []),
        (("40%", "60 %"), []),
        (("33,3", "33,3", "33,4"), []),
        (("0,4", "0.6"), []),
        (("40", "50"), ["obiettivi: 40 + 50 = 90, non 100"]),
        (("0,4", "0,5"), ["obiettivi: 0,4 + 0,5 = 0.9, non 1"]),
        (("40", ""), ["obiettivi senza peso: 1 su 2"]),
        (("40", "alto"), ["obiettivi senza peso: 1 su 2"]),
        (("", ""), []),
        (("100",), []),
    ],
)
def test_weights_of_the_objectives_of_a_unit(con, weights, said):
    load(con, records=[weighted(n, str(n), f"O{n}", weight) for n, weight in enumerate(weights, 1)])
    assert findings(con, "pesi_non_tornano") == said


def test_weights_of_the_indicators_of_an_objective(con):
    load(
        con,
        records=[
            objective(1, "1", "Uno"),
            indicator(2, "1", "a", "x", PRODUCT, 1, peso_raw="70"),
            indicator(3, "1", "b", "x", PRODUCT, 2, peso_raw="20"),
        ],
    )
    assert findings(con, "pesi_non_tornano") == ["indicatori: 70 + 20 = 90, non 100"]


def test_weights_of_the_pay(con):
    def share(ordinal, component, item, percent, total):
        return record(
            "peso", ordinal, componente=component, voce=item, percentuale_raw=percent, totale_raw=total, destinatari=""
        )

    load(
        con,
        records=[
            share(1, "Salute", "a", "1,67 %", "5 %"),
            share(2, "Salute", "b", "1,66 %", "5 %"),
            share(3, "Salute", "c", "1,67 %", "5 %"),
            share(4, "Portafoglio", "a", "10 %", "15 %"),
            share(5, "Portafoglio", "b", "4 %", "15 %"),
        ],
    )
    assert findings(con, "pesi_non_tornano") == ["Portafoglio: le voci fanno 14, non 15"]
