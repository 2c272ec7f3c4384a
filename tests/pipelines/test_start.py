"""What a command doesn't need isn't imported before it starts."""

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
