"""Documents read by the workers of a real Dask scheduler: what is published is what this machine alone publishes."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress

import dask
import distributed
import pytest

from pipelines.errors import PipelineError
from pipelines.folders import Folders
from warehouse import database
from warehouse.comparing import compare_files

DEADLY = """
import os, signal
from pipelines.night import children, worker

def read(pdf, *args, usual=children.read_in_child, **options):
    if pdf.name == "letale.pdf":
        os.kill(os.getpid(), signal.SIGKILL)
    usual(pdf, *args, **options)

children.read_in_child = read
"""
"""What a worker loads so that a document brings it down, whatever the child process does."""


@contextmanager
def program(*arguments, **variables):
    """A program of Dask's own that ends with the block."""
    settings = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1", **variables}
    running = subprocess.Popen(
        [sys.executable, "-m", "dask", *map(str, arguments)],
        env=os.environ | settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield running
    finally:
        running.terminate()
        with suppress(subprocess.TimeoutExpired):
            running.wait(10)
        running.kill()
        running.wait()


@contextmanager
def scheduler(folder):
    """Its address, as soon as it answers."""
    told = folder / "scheduler.json"
    with program(
        "scheduler", "--host", "127.0.0.1", "--port", 0, "--no-dashboard", "--scheduler-file", told
    ) as running:
        wait_until(lambda: told.is_file() and told.read_text().endswith("}"), running)
        yield json.loads(told.read_text())["address"]


def worker(address, folder, *options):
    folder.mkdir(parents=True, exist_ok=True)
    usual = ("--nthreads", 1, "--no-dashboard", "--local-directory", folder)
    return program("worker", address, *usual, *options, TMPDIR=str(folder))


def wait_until(ready, running):
    while running.poll() is None and not ready():
        time.sleep(0.02)
    assert running.poll() is None, "it ended before its time"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with scheduler(tmp_path_factory.mktemp("scheduler")) as found:
        yield found


@pytest.fixture
def cluster(flow):
    """Imported late: Prefect reads its settings, the tests' server among them, when it is imported."""
    from pipelines.night import cluster

    return cluster


@pytest.fixture
def spread(flow, cluster, address):
    return flow.with_options(task_runner=cluster.runner(address))


@pytest.fixture
def acts(folders, write_pdf):
    for number in range(6):
        write_pdf(f"{number}.pdf", [("Voce", "Quanto"), ("mele", str(number))])
    (folders.raw / "rotto.pdf").write_bytes(b"garbage")
    return folders


def hashes(summary):
    return {line.name: (line.state, line.reason) for line in summary.documents}


def readings(folders):
    return {path.name: path.read_bytes() for path in folders.readings.iterdir()}


def test_two_workers_one_of_which_dies_publish_what_this_machine_publishes(
    flow, spread, no_checks, acts, address, tmp_path
):
    alone = Folders(acts.raw, tmp_path / "da-sola")
    here = flow(alone.raw, alone.curated)
    database.make(acts.working, kept_from=alone.published.resolve())  # when each act came, which two runs don't share
    first, second = tmp_path / "primo", tmp_path / "secondo"
    with worker(address, first, "--no-nanny") as victim, worker(address, second, "--no-nanny"):
        with distributed.Client(address, set_as_default=False) as client:
            client.wait_for_workers(2)
        threading.Thread(target=kill_at_work, args=(victim, first), daemon=True).start()
        there = spread(acts.raw, acts.curated)
        assert victim.wait() == -signal.SIGKILL
    assert hashes(there) == hashes(here)
    assert hashes(here)["rotto.pdf"][0] == "scartato"
    assert len(readings(alone)) == 6
    assert readings(acts) == readings(alone)
    compared = list(compare_files(alone.published, acts.published))
    assert compared
    assert [difference for _, _, difference in compared if difference] == []


def kill_at_work(victim, folder):
    wait_until(lambda: any(folder.glob("schedario-*/*.pdf")), victim)
    victim.kill()


def test_a_document_that_brings_workers_down_is_set_aside_alone(spread, no_checks, acts, address, write_pdf, tmp_path):
    write_pdf("letale.pdf", [("Voce", "Quanto"), ("funghi", "1")])
    (tmp_path / "letale.py").write_text(DEADLY)
    with worker(address, tmp_path / "w", "--preload", tmp_path / "letale.py"):
        summary = spread(acts.raw, acts.curated)
    reasons = {line.name: line.reason for line in summary.documents if line.state == "scartato"}
    assert sorted(reasons) == ["letale.pdf", "rotto.pdf"]
    assert "caduto 2 volte" in reasons["letale.pdf"]


def test_a_worker_that_is_set_up_otherwise_ends_the_run(
    spread, cluster, no_checks, acts, address, tmp_path, monkeypatch
):
    ours = cluster.software() | {"schedario": "di domani"}
    monkeypatch.setattr(cluster, "software", lambda: ours)
    with (
        worker(address, tmp_path / "w", "--no-nanny"),
        pytest.raises(PipelineError, match=r"di domani.*install the same"),
    ):
        spread(acts.raw, acts.curated)
    assert not acts.published.exists()


def test_a_cluster_without_workers_is_not_waited_for_for_ever(spread, cluster, no_checks, acts, monkeypatch):
    monkeypatch.setattr(cluster, "LOOK", 0.1)
    monkeypatch.setattr(cluster, "PATIENCE", 0.3)
    with pytest.raises(PipelineError, match="no worker has been there"):
        spread(acts.raw, acts.curated)


def test_a_scheduler_that_does_not_answer_is_told_in_one_line(flow, cluster, no_checks, acts):
    spread = flow.with_options(task_runner=cluster.runner("tcp://127.0.0.1:1"))
    patience = dask.config.set({"distributed.comm.timeouts.connect": "300ms"})
    with patience, pytest.raises(PipelineError, match=r"the Dask cluster fails.*127\.0\.0\.1:1"):
        spread(acts.raw, acts.curated)


def test_the_same_software_is_the_same_everywhere(cluster):
    cluster.check_software(cluster.software())
    with pytest.raises(PipelineError, match=r"numpy .* in the place of 0\.1"):
        cluster.check_software(cluster.software() | {"numpy": "0.1"})
