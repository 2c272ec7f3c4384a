"""What a Prefect server gets to see, and the deployment of one machine."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from pipelines import running, serving
from pipelines.errors import PipelineError


def asked(what, body=None):
    return httpx.post(f"{os.environ['PREFECT_API_URL']}/{what}/filter", json=body or {}).raise_for_status().json()


def test_a_server_that_stays_shows_the_night(flow, no_checks, folders, write_pdf, monkeypatch):
    write_pdf("a_b.pdf")
    (folders.raw / "<script>.pdf").write_bytes(b"garbage")
    flow(folders.raw, folders.curated)
    assert asked("artifacts") == []  # one that ends with the run keeps nothing
    monkeypatch.setattr("pipelines.flow.is_own", lambda: False)
    write_pdf("b.pdf", [("Voce", "Quanto"), ("uva", "1")])
    flow(folders.raw, folders.curated)
    found = {artifact["key"]: artifact for artifact in asked("artifacts")}
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
    from pipelines import flow as module

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


def test_serve_stays_with_a_schedule_and_a_limit_and_ends_when_asked(flow, folders):
    environment = (
        os.environ | running.ALWAYS | {"SCHEDARIO_RAW": str(folders.raw), "SCHEDARIO_CURATED": str(folders.curated)}
    )
    command = [sys.executable, "-c", "from pipelines.cli import main; main()", "serve"]
    child = subprocess.Popen(
        command, env=environment, cwd=folders.raw, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        while not (found := asked("deployments")) and child.poll() is None:
            time.sleep(0.1)
        assert found, child.communicate()[0].decode()
    finally:
        child.send_signal(signal.SIGINT)
        child.wait()
    (deployment,) = found
    assert deployment["name"] == "notte"
    assert deployment["parameters"] == {"raw": str(folders.raw), "curated": str(folders.curated), "fetch": True}
    assert deployment["global_concurrency_limit"]["limit"] == 1
    (schedule,) = deployment["schedules"]
    assert (schedule["schedule"]["cron"], schedule["schedule"]["timezone"]) == ("30 2 * * *", "Europe/Rome")
