"""What the disk or the rights refuse is one line, and no document is to blame."""

import errno
import io
import os
from types import SimpleNamespace

import duckdb
import pytest

from pipelines.errors import PipelineError, disk_message, disk_trouble
from pipelines.night import children, server
from warehouse import WarehouseError

FULL = os.strerror(errno.ENOSPC)


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, FULL, "/srv/a.json"),
        duckdb.IOException(f'IO Error: Could not write file "/srv/a.json":\n {FULL}'),
        duckdb.TransactionException(f'Failed to commit: Could not write file "/srv/a.json": {FULL}'),
        WarehouseError(f"/srv/a.json can't be opened ({FULL})"),
    ],
)
def test_a_full_disk_is_told_with_the_file_and_what_to_do(error):
    message = disk_message(error)
    assert "\n" not in message
    assert all(words in message for words in ("/srv/a.json", FULL, "make room on that disk"))


@pytest.mark.parametrize("error", [ValueError("x"), OSError("image file is truncated"), duckdb.Error("Parser Error")])
def test_other_errors_are_none_of_the_disk(error):
    assert disk_trouble(error) == disk_message(error) == ""


def test_what_is_told_already_is_not_told_twice():
    assert disk_message(PipelineError(f"can't write to x: {FULL}; try --curated DIR")) == ""


def begin():
    with server.own_server():
        pass


@pytest.mark.parametrize("step", [begin, lambda: server._address(SimpleNamespace(stdout=io.StringIO()))])
def test_a_full_disk_is_what_keeps_the_flow_engine_from_starting(step, monkeypatch, tmp_path):
    def full(path, content):
        raise OSError(errno.ENOSPC, FULL)

    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    monkeypatch.setattr(server.Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left") as error:
        step()
    assert disk_message(error.value).startswith(f"{tmp_path}: {FULL}; make room on that disk")


def dying(monkeypatch, times):
    """Have a reading process killed from outside so many times."""
    ended, calls = children._ended, []

    def watched(job):
        calls.append(job)
        if len(calls) <= times:
            children._idle.append(worker := children._Worker())
            worker._process.kill()
        return ended(job)

    monkeypatch.setattr(children, "_ended", watched)


def test_a_reading_that_is_killed_from_outside_is_begun_once_more(write_pdf, tmp_path, monkeypatch):
    dying(monkeypatch, 1)
    children.read_in_child(write_pdf("a.pdf"), tmp_path / "reading.json")
    assert (tmp_path / "reading.json").is_file()


def test_one_that_is_killed_again_is_set_aside(write_pdf, tmp_path, monkeypatch):
    dying(monkeypatch, 2)
    with pytest.raises(children.ReadingError, match="SIGKILL"):
        children.read_in_child(write_pdf("a.pdf"), tmp_path / "reading.json")
