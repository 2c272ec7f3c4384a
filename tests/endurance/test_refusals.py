"""A disk that is full, folders that refuse, and Ctrl-C: one clear line, and nothing is lost."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path

import pytest

from . import looking, steps, trials
from .processes import Ended, tried
from .scene import folders
from .steps import Step

PHASES = (
    "pipelines.night.flow:begin",
    "pipelines.night.children:_ended",
    "warehouse:connect",
    "warehouse:load_all",
    "warehouse:end_run",
    "expectations.data_docs:_index",
    "shutil:copyfile",
    "warehouse.publishing:export",
    "warehouse.versions:seal",
    "pipelines.night.flow:remember",
)
POWERLESS = Step("pipelines.cli:main", happening=steps.lose_power)


def is_told(ended: Ended, *words: str) -> None:
    """One line that begins with `error`, with what is wrong and what to do next in it."""
    assert ended.code == 1
    assert "Traceback" not in ended.said
    (line,) = [line for line in ended.said.splitlines() if line.startswith("error: ")]
    assert ended.said.rstrip().endswith(line)
    assert all(word in line for word in words), line


def test_a_full_disk_is_told_at_each_phase_and_the_next_run_has_all(scene, tmp_path):
    def full(phase: str):
        def meet(home: Path) -> None:
            ended = tried("run", home=home, step=Step(phase, happening=steps.fill_the_disk))
            is_told(ended, "File too large", "allow larger files", "then give the same command again")
            left = looking.left_over(home / "curated" / ".versioni")
            assert left == [], "a half version takes the room that the next try needs"

        return meet

    assert trials.chain(scene, tmp_path / "prova", [full(phase) for phase in PHASES]) == []


def test_a_report_without_room_fails_nothing(scene, tmp_path):
    home = tmp_path / "prova"
    scene.copied(home)
    step = Step("pipelines.reporting.nights:put", happening=steps.fill_the_disk)
    is_told(tried("run", home=home, step=step), "File too large")
    assert trials.version_seen(scene, folders(home)) == "B"
    assert tried("run", home=home).code == 0
    assert len(list((home / "curated" / "rapporto").glob("*-*.html"))) == 2
    assert trials.differences(scene, folders(home)) == []


@contextmanager
def refused(path: Path, mode: int):
    before = path.stat().st_mode
    path.chmod(mode)
    try:
        yield
    finally:
        path.chmod(before)


@pytest.mark.parametrize(
    ("place", "mode", "words"),
    [
        ("curated/.work/lock", 0o400, ("can't write to", "Permission denied", "--curated")),
        ("curated/.work", 0o500, ("Permission denied", "ask for the right")),
        ("curated/.versioni", 0o500, (".versioni", "Permission denied", "ask for the right")),
        ("curated", 0o500, ("Permission denied", "ask for the right")),
        ("curated/.work/schedario.duckdb", 0o400, ("schedario.duckdb", "Permission denied", "ask for the right")),
        ("raw/nuovo.pdf", 0o000, ("nuovo.pdf", "Permission denied", "ask for the right")),
        ("raw/regole", 0o000, ("regole", "Permission denied", "ask for the right")),
        ("raw", 0o000, ("raw", "Permission denied", "ask for the right")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_who_may_not_read_or_write_is_told(scene, tmp_path, place, mode, words):
    home = tmp_path / "prova"
    scene.copied(home)
    with refused(home / place, mode):
        is_told(tried("run", home=home, step=POWERLESS), *words)
    assert looking.seen(home / "curated") == scene.version


def test_after_all_refusals_the_next_run_has_all(scene, tmp_path):
    def refuse(place: str):
        def meet(home: Path) -> None:
            with refused(home / place, 0o500):
                assert tried("run", home=home, step=POWERLESS).code == 1

        return meet

    places = ("curated/.work/readings", "curated/.work", "curated/.versioni")
    assert trials.chain(scene, tmp_path / "prova", map(refuse, places)) == []


def test_a_curated_folder_that_is_a_file_and_a_raw_folder_that_is_none(scene, tmp_path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "curated").write_text("un file")
    is_told(tried("run", home=tmp_path), "can't write to", "--curated")
    assert (tmp_path / "curated").read_text() == "un file"
    is_told(tried("run", home=tmp_path / "altrove"), "no folder", "--raw")


def test_ctrl_c_leaves_nothing_broken(scene, tmp_path):
    def interrupt(phase: str):
        def meet(home: Path) -> None:
            ended = tried("run", home=home, step=Step(phase, happening=steps.interrupt))
            assert (phase, ended.code) == (phase, 130), ended.said
            assert "Traceback" not in ended.said

        return meet

    phases = ("pipelines.night.children:_ended", "warehouse:load_all", "warehouse.publishing:export")
    assert trials.chain(scene, tmp_path / "prova", map(interrupt, phases)) == []
