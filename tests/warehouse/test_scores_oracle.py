"""The views against an independent implementation (oracle.py) on random plans."""

from datetime import date, datetime

import pytest
from conftest import document, kpi, load, objective, rows
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracle import Indicator, Objective, Rules, indicator_score, objective_score, share, unit_score

from normalizers.records import Component
from warehouse.frames import insert

UNITS = ("Direzione Alfa", "Direzione Beta")
NUMBERS = st.sampled_from([-5.0, -0.5, 0.0, 0.1, 1.0, 3.0, 7.0, 9.0, 9.3, 10.0, 10.5, 70.0, 81.0, 90.0, 1e6])
DAYS = st.sampled_from([date(2020, 6, 29), date(2020, 6, 30), date(2020, 7, 1), date(2020, 12, 31)])


@st.composite
def thresholds(draw):
    operator = draw(st.sampled_from([">=", ">", "<=", "<", "=", ""]))
    own = {">": "crescente", "<": "decrescente"}.get(operator[:1], "")
    direction = draw(st.sampled_from([own, ""] if own else ["crescente", "decrescente", ""]))
    return Component("soglia", operator, draw(st.one_of(st.none(), NUMBERS)), verso=direction)


@st.composite
def intervals(draw):
    low, high = sorted((draw(NUMBERS), draw(NUMBERS)))
    return Component("intervallo", valore=low, valore_max=high)


DELIVERIES = st.builds(
    Component,
    genere=st.sampled_from(["data", "termine", "normativo", "prodotto"]),
    scadenza=st.sampled_from(["", "2020-06-30", "2020-12-31"]),
)
OTHERS = st.sampled_from([Component("non_rilevabile"), Component("non_interpretato"), Component("assente")])


@st.composite
def indicators(draw):
    # most are plain, so that objectives with a figure come up often; every reading has a part at least
    parts = draw(
        st.lists(st.one_of(thresholds(), thresholds(), intervals(), DELIVERIES, OTHERS), min_size=1, max_size=3)
    )
    return Indicator(draw(st.sampled_from(["stampato", "stampato", "+5", ""])), parts, [draw(values(p)) for p in parts])


def values(part):
    if part.genere in ("data", "termine", "normativo", "prodotto"):
        return st.one_of(st.sampled_from([0.0, 0.6, 1.0]), DAYS, st.sampled_from([None, 1.0, 1.0]))
    return st.one_of(NUMBERS, NUMBERS, NUMBERS, st.none())


@st.composite
def objectives(draw):
    found = draw(st.lists(indicators(), max_size=3))
    phases = draw(st.lists(st.builds(Objective, st.lists(indicators(), max_size=2)), max_size=2))
    return Objective(found, phases)


RULES = st.builds(
    Rules,
    tolerance=st.sampled_from([0.0, 0.05, 0.1]),
    action_share=st.booleans(),
    first_survey=st.booleans(),
    each_part=st.booleans(),
    threshold=st.sampled_from([0.0, 0.5, 0.7]),
    weight=st.sampled_from([40.0, 33.3]),
)
PLANS = st.fixed_dictionaries({unit: st.lists(objectives(), min_size=1, max_size=4) for unit in UNITS})


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=PLANS, rules=RULES)
def test_the_views_say_what_plain_python_says(con, plan, rules):
    set_rules(con, rules)
    named, found = named_objectives(plan), {}
    load(con, document(), records(named))
    measure(con, named)
    for name, (_, made) in named.items():
        found |= {f"{name} K{n}": indicator for n, indicator in enumerate(made.indicators, 1)}
    assert_same(scored(con, "indicatore", "realizzazione_indicatore"), found, indicator_score, rules)
    assert_same(
        scored(con, "titolo", "realizzazione_obiettivo"), {k: o for k, (_, o) in named.items()}, objective_score, rules
    )
    assert_same(scored(con, "struttura", "realizzazione_direzione"), plan, unit_score, rules)
    shares = rows(con, "select struttura, quota, stato from punteggi.quota_risultato")
    assert_same({name: rest for name, *rest in shares}, plan, share, rules)


def assert_same(found, made, score, rules):
    expected = {name: score(thing, rules) for name, thing in made.items()}
    assert {n: (pytest.approx(figure, abs=1e-9), state) for n, (figure, state) in expected.items()} == {
        n: tuple(rest) for n, rest in found.items()
    }


def scored(con, name, view):
    return {n: rest for n, *rest in rows(con, f"select {name}, realizzazione, stato from punteggi.{view}")}


def named_objectives(plan):
    """Title -> unit and objective, phases after the objective that they belong to."""
    named = {}
    for unit, made in plan.items():
        for n, objective_ in enumerate(made, 1):
            named[f"{unit} {n}"] = unit, objective_
            named |= {f"{unit} {n}.{m}": (unit, phase) for m, phase in enumerate(objective_.phases, 1)}
    return named


def records(named):
    made, ordinal = [], 0
    for name, (unit, objective_) in named.items():
        number = name.rpartition(" ")[2]
        ordinal += 1
        made.append(objective(ordinal, number, name, unit))
        for n, indicator in enumerate(objective_.indicators, 1):
            ordinal += 1
            made.append(
                kpi(ordinal, number, f"{name} K{n}", indicator.printed, *indicator.parts, number=n, direzione=unit)
            )
    return made


def measure(con, named):
    """Put the values where a loading would, without its checks: the views must stand any of them."""
    keys = dict(rows(con, "select testo, indicatore_id from dim_indicatore"))
    con.execute("delete from fact_rilevazione")
    insert(
        con,
        "main.fact_rilevazione",
        [
            {
                "rilevazione_id": f"{keys[f'{name} K{n}']} {part}",
                "indicatore_id": keys[f"{name} K{n}"],
                "parte": part,
                "data": date(2020, 12, 31),
                "n": 1,
                "valore": None if isinstance(value, date) else value,
                "valore_data": value if isinstance(value, date) else None,
                "testo": str(value),
                "caricata_il": datetime(2021, 1, 1),
                "origine": "prova",
            }
            for name, (_, objective_) in named.items()
            for n, indicator in enumerate(objective_.indicators, 1)
            for part, value in enumerate(indicator.values, 1)
            if value is not None
        ],
    )


def set_rules(con, rules):
    con.execute("delete from punteggi.regola where ente = 'Comune di Borgo Inventato'")
    values_ = {
        "tolleranza": str(rules.tolerance),
        "quota_azioni": "si" if rules.action_share else "no",
        "prima_rilevazione": "si" if rules.first_survey else "no",
        "conteggio_target": "parte" if rules.each_part else "indicatore",
        "soglia_minima": str(rules.threshold),
        "peso": str(rules.weight),
    }
    about = {"ente": "Comune di Borgo Inventato", "anno": 2020, "componente": "obiettivi_direzione"}
    insert(con, "punteggi.regola", [about | {"parametro": name, "valore": value} for name, value in values_.items()])
