"""A newer program finds a working file of an older one: what can't be made again from the documents is carried over."""

import shutil

import duckdb
import pytest

from pipelines.documents.hashes import sha256_of
from pipelines.errors import NotPublishedError
from pipelines.folders import RAW
from pipelines.night import state
from pipelines.night.wish import Wish

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


@pytest.fixture
def replaced(flow, no_checks, folders, write_pdf, monkeypatch):
    """An act in three versions and one whose PDF was taken away, in a file as an older program leaves it."""
    for quanto in ("7", "8", "9"):
        write_pdf("piano.pdf", [("Voce", "Quanto"), ("mele", quanto)])
        write_pdf("altro.pdf", [("Voce", "Quanto"), ("uva", "1")])
        flow(folders.raw, folders.curated)
    (folders.raw / "altro.pdf").unlink()
    with duckdb.connect(str(folders.working)) as con:
        con.execute("update qualita.impianto set impronta = 'di un programma più vecchio'")
    monkeypatch.setattr(state, "_loading_version", lambda: "di un programma più nuovo")
    return folders


VERSIONS = "select nome_file, versione, corrente, sostituisce_id is not null from dim_atto order by all"
PRINTED = "select * from pubblicato.tabella_generica order by all"


def test_documents_that_are_in_the_folder_no_more_come_along(flow, replaced):
    printed = asked(replaced, PRINTED)
    versions = [
        ("altro.pdf", 1, True, False),
        ("piano.pdf", 1, False, False),
        ("piano.pdf", 2, False, True),
        ("piano.pdf", 3, True, True),
    ]
    assert asked(replaced, VERSIONS) == versions
    summary = flow(replaced.raw, replaced.curated)
    assert (asked(replaced, VERSIONS), asked(replaced, PRINTED)) == (versions, printed)
    assert [(line.name, line.state) for line in summary.documents] == [("piano.pdf", "caricato")]
    told = f"select nome_file from qualita.documento where run_id = '{summary.run_id}'"
    assert asked(replaced, told) == [("piano.pdf",)]


def test_what_cant_come_along_stops_until_somebody_goes_on_without_it(flow, replaced):
    there = sha256_of(replaced.raw / "piano.pdf")
    for path in replaced.readings.iterdir():
        if not path.name.startswith(there):
            path.write_text("{}")  # as a reader of long ago wrote it
    before = asked(replaced, PRINTED)
    for _ in range(2):
        with pytest.raises(NotPublishedError, match=r"altro\.pdf is published, but its PDF .*piano\.pdf is published"):
            flow(replaced.raw, replaced.curated)
    assert asked(replaced, PRINTED) == before
    summary = flow(replaced.raw, replaced.curated, Wish(accept_less=True))
    assert sum("its PDF is not in the folder" in warning for warning in summary.warnings) == 3
    assert asked(replaced, VERSIONS) == [("piano.pdf", 3, True, False)]


def test_versions_whose_pdf_is_gone_are_named_by_a_rebuild(replaced, schedario, monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")
    done = schedario("verify", "--rebuild", "--raw", replaced.raw, "--curated", replaced.curated)
    assert done.code == 1
    assert "dim_atto: 4 rows published, 1 rebuilt" in done.out
    assert "altro.pdf" in done.out
