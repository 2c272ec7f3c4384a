"""The files that others start schedario with, held against the program as it is."""

import shlex
import tomllib
from configparser import ConfigParser
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner

from pipelines import settings
from pipelines.cli import app
from pipelines.night import serving

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "docs" / "deploy"
PROGRAM = "/srv/schedario/.venv/bin/schedario"


def instructions(word):
    """What follows this word in the container file, a line continued by backslashes being one."""
    lines = (DEPLOY / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    return [line.removeprefix(word).strip() for line in lines if line.startswith(f"{word} ")]


def test_the_image_has_all_that_runs():
    copied = {source for line in instructions("COPY") for source in line.split()[:-1]}
    assert [source for source in copied if not (ROOT / source).exists()] == []
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = {name.partition(".")[0] for name in project["tool"]["setuptools"]["packages"]}
    assert packages | {"pyproject.toml", "requirements.lock", serving.DEPLOYMENTS.name} <= copied


def test_the_image_s_settings_are_settings():
    names = [word.partition("=")[0] for line in instructions("ENV") for word in shlex.split(line)]
    known = set(map(settings.variable, settings.names()))
    assert {name for name in names if name.startswith(settings.PREFIX)} <= known


def service():
    unit = ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str
    unit.read(DEPLOY / "schedario.service", encoding="utf-8")
    return unit["Service"]


def commands():
    """Command lines of the service and of the image, without the program."""
    health = instructions("HEALTHCHECK")[0].partition("CMD ")[2]
    program, *words = YAML(typ="safe").load(health)
    assert program == YAML(typ="safe").load(instructions("ENTRYPOINT")[0])[0] == PROGRAM
    started, *rest = shlex.split(service()["ExecStart"])
    assert started == PROGRAM
    return [words, rest, YAML(typ="safe").load(instructions("CMD")[0])]


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_what_they_start_is_a_command(words):
    told = CliRunner().invoke(app, [*words, "--help"])
    assert told.exit_code == 0, told.output
    assert all(word in told.output for word in words)


def test_the_timer_and_the_deployment_begin_at_the_same_hour():
    timer = ConfigParser(interpolation=None)
    timer.read(DEPLOY / "schedario.timer", encoding="utf-8")
    (schedule,) = serving.nightly()["schedules"]
    minute, hour, *_ = schedule["cron"].split()
    assert timer["Timer"]["OnCalendar"] == f"*-*-* {int(hour):02}:{int(minute):02}:00 {schedule['timezone']}"
