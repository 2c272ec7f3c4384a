"""The backup of docs/operations.md, made with its own command, restored where nothing was."""

import re
import shlex
import subprocess

import duckdb
import pytest

from pipelines.folders import REPOSITORY, Folders
from pipelines.locking import writing

PAGE = REPOSITORY / "docs" / "operations.md"


def command(number, srv, backup):
    """The command of the page's section on backups, with folders of the test's own in the place of /srv and /backup."""
    section = PAGE.read_text(encoding="utf-8").partition("\n## Backup and restore\n")[2].partition("\n## ")[0]
    text = re.findall(r"```sh\n(.*?)```", section, re.DOTALL)[number]
    return text.replace("/srv", str(srv)).replace("/backup", str(backup))


def shell(text):
    return subprocess.run(["sh", "-ec", text], capture_output=True, text=True)


@pytest.fixture
def machine(flow, no_checks, tmp_path, folders, write_pdf):
    """A machine with both folders where the page has them, after two nights; something is set aside."""
    srv = tmp_path / "srv"
    srv.mkdir()
    write_pdf("a.pdf")
    (folders.raw / "rotto.pdf").write_bytes(b"garbage")
    folders.raw.rename(srv / "atti")
    here = Folders(srv / "atti", srv / "magazzino")
    flow(here.raw, here.curated)
    (srv / "atti" / "altro.pdf").write_bytes(b"more garbage")
    flow(here.raw, here.curated)
    return srv


def contents(folders):
    with duckdb.connect(str(folders.published), read_only=True) as con:
        return [
            con.sql(f"from {table} order by all").fetchall()
            for table in ("evidenze.versione", "qualita.corsa", "qualita.quarantena", "pubblicato.tabella_generica")
        ]


def test_what_is_restored_is_what_was_and_the_next_night_changes_nothing(flow, no_checks, machine, tmp_path):
    before, backup, empty = Folders(machine / "atti", machine / "magazzino"), tmp_path / "backup", tmp_path / "nuova"
    backup.mkdir()
    empty.mkdir()
    assert (done := shell(command(0, machine, backup))).returncode == 0, done.stderr
    assert (done := shell(command(1, empty, backup))).returncode == 0, done.stderr

    after = Folders(empty / "atti", empty / "magazzino")
    assert contents(after) == contents(before)
    in_force = after.published.resolve()
    summary = flow(after.raw, after.curated)
    assert {line.state for line in summary.documents} == {"invariato"}
    assert after.published.resolve() == in_force
    assert len(list((after.curated / "rapporto").glob("2*.html"))) == 2


def test_a_backup_waits_for_the_night_to_end(machine, tmp_path):
    (tmp_path / "backup").mkdir()
    text = command(0, machine, tmp_path / "backup")
    assert shlex.split(text.replace("\n", " "))[:2] == ["cd", str(machine)]
    # the test doesn't wait for hours
    text = re.sub(r"--timeout \d+", "--timeout 0", text)
    with writing(Folders(machine / "atti", machine / "magazzino")):
        assert shell(text).returncode == 1
    assert shell(text).returncode == 0
