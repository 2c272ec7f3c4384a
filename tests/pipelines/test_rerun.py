"""Documents that are read again though nothing changed: one of them, those of a body, of a layout, of some days."""

from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import CliRunner

from pipelines import cli
from pipelines.documents import readings
from pipelines.documents.register import register
from pipelines.errors import WishError
from pipelines.night.wish import Wish
from pipelines.reporting import watch

TODAY = datetime.now(UTC).date()
DAY = timedelta(days=1)


@pytest.fixture
def loaded(flow, no_checks, folders, write_pdf, once):
    """Two acts of two made-up bodies, in the warehouse."""

    def make():
        write_pdf("a.pdf")
        write_pdf("b.pdf", [("Voce", "Quanto"), ("uva", "1")])
        lines = "nome_file,ente\na.pdf,Comune di Vattelapesca\nb.pdf,Unione Valle Inventata\n"
        (folders.raw / "registro.csv").write_text(lines, encoding="utf-8")
        flow(folders.raw, folders.curated)

    return once(make)


def made(folders):
    """When each document's reading was made."""
    paths = {source.name: readings.reading_path(folders.readings, source.sha256) for source in register(folders)}
    return {name: path.stat().st_mtime_ns for name, path in paths.items()}


def worked_on(summary):
    return {line.name for line in summary.documents if line.state != "invariato"}


@pytest.mark.parametrize(
    ("wish", "meant"),
    [
        (Wish(again=frozenset({"b.pdf"})), {"b.pdf"}),
        (Wish(body="valle inventata"), {"b.pdf"}),
        (Wish(layout="generica"), {"a.pdf", "b.pdf"}),
        (Wish(since=TODAY - DAY, until=TODAY + DAY), {"a.pdf", "b.pdf"}),
        (Wish(since=TODAY - DAY, body="Vattelapesca"), {"a.pdf"}),
    ],
)
def test_those_that_are_meant_are_read_and_loaded_again(flow, loaded, wish, meant):
    before = made(loaded)
    assert worked_on(flow(loaded.raw, loaded.curated, wish)) == meant
    after = made(loaded)
    assert {name for name in after if after[name] != before[name]} == meant


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        (Wish(again=frozenset({"c.pdf"})), "c.pdf: no such PDF"),
        (Wish(body="Roccafinta"), "no document is meant"),
        (Wish(layout="mai_visto"), "no document is meant"),
        (Wish(until=TODAY - DAY), "no document is meant"),
        (Wish(since=TODAY + 2 * DAY), "no document is meant"),  # midnight may pass before it runs
        (Wish(again=frozenset({"a.pdf"}), body="Valle"), "no document is meant"),
    ],
)
def test_a_wish_that_means_none_is_an_error(flow, loaded, wish, told):
    with pytest.raises(WishError, match=told):
        flow(loaded.raw, loaded.curated, wish)
    # somebody mistyped: nobody is to be woken
    assert watch.last(loaded).outcome == "riuscita"


def test_a_server_may_be_asked_in_its_own_words(flow, loaded):
    """As `prefect deployment run --param wish=...` sends it."""
    assert worked_on(flow(loaded.raw, loaded.curated, {"body": "Vattelapesca", "since": f"{TODAY - DAY}"})) == {"a.pdf"}


def test_the_command(schedario, loaded):
    where = ["--raw", loaded.raw, "--curated", loaded.curated]
    before = made(loaded)
    done = schedario("rerun", "--ente", "Valle", "--since", f"{TODAY - DAY}", *where)
    assert done.code == 0, done.err
    assert {name for name, when in made(loaded).items() if when != before[name]} == {"b.pdf"}
    assert schedario("rerun", "c.pdf", *where).err == f"error: c.pdf: no such PDF under {loaded.raw}\n"
    assert schedario("rerun", *where).code == 2


@pytest.mark.parametrize("command", ["rerun", "config", "serve"])
def test_help_teaches_with_examples_and_exit_codes(command):
    told = CliRunner().invoke(cli.app, [command, "--help"])
    assert told.exit_code == 0
    assert f"schedario {command}" in told.output.split("Examples:")[1]
    assert "Exit codes" in told.output
