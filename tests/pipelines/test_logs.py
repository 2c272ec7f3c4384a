"""The log: one line for each thing, whatever stands in it."""

import json
import logging

import pytest

from pipelines import logs


@pytest.fixture
def log(monkeypatch):
    """The program's logger as at its start."""
    for name, value in {"handlers": [], "level": logging.NOTSET, "propagate": True}.items():
        monkeypatch.setattr(logs.LOG, name, value)
    yield logs.LOG
    logs.LOG._cache.clear()


def test_nothing_is_logged_unless_asked(log, capfd):
    logs.begin("off")
    log.info("night riuscita")
    assert capfd.readouterr().err == ""


def test_lines_are_one_each(log, capfd):
    logs.begin("lines")
    logs.begin("lines")
    log.info("document scartato %s", "a\nERROR b.pdf")
    (line,) = capfd.readouterr().err.splitlines()
    assert "INFO schedario document scartato a\\nERROR b.pdf" in line


def test_json_is_an_object_a_line(log, capfd):
    logs.begin("json")
    log.error("night %s", 'fallita: "chiavi"\nà')
    (line,) = capfd.readouterr().err.splitlines()
    told = json.loads(line)
    assert (told["level"], told["message"]) == ("error", 'night fallita: "chiavi"\nà')
    assert told["time"].endswith("Z")
