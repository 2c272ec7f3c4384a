"""What a night keeps for the next one, damaged on the disk: nothing is lost, and nobody is stopped for good."""

import pytest

from pipelines.documents import readings
from pipelines.documents.register import register
from pipelines.errors import NotPublishedError, ReadingError
from pipelines.night.state import begin, current_state, is_published
from warehouse import database
from warehouse.comparing import compare_files


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


def test_what_another_version_of_the_program_read_is_not_forgotten(tmp_path):
    path = tmp_path / "r.json"
    path.write_text("{}")
    assert not readings.is_readable(path)
    with pytest.raises(ReadingError, match="danneggiato"):
        readings.load(path)
    assert path.is_file()
