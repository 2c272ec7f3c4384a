"""Settings: where they come from, and what is said of wrong ones."""

import json
import os

import pytest
from reportlab.pdfgen.canvas import Canvas

from pipelines import settings
from pipelines.errors import PipelineError, ReadingError
from pipelines.fetching import Limits as FetchLimits
from pipelines.night.children import read_in_child
from pipelines.night.limits import Limits
from warehouse.publishing import KEPT_VERSIONS


@pytest.fixture(autouse=True)
def _clean(monkeypatch, tmp_path):
    """No settings but the test's own."""
    for name in [name for name in os.environ if name.startswith("SCHEDARIO_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "schedario.toml"


def test_without_any_all_is_as_it_was():
    found = settings.current()
    assert found.versions == KEPT_VERSIONS
    assert (found.webhook, found.mail_to, found.log) == (None, "", "off")
    assert {settings.origin(name) for name in settings.names()} == {"default"}


def test_the_environment_goes_before_the_file(file, monkeypatch):
    file.write_text('versions = 7\nstale_hours = 50\nmail_password = "segreta"\n')
    monkeypatch.setenv("SCHEDARIO_VERSIONS", "9")
    found = settings.current()
    assert (found.versions, found.stale_hours) == (9, 50)
    assert settings.origin("versions") == "environment (SCHEDARIO_VERSIONS)"
    assert settings.origin("stale_hours") == "file (schedario.toml)"


def test_the_pace_of_the_fetch_is_a_setting(file):
    assert settings.fetch_limits() == FetchLimits()
    file.write_text("fetch_delay = 5\nfetch_at_once = 2")
    assert settings.fetch_limits() == FetchLimits(delay=5, at_once=2)


def test_what_a_document_may_cost_is_a_setting(file):
    assert settings.reading_limits(2_500_000) == Limits(550, 2 * 1024**3, 5000)
    file.write_text("read_memory_mb = 4096\nread_seconds = 60\nread_seconds_per_mb = 2\nread_pages = 100")
    assert settings.reading_limits(2_500_000) == Limits(65, 4 * 1024**3, 100)


def test_a_document_that_costs_more_is_not_read(monkeypatch, tmp_path):
    canvas = Canvas(str(tmp_path / "a.pdf"))
    for number in range(2):
        canvas.drawString(72, 700, f"pagina {number}")
        canvas.showPage()
    canvas.save()
    monkeypatch.setenv("SCHEDARIO_READ_PAGES", "1")
    with pytest.raises(ReadingError, match="Il documento ha 2 pagine, più di 1"):
        read_in_child(tmp_path / "a.pdf", tmp_path / "reading.json")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("read_memory_mb = 10", "setting read_memory_mb .*greater than or equal to 1024"),
        ("read_pages = 0", "setting read_pages .*greater than or equal to 1"),
        ("versions = 0", r"setting versions \(file \(schedario.toml\)\): .*greater than or equal to 1"),
        ('log = "xml"\nfetch_delay = 0', r"setting fetch_delay .*; setting log .*'off', 'lines' or 'json'"),
        ("version = 5", "setting version .*: no such setting"),
        ('webhook = "vattelapesca"', "setting webhook .*URL"),
        ('mail_to = "ada@vattelapesca.example"', "mail_to needs mail_from"),
        ('mail_user = "ada"', "mail_tls = true"),
        ("versions\n", "schedario.toml: .*line 1"),
    ],
)
def test_what_is_wrong_is_told_by_its_name(file, text, told):
    file.write_text(text)
    with pytest.raises(PipelineError, match=told) as error:
        settings.current()
    assert "\n" not in str(error.value)


def test_a_misspelt_variable_is_wrong(monkeypatch):
    monkeypatch.setenv("SCHEDARIO_VERSON", "5")
    with pytest.raises(PipelineError, match="SCHEDARIO_VERSON: no such setting"):
        settings.current()


def test_a_file_that_is_named_has_to_be_there(monkeypatch):
    monkeypatch.setenv("SCHEDARIO_SETTINGS", "altrove.toml")
    with pytest.raises(PipelineError, match=r"SCHEDARIO_SETTINGS names altrove\.toml"):
        settings.current()


def test_config_shows_all_but_passwords(schedario, file):
    file.write_text('mail_password = "segreta"\nversions = 7')
    done = schedario("config", "--format", "json")
    rows = {row["setting"]: row for row in json.loads(done.out)}
    assert (rows["versions"]["value"], rows["versions"]["from"]) == ("7", "file (schedario.toml)")
    assert "segreta" not in done.out
    assert rows["mail_password"]["value"]


def test_wrong_settings_end_a_command_with_one_line(schedario, monkeypatch):
    monkeypatch.setenv("SCHEDARIO_STALE_HOURS", "molte")
    done = schedario("config")
    assert done.code == 1
    assert done.err.startswith("error: setting stale_hours (environment (SCHEDARIO_STALE_HOURS)): ")
    assert done.err.count("\n") == 1


def test_folders_of_the_settings_are_those_of_the_commands(schedario, monkeypatch, folders):
    monkeypatch.setenv("SCHEDARIO_RAW", str(folders.raw))
    monkeypatch.setenv("SCHEDARIO_CURATED", str(folders.curated))
    assert f"no PDF under {os.path.relpath(folders.raw)}" in schedario("run").err
    assert f"nothing is published in {os.path.relpath(folders.curated)}" in schedario("publish", "--list").err
    assert "no PDF under altrove" not in schedario("run", "--raw", "altrove").err
