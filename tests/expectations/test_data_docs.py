"""What a reader opens: a page for each document, the library's pages of the night, and a first page."""

import re
import subprocess
import sys

import pytest

from expectations import Checked, Line, build_data_docs, hold_documents, named, stale_pages


def small(staged, **columns):
    frames = {name: staged[name] for name in ("pagina", "tabella", "quarantena")}
    return frames | {"pagina": staged["pagina"].assign(**columns)}


def told(documents, run):
    """The lines and the checks of a night, as the warehouse gives them."""
    held = {name: hold_documents(frames, [name])[name] for name, frames in documents.items()}
    outcomes = {name: [tally.outcome() for tally in tallies] for name, tallies in held.items()}
    lines = [
        Line(name, run, sum(o.esito for o in own), len(own), [f"{o.suite}/{o.aspettativa}" for o in own if not o.esito])
        for name, own in outcomes.items()
    ]
    night = [tally for name, tallies in held.items() for tally in named(name, tallies)]
    return lines, [Checked(name, own) for name, own in outcomes.items()], night


def test_data_docs_name_documents_suites_and_failures(staged, tmp_path):
    lines, checked, night = told({"comune/atto.pdf": small(staged, in_celle=1, residuo=3)}, "corsa-1")
    index = build_data_docs(tmp_path, lines, checked, night)
    assert index == tmp_path / "data_docs" / "index.html"
    text = index.read_text(encoding="utf-8")
    assert "pagina/segni_conservati" in text
    links = re.findall(r'href="([^"]+)">([^<]+)', text)
    assert {shown for _, shown in links} == {"comune/atto.pdf", "pagina", "tabella", "documento_intero"}
    pages = {shown: (index.parent / link).read_text(encoding="utf-8") for link, shown in links}
    assert "Ogni segno visibile della pagina" in pages["comune/atto.pdf"]
    assert "2 righe su 2: pagina 1: segni_collocati 12" in pages["comune/atto.pdf"]
    # the library's page tells the rows of all documents of the night
    assert "nome_file comune/atto.pdf, pagina 1: residuo 3" in pages["pagina"]
    assert not any("web-assets" in page for page in pages.values())


def test_only_documents_that_were_checked_again_get_a_new_page(staged, tmp_path):
    lines, checked, night = told({"a.pdf": small(staged, in_celle=1), "b.pdf": small(staged)}, "corsa-1")
    build_data_docs(tmp_path, lines, checked, night)
    assert stale_pages(tmp_path, lines) == []
    pages = {page: page.read_text(encoding="utf-8") for page in (tmp_path / "data_docs" / "documenti").iterdir()}
    again, checked, night = told({"a.pdf": small(staged)}, "corsa-2")
    lines = [*again, lines[1]]
    assert stale_pages(tmp_path, lines) == ["a.pdf"]
    index = build_data_docs(tmp_path, lines, checked, night)
    assert "segni_conservati" not in index.read_text(encoding="utf-8")
    changed = [page for page, text in pages.items() if page.read_text(encoding="utf-8") != text]
    assert len(changed) == 1
    assert "segni_collocati" in pages[changed[0]] and "segni_collocati" not in changed[0].read_text(encoding="utf-8")
    changed[0].unlink()
    assert stale_pages(tmp_path, lines) == ["a.pdf"]


def test_pages_of_a_night_that_ended_before_the_index_are_written_again(staged, tmp_path):
    lines, checked, night = told({"a.pdf": small(staged)}, "corsa-1")
    build_data_docs(tmp_path, lines, checked, night)
    lines = [line._replace(run="corsa-2") for line in lines]

    def killed():
        yield from checked
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_data_docs(tmp_path, lines, killed(), night)
    assert stale_pages(tmp_path, lines) == ["a.pdf"]
    (tmp_path / "data_docs" / "index.html").unlink()
    assert stale_pages(tmp_path, lines) == ["a.pdf"]


def test_importing_does_not_import_great_expectations():
    code = "import expectations, sys; sys.exit('great_expectations' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
