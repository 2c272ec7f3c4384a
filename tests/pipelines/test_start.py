"""What a command doesn't need isn't imported before it starts; and Ctrl-C ends it without a fuss."""

import subprocess
import sys

import pytest

from pipelines import cli

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
    ended = subprocess.run(asked, capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stderr.strip()) == (130, "")


def test_ctrl_c_that_duckdb_sees_itself_is_no_failure(monkeypatch):
    def interrupted():
        raise RuntimeError(cli.INTERRUPTED)

    monkeypatch.setattr(cli, "app", interrupted)
    with pytest.raises(SystemExit, match="130"):
        cli.main()
