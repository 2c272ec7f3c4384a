"""Documents held against the expectations in one batch come to what each comes to alone, also a bad one among good."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

import expectations
import warehouse
from extractors import extract
from normalizers import normalize
from pipelines.documents import readings
from pipelines.documents.register import Source
from pipelines.folders import Folders
from pipelines.night import checking
from pipelines.night.loading import Loader
from pipelines.night.summary import DocumentLine

PLAN = [("Voce", "Quanto"), ("uva", "1"), ("pere", "2")]


@pytest.fixture
def sources(folders: Folders, write_pdf) -> list[Source]:
    """Three documents with kept readings: the second lost a page of its account."""
    folders.readings.mkdir(parents=True)
    found = []
    for n, name in enumerate(("a.pdf", "b.pdf", "c.pdf")):
        write_pdf(name, [*PLAN, ("noci", str(n))])
        path = folders.raw / name
        reading = normalize(extract(path))
        if name == "b.pdf":
            reading.pages = tuple(replace(page, in_cells=page.in_cells - 1) for page in reading.pages)
        readings.save(reading, readings.reading_path(folders.readings, reading.sha256))
        found.append(Source(name, path, reading.sha256, path.stat().st_size, {}))
    return found


def load(folders: Folders, sources: Iterable[Source]) -> tuple[list[DocumentLine], list[tuple]]:
    """A new working file with the documents: what became of them, and the outcomes of their checks."""
    con = warehouse.connect(folders.working)
    loader = Loader(con, warehouse.begin_run(con, "0.1"), folders)
    kept = ((source, readings.reading_path(folders.readings, source.sha256)) for source in sources)
    lines = [replace(line, loading_seconds=0) for line in loader.load_all(kept)]
    asked = "select * exclude (run_id, n) from qualita.esito_aspettativa order by n"
    outcomes = con.execute(asked).fetchall()
    con.close()
    return lines, outcomes


@pytest.mark.parametrize("bytes_at_once", [10**9, 1], ids=["one batch", "a batch each, beside the loader"])
def test_a_batch_comes_to_what_each_document_comes_to_alone(folders, sources, tmp_path, monkeypatch, bytes_at_once):
    monkeypatch.setattr(checking, "BYTES_AT_ONCE", bytes_at_once)
    together = load(folders, sources)
    alone = [load(replace_curated(folders, tmp_path / source.name), [source]) for source in sources]
    assert together[0] == [line for lines, _ in alone for line in lines]
    assert together[1] == [outcome for _, outcomes in alone for outcome in outcomes]
    assert [line.state for line in together[0]] == ["caricato", "scartato", "caricato"]


def replace_curated(folders, curated):
    """Another working file beside the same readings."""
    other = Folders(folders.raw, curated)
    other.work.mkdir(parents=True)
    other.readings.symlink_to(folders.readings)
    return other


def test_what_is_unique_is_so_in_each_document(folders, sources):
    rows = [
        warehouse.prepare(readings.load(readings.reading_path(folders.readings, s.sha256)), s.sha256) for s in sources
    ]
    documents = {
        source.name: warehouse.document_frames(warehouse.Document(source.name, source.sha256, 1, 1), own)
        for source, own in zip(sources, rows, strict=True)
    }
    twice = documents["c.pdf"]["pagina"]
    documents["c.pdf"]["pagina"] = twice.loc[[0, 0]].reset_index(drop=True)
    held = expectations.hold_documents(documents)
    broken = [
        name
        for name, tallies in held.items()
        for t in tallies
        if (t.suite, t.rule.name) == ("pagina", "chiave") and not t.kept
    ]
    assert broken == ["c.pdf"]
