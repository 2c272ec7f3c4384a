"""prefect.yaml on a server with a worker, set up as its comments say; the machine dies in the midst of a night."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest
from asking import ask
from killing import kill_all, wait_until

from pipelines.folders import REPOSITORY
from pipelines.night import running
from pipelines.night.server import own_server

PREFECT = Path(sys.executable).with_name("prefect")
CRASHED = REPOSITORY / "docs" / "deploy" / "prefect-crashed.yaml"
ENDED = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}


@pytest.fixture
def team(tmp_path, monkeypatch):
    """A server, the work pool, the deployment, and the automation with a patience of ten seconds; the API's address."""
    for name, value in {**running.ALWAYS, **running.OWN_SERVER, "PREFECT_HOME": str(tmp_path / "prefect")}.items():
        monkeypatch.setenv(name, value)
    with own_server(lasting=True) as answering:
        address = answering()
        monkeypatch.setenv("PREFECT_API_URL", address)
        automation = tmp_path / "automation.yaml"
        automation.write_text(CRASHED.read_text(encoding="utf-8").replace("within: 600", "within: 10"))
        prefect("work-pool", "create", "schedario", "--type", "process")
        with ThreadPoolExecutor() as side_by_side:
            done = [
                side_by_side.submit(prefect, "deploy", "--all"),
                side_by_side.submit(prefect, "automation", "create", "--from-file", automation),
            ]
            assert all(each.result() for each in done)
        yield address


def prefect(*words):
    """One of the commands that a person types."""
    subprocess.run([PREFECT, *words], cwd=REPOSITORY, stdin=subprocess.DEVNULL, capture_output=True, check=True)
    return True


@contextmanager
def worker(temporary):
    """`temporary` is the user's own: in the common one Prefect's folder is of the first user who has a worker."""
    command = [PREFECT, "worker", "start", "--pool", "schedario"]
    quiet, own = subprocess.DEVNULL, os.environ | {"TMPDIR": str(temporary)}
    with subprocess.Popen(command, cwd=REPOSITORY, env=own, stdin=quiet, stdout=quiet, stderr=quiet) as child:
        try:
            yield child
        finally:
            kill_all(child.pid)


def deployment(address):
    (found,) = ask("POST", f"{address}/deployments/filter", json={})
    return found


def begin(address, folders):
    """Have the deployment run now on the test's folders; the run's number."""
    parameters = {"raw": str(folders.raw), "curated": str(folders.curated), "fetch": False}
    where = f"{address}/deployments/{deployment(address)['id']}/create_flow_run"
    return ask("POST", where, json={"parameters": parameters})["id"]


def state(address, run):
    return ask("GET", f"{address}/flow_runs/{run}")["state_type"]


def end_impatience(address):
    """A night that is well may take longer than the ten seconds after which the dead one was given up."""
    (automation,) = ask("POST", f"{address}/automations/filter", json={})
    ask("PATCH", f"{address}/automations/{automation['id']}", json={"enabled": False})


def documents(folders):
    with duckdb.connect(str(folders.published), read_only=True) as con:
        return [name for (name,) in con.sql("select nome_file from dim_atto order by all").fetchall()]


def test_a_worker_that_dies_in_the_midst_of_a_night(flow, no_checks, folders, write_pdf, tmp_path, request):
    write_pdf("a.pdf")
    flow(folders.raw, folders.curated)
    write_pdf("b.pdf", [("Voce", "Quanto"), ("uva", "1")])
    address = request.getfixturevalue("team")
    assert deployment(address)["global_concurrency_limit"]["limit"] == 1

    with worker(tmp_path) as child:
        killed = begin(address, folders)
        wait_until(folders.pending.exists, "a night that loads")
        kill_all(child.pid)
    assert documents(folders) == ["a.pdf"]
    wait_until(lambda: state(address, killed) == "CRASHED", "the end of the dead night")
    assert deployment(address)["global_concurrency_limit"]["active_slots"] == 0
    end_impatience(address)

    with worker(tmp_path):
        second = begin(address, folders)
        wait_until(lambda: state(address, second) in ENDED, "the end of the second night")
    assert state(address, second) == "COMPLETED"
    assert documents(folders) == ["a.pdf", "b.pdf"]
