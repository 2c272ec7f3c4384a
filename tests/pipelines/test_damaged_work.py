"""What a night keeps for the next one, damaged on the disk: nothing is lost, and nobody is stopped for good."""

import shutil

import duckdb
import pytest

from pipelines.documents import readings
from pipelines.documents.register import register
from pipelines.errors import NotPublishedError, ReadingError
from pipelines.night.state import begin, current_state, is_published
from warehouse import database
from warehouse.comparing import compare_files
from warehouse.versions import FILE, kept_versions, place


@pytest.fixture
def night(flow, monkeypatch, folders, write_pdf, once):
    """Two acts in the warehouse; only the volume is compared."""
    monkeypatch.setattr("expectations.hold_documents", lambda frames, documents: {name: [] for name in documents})
    monkeypatch.setattr("expectations.hold_star", lambda *args: [])
    monkeypatch.setattr("expectations.build_data_docs", lambda *args: None)

    def make():
        write_pdf("a.pdf")
        write_pdf("b.pdf", [("Voce", "Quanto"), ("uva", "1")])
        flow(folders.raw, folders.curated)

    once(make)
    return lambda: {line.name: line for line in flow(folders.raw, folders.curated).documents}


def cut(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def begin_anew(folders):
    """As after a change of the program."""
    database.make(folders.working, kept_from=folders.published.resolve())
    folders.state.unlink()


def differences(folders, before):
    return [name for name, _, difference in compare_files(before, folders.published.resolve()) if difference]


@pytest.mark.parametrize("content", [b'{"a.pdf": "un', b"[]", b"\xff\x00"])
def test_a_damaged_note_of_what_is_published_is_none(night, folders, content):
    folders.state.write_bytes(content)
    before = folders.published.resolve()
    assert {line.state for line in night().values()} == {"caricato"}
    assert is_published(folders, current_state(folders, register(folders)))
    assert differences(folders, before) == []


def test_a_damaged_note_of_what_a_killed_run_began_leaves_nothing_known(night, folders):
    begin(folders, current_state(folders, register(folders)))
    cut(folders.pending)
    assert {line.state for line in night().values()} == {"caricato"}
    assert not folders.pending.exists()


@pytest.mark.parametrize("damage", [cut, lambda path: path.write_bytes(b"")])
def test_damaged_rows_are_made_again(night, folders, damage):
    before = folders.published.resolve()
    for path in folders.rows.iterdir():
        damage(path)
    begin_anew(folders)
    assert {line.state for line in night().values()} == {"caricato"}
    assert differences(folders, before) == []


def test_a_damaged_reading_costs_one_night_and_no_other_document(night, folders):
    before = folders.published.resolve()
    source = register(folders)[0]
    kept = readings.reading_path(folders.readings, source.sha256)
    cut(kept)
    for path in folders.rows.iterdir():
        path.unlink()
    begin_anew(folders)
    with pytest.raises(NotPublishedError) as told:
        night()
    lines = {line.name: line for line in told.value.summary.documents}
    assert (lines["a.pdf"].state, lines["b.pdf"].state) == ("scartato", "caricato")
    assert "danneggiato: la prossima corsa lo rilegge" in lines["a.pdf"].reason
    assert folders.published.resolve() == before
    assert night()["a.pdf"].state == "caricato"
    assert kept.is_file()
    assert differences(folders, before) == []


def test_a_damaged_reading_of_a_document_that_is_published_is_made_again_by_the_next_night(night, folders):
    before = folders.published.resolve()
    cut(readings.reading_path(folders.readings, register(folders)[0].sha256))
    for path in folders.rows.iterdir():
        path.unlink()
    folders.state.write_bytes(b"")
    assert night()["a.pdf"].state == "scartato"
    assert not is_published(folders, current_state(folders, register(folders)))
    assert {name: line.state for name, line in night().items()} == {"a.pdf": "caricato", "b.pdf": "invariato"}
    assert is_published(folders, current_state(folders, register(folders)))
    assert differences(folders, before) == []


@pytest.fixture
def two_versions(night, folders, write_pdf):
    """Of a.pdf; their order stands in no file of the raw folder."""
    write_pdf("a.pdf", [("Voce", "Quanto"), ("mele", "8")])
    night()
    return folders


def test_a_working_file_that_is_gone_comes_back_from_the_last_version(night, two_versions):
    before = two_versions.published.resolve()
    two_versions.working.unlink()
    assert {line.state for line in night().values()} == {"caricato"}
    assert differences(two_versions, before) == []


def acquired(file):
    """Which acts came, and when."""
    with duckdb.connect(str(file), read_only=True) as con:
        return set(con.sql("from evidenze.acquisizione").fetchall())


def test_it_comes_back_from_a_version_that_is_as_it_was_published(night, two_versions):
    first, second = (place(two_versions.curated, version.nome) for version in kept_versions(two_versions.curated))
    whole = shutil.copytree(second, two_versions.raw.parent / "intera")
    cut(second / "schedario.duckdb")
    two_versions.working.unlink()
    night()
    assert acquired(first / FILE) and acquired(first / FILE) <= acquired(two_versions.published)
    other = {name for name, _, difference in compare_files(whole / FILE, two_versions.published) if difference}
    assert other == {"evidenze.acquisizione", "evidenze.versione", "main.dim_atto"}  # the moment of the last act


def test_what_another_version_of_the_program_read_is_not_forgotten(tmp_path):
    path = tmp_path / "r.json"
    path.write_text("{}")
    assert not readings.is_readable(path)
    with pytest.raises(ReadingError, match="danneggiato"):
        readings.load(path)
    assert path.is_file()
