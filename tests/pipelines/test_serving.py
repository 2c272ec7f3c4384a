"""What a Prefect server gets to see, and the deployment of one machine."""

import os
import re
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from asking import ask
from killing import kill_all, wait_until

from pipelines.errors import PipelineError
from pipelines.night import serving

IMPATIENT = {
    "PREFECT_RUNNER_POLL_FREQUENCY": "1",
    "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "2",
    "PREFECT_SERVER_SERVICES_SCHEDULER_RECENT_DEPLOYMENTS_LOOP_SECONDS": "1",
}
"""Prefect looks for work every ten seconds, and plans it every minute."""


def asked(what, address=None):
    """Everything of a kind that a server knows."""
    return ask("POST", f"{address or os.environ['PREFECT_API_URL']}/{what}/filter", json={})


def named_artifacts():
    """Identifier -> artifact. What tasks return has no key; the server is that of all tests of this process."""
    return {artifact["id"]: artifact for artifact in asked("artifacts") if artifact["key"]}


def test_a_server_that_stays_shows_the_night(flow, no_checks, folders, write_pdf, monkeypatch):
    write_pdf("a_b.pdf")
    (folders.raw / "<script>.pdf").write_bytes(b"garbage")
    before = named_artifacts()
    flow(folders.raw, folders.curated)
    # on a server that ends with the run nobody would look
    assert named_artifacts() == before
    monkeypatch.setattr("pipelines.night.flow.is_own", lambda: False)
    write_pdf("b.pdf", [("Voce", "Quanto"), ("uva", "1")])
    flow(folders.raw, folders.curated)
    found = {artifact["key"]: artifact for number, artifact in named_artifacts().items() if number not in before}
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


COMMAND = [sys.executable, "-c", "from pipelines.cli import main; main()", "serve"]


def environment(folders, home):
    own = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    # what Prefect calls a folder there is another user's
    own["TMPDIR"] = str(temporary := home / "tmp")
    temporary.mkdir(exist_ok=True)
    (temporary / "runner_storage").touch()
    own |= {"SCHEDARIO_RAW": str(folders.raw), "SCHEDARIO_CURATED": str(folders.curated), "PREFECT_HOME": str(home)}
    return own | IMPATIENT


@contextmanager
def serve(folders, home):
    """`schedario serve` with a server of its own; gives the address of its API and the process."""
    own = environment(folders, home)
    with subprocess.Popen(COMMAND, env=own, cwd=home, stdout=subprocess.PIPE, text=True, bufsize=1) as child:
        try:
            address = next(f"{found[0]}/api" for line in child.stdout if (found := re.search(r"http://[\d.:]+", line)))
            yield address, child
        finally:
            kill_all(child.pid)


def begin(address):
    """Have the deployment run now."""
    (deployment,) = asked("deployments", address)
    return ask("POST", f"{address}/deployments/{deployment['id']}/create_flow_run", json={})


def states(address):
    return [run["state_type"] for run in asked("flow_runs", address) if run["state_type"] != "SCHEDULED"]


def test_a_night_begins_because_its_hour_has_come(folders, write_pdf, tmp_path):
    write_pdf("a.pdf")
    with serve(folders, tmp_path) as (address, _):
        wait_until(lambda: asked("flow_runs", address), "a planned night")
        (deployment,) = asked("deployments", address)
        assert deployment["name"] == "notte"
        assert deployment["parameters"] == {"raw": str(folders.raw), "curated": str(folders.curated), "fetch": True}
        assert deployment["global_concurrency_limit"]["limit"] == 1
        planned = [datetime.fromisoformat(run["expected_start_time"]) for run in asked("flow_runs", address)]
        assert {f"{moment.astimezone(ZoneInfo('Europe/Rome')):%H:%M}" for moment in planned} == {"02:30"}
        # the test can't wait for the night: it begins in five seconds. On a busy machine nights of a few seconds would
        # each begin before the last one is under way, and none would end
        schedules = f"{address}/deployments/{deployment['id']}/schedules"
        begins = datetime.now(UTC) + timedelta(seconds=5)
        change = {"schedule": {"interval": 30, "anchor_date": begins.isoformat()}}
        ask("PATCH", f"{schedules}/{deployment['schedules'][0]['id']}", json=change)
        wait_until(lambda: set(states(address)) & {"COMPLETED", "FAILED", "CRASHED"}, "a night that ended")
        done = [run for run in asked("flow_runs", address) if run["state_type"] == "COMPLETED"]
        assert done and all(run["auto_scheduled"] and run["created_by"]["type"] == "SCHEDULE" for run in done)
        assert {artifact["key"] for artifact in asked("artifacts", address)} >= {"notte", "quarantena", "rapporto"}
        # a second one would take the night of the first for a dead one
        second = subprocess.run(COMMAND, env=environment(folders, tmp_path), capture_output=True, text=True)
        assert (second.returncode, second.stderr.splitlines()[-1][:36]) == (1, "error: schedario serve is there alre")
    assert folders.published.is_file()


def test_a_night_that_died_with_serve_is_over_and_the_next_one_publishes(folders, write_pdf, tmp_path):
    write_pdf("a.pdf")
    with serve(folders, tmp_path) as (address, child):
        wait_until(lambda: asked("deployments", address), "the deployment")
        begin(address)
        wait_until(folders.pending.exists, "a night that loads")
        kill_all(child.pid)
    assert not folders.published.exists()
    with serve(folders, tmp_path) as (address, _):
        assert states(address) == ["CRASHED"]
        wait_until(lambda: asked("deployments", address), "the deployment")
        begin(address)
        wait_until(lambda: len(states(address)) == 2 and "RUNNING" not in states(address), "the next night")
        wait_until(lambda: set(states(address)) <= {"CRASHED", "COMPLETED", "CANCELLED", "FAILED"}, "its end")
        assert sorted(states(address)) == ["COMPLETED", "CRASHED"]
    assert folders.published.is_file()
