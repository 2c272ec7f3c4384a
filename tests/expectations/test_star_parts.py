"""After a night with one new act what it touches is checked, and what is broken anywhere. The bodies are made up."""

from dataclasses import replace

import pytest

import warehouse
from expectations import hold_star, star_references

BROKEN = [
    "delete from main.dim_indicatore where indicatore_id = (select min(indicatore_id) from main.fact_target {old})",
    "delete from evidenze.struttura_citata {old}",
    "delete from evidenze.versione {old}",
    "insert into main.fact_target from main.fact_target {old} limit 1",
    "insert into main.dim_obiettivo from main.dim_obiettivo {old} limit 1",
    "insert into evidenze.versione from evidenze.versione {old}",
]


@pytest.fixture
def con(document, reading, tmp_path):
    """The new act came after the last good run, the old one before."""
    con = warehouse.connect(tmp_path / "lavoro.duckdb")
    for name, sha256 in (("vecchio", "1" * 64), ("nuovo", "2" * 64)):
        run_id = warehouse.begin_run(con, "prova")
        facts = replace(document.metadata, ente=f"Comune di Borgo {name} (inventato)")
        act = replace(document, nome_file=f"{name}.pdf", sha256=sha256, metadata=facts)
        warehouse.stage(con, act, replace(reading, sha256=sha256))
        warehouse.load(con, run_id, act, "caricato")
        warehouse.settle(con, [])
        if name == "vecchio":
            warehouse.end_run(con, run_id, "riuscita")
    yield con
    con.close()


def failed(con, whole):
    tallies = hold_star(warehouse.star_parts(con, star_references(), whole))
    outcomes = [tally.outcome() for tally in tallies]
    return {(o.suite, o.aspettativa) for o in outcomes if not o.esito and o.gravita == "blocca_pubblicazione"}


def test_only_the_new_act_is_looked_at(con):
    parts = [frames for frames, _ in warehouse.star_parts(con, star_references(), False)]
    acts = {act for frames in parts for frame in frames.values() if "atto_id" in frame for act in frame["atto_id"]}
    assert acts == {"2" * 16}
    assert failed(con, False) == failed(con, True) == set()


@pytest.mark.parametrize("damage", BROKEN)
def test_what_is_broken_in_an_old_act_is_found(con, damage):
    con.execute(damage.format(old=f"where atto_id = '{'1' * 16}'"))
    assert failed(con, False) == failed(con, True) != set()
