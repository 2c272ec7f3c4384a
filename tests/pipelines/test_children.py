"""The child process, with the real extractor and normalizer: whatever a document does, it does to itself."""

import os
import signal
import subprocess
import sys
import time
import zlib
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from pipelines.documents import kept_rows, readings
from pipelines.errors import ReadingError
from pipelines.night import children
from pipelines.night.children import Limits, read_in_child

MEGABYTE = 1024**2


def test_the_reading_stands_in_the_file(write_pdf, printed_rows, tmp_path):
    pdf = write_pdf("a.pdf")
    out = tmp_path / "nuova" / "reading.json"
    read_in_child(pdf, out)
    reading = readings.load(out)
    assert reading.version == readings.current_version()
    (table,) = reading.tables
    assert [[cell.text for cell in row] for row in table.grid()] == printed_rows
    assert list(out.parent.iterdir()) == [out]


def test_what_a_reading_gives_to_the_warehouse_is_made_where_it_is_read(write_pdf, tmp_path, monkeypatch):
    out, rows = tmp_path / "reading.json", tmp_path / "rows" / "abc-1.arrows"
    read_in_child(write_pdf("a.pdf"), out, rows=rows)
    again = tmp_path / "again" / rows.name
    kept_rows.rows_of(out, again)
    assert rows.read_bytes() == again.read_bytes()
    monkeypatch.setattr(kept_rows, "keep_rows", None)  # not made a second time
    assert kept_rows.rows_of(out, rows).pages == 1


def test_a_table_without_rulings_is_read_as_well(write_pdf, tmp_path):
    """By camelot, which needs what a worker does without as soon as a document is read."""
    rows = [("Voce", "Quanto", "Peso"), *((f"mele {n}", f"{n}0", f"{n * 7} kg") for n in range(1, 8))]
    pdf = write_pdf("a.pdf", rows, ruled=False)
    for name in ("prima", "seconda"):
        out = tmp_path / f"{name}.json"
        read_in_child(pdf, out, rows=tmp_path / f"{name}.arrows")
        (table,) = readings.load(out).tables
        assert [tuple(cell.text for cell in row) for row in table.grid()] == rows
    assert kept_rows.rows_of(out, tmp_path / "seconda.arrows").pages == 1


def test_a_password_opens_what_is_closed_without(write_pdf, tmp_path):
    pdf = write_pdf("a.pdf", password="segreto")
    out = tmp_path / "reading.json"
    with pytest.raises(ReadingError, match="password"):
        read_in_child(pdf, out)
    assert not out.exists()
    read_in_child(pdf, out, password="segreto")
    assert len(readings.load(out).tables) == 1


@pytest.mark.parametrize("data", [b"", b"<html>not a PDF</html>", b"%PDF-1.7\n" + bytes(range(256)) * 40])
def test_what_is_no_pdf_is_refused_in_one_line(folders, tmp_path, data):
    pdf = folders.raw / "a.pdf"
    pdf.write_bytes(data)
    with pytest.raises(ReadingError) as refused:
        read_in_child(pdf, tmp_path / "reading.json")
    assert len(str(refused.value).splitlines()) == 1
    assert "errore interno" not in str(refused.value)


def test_processor_time_is_limited(folders, tmp_path, monkeypatch):
    monkeypatch.setattr(children, "PATIENCE", 600)  # on a busy machine a second of processor time is many by the clock
    pdf = folders.raw / "lento.pdf"
    pdf.write_bytes(bomb(200 * MEGABYTE))
    with pytest.raises(ReadingError, match="non è finita in 1 secondi"):
        read_in_child(pdf, tmp_path / "reading.json", limits=Limits(seconds=1))


def test_time_by_the_clock_is_limited(write_pdf, tmp_path, monkeypatch):
    monkeypatch.setattr(children, "PATIENCE", 0.001)
    with pytest.raises(ReadingError, match=r"non è finita in 0\.06 secondi"):
        read_in_child(write_pdf("a.pdf"), tmp_path / "reading.json", limits=Limits(seconds=60))


def test_memory_is_limited(folders, tmp_path):
    pdf = folders.raw / "bomba.pdf"
    pdf.write_bytes(bomb(900 * MEGABYTE))
    with pytest.raises(ReadingError) as refused:
        read_in_child(pdf, tmp_path / "reading.json", limits=Limits(seconds=60, memory=600 * MEGABYTE))
    # whoever notices first says so: the reader that unpacks the stream, or the limit
    assert "memoria" in str(refused.value)


def test_the_processes_that_read_end_with_who_asked(endless, tmp_path):
    """The parent is killed, which no handler can catch; they must notice by themselves."""
    parent, (worker, fork) = reading(endless, tmp_path)
    parent.kill()
    parent.wait()
    assert gone(worker)
    assert gone(fork)


def test_a_fork_ends_with_its_worker_and_the_document_is_begun_again(endless, tmp_path):
    parent, (worker, fork) = reading(endless, tmp_path)
    os.kill(worker, signal.SIGKILL)
    assert gone(fork)
    others = below(parent)
    assert not {worker, fork} & set(others)
    os.kill(others[1], signal.SIGKILL)
    assert parent.wait() == 1
    assert "SIGKILL" in (tmp_path / "said").read_text()


def test_one_worker_reads_one_document_after_another_whatever_became_of_the_one_before(write_pdf, tmp_path):
    children.dismiss()
    for name in ("a.pdf", "b.pdf"):
        read_in_child(write_pdf(name), tmp_path / f"{name}.json")
        (worker,) = children._idle
        broken = tmp_path / "rotto.pdf"
        broken.write_bytes(b"%PDF-1.7")
        with pytest.raises(ReadingError):
            read_in_child(broken, tmp_path / "rotto.json")
        bomb_file = tmp_path / "bomba.pdf"
        bomb_file.write_bytes(bomb(200 * MEGABYTE))
        with pytest.raises(ReadingError, match="non è finita"):
            read_in_child(bomb_file, tmp_path / "rotto.json", limits=Limits(seconds=1))
        assert children._idle == [worker]
    children.dismiss()
    assert worker._process.returncode == 0


def test_a_file_is_found_from_the_folder_that_one_is_in_now(write_pdf, tmp_path, monkeypatch):
    for name in ("a", "b"):
        folder = tmp_path / name
        folder.mkdir()
        write_pdf("c.pdf").rename(folder / "c.pdf")
        monkeypatch.chdir(folder)
        read_in_child(Path("c.pdf"), Path("c.json"))
        assert (folder / "c.json").is_file()


ASKING = """
import sys
from pathlib import Path
from pipelines.night.children import read_in_child
read_in_child(Path(sys.argv[1]), Path(sys.argv[2]))
"""


@pytest.fixture
def endless(tmp_path):
    """A PDF that nobody ever writes to: opening it takes for ever, and no processor time."""
    path = tmp_path / "senza-fine.pdf"
    os.mkfifo(path)
    return path


def reading(pdf, folder):
    """A process that asks for a document, and those that read it: the worker and its fork."""
    with (folder / "said").open("w") as said:
        command = [sys.executable, "-c", ASKING, str(pdf), str(folder / "out.json")]
        parent = subprocess.Popen(command, start_new_session=True, stderr=said)
    return parent, below(parent)


def below(parent, patience=60.0):
    """The worker and its fork, as soon as they are there."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        for worker in psutil.Process(parent.pid).children():
            with suppress(psutil.NoSuchProcess):
                for fork in worker.children():
                    return [worker.pid, fork.pid]
        time.sleep(0.05)
    raise AssertionError("nobody reads")


def gone(pid, patience=60.0):
    """Whether it ends; one that nobody has asked yet how it ended has ended too."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.05)
    os.kill(pid, signal.SIGKILL)
    return False


def bomb(size):
    """A PDF of one page whose content inflates to `size` bytes."""
    squeezer = zlib.compressobj(9)
    content = b"".join(squeezer.compress(b" " * MEGABYTE) for _ in range(size // MEGABYTE)) + squeezer.flush()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(content), content),
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    entries = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(body)
    return body + b"xref\n0 5\n0000000000 65535 f \n%strailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        entries,
        start,
    )
