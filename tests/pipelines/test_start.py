"""What a command doesn't need isn't imported before it starts; and Ctrl-C ends it without a fuss."""

import os
import signal
import subprocess
import sys
import threading

import duckdb
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


def test_ctrl_c_in_a_query_is_no_failure(monkeypatch, capsys):
    def long_query():
        threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
        duckdb.sql(
            "select count(*) from range(1e6::int) a, range(1e6::int) b where a.range * b.range % 7 = 3"
        ).fetchall()

    monkeypatch.setattr(cli, "app", long_query)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 130
    assert capsys.readouterr().err == "Aborted.\n"
