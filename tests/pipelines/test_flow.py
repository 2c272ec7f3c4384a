"""The whole flow on tiny acts: what goes in, what is set aside, what a second, a killed and a blocked run do."""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import nullcontext
from types import SimpleNamespace

import duckdb
import pytest
from prefect.context import refresh_global_settings_context
from prefect.settings import PREFECT_API_URL

import expectations
import warehouse
from expectations import Outcome
from pipelines.errors import NotPublishedError, PipelineError
from pipelines.folders import Folders
from pipelines.night import flow as flow_module
from pipelines.night import running
from pipelines.scoring import measuring
from warehouse import schema

RUN = "from pipelines.cli import main; main()"


def states(summary):
    return {line.name: line.state for line in summary.documents}


def published(folders, sql):
    with duckdb.connect(str(folders.published), read_only=True) as con:
        return con.sql(sql).fetchall()


def test_one_bad_document_is_set_aside_and_the_others_go_on(flow, folders, write_pdf):
    write_pdf("a.pdf")
    (folders.raw / "rotto.pdf").write_bytes(b"%PDF-1.7 and nothing after")
    (folders.raw / "sotto").mkdir()
    (folders.raw / "sotto" / "vuoto.pdf").write_bytes(b"")
    summary = flow(folders.raw, folders.curated)
    expected = {"rotto.pdf": "scartato", "sotto/vuoto.pdf": "scartato"}
    assert {name: state for name, state in states(summary).items() if state == "scartato"} == expected
    documents = published(folders, "select nome_file, stato, motivo from qualita.documento order by nome_file")
    assert [(name, state == "scartato", bool(reason)) for name, state, reason in documents][1:] == [
        ("rotto.pdf", True, True),
        ("sotto/vuoto.pdf", True, True),
    ]
    assert published(folders, "select count(*) from pubblicato.tabella_generica") == [(1,)]
    assert (folders.curated / "data_docs" / "index.html").is_file()


def test_the_server_that_is_named_is_asked_whoever_imported_the_flow_engine_before(folders, monkeypatch):
    address = "http://127.0.0.1:9/api"
    with monkeypatch.context() as patch:
        patch.setenv("PREFECT_API_URL", address)
        patch.setattr(flow_module, "schedario", lambda *given: PREFECT_API_URL.value())
        assert running.run(folders) == address
    refresh_global_settings_context()


def test_each_run_in_a_process_has_a_server_of_its_own_and_none_is_named_after_it(folders, monkeypatch):
    addresses = iter(["http://127.0.0.1:9/api", "http://127.0.0.1:10/api"])
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    monkeypatch.setattr(running, "set_unless_set", lambda settings: None)
    monkeypatch.setattr(running, "SLOW_IMPORT", "json")
    monkeypatch.setattr(running, "own_server", lambda: nullcontext(lambda: next(addresses)))
    monkeypatch.setattr(running, "_run_flow", lambda *given: os.environ["PREFECT_API_URL"])
    assert [running.run(folders), running.run(folders)] == ["http://127.0.0.1:9/api", "http://127.0.0.1:10/api"]
    assert "PREFECT_API_URL" not in os.environ


WITHOUT_A_HOME = """
import os, sys
from pathlib import Path

os.getuid = lambda: 4_242_424  # nobody has this number

from pipelines.folders import Folders
from pipelines.night import running

running.prepare(Folders(Path(), Path(sys.argv[1])))
import prefect.settings
print(Path.home())
"""


def test_a_user_without_a_home_has_one_in_the_curated_folder(folders):
    own = {name: value for name, value in os.environ.items() if name != "HOME"}
    command = [sys.executable, "-c", WITHOUT_A_HOME, str(folders.curated)]
    done = subprocess.run(command, env=own, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.returncode) == (str(folders.work.resolve()), 0), done.stderr


def test_a_second_run_has_nothing_to_do_until_something_changes(flow, no_checks, folders, write_pdf):
    write_pdf("a.pdf")
    (folders.raw / "rotto.pdf").write_bytes(b"garbage")
    assert running.documents_to_look_at(folders) == 2
    flow(folders.raw, folders.curated)
    assert running.documents_to_look_at(folders) == 0
    write_pdf("b.pdf", [("Voce", "Quanto"), ("uva", "1")])
    assert running.documents_to_look_at(folders) == 3
    assert states(flow(folders.raw, folders.curated))["a.pdf"] == "invariato"
    assert published(folders, "select count(*) from pubblicato.tabella_generica") == [(2,)]
    folders.published.unlink()
    assert running.documents_to_look_at(folders) == 3


def test_a_night_in_which_nothing_can_be_read_takes_nothing_away(flow, no_checks, folders, write_pdf, monkeypatch):
    write_pdf("a.pdf")
    flow(folders.raw, folders.curated)
    # an upgrade makes the working file anew, and the only document can't be read any more, nor what was read of it
    monkeypatch.setattr(schema, "fingerprint", lambda: "altra")
    (folders.raw / "a.pdf").write_bytes(b"garbage")
    shutil.rmtree(folders.readings)
    with pytest.raises(NotPublishedError, match="no document could be loaded"):
        flow(folders.raw, folders.curated)
    assert published(folders, "select count(*) from pubblicato.tabella_generica") == [(1,)]


def test_the_same_bytes_are_worked_once_and_new_bytes_are_a_new_version(flow, no_checks, folders, write_pdf):
    write_pdf("a.pdf")
    write_pdf("copia.pdf")
    assert states(flow(folders.raw, folders.curated))["copia.pdf"] == "invariato"
    assert published(folders, "select count(*) from pubblicato.tabella_generica") == [(1,)]
    write_pdf("a.pdf", [("Voce", "Quanto"), ("uva", "1")])
    assert states(flow(folders.raw, folders.curated))["a.pdf"] != "invariato"
    assert published(folders, "select versione from dim_atto where nome_file = 'a.pdf' order by all") == [(1,), (2,)]


def test_earlier_bytes_that_are_put_back_are_told_to_be_not_in_force(flow, no_checks, folders, write_pdf):
    for rows in ("mele", "uva"):
        write_pdf("a.pdf", [("Voce", "Quanto"), (rows, "1")])
        assert flow(folders.raw, folders.curated).warnings == []
    write_pdf("a.pdf", [("Voce", "Quanto"), ("mele", "1")])
    (warning,) = flow(folders.raw, folders.curated).warnings
    assert warning.startswith("a.pdf is version 1 of its act; in force is version 2 (a.pdf)")


def test_what_the_register_says_is_loaded_again_when_it_changes(flow, no_checks, folders, write_pdf):
    write_pdf("a.pdf")
    write_pdf("b.pdf", [("Voce", "Quanto"), ("uva", "1")])
    register = folders.raw / "registro.csv"
    for year in (2020, 2021):
        register.write_text(f"nome_file,ente,anno\na.pdf,Comune di Vattelapesca,{year}\n", encoding="utf-8")
        summary = flow(folders.raw, folders.curated)
        assert published(folders, "select anno from dim_atto where nome_file = 'a.pdf'") == [(year,)]
    assert states(summary)["a.pdf"] != "invariato"
    assert states(summary)["b.pdf"] == "invariato"


def test_a_version_that_the_register_gives_to_another_act_leaves_the_one_before_in_force(
    flow, no_checks, folders, write_pdf
):
    write_pdf("a.pdf")
    write_pdf("b.pdf", [("Voce", "Quanto"), ("uva", "1")])
    acts = "select nome_file, versione, corrente from dim_atto order by all"
    line = "{},Comune di Vattelapesca,Delibera,{},2020\n"
    for number, expected in (
        ("1", [("a.pdf", 1, False), ("b.pdf", 2, True)]),
        ("2", [("a.pdf", 1, True), ("b.pdf", 1, True)]),
    ):
        lines = line.format("a.pdf", "1") + line.format("b.pdf", number)
        (folders.raw / "registro.csv").write_text(f"nome_file,ente,tipo,numero,anno\n{lines}", encoding="utf-8")
        summary = flow(folders.raw, folders.curated)
        assert published(folders, acts) == expected
        assert set(states(summary).values()) == {"caricato"}
    assert set(states(flow(folders.raw, folders.curated)).values()) == {"invariato"}


def test_measured_values_in_the_folder_are_loaded_and_bad_lines_told(flow, no_checks, folders, write_pdf):
    write_pdf("a.pdf")
    lines = "indicatore_id;parte;oggetto;valore;data;fonte\nnessuno;1;;5;31/12/2020;inventata\n"
    (folders.raw / "a.rilevazioni.csv").write_text(lines, encoding="utf-8")
    (folders.raw / "b.rilevazioni.csv").write_bytes(b"\xff\xfe not a table")
    lines = flow(folders.raw, folders.curated).results
    told = [(line.name, line.loaded, [number for number, _ in line.errors]) for line in lines]
    assert told == [("a.rilevazioni.csv", 0, [2]), ("b.rilevazioni.csv", 0, [1])]


def test_values_loaded_by_hand_wait_for_a_run_that_did_not_end(flow, no_checks, folders, write_pdf, tmp_path):
    write_pdf("a.pdf")
    flow(folders.raw, folders.curated)
    before = folders.published.resolve()
    form = tmp_path / "a.csv"
    form.write_text("indicatore_id;parte;oggetto;valore;data;fonte\n", encoding="utf-8")
    measuring.load(folders, form)
    assert folders.published.resolve() != before
    folders.pending.touch()  # as a killed run leaves it
    before = folders.published.resolve()
    with pytest.raises(PipelineError, match="run: schedario run"):
        measuring.load(folders, form)
    assert folders.published.resolve() == before
    assert running.documents_to_look_at(folders) == 1
    flow(folders.raw, folders.curated)
    assert running.documents_to_look_at(folders) == 0


def test_values_are_not_loaded_into_a_warehouse_without_acts(folders, tmp_path):
    """Which is what a new version of the warehouse begins with: publishing it would empty what readers see."""
    warehouse.connect(folders.working).close()
    form = tmp_path / "a.csv"
    form.write_text("indicatore_id;parte;oggetto;valore;data;fonte\n", encoding="utf-8")
    with pytest.raises(PipelineError, match="run first: schedario run"):
        measuring.load(folders, form)
    assert not folders.published.exists()


def test_a_failed_check_of_the_star_publishes_nothing(flow, no_checks, folders, write_pdf, monkeypatch):
    write_pdf("a.pdf")
    flow(folders.raw, folders.curated)
    before = folders.published.resolve()
    write_pdf("b.pdf", [("Voce", "Quanto"), ("uva", "1")])
    bad = Outcome("stella", "chiavi", "main", False, "blocca_pubblicazione", "2 righe")
    with monkeypatch.context() as patch:
        patch.setattr(expectations, "hold_star", lambda *args: [SimpleNamespace(outcome=lambda: bad)])
        with pytest.raises(NotPublishedError, match="stella/chiavi: 2 righe"):
            flow(folders.raw, folders.curated)
    assert folders.published.resolve() == before
    assert published(folders, "select count(*) from pubblicato.tabella_generica") == [(1,)]
    assert running.documents_to_look_at(folders) == 2
    flow(folders.raw, folders.curated)
    assert published(folders, "select count(*) from pubblicato.tabella_generica") == [(2,)]


@pytest.mark.parametrize("trace", ["readings/*.json", "rows/*.arrows"], ids=["reading", "loading"])
def test_a_killed_run_is_finished_by_the_next_one(flow, no_checks, folders, write_pdf, tmp_path, trace):
    names = [f"{number}.pdf" for number in range(4)]
    for number, name in enumerate(names):
        write_pdf(name, [("Voce", "Quanto"), ("mele", str(number))])
    kill_when(lambda: any(folders.work.glob(trace)), folders)
    assert not folders.published.exists()
    assert set(states(flow(folders.raw, folders.curated))) == set(names)
    untouched = Folders(folders.raw, tmp_path / "mai-interrotta")
    flow(untouched.raw, untouched.curated)
    for table in ("pubblicato.tabella_generica", "pubblicato.blocco_testo", "evidenze.cella", "qualita.tabella"):
        rows = [published(each, f"from {table} order by all") for each in (folders, untouched)]
        assert rows[0] == rows[1]
        assert rows[0]


def kill_when(ready, folders):
    """Start a run and kill it, which no handler can catch, at the given moment."""
    arguments = ["run", "--raw", str(folders.raw), "--curated", str(folders.curated)]
    run = subprocess.Popen(
        [sys.executable, "-c", RUN, *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while run.poll() is None and not ready():
        time.sleep(0.01)
    assert run.poll() is None, "the run was over before it could be killed"
    run.send_signal(signal.SIGKILL)
    run.wait()
