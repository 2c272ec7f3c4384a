"""An act is read, and what was staged of it, or the star made from it, is damaged: each damage is caught by an
expectation with a name, which passed before, and by no exception. docs/damages.md tells them.

The act is the example of `data/raw/esempio`, of a made-up municipality; in the star, beside it, are rows of kinds that
it doesn't have.
"""

import random
from dataclasses import replace
from pathlib import Path

import damaged_places
import damaged_records
import damaged_star
import damaged_targets
import pytest
from damaging import put

import warehouse
from expectations import validate_document, validate_star
from expectations.engine import hold
from expectations.printed_numbers import WORDS
from expectations.suites import document_suites, star_suites
from normalizers.records import Component, Record
from normalizers.targets.vocabulary import DATA

DOCUMENT = damaged_records.DAMAGES | damaged_targets.DAMAGES | damaged_places.DAMAGES
STAR = damaged_star.DAMAGES


@pytest.fixture(scope="session")
def read_act(document, reading):
    return warehouse.document_frames([warehouse.own_tables(document, warehouse.prepare(reading, document.sha256))])


@pytest.fixture
def act(read_act):
    return dict(read_act)


@pytest.fixture(scope="session")
def whole_star(document, reading, tmp_path_factory):
    """Of the example, and of made-up sheets, weights and a rubric of the same body."""
    con = warehouse.connect(tmp_path_factory.mktemp("damage") / "lavoro.duckdb")
    run_id = warehouse.begin_run(con, "prova")
    other = replace(document, nome_file="schede.pdf", sha256="5" * 64, metadata=replace(document.metadata, numero="2"))
    for each, read in ((document, reading), (other, replace(reading, sha256=other.sha256, records=sheets()))):
        warehouse.stage(con, each, read)
        warehouse.load(con, run_id, each, "caricato")
    yield warehouse.star_frames(con)
    con.close()


@pytest.fixture
def star(whole_star):
    return dict(whole_star)


def sheets():
    """Records of a made-up municipality: a sheet with phases and indicators, the weights of a component, a rubric."""
    sheet = {"scheda_n": "1", "settore": "Settore Uno", "dirigente": "Anna Prova", "incentivato": False}
    times = {"scheda_n": "1", "intestazioni_tempo": ["I", "II"], "marcature": ["X", ""]}
    indicator = {"scheda_n": "1", "target_raw": "10"}
    weight = {"componente": "SALUTE", "destinatari": "Tutti", "totale_raw": "5%"}
    option = {"scheda": "rubrica", "criterio_n": "1", "criterio": "Qualità", "bonus": False}
    rows = [
        ("scheda", sheet | {"titolo": "Sportello"}),
        *(("fase", times | {"fase_ordinale": n, "descrizione": f"Fase {n}"}) for n in (1, 2)),
        *(("indicatore", indicator | {"indicatore_ordinale": n, "descrizione": f"Ore {n}"}) for n in (1, 2)),
        *(("peso", weight | {"voce": v, "percentuale_raw": p}) for v, p in (("A", "1,67%"), ("B", "3,33%"))),
        *(("rubrica_criterio", option | {"opzione": o, "punteggio_raw": p}) for o, p in (("1a", "2"), ("1b", "4"))),
    ]
    ten = {"target_raw": (Component("soglia", "", 10.0, verso="crescente"),)}
    return [
        Record(kind, n, fields, {}, ten if kind == "indicatore" else {}) for n, (kind, fields) in enumerate(rows, 1)
    ]


def held(frames, suites, damages):
    """The outcome of the one rule that each damage must break."""
    found = {}
    for damage, (name, _) in damages.items():
        damaged = dict(frames)
        damage(damaged)
        table, rule = name.split("/")
        suite = next(suite for suite in suites(first(name, damaged)) if suite.name == table)
        (tally,) = hold([replace(suite, rules=[each for each in suite.rules if each.name == rule])])
        found[damage] = tally.outcome()
    return found


def first(name, frames):
    """The frames in an order in which that of an expectation is made ready before the others."""
    table = name.split("/")[0]
    return {table: frames[table], **frames} if table in frames else frames


def told(damage):
    return damage.__name__


def test_the_act_in_order_passes(act):
    assert [o for o in validate_document(act) if not o.esito] == []


def test_the_star_in_order_passes(star):
    assert [o for o in validate_star(star) if not o.esito] == []


@pytest.fixture(scope="session")
def documents(read_act):
    return held(read_act, document_suites, DOCUMENT)


@pytest.fixture(scope="session")
def stars(whole_star):
    return held(whole_star, star_suites, STAR)


@pytest.mark.parametrize("damage", DOCUMENT, ids=told)
def test_a_damaged_document_is_caught_by_name(documents, damage):
    outcome = documents[damage]
    assert (outcome.esito, outcome.gravita) == (False, DOCUMENT[damage][1])
    assert outcome.osservato != "non verificabile"


@pytest.mark.parametrize("damage", STAR, ids=told)
def test_a_damaged_star_is_caught_by_name(stars, damage):
    outcome = stars[damage]
    assert (outcome.esito, outcome.gravita) == (False, STAR[damage][1])
    assert outcome.osservato != "non verificabile"


def test_every_damage_is_told():
    told_of = (Path(__file__).parents[2] / "docs" / "damages.md").read_text(encoding="utf-8")
    for damage, (name, severity) in [*DOCUMENT.items(), *STAR.items()]:
        assert f"| {told(damage).replace('_', ' ')} | `{name}` | `{severity}` |" in told_of


@pytest.mark.parametrize("kind", ["numeri", "moltiplicatori", "unita", "segni"])
def test_the_second_reading_knows_the_words_of_the_first(kind):
    assert WORDS[kind] == DATA[kind]


SOMEWHERE = random.Random(20201231)
CELLS = [
    *(
        (table, column)
        for table, column in (("kpi", "kpi"), ("kpi", "target_raw"), ("kpi", "fonte"), ("target", "testo"))
    ),
    *(("obiettivo", column) for column in ("titolo", "n", "direzione")),
    *(("campo", column) for column in ("testo", "campo", "pagina", "riga", "evidenza_id", "atto_id")),
    *(("cella", column) for column in ("tabella", "righe_unite", "x0", "pagina")),
    *(("riga", column) for column in ("ordinale", "pagina", "tabella_pubblicata")),
    *(("tabella", column) for column in ("righe", "colonne", "dati", "prima_pagina")),
    *(("pagina", column) for column in ("segni", "in_testo", "in_arredo", "pagina")),
]


def test_a_single_cell_damaged_anywhere_is_caught(read_act):
    """Eight of these columns and a row of each, chosen at random: a letter more, or a number up."""
    damaged = {}
    for table, column in SOMEWHERE.sample(CELLS, 8):
        frames = dict(read_act)
        row = SOMEWHERE.choice(list(frames[table].index))
        value = frames[table].at[row, column]
        put(frames, table, row, **{column: f"{value}z" if isinstance(value, str) else value + 1})
        damaged[f"{table}.{column}"] = frames
    unseen = [name for name, frames in damaged.items() if all(outcome.esito for outcome in validate_document(frames))]
    assert unseen == []
