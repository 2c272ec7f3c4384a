"""The arithmetic of the views, against cases worked out by hand."""

import pytest
from borgo_inventato import document, kpi, load, objective, record, rows, scheda

import warehouse
from normalizers.records import Component
from warehouse.frames import insert


def threshold(operator, value, direction="", **options):
    return Component("soglia", operator, value, verso=direction, **options)


UP, DOWN = "crescente", "decrescente"
BY = Component("data", "entro", scadenza="2020-06-30")
EVENT = Component("termine", "entro", 10.0, unita="giorni", condizione="dal rilascio")
PRODUCT = Component("prodotto", oggetto="Report")
RANGE = Component("intervallo", valore=10.0, valore_max=20.0)

CASES = [
    # target, value as typed, realisation, state
    (threshold("", 80.0, UP), "60", 0.75, "misurato"),
    (threshold("", 80.0, UP), "80", 1.0, "misurato"),
    (threshold("", 80.0, UP), "100", 1.0, "misurato"),
    (threshold("", 80.0, UP), "0", 0.0, "misurato"),
    (threshold("", 80.0, UP, unita="euro"), "-4", 0.0, "misurato"),
    (threshold(">=", 80.0), "40", 0.5, "misurato"),
    (threshold(">", 80.0, UP), "80", 0.9999, "misurato"),
    (threshold(">", 80.0, UP), "79,9999", 0.9999, "misurato"),
    (threshold(">", 80.0, UP), "60", 0.75, "misurato"),
    (threshold(">", 80.0, UP), "80,5", 1.0, "misurato"),
    (threshold("=", 5.0, UP), "4", 0.8, "misurato"),
    (threshold("", 10.0, DOWN), "10", 1.0, "misurato"),
    (threshold("", 10.0, DOWN), "8", 1.0, "misurato"),
    (threshold("", 10.0, DOWN), "16", 0.625, "misurato"),
    (threshold("<=", 10.0), "20", 0.5, "misurato"),
    (threshold("<", 10.0, DOWN), "10", 0.9999, "misurato"),
    (threshold("<", 10.0, DOWN), "40", 0.25, "misurato"),
    (threshold("<", 10.0, DOWN), "9", 1.0, "misurato"),
    (threshold("", 0.0, DOWN), "0", 1.0, "misurato"),
    (threshold("", 0.0, DOWN), "1", 0.0, "misurato"),
    (threshold("<", 0.0, DOWN), "0", 0.0, "misurato"),
    (threshold(">=", 0.0), "0", 1.0, "misurato"),
    (threshold("", -5.0, DOWN, unita="%"), "-7", 1.0, "misurato"),
    (threshold("", -5.0, DOWN, unita="%"), "-3%", 0.0, "misurato"),
    (threshold("", 80.0), "60", None, "verso_non_noto"),
    (threshold("", None, UP), "60", None, "valore_non_confrontabile"),
    (threshold(">", None, UP), "60", None, "valore_non_confrontabile"),
    (RANGE, "10", 1.0, "misurato"),
    (RANGE, "20", 1.0, "misurato"),
    (RANGE, "5", 0.5, "misurato"),
    (RANGE, "25", 0.8, "misurato"),
    (BY, "30/06/2020", 1.0, "misurato"),
    (BY, "2020-07-01", 0.0, "misurato"),
    (BY, "sì", 1.0, "misurato"),
    (BY, "no", 0.0, "misurato"),
    (BY, "60%", 0.0, "misurato"),
    (EVENT, "si", 1.0, "misurato"),
    (EVENT, "01/06/2020", None, "valore_non_confrontabile"),
    (Component("normativo"), "no", 0.0, "misurato"),
    (PRODUCT, "15/12/2020", 1.0, "misurato"),
    (PRODUCT, "NO", 0.0, "misurato"),
    (Component("non_rilevabile"), "", None, "non_rilevabile"),
    (Component("non_interpretato"), "3", None, "non_interpretato"),
    (Component("assente"), "12", None, "senza_target"),
    (BY, "", None, "in_attesa_di_rilevazione"),
]


def measure(con, tmp_path, values):
    """Load values: (text of the indicator, part, value as typed)."""
    keys = dict(rows(con, "select testo, indicatore_id from dim_indicatore"))
    lines = [f"{keys[text]};{part};{value};31/12/2020;Registro" for text, part, value in values]
    path = tmp_path / "valori.csv"
    path.write_text("\n".join(["indicatore_id;parte;valore;data;fonte", *lines]), encoding="utf-8")
    report = warehouse.load_results(con, path)
    assert report.errors == []
    return report


def rule(con, parametro, valore, componente="obiettivi_direzione", **options):
    row = {
        "parametro": parametro,
        "valore": valore,
        "componente": componente,
        "ente": "Comune di Borgo Inventato",
        "anno": 2020,
        "atto": "Determinazione 7/2020",
        "pagina": 3,
        **options,
    }
    insert(con, "punteggi.regola", [row])


def scores(con, view="realizzazione_indicatore"):
    name = {"realizzazione_indicatore": "indicatore", "realizzazione_obiettivo": "titolo"}[view]
    return {r[0]: r[1:] for r in rows(con, f"select {name}, realizzazione, stato from punteggi.{view}")}


def test_each_kind_of_target(con, tmp_path):
    load(
        con,
        records=[objective(1, "1", "Tutto")]
        + [kpi(n + 2, "1", f"K{n}", "", target, number=n + 1) for n, (target, *_) in enumerate(CASES)],
    )
    measure(con, tmp_path, [(f"K{n}", 1, value) for n, (_, value, *_) in enumerate(CASES) if value])
    found = scores(con)
    for n, (target, value, figure, state) in enumerate(CASES):
        assert found[f"K{n}"] == (pytest.approx(figure, abs=1e-12), state), (target, value)


def test_an_indicator_with_several_parts_takes_their_mean(con, tmp_path):
    load(
        con,
        records=[
            objective(1, "1", "Uno"),
            kpi(2, "1", "due parti", "", threshold("", 300.0, UP), threshold("", 1500.0, UP), number=1),
            kpi(3, "1", "una manca", "", threshold("", 10.0, UP), BY, number=2),
            kpi(4, "1", "una fuori", "", threshold("", 10.0, UP), Component("non_rilevabile"), number=3),
            kpi(5, "1", "una oscura", "", threshold("", 10.0, UP), Component("non_interpretato"), number=4),
            kpi(6, "1", "nessuna", "", number=5),
        ],
    )
    measure(
        con,
        tmp_path,
        [
            ("due parti", 1, "150"),
            ("due parti", 2, "1500"),
            ("una manca", 1, "10"),
            ("una fuori", 1, "5"),
            ("una oscura", 1, "10"),
        ],
    )
    assert scores(con) == {
        "due parti": (0.75, "misurato"),
        "una manca": (None, "in_attesa_di_rilevazione"),
        "una fuori": (0.5, "misurato"),
        "una oscura": (None, "non_interpretato"),
        "nessuna": (None, "senza_target"),
    }


def test_the_latest_value_counts_and_the_history_stays(con, tmp_path):
    load(con, records=[objective(1, "1", "Uno"), kpi(2, "1", "K", "", threshold("", 10.0, UP))])
    for value, figure in (("5", 0.5), ("7", 0.7), ("5", 0.5)):
        measure(con, tmp_path, [("K", 1, value)])
        assert scores(con)["K"] == (figure, "misurato")
    assert rows(con, "select n, testo from fact_rilevazione order by n") == [(1, "5"), (2, "7"), (3, "5")]


def test_the_share_of_the_actions_counts_where_the_act_allows_it(con, tmp_path):
    rule(con, "quota_azioni", "si", regola="R2")
    load(con, records=[objective(1, "1", "Uno"), kpi(2, "1", "K", "", PRODUCT)])
    measure(con, tmp_path, [("K", 1, "60%")])
    assert scores(con)["K"] == (0.6, "misurato")


@pytest.mark.parametrize(("value", "figure"), [("90", 1.0), ("89,9", 0.899), ("100", 1.0)])
def test_the_tolerance_of_the_component(con, tmp_path, value, figure):
    rule(con, "tolleranza", "0.10", regola="R5")
    load(con, records=[objective(1, "1", "Uno"), kpi(2, "1", "K", "", threshold(">", 100.0, UP))])
    measure(con, tmp_path, [("K", 1, value)])
    assert scores(con)["K"] == (pytest.approx(figure), "misurato")


def test_a_first_survey_counts_as_reached_where_the_act_says_so(con, tmp_path):
    rule(con, "prima_rilevazione", "si", regola="R7")
    load(
        con,
        records=[
            objective(1, "1", "Uno"),
            kpi(2, "1", "K", "", Component("assente"), number=1),
            kpi(3, "1", "L", "", Component("assente"), number=2),
        ],
    )
    measure(con, tmp_path, [("K", 1, "12")])
    assert scores(con) == {"K": (1.0, "misurato"), "L": (None, "in_attesa_di_rilevazione")}


def test_an_objective_takes_the_mean_of_its_indicators(con, tmp_path):
    ten = threshold("", 10.0, UP)
    load(
        con,
        records=[
            objective(1, "1", "misurato"),
            kpi(2, "1", "a", "", ten, number=1),
            kpi(3, "1", "b", "", ten, number=2),
            objective(4, "2", "in attesa"),
            kpi(5, "2", "c", "", ten, number=1),
            kpi(6, "2", "d", "", ten, number=2),
            objective(7, "3", "in parte fuori"),
            kpi(8, "3", "e", "", ten, number=1),
            kpi(9, "3", "f", "", Component("non_rilevabile"), number=2),
            objective(10, "4", "tutto fuori"),
            kpi(11, "4", "g", "", Component("non_rilevabile")),
            objective(12, "5", "oscuro"),
            kpi(13, "5", "h", "", Component("non_interpretato")),
            objective(14, "6", "nudo"),
            objective(15, "7", "solo fasi"),
            objective(16, "7.1", "fase 1"),
            kpi(17, "7.1", "i", "", ten),
            objective(18, "7.2", "fase 2"),
            kpi(19, "7.2", "l", "", ten),
        ],
    )
    measure(con, tmp_path, [("a", 1, "10"), ("b", 1, "5"), ("c", 1, "4"), ("e", 1, "3"), ("i", 1, "1"), ("l", 1, "2")])
    assert scores(con, "realizzazione_obiettivo") == {
        "misurato": (0.75, "misurato"),
        "in attesa": (None, "in_attesa_di_rilevazione"),
        "in parte fuori": (0.3, "misurato"),
        "tutto fuori": (None, "non_rilevabile"),
        "oscuro": (None, "non_calcolabile"),
        "nudo": (None, "senza_indicatori"),
        "solo fasi": (pytest.approx(0.15), "misurato"),
        "fase 1": (0.1, "misurato"),
        "fase 2": (0.2, "misurato"),
    }
    assert rows(
        con,
        "select elementi, misurati, esclusi, realizzazione_parziale from punteggi.realizzazione_obiettivo "
        "where titolo in ('in attesa', 'in parte fuori') order by titolo",
    ) == [(2, 1, 0, 0.4), (1, 1, 1, 0.3)]


@pytest.mark.parametrize(("counting", "figure"), [(None, 0.75), ("indicatore", 0.75), ("parte", (0.2 + 0.8 + 1) / 3)])
def test_an_indicator_with_several_targets_counts_once_or_once_for_each(con, tmp_path, counting, figure):
    """What the acts leave open: by default it counts once."""
    if counting:
        rule(con, "conteggio_target", counting)
    ten = threshold("", 10.0, UP)
    load(
        con,
        records=[
            objective(1, "1", "O"),
            kpi(2, "1", "a", "", ten, ten, Component("non_rilevabile"), number=1),
            kpi(3, "1", "b", "", ten, number=2),
            kpi(4, "1", "c", "", Component("non_rilevabile"), Component("non_rilevabile"), number=3),
            objective(5, "2", "P"),
            objective(6, "2.1", "Q"),
            kpi(7, "2.1", "d", "", ten, ten, number=1),
            kpi(8, "2.1", "e", "", ten, number=2),
        ],
    )
    values = [("a", 1, "2"), ("a", 2, "8"), ("b", 1, "10"), ("d", 1, "2"), ("d", 2, "8"), ("e", 1, "10")]
    measure(con, tmp_path, values)
    expected = (pytest.approx(figure), "misurato")
    assert scores(con, "realizzazione_obiettivo") == {"O": expected, "P": expected, "Q": expected}


def test_every_level_takes_the_mean_of_the_level_below(con, tmp_path):
    ten = Component("soglia", "", 10.0, verso=UP)

    def leaf(ordinal, n, operative, *texts):
        plan = {"obiettivo_strategico": "Città", "obiettivo_operativo": operative}
        rows_of_leaf = [scheda(ordinal, n, titolo=f"scheda {n}", **plan)]
        for i, text in enumerate(texts, 1):
            fields = {"scheda_n": n, "indicatore_ordinale": i, "descrizione": text, "target_raw": "10"}
            rows_of_leaf.append(record("indicatore", ordinal + i, {"target_raw": (ten,)}, **fields))
        return rows_of_leaf

    load(
        con,
        records=[
            *leaf(1, "1", "Case", "a", "b"),
            *leaf(5, "2", "Case", "c"),
            *leaf(9, "3", "Verde", "d"),
            *leaf(12, "4", "Verde"),
            *leaf(13, "5", "", "e"),
        ],
    )
    measure(con, tmp_path, [("a", 1, "10"), ("b", 1, "0"), ("c", 1, "10"), ("e", 1, "10")])
    found = scores(con, "realizzazione_obiettivo")
    assert found["scheda 1"] == (0.5, "misurato")
    assert found["Case"] == (0.75, "misurato")
    assert found["Verde"] == found["Città"] == (None, "in_attesa_di_rilevazione")
    measure(con, tmp_path, [("d", 1, "5")])
    found = scores(con, "realizzazione_obiettivo")
    # a scheda without indicators doesn't count; each of the three below counts as much as the others
    assert found["Verde"] == (0.5, "misurato")
    assert found["Città"] == (pytest.approx((0.75 + 0.5 + 1) / 3), "misurato")


def shares(con, tmp_path):
    ten = threshold("", 10.0, UP)
    load(
        con,
        records=[
            objective(1, "1", "A"),
            kpi(2, "1", "a", "", ten),
            objective(3, "2", "B"),
            kpi(4, "2", "b", "", ten),
            objective(5, "2.1", "fase"),
            kpi(6, "2.1", "f", "", ten),
            objective(7, "1", "C", "Direzione Beta"),
            kpi(8, "1", "c", "", ten, direzione="Direzione Beta"),
        ],
    )
    measure(con, tmp_path, [("a", 1, "9"), ("b", 1, "5")])
    return rows(
        con,
        "select struttura, componente, peso, realizzazione, quota, stato from punteggi.quota_risultato order by 1, 2",
    )


def test_the_share_of_the_pay_is_in_proportion(con, tmp_path):
    rule(con, "peso", "40", regola="R4")
    rule(con, "peso", "20", "comportamenti", regola="R4")
    rule(con, "soglia_minima", None, regola="R3")
    assert shares(con, tmp_path) == [
        ("Direzione Alfa", "comportamenti", 20, None, None, "senza_indicatori"),
        ("Direzione Alfa", "obiettivi_direzione", 40, pytest.approx(0.7), pytest.approx(28), "misurato"),
        ("Direzione Beta", "comportamenti", 20, None, None, "senza_indicatori"),
        ("Direzione Beta", "obiettivi_direzione", 40, None, None, "in_attesa_di_rilevazione"),
    ]
    assert rows(
        con,
        "select struttura, obiettivi, misurati, realizzazione, stato from punteggi.realizzazione_direzione order by 1",
    ) == [
        ("Direzione Alfa", 2, 2, pytest.approx(0.7), "misurato"),
        ("Direzione Beta", 1, 0, None, "in_attesa_di_rilevazione"),
    ]
    assert rows(con, "select distinct regola from punteggi.quota_risultato") == [
        ("R4, Determinazione 7/2020, pagina 3",)
    ]


def test_an_objective_below_the_threshold_pays_nothing(con, tmp_path):
    rule(con, "peso", "40", regola="R4")
    rule(con, "soglia_minima", "0.6", regola="R3")
    assert shares(con, tmp_path)[0] == (
        "Direzione Alfa",
        "obiettivi_direzione",
        40,
        pytest.approx(0.45),
        pytest.approx(18),
        "misurato",
    )


def test_the_most_specific_rule_holds(con):
    rule(con, "tolleranza", "0.2", ente=None, anno=None)
    rule(con, "tolleranza", "0.1")
    rule(con, "tolleranza", "0.5", anno=2021)
    rule(con, "tolleranza", "0.9", ente="Altro Comune")
    load(con, document())
    assert rows(
        con,
        "select valore from punteggi.regola_in_vigore "
        "where componente = 'obiettivi_direzione' and parametro = 'tolleranza'",
    ) == [("0.1",)]


def test_coverage_counts_every_indicator_once(con, tmp_path):
    load(
        con,
        records=[objective(1, "1", "Uno")]
        + [
            kpi(n + 2, "1", f"K{n}", "", target, number=n + 1)
            for n, target in enumerate(
                [
                    PRODUCT,
                    PRODUCT,
                    Component("non_rilevabile"),
                    Component("non_interpretato"),
                    Component("assente"),
                    threshold("", 3.0),
                ]
            )
        ],
    )
    measure(con, tmp_path, [("K0", 1, "sì"), ("K5", 1, "3")])
    assert rows(con, "select * exclude (atto_id, ente_id) from punteggi.copertura") == [
        (2020, 6, 1, 1, 1, 1, 1, 1, pytest.approx(1 / 6))
    ]


def test_a_printed_target_that_nobody_read_is_not_taken_for_a_missing_one(con):
    load(con, records=[objective(1, "1", "Uno"), kpi(2, "1", "K", "90%"), kpi(3, "1", "L", "", number=2)])
    assert scores(con) == {"K": (None, "non_interpretato"), "L": (None, "senza_target")}
