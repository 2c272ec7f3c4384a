"""The views against an independent implementation (oracle.py) on random plans."""

from datetime import date, datetime

import pytest
from borgo_inventato import document, kpi, load, objective, record, rows
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracle import (
    Indicator,
    Objective,
    Rules,
    component_share,
    group_score,
    indicator_score,
    objective_score,
)
from test_whole_body import allegato1, weight

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


PARTS = st.one_of(thresholds(), thresholds(), intervals(), DELIVERIES, OTHERS)
# many objectives with a weight, so that all of a unit's have one now and then
WEIGHTS = st.sampled_from([0.0, 1.66, 1.67, 5.0, 5.0, 20.0, 20.0, None])


@st.composite
def indicators(draw):
    # most are plain, so that objectives with a figure come up often; a reading without a part is rare
    parts = draw(st.one_of(*[st.lists(PARTS, min_size=1, max_size=3)] * 5, st.just([])))
    return Indicator(draw(st.sampled_from(["stampato", "stampato", "+5", ""])), parts, [draw(values(p)) for p in parts])


def values(part):
    if part.genere in ("data", "termine", "normativo", "prodotto"):
        return st.one_of(st.sampled_from([0.0, 0.6, 1.0]), DAYS, st.sampled_from([None, 1.0, 1.0]))
    return st.one_of(NUMBERS, NUMBERS, NUMBERS, st.none())


@st.composite
def objectives(draw):
    found = draw(st.lists(indicators(), max_size=3))
    phases = draw(st.lists(st.builds(Objective, st.lists(indicators(), max_size=2)), max_size=2))
    return Objective(found, phases, draw(WEIGHTS))


RULES = st.builds(
    Rules,
    tolerance=st.sampled_from([0.0, 0.05, 0.1]),
    action_share=st.booleans(),
    first_survey=st.booleans(),
    each_part=st.booleans(),
    threshold=st.sampled_from([0.0, 0.5, 0.7]),
    weight=st.sampled_from([40.0, 33.3]),
    by_weight=st.booleans(),
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
    units = rows(con, "select struttura, realizzazione, stato, pesi from punteggi.realizzazione_direzione")
    assert_same(
        {name: rest for name, *rest in units}, plan, lambda unit, r: group_score(unit, r, 0.0, r.by_weight), rules
    )
    shares = rows(con, "select struttura, quota, stato, pesi from punteggi.quota_risultato")
    assert_same(
        {name: rest for name, *rest in shares}, plan, lambda unit, r: component_share(unit, r, r.by_weight), rules
    )


WHOLE = st.lists(st.builds(Objective, st.lists(indicators(), min_size=1, max_size=2), weight=WEIGHTS), max_size=4)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=WHOLE, rules=RULES, printed=st.booleans(), stray=st.sampled_from([False, False, True]))
def test_the_parts_of_a_component_weigh_as_printed(con, parts, rules, printed, stray):
    """`printed`: the act has a table of weights; `stray`: a part of it is no objective of the component."""
    set_rules(con, rules, "obiettivi_solidali")
    named = {f"Ambito {n}": ("", made) for n, made in enumerate(parts, 1)}
    # weights are of titles, whatever the case and the signs
    weights = [(f"AMBITO: {n}.", made.weight) for n, made in enumerate(parts, 1)]
    weights += [("Altro", 5.0)] if stray else []
    printed_ = [
        weight(100 + n, "SOLIDALI", title, "da definire" if w is None else f"{w:g}%".replace(".", ","), "20%")
        for n, (title, w) in enumerate(weights)
    ]
    made = [objective(99, "1", "Suo"), *whole_body(named), *(printed_ if printed else [])]
    load(con, document(), made)
    measure(con, named)
    complete = printed and not stray and all(part.weight is not None for part in parts)
    expected = parts if complete else [Objective(part.indicators) for part in parts]
    ((share, state, how),) = rows(
        con, "select quota, stato, pesi from punteggi.quota_risultato where componente = 'obiettivi_solidali'"
    )
    figure, *rest = component_share(expected, rules, printed or rules.by_weight)
    assert (share, state, how) == (pytest.approx(figure, abs=1e-9), *rest)


def whole_body(named):
    made = [(name, n, one) for name, (_, whole) in named.items() for n, one in enumerate(whole.indicators, 1)]
    return [
        allegato1(ordinal, "Obiettivi solidali", name.split()[1], name, [f"{name} K{n}"], one.printed, *one.parts)
        for ordinal, (name, n, one) in enumerate(made, 1)
    ]


def assert_same(found, made, score, rules):
    expected = {name: score(thing, rules) for name, thing in made.items()}
    assert {n: (pytest.approx(figure, abs=1e-9), *rest) for n, (figure, *rest) in expected.items()} == {
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
        made.append(weighed(objective(ordinal, number, name, unit), objective_.weight))
        for n, indicator in enumerate(objective_.indicators, 1):
            ordinal += 1
            made.append(
                kpi(ordinal, number, f"{name} K{n}", indicator.printed, *indicator.parts, number=n, direzione=unit)
            )
    return made


def weighed(found, weight):
    """An objective's row with a column of weights."""
    printed = "" if weight is None else f"{weight:g} %".replace(".", ",")
    return record("obiettivo", found.ordinal, **found.fields, peso_raw=printed)


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


def set_rules(con, rules, component="obiettivi_direzione"):
    con.execute("delete from punteggi.regola where ente = 'Comune di Borgo Inventato'")
    values_ = {
        "tolleranza": str(rules.tolerance),
        "quota_azioni": "si" if rules.action_share else "no",
        "prima_rilevazione": "si" if rules.first_survey else "no",
        "conteggio_target": "parte" if rules.each_part else "indicatore",
        "soglia_minima": str(rules.threshold),
        "peso": str(rules.weight),
        "media": "pesata" if rules.by_weight else "semplice",
    }
    about = {"ente": "Comune di Borgo Inventato", "anno": 2020, "componente": component}
    insert(con, "punteggi.regola", [about | {"parametro": name, "valore": value} for name, value in values_.items()])
