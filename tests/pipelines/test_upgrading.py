"""A newer program finds a working file of an older one: what can't be made again from the documents is carried over."""

import shutil

import duckdb
import pytest

from pipelines.folders import RAW
from pipelines.night import state

RESULTS = "esempio/comune-di-fantasia-pdo-2020.rilevazioni.csv"
LONG_AGO = "2019-05-17 01:30:00"


def asked(folders, query):
    with duckdb.connect(str(folders.published), read_only=True) as con:
        return con.sql(query).fetchall()


@pytest.fixture
def older(flow, no_checks, folders):
    """The made-up act with its measured values and something set aside, in a file as an older program leaves it."""
    # keys are made of what the register says, too
    shutil.copytree(RAW / "esempio", folders.raw / "esempio")
    shutil.copy(RAW / "registro.csv", folders.raw)
    (folders.raw / "rotto.pdf").write_bytes(b"garbage")
    flow(folders.raw, folders.curated)
    with duckdb.connect(str(folders.working)) as con:
        con.execute("update qualita.impianto set impronta = 'di un programma più vecchio'")
        # a column that it had and we haven't, and one of ours that it hadn't yet
        con.execute("alter table qualita.corsa add column in_disuso varchar default 'x'")
        con.execute("alter table qualita.volume drop column campi_prima")
        con.execute(f"update qualita.quarantena set da_parte_dal = '{LONG_AGO}'")
        con.execute(f"update evidenze.acquisizione set acquisito_il = '{LONG_AGO}'")
    return folders


def test_measured_values_history_and_dates_go_on(flow, no_checks, older, monkeypatch):
    values = asked(older, "select indicatore_id, parte, valore, fonte from fact_rilevazione order by all")
    assert values
    ((first_run,),) = asked(older, "select run_id from qualita.corsa")
    # only the warehouse still has them
    (older.raw / RESULTS).unlink()
    monkeypatch.setattr(state, "_loading_version", lambda: "di un programma più nuovo")
    flow(older.raw, older.curated)

    assert asked(older, "select indicatore_id, parte, valore, fonte from fact_rilevazione order by all") == values
    runs = [run for (run,) in asked(older, "select run_id from qualita.corsa order by iniziata_il")]
    assert len(runs) == 2 and runs[0] == first_run
    assert asked(older, f"select count(*) from qualita.documento where run_id = '{first_run}'") == [(2,)]
    aside = "select nome_file, strftime(da_parte_dal, '%Y-%m-%d %H:%M:%S') from qualita.quarantena"
    assert asked(older, aside) == [("rotto.pdf", LONG_AGO)]
    acquired = "select versione, strftime(acquisito_il, '%Y-%m-%d %H:%M:%S') from evidenze.versione"
    assert asked(older, acquired) == [(1, LONG_AGO)]
    assert asked(older, f"select count(*) > 0 from qualita.volume where run_id = '{first_run}'") == [(True,)]
