"""What a command doesn't need isn't imported before it starts; and Ctrl-C ends it without a fuss."""

import subprocess
import sys

import pytest

import warehouse
from pipelines import cli
from pipelines.documents import readings

SCRIPT = """
import sys
import pipelines.scoring.targeting
assert not {"pdfplumber", "pypdfium2", "numpy"} & sys.modules.keys()
import extractors, normalizers
from extractors import extract
from normalizers import VERSION, normalize
assert callable(extract) and callable(normalize)
assert extractors.extract is extract and normalizers.normalize is normalize
assert VERSION == normalizers.VERSION != extractors.VERSION
assert not hasattr(extractors, "normalize")
"""


def test_reading_a_target_imports_no_pdf_library():
    subprocess.run([sys.executable, "-c", SCRIPT], check=True)


ROWS_ONLY = """
import sys
import warehouse
import pipelines.documents.kept_rows
assert callable(warehouse.prepare)
assert not {"duckdb", "pandas"} & sys.modules.keys()
assert all(getattr(warehouse, name).__name__ == name for name in warehouse.__all__)
from extractors.extract import extract as read
from extractors import extract
assert extract is read
"""


def test_making_rows_imports_neither_the_database_nor_data_frames():
    subprocess.run([sys.executable, "-c", ROWS_ONLY], check=True)


READER = """
import sys
from pathlib import Path
from pipelines.night import worker
from pipelines.night.job import Job
from pipelines.night.limits import Limits
pdf, folder = Path(sys.argv[1]), Path(sys.argv[2])
assert worker.read(Job(pdf, folder / "r.json", folder / "r.arrows", Limits(60), 60)) is None
assert not {"camelot", "duckdb", "great_expectations", "pandas", "prefect"} & sys.modules.keys()
"""


def test_reading_a_document_imports_only_what_it_needs_and_gives_the_same_rows(write_pdf, tmp_path):
    pdf = write_pdf("a.pdf")
    subprocess.run([sys.executable, "-c", READER, str(pdf), str(tmp_path)], check=True)
    kept = warehouse.load_prepared(tmp_path / "r.arrows")
    made = warehouse.prepare(readings.load(tmp_path / "r.json"), "r.arrows")
    assert kept.rows > 0
    assert kept == made


LONG_QUERY = """
import os, signal, sys, threading
import duckdb
from pipelines import cli

with duckdb.connect(f"{sys.argv[1]}/schedario.duckdb") as con:
    con.execute("create table dim_prova (n int)")
signal.signal(signal.SIGINT, signal.default_int_handler)
threading.Timer(3, os.kill, (os.getpid(), signal.SIGINT)).start()
endless = "select count(*) from range(1e6::int) a, range(1e6::int) b where a.range * b.range % 7 = 3"
sys.argv = ["schedario", "query", f"set threads = {sys.argv[2]}; {endless}", "--curated", sys.argv[1]]
cli.main()
"""


@pytest.mark.parametrize("threads", [1, 8])
def test_ctrl_c_in_a_query_is_no_failure(tmp_path, threads):
    asked = [sys.executable, "-c", LONG_QUERY, str(tmp_path), str(threads)]
    ended = subprocess.run(asked, capture_output=True, text=True)
    assert (ended.returncode, ended.stderr.strip()) == (130, "")


def test_ctrl_c_that_duckdb_sees_itself_is_no_failure(monkeypatch):
    def interrupted():
        raise RuntimeError(cli.INTERRUPTED)

    monkeypatch.setattr(cli, "app", interrupted)
    with pytest.raises(SystemExit, match="130"):
        cli.main()
