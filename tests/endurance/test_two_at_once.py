"""Two commands at once in one folder: the second is told, and neither loses anything."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import contextmanager

from . import looking, steps, trials
from .processes import begun, finished, tried
from .scene import write_list
from .steps import Step
from .test_refusals import is_told

SOURCES = """contact: prova@vattelapesca.example
sources:
  - name: cartella
    body: {{denominazione: Comune di Vattelapesca (inventato), tipo: comune}}
    publishes: {{what: Elenchi inventati}}
    where: {{kind: folder, path: {path}, files: "*.pdf"}}
"""


COMMANDS = {
    "run": ["run"],
    "rollback": ["publish", "--rollback"],
    "forward": ["publish"],
    "results": ["results", "load", "valori.csv"],
    "rules": ["rules", "load", "regole.toml"],
    "names": ["run", "--without-names"],
}


def state_of(process: int) -> str:
    """Its first letter: T when it stands still."""
    asked = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True)
    return asked.stdout[:1]


@contextmanager
def standing(*words, home, step):
    """A command that stands still at a step while the block goes on, and then comes to its end."""
    with begun(*words, home=home, step=Step(step, happening=steps.stop)) as (process, said):
        while process.is_alive() and state_of(process.pid) != "T":
            time.sleep(0.05)
        assert process.is_alive(), f"it did not come to {step}"
        try:
            yield
        finally:
            os.kill(process.pid, signal.SIGCONT)
        said.recv()
        process.join()
        assert process.exitcode == 0


def test_whoever_comes_second_to_a_run_is_told(scene, tmp_path, monkeypatch):
    home = tmp_path / "prova"
    own = scene.copied(home)
    with standing("run", home=home, step="warehouse:load_results"):
        for words in COMMANDS.values():
            words = [str(home / word) if "." in word else word for word in words]
            is_told(tried(*words, home=home), "another run is writing to", "wait for it to end")
        assert looking.seen(own.curated) == scene.version
    assert trials.version_seen(scene, own) == "B"
    assert trials.differences(scene, own) == []


def test_a_run_that_comes_second_to_a_publication_is_told(scene, tmp_path):
    home = tmp_path / "prova"
    own = scene.copied(home)
    with standing("publish", "--rollback", home=home, step="warehouse.versions:put_in_force"):
        is_told(tried("run", home=home), "another run is writing to")
    assert looking.seen(own.curated) != scene.version
    finished("run", home=home)
    assert trials.differences(scene, own) == []


def test_one_fetch_at_a_time_and_a_run_beside_it(scene, tmp_path):
    home = tmp_path / "prova"
    own = scene.copied(home)
    (home / "fuori").mkdir()
    write_list(home / "fuori" / "terzo.pdf", ("fichi", "4"))
    (own.raw / "sources.yaml").write_text(SOURCES.format(path=home / "fuori"), encoding="utf-8")
    with standing("fetch", home=home, step="pipelines.fetching.store:write"):
        for words in (["fetch"], ["run", "--fetch"]):
            is_told(tried(*words, home=home), "another fetch is writing to", "wait for it to end")
        finished("run", home=home)  # takes what is there
    assert len(list((own.raw / "cartella").glob("*.pdf"))) == 1
    finished("run", home=home)
    assert looking.left_over(own.raw, own.curated) == []
