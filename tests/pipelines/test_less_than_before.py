"""A night with less than the last good one, at the prompt: made-up acts."""

import pytest

from pipelines.documents import readings
from pipelines.documents.register import register
from pipelines.errors import NotPublishedError
from pipelines.night.wish import Wish
from pipelines.querying import query

PLAN = [("Obiettivo", "Indicatore", "Target"), *((f"Obiettivo {n}", f"Indicatore {n}", str(n)) for n in range(1, 8))]


def rows(folders, sql):
    return query(folders, sql)[1]


def lose_rows(folders):
    """As a broken reader would: the same bytes give two rows where they gave seven."""
    (source,) = register(folders)
    path = readings.reading_path(folders.readings, source.sha256, source.year)
    reading = readings.load(path)
    reading.records[:] = reading.records[:2]
    readings.save(reading, path)


def test_less_is_not_published_until_somebody_says_that_it_is_right(flow, monkeypatch, folders, write_pdf, schedario):
    monkeypatch.setattr("expectations.hold_documents", lambda frames, documents: {name: [] for name in documents})
    monkeypatch.setattr("expectations.hold_star", lambda *args: [])
    monkeypatch.setattr("expectations.build_data_docs", lambda *args: None)
    monkeypatch.setattr(readings, "drop", lambda *args: None)  # the reading that is kept stands for a broken reader's
    write_pdf("a.pdf", PLAN)
    flow(folders.raw, folders.curated)
    count = "select sum(righe) from qualita.volume where run_id = (select max(run_id) from qualita.corsa)"
    ((before,),) = rows(folders, count)
    lose_rows(folders)
    with pytest.raises(NotPublishedError, match="schedario run --accept-less") as told:
        flow(folders.raw, folders.curated, Wish(again=frozenset({"a.pdf"})))
    assert "nome_file a.pdf" in str(told.value)
    assert rows(folders, count) == [(before,)]
    done = schedario("run", "--accept-less", "--raw", folders.raw, "--curated", folders.curated)
    assert done.code == 0, done.err
    assert rows(folders, count)[0][0] < before
    failed = "select gravita from qualita.esito_aspettativa where aspettativa = 'righe_non_molte_meno' and not esito"
    assert [gravity for (gravity,) in rows(folders, failed)] == ["blocca_pubblicazione", "avviso"]
    # accepted, it is the measure of the next night
    summary = flow(folders.raw, folders.curated, Wish(again=frozenset({"a.pdf"})))
    assert summary.blocked == []
