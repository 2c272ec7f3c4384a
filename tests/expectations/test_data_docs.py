"""What a reader opens: one page a suite and document, and a first page that needs no network."""

import re
import subprocess
import sys

from expectations import build_data_docs, validate_document, validate_star


def small(staged):
    return {name: staged[name] for name in ("pagina", "tabella", "quarantena")}


def test_data_docs_name_documents_suites_and_failures(staged, star, tmp_path):
    broken = staged["pagina"].assign(in_celle=1)
    validate_document({**small(staged), "pagina": broken}, "comune/atto.pdf", tmp_path)
    validate_star({"dim_ente": star["dim_ente"]}, tmp_path)
    index = build_data_docs(tmp_path)
    assert index == tmp_path / "data_docs" / "index.html"
    text = index.read_text(encoding="utf-8")
    for name in ("comune__atto.pdf", "stella", "pagina", "tabella", "dim_ente", "Ogni segno visibile"):
        assert name in text
    links = re.findall(r'href="([^"]+)"', text)
    assert len(links) == 4
    assert all((index.parent / link).is_file() for link in links)
    pages = "".join(page.read_text(encoding="utf-8") for page in index.parent.rglob("*.html"))
    assert "Ogni segno visibile" in pages
    assert "web-assets" not in pages


def test_a_new_validation_takes_the_place_of_the_old(staged, tmp_path):
    for in_cells in (1, 80):
        validate_document({**small(staged), "pagina": staged["pagina"].assign(in_celle=in_cells)}, "[a].pdf", tmp_path)
        text = build_data_docs(tmp_path).read_text(encoding="utf-8")
    assert text.count(">pagina</a>") == 1
    assert "Ogni segno visibile" not in text


def test_importing_does_not_import_great_expectations():
    code = "import expectations, sys; sys.exit('great_expectations' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
