"""After a night with one new act what it touches is checked, else all of the star. The bodies are made up."""

import shutil
from dataclasses import replace

import pytest

import warehouse
from expectations import hold_star, star_references

OLD, NEW = "1" * 16, "2" * 16
BROKEN = [
    "delete from main.dim_indicatore where indicatore_id = (select min(indicatore_id) from main.fact_target {act})",
    "delete from evidenze.struttura_citata {act}",
    "update main.dim_obiettivo set missione_programma_id = 'nessuna' {act}",
    "insert into main.fact_target from main.fact_target {act} limit 1",
    "insert into main.dim_obiettivo from main.dim_obiettivo {act} limit 1",
    "insert into evidenze.versione from evidenze.versione {act}",
]


@pytest.fixture(scope="module")
def working(document, reading, tmp_path_factory):
    """The new act came after the last good run, the old one before."""
    path = tmp_path_factory.mktemp("stella") / "lavoro.duckdb"
    con = warehouse.connect(path)
    for name, sha256 in (("vecchio", "1" * 64), ("nuovo", "2" * 64)):
        run_id = warehouse.begin_run(con, "prova")
        facts = replace(document.metadata, ente=f"Comune di Borgo {name} (inventato)")
        act = replace(document, nome_file=f"{name}.pdf", sha256=sha256, metadata=facts)
        warehouse.stage(con, act, replace(reading, sha256=sha256))
        warehouse.load(con, run_id, act, "caricato")
        warehouse.settle(con, [])
        if name == "vecchio":
            warehouse.end_run(con, run_id, "riuscita")
    con.close()
    return path


@pytest.fixture
def con(working, tmp_path):
    con = warehouse.connect(shutil.copy(working, tmp_path / "lavoro.duckdb"))
    yield con
    con.close()


def failed(con, whole, gravita="blocca_pubblicazione"):
    tallies = hold_star(warehouse.star_parts(con, star_references(), whole))
    outcomes = [tally.outcome() for tally in tallies]
    return {(o.suite, o.aspettativa) for o in outcomes if not o.esito and o.gravita == gravita}


def test_only_the_new_act_is_looked_at(con):
    parts = [frames for frames, _ in warehouse.star_parts(con, star_references(), False)]
    acts = {act for frames in parts for frame in frames.values() if "atto_id" in frame for act in frame["atto_id"]}
    assert acts == {NEW}
    assert failed(con, False) == failed(con, True) == set()


@pytest.mark.parametrize("damage", BROKEN)
def test_what_is_broken_in_the_new_act_is_found(con, damage):
    con.execute(damage.format(act=f"where atto_id = '{NEW}'"))
    assert failed(con, False) == failed(con, True) != set()


@pytest.mark.parametrize("damage", [*BROKEN, "delete from evidenze.versione {act}"])
def test_what_is_broken_in_an_old_act_is_found_by_the_whole_check(con, damage):
    con.execute(damage.format(act=f"where atto_id = '{OLD}'"))
    assert failed(con, True) != set()


@pytest.mark.parametrize("table", ["fact_target", "dim_obiettivo", "dim_indicatore", "fact_assegnazione"])
def test_a_key_that_an_old_act_has_already_is_found(con, table):
    rows = f"select * replace ('{OLD}' as atto_id) from main.{table} where atto_id = '{NEW}' limit 1"
    con.execute(f"insert into main.{table} {rows}")
    assert failed(con, False) == failed(con, True) != set()


@pytest.fixture
def measure(con):
    """Put a measured value of an indicator into the star, with its name and the moment when it was loaded."""

    def put(name, indicatore, moment):
        of = f"select '{name}' as rilevazione_id, {indicatore} as indicatore_id, 1 as parte, 0 as n"
        value = "date '2020-01-01' as data, '1' as testo, 'prova' as fonte, 'caricata' as origine"
        con.execute(f"insert into main.fact_rilevazione by name {of}, {value}, {moment} as caricata_il")

    return put


def test_measured_values_loaded_since_the_last_good_run_are_looked_at(con, measure):
    old = f"(select min(indicatore_id) from main.dim_indicatore where atto_id = '{OLD}')"
    ended = "(select finita_il from qualita.corsa where stato = 'riuscita')"
    measure("di quella corsa", old, ended)
    measure("dopo", old, f"{ended} + interval 1 second")
    (others, _), _ = warehouse.star_parts(con, star_references(), False)
    assert set(others["fact_rilevazione"]["rilevazione_id"]) & {"di quella corsa", "dopo"} == {"dopo"}


def test_a_measured_value_of_an_indicator_that_went_is_found(con, measure):
    measure("r", "'nessuno'", "timestamp '2000-01-01'")
    for whole in (False, True):
        assert failed(con, whole, "avviso") == {("fact_rilevazione", "riferimento:indicatore_id")}
