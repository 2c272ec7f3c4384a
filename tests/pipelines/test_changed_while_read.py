"""A document that somebody replaces while it is read: its reading isn't kept under the bytes it isn't of."""

import pytest

from pipelines.documents import readings
from pipelines.documents.register import register
from pipelines.errors import ReadingError
from pipelines.night import reading
from pipelines.settings import reading_limits


def test_a_document_that_changes_while_it_is_read_is_set_aside(write_pdf, folders, monkeypatch):
    write_pdf("a.pdf")
    (source,) = register(folders)
    read_in_child = reading.read_in_child

    def replaced(*arguments, **options):
        write_pdf("a.pdf", [("Voce", "Quanto"), ("uva", "1")])
        read_in_child(*arguments, **options)

    monkeypatch.setattr(reading, "read_in_child", replaced)
    with pytest.raises(ReadingError, match="cambiato mentre veniva letto"):
        reading.read.fn(source, folders.readings, 1, reading_limits(source.size))
    assert not list(folders.readings.glob("*.json"))
    monkeypatch.undo()
    (source,) = register(folders)
    path, _ = reading.read.fn(source, folders.readings, 1, reading_limits(source.size))
    assert readings.load(path).sha256 == source.sha256
