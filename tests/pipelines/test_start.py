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
