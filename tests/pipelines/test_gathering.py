"""The commands about sources, and the night that begins with fetching."""

import json
import sys
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import duckdb
import pytest
from envelopes_made_up import pdf, signed
from typer.testing import CliRunner
from website import answer, document, index, serving

from pipelines import cli
from pipelines.fetching import Limits, diary, night, silent

COMMANDS = (["fetch"], ["sources", "list"], ["sources", "check"], ["sources", "add"])


@pytest.fixture
def site(monkeypatch):
    monkeypatch.setattr(night, "Limits", lambda: Limits(delay=0, attempts=1))
    with serving() as website:
        yield website


@pytest.fixture
def schedario(monkeypatch, capfd):
    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["schedario", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        printed = capfd.readouterr()
        return SimpleNamespace(code=ended.value.code or 0, out=printed.out, err=printed.err)

    return call


@pytest.fixture
def sources(site, folders):
    """One source in the file; a page with one act."""
    site.pages = {"/atti": index("atto.pdf"), "/atto.pdf": document(pdf("atto"))}
    (folders.raw / "sources.yaml").write_text(
        f"""\
contact: prova@vattelapesca.example
sources:
  - name: peg
    body: {{denominazione: Comune di Vattelapesca (inventato), tipo: comune}}
    publishes: {{what: PEG}}
    where: {{kind: page, url: "{site.root}/atti", links: pdf}}
    allow_private: true
""",
        encoding="utf-8",
    )
    return folders.raw


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_teaches_with_examples_and_exit_codes(command):
    told = CliRunner().invoke(cli.app, [*command, "--help"])
    assert told.exit_code == 0
    assert f"schedario {' '.join(command)}" in told.output.split("Examples:")[1]
    assert "Exit codes" in told.output


def test_fetch_tells_a_line_for_each_document(schedario, sources, site):
    site.pages |= {"/atti": index("atto.pdf", "finto.pdf"), "/finto.pdf": answer(200, b"<html><title>404</title>")}
    done = schedario("fetch", "--raw", sources)
    first, second, counts = done.out.splitlines()
    assert first.startswith("nuovo ") and "/atto.pdf -> peg/" in first
    assert second.startswith("rifiutato ") and "«404»" in second
    assert (counts, done.code) == ("1 nuovo, 1 rifiutato", 1)
    kept = diary.last_night(sources)
    assert [str(outcome.kind) for outcome in kept.outcomes] == ["nuovo", "rifiutato"]
    assert kept.began <= kept.ended


def test_a_good_night_is_exit_code_0(schedario, sources):
    assert schedario("fetch", "--raw", sources).code == 0
    done = schedario("fetch", "--raw", sources, "--source", "peg")
    assert (done.out.splitlines()[-1], done.code) == ("1 invariato", 0)


def test_a_dry_run_leaves_the_folder_as_it_was(schedario, sources):
    assert "1 nuovo" in schedario("fetch", "--raw", sources, "--dry-run").out
    assert not list(sources.rglob("*.pdf")) and diary.last_night(sources) is None


def test_fetch_without_sources_says_what_to_do(schedario, folders):
    done = schedario("fetch", "--raw", folders.raw)
    assert done.code == 1 and "schedario sources add" in done.err


def test_list_shows_what_came_and_how_long_a_source_is_silent(schedario, sources):
    before = schedario("sources", "list", "--raw", sources, "--format", "csv").out.splitlines()
    schedario("fetch", "--raw", sources)
    after = schedario("sources", "list", "--raw", sources, "--format", "csv").out.splitlines()
    assert before[1].endswith(",0,0,,") and ",1,0,20" in after[1] and after[1].endswith(",0")


def test_a_source_is_silent_when_nothing_new_comes_for_longer_than_expected(schedario, sources, site):
    text = (sources / "sources.yaml").read_text(encoding="utf-8")
    (sources / "sources.yaml").write_text(f"{text}    expected_every_days: 30\n", encoding="utf-8")
    today = datetime.now(UTC).date()
    assert silent(sources, today + timedelta(days=31)) == {}, "never asked"
    site.pages["/atti"] = answer(404)
    schedario("fetch", "--raw", sources)
    assert silent(sources, today + timedelta(days=31)) == {"peg": 31}, "asked, and never had anything"
    path = sources / ".fetch" / "sources" / "peg.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "last_news": f"{today + timedelta(days=20)}"}))
    assert silent(sources, today + timedelta(days=50)) == {}
    assert silent(sources, today + timedelta(days=51)) == {"peg": 31}


def test_check_looks_at_the_file_and_at_the_site(schedario, sources, site):
    assert schedario("sources", "check", "--raw", sources, "--offline").code == 0
    assert site.asked == []
    assert schedario("sources", "check", "--raw", sources).code == 0
    site.pages["/atti"] = answer(404)
    done = schedario("sources", "check", "--raw", sources)
    assert done.code == 1 and "errore" in done.out


def test_add_writes_a_source_that_works(schedario, sources, site):
    words = ["sources", "add", "altra", "--ente", "Comune di Vattelapesca", "--ente-tipo", "comune", "--what", "PEG"]
    place = ["--kind", "url", "--url", f"{site.root}/atto.pdf", "--every", "30", "--raw", sources]
    assert schedario(*words, *place).code == 0
    listed = schedario("sources", "list", "--raw", sources, "--format", "csv").out
    assert f"altra,Comune di Vattelapesca,url,{site.root}/atto.pdf,True" in listed
    assert schedario(*words, *place).code == 1


def test_the_first_source_needs_a_contact(schedario, folders):
    words = ["sources", "add", "peg", "--ente", "Comune di Vattelapesca", "--ente-tipo", "comune", "--what", "PEG"]
    place = ["--kind", "url", "--url", "https://www.vattelapesca.example/a.pdf", "--raw", folders.raw]
    assert "--contact" in schedario(*words, *place).err
    assert schedario(*words, *place, "--contact", "prova@vattelapesca.example").code == 0


def test_a_night_that_begins_with_fetching(flow, site, sources, folders, write_pdf):
    """A signed act comes from the site into the warehouse, with the facts of its source; the next night has no work."""
    act = write_pdf("modello.pdf")
    body = act.read_bytes()
    act.unlink()
    site.pages |= {"/atti": index("atto.pdf.p7m"), "/atto.pdf.p7m": document(signed(body))}
    first = flow(folders.raw, folders.curated, fetch=True)
    assert [line.state for line in first.documents] != ["scartato"]
    (name,) = [line.name for line in first.documents]
    assert name.startswith("peg/") and name.endswith("-atto.pdf")
    second = flow(folders.raw, folders.curated, fetch=True)
    assert [(line.name, line.state) for line in second.documents] == [(name, "invariato")]

    with duckdb.connect(str(folders.published), read_only=True) as con:
        assert con.sql("select denominazione from dim_ente").fetchall() == [("Comune di Vattelapesca (inventato)",)]
