"""A run that dies at any moment costs nothing but time."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest

from . import looking, steps, trials
from .looking import NotWholeError

SEED = 20261121
AFTER_EACH = [steps.RUN[0], *(step for step in steps.RUN if step.after)]


@pytest.mark.parametrize("half", [0, 1])
def test_a_run_may_die_at_each_step(scene, tmp_path, half):
    kills = [trials.step_kill(step) for step in AFTER_EACH[half::2]]
    assert trials.chain(scene, tmp_path / "prova", kills) == []


def test_a_run_may_be_killed_at_any_moment(scene, tmp_path):
    chance = random.Random(SEED)
    kills = [trials.timed_kill(chance.uniform(0.05, scene.seconds)) for _ in range(12)]
    with ThreadPoolExecutor(2) as pool:
        halves = [pool.submit(trials.chain, scene, tmp_path / str(n), kills[n::2]) for n in range(2)]
        assert [half.result() for half in halves] == [[], []]


def test_a_missing_file_a_changed_byte_and_a_lost_manifest_are_seen(scene, tmp_path):
    """What the trials rely on."""
    for name in ("schedario.duckdb", "parquet/main/dim_atto.parquet", "versione.json"):
        home = tmp_path / name.replace("/", "-")
        curated = scene.copied(home).curated
        assert looking.seen(curated) == scene.version
        (curated / ".corrente" / name).unlink()
        with pytest.raises((NotWholeError, FileNotFoundError)):
            looking.seen(curated)
