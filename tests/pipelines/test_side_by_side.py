"""Documents held against the expectations in one batch come to what each comes to alone, also a bad one among good."""

from collections.abc import Iterable
from dataclasses import replace

import pyarrow as pa
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


@pytest.fixture
def rows(folders, sources) -> dict[str, dict[str, pa.Table]]:
    """The rows of each document, by its `atto_id`, in the order of `sources`."""
    found = {}
    for source in sources:
        reading = readings.load(readings.reading_path(folders.readings, source.sha256))
        document = warehouse.Document(source.name, source.sha256, 1, 1)
        found[document.atto_id] = warehouse.own_tables(document, warehouse.prepare(reading, source.sha256))
    return found


def put(rows, document, table, column, change):
    """Another value in a column of a document's table."""
    old = rows[document][table]
    new = pa.array([change(value) for value in old[column].to_pylist()], old.schema.field(column).type)
    rows[document][table] = old.set_column(old.schema.get_field_index(column), column, new)


def outcomes(held):
    return {name: [tally.outcome() for tally in found["tallies"]] for name, found in held.items()}


def leaking():
    """Damages of the first document that a row of the third one would hide: table, column, and the new value."""
    return [
        ("qualita.pagina", "pagina", lambda first, third: lambda page: page + 1),
        ("qualita.tabella", "tabella", lambda first, third: lambda table: table + 1),
        ("evidenze.riga", "ordinale", lambda first, third: lambda row: row + 1),
        ("evidenze.cella", "tabella", lambda first, third: lambda table: table + 1),
        ("evidenze.riga", "evidenza_id", lambda first, third: lambda _: third),
        ("pubblicato.tabella_generica", "evidenza_id", lambda first, third: lambda _: third),
    ]


@pytest.mark.parametrize("table, column, change", leaking(), ids=lambda value: value if isinstance(value, str) else "")
def test_what_a_document_lacks_no_other_has_for_it(rows, table, column, change):
    first, _, third = rows
    names = [rows[each]["evidenze.riga"]["evidenza_id"][0].as_py() for each in (first, third)]
    put(rows, first, table, column, change(*names))
    together = outcomes(checking._held(rows))
    alone = {name: outcomes(checking._held({name: own}))[name] for name, own in rows.items()}
    assert together == alone
    assert expectations.verdict(together[first])[0] == "scartato"
    assert expectations.verdict(together[third])[0] == "caricato"


def test_rows_of_two_documents_under_one_name_are_refused(rows):
    first, _, third = rows
    put(rows, first, "evidenze.riga", "evidenza_id", lambda _: rows[third]["evidenze.riga"]["evidenza_id"][0].as_py())
    with pytest.raises(ValueError, match="evidenza_id"):
        expectations.hold_documents(warehouse.document_frames(list(rows.values())), list(rows))


def test_a_document_that_a_check_stumbles_over_costs_no_other(rows, monkeypatch):
    first, second, third = rows
    whole = expectations.hold_documents

    def stumbling(frames, documents):
        if second in documents:
            raise RuntimeError("odd rows")
        return whole(frames, documents)

    monkeypatch.setattr(expectations, "hold_documents", stumbling)
    held = checking._held(rows)
    assert held[second] == {"problem": "RuntimeError: odd rows"}
    assert all(held[name]["tallies"] for name in (first, third))


def test_what_is_unique_is_so_in_each_document(rows):
    *_, third = rows
    page = rows[third]["qualita.pagina"]
    rows[third]["qualita.pagina"] = pa.concat_tables([page, page])
    held = checking._held(rows)
    broken = [
        name
        for name, found in held.items()
        for t in found["tallies"]
        if (t.suite, t.rule.name) == ("pagina", "chiave") and not t.kept
    ]
    assert broken == [third]
