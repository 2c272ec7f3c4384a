"""What a command doesn't need isn't imported before it starts; and Ctrl-C ends it without a fuss."""

import subprocess
import sys

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
import warehouse.star_parts
from warehouse import star_parts
assert callable(star_parts)
"""


def test_making_rows_imports_neither_the_database_nor_data_frames():
    subprocess.run([sys.executable, "-c", ROWS_ONLY], check=True)


LONG_QUERY = """
import os, signal, threading
import duckdb
from pipelines import cli

def long_query():
    signal.signal(signal.SIGINT, signal.default_int_handler)
    threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
    duckdb.sql("select count(*) from range(1e6::int) a, range(1e6::int) b where a.range * b.range % 7 = 3").fetchall()

cli.app = long_query
cli.main()
"""


def test_ctrl_c_in_a_query_is_no_failure():
    ended = subprocess.run([sys.executable, "-c", LONG_QUERY], capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stderr) == (130, "Aborted.\n")
