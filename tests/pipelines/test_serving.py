"""What a Prefect server gets to see, and the deployment of one machine."""

import os
import re
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest

from pipelines.errors import PipelineError
from pipelines.night import serving

MOST_LOOKS = 900
"""A night that hasn't come to its end after so many looks never will."""


def asked(what, address=None):
    """Everything of a kind that a server knows."""
    return httpx.post(f"{address or os.environ['PREFECT_API_URL']}/{what}/filter", json={}).raise_for_status().json()


def test_a_server_that_stays_shows_the_night(flow, no_checks, folders, write_pdf, monkeypatch):
    write_pdf("a_b.pdf")
    (folders.raw / "<script>.pdf").write_bytes(b"garbage")
    flow(folders.raw, folders.curated)
    # on a server that ends with the run nobody would look; what tasks return has no key
    assert not any(artifact["key"] for artifact in asked("artifacts"))
    monkeypatch.setattr("pipelines.night.flow.is_own", lambda: False)
    write_pdf("b.pdf", [("Voce", "Quanto"), ("uva", "1")])
    flow(folders.raw, folders.curated)
    found = {artifact["key"]: artifact for artifact in asked("artifacts") if artifact["key"]}
    assert found.keys() == {"notte", "quarantena", "rapporto", "controlli"}
    assert "- nuovo: b.pdf" in found["notte"]["data"]
    assert "<script>" not in found["notte"]["data"]
    assert "quarantine show 1" in found["quarantena"]["data"]
    page = re.search(r"file://(\S+?)\)", found["rapporto"]["data"])
    assert page and Path(page[1]).is_file()


def test_a_night_without_sources_fetches_nothing(flow, no_checks, folders, write_pdf):
    write_pdf("a.pdf")
    summary = flow(folders.raw, folders.curated, fetch=True)
    assert [line.name for line in summary.documents] == ["a.pdf"]
    assert not (folders.raw / ".fetch").exists()


@pytest.mark.parametrize(("error", "attempts"), [(OSError("share away"), 3), (PipelineError("sources.yaml: ..."), 1)])
def test_only_what_may_pass_is_tried_again(flow, no_checks, folders, monkeypatch, error, attempts):
    from pipelines.night import flow as module

    tried = []

    def fail(*args):
        tried.append(args)
        raise error

    monkeypatch.setattr(module, "fetch_enabled", fail)
    monkeypatch.setattr(module, "gather", module.gather.with_options(retry_delay_seconds=0))
    with pytest.raises(type(error)):
        flow(folders.raw, folders.curated, fetch=True)
    assert len(tried) == attempts


def test_the_schedule_is_that_of_the_deployment():
    deployment = serving.nightly()
    assert deployment["parameters"]["fetch"] is True
    assert [schedule["timezone"] for schedule in deployment["schedules"]] == ["Europe/Rome"]
    assert deployment["concurrency_limit"]["limit"] == 1


@pytest.fixture
def served(flow, folders, tmp_path):
    """`schedario serve` with a server of its own; gives the address of its API."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    own |= {"SCHEDARIO_RAW": str(folders.raw), "SCHEDARIO_CURATED": str(folders.curated), "PREFECT_HOME": str(tmp_path)}
    command = [sys.executable, "-c", "from pipelines.cli import main; main()", "serve"]
    with subprocess.Popen(command, env=own, cwd=tmp_path, stdout=subprocess.PIPE, text=True, bufsize=1) as child:
        try:
            yield next(f"{found[0]}/api" for line in child.stdout if (found := re.search(r"http://[\d.:]+", line)))
        finally:
            child.kill()


def test_serve_runs_the_deployment_and_has_the_next_nights_on_its_list(served, folders, write_pdf):
    write_pdf("a.pdf")
    (deployment,) = asked("deployments", served)
    assert deployment["name"] == "notte"
    assert deployment["parameters"] == {"raw": str(folders.raw), "curated": str(folders.curated), "fetch": True}
    assert deployment["global_concurrency_limit"]["limit"] == 1
    httpx.post(f"{served}/deployments/{deployment['id']}/create_flow_run", json={}).raise_for_status()
    states = set()
    for _ in range(MOST_LOOKS):
        if states >= {"COMPLETED", "SCHEDULED"} or states & {"FAILED", "CRASHED"}:
            break
        time.sleep(0.2)
        runs = asked("flow_runs", served)
        states = {run["state_type"] for run in runs}
    assert states == {"COMPLETED", "SCHEDULED"}
    rome = ZoneInfo("Europe/Rome")
    planned = [datetime.fromisoformat(run["expected_start_time"]) for run in runs if run["state_type"] == "SCHEDULED"]
    assert {f"{moment.astimezone(rome):%H:%M}" for moment in planned} == {"02:30"}
    assert {artifact["key"] for artifact in asked("artifacts", served)} >= {"notte", "quarantena", "rapporto"}
    assert folders.published.is_file()
