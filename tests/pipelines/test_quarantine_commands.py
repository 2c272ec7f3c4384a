"""What is set aside, as a person at the prompt meets it: made-up files of a made-up municipality."""

import json

import pytest
from PIL import Image

from normalizers.records import SetAside
from pipelines.documents import readings
from pipelines.documents.register import register
from pipelines.errors import PipelineError
from pipelines.keeping import quarantine


@pytest.fixture
def aside(flow, no_checks, folders, write_pdf, once):
    """`a.pdf` loaded with a row set aside (as a layout without a rule for it would), `rotto.pdf` not at all."""

    def make():
        write_pdf("a.pdf")
        (folders.raw / "rotto.pdf").write_bytes(b"garbage")
        flow(folders.raw, folders.curated)
        (source,) = (s for s in register(folders) if s.name == "a.pdf")
        path = readings.reading_path(folders.readings, source.sha256, source.year)
        reading = readings.load(path)
        reading.set_aside.append(SetAside(1, 1, 2, "Riga senza numero", '["pere", "12"]'))
        readings.save(reading, path)
        # another number: loaded again, and not read again
        (folders.raw / "registro.csv").write_text("nome_file,numero\na.pdf,12\n", encoding="utf-8")
        flow(folders.raw, folders.curated)

    return once(make)


def test_the_list_says_where_why_and_what_to_type(aside, schedario):
    done = schedario("quarantine", "--format", "json", "--raw", aside.raw, "--curated", aside.curated)
    assert done.code == 0, done.err
    row, document = json.loads(done.out)
    assert (row["documento"], row["pagina"], row["tabella"], row["riga"]) == ("a.pdf", 1, 1, 2)
    assert (document["documento"], document["pagina"]) == ("rotto.pdf", None)
    assert row["motivo"] == "Riga senza numero"
    assert (row["giorni"], row["guarda"].split(" --raw")[0]) == (0, "schedario quarantine show 1")


def test_an_item_is_shown_with_its_cells_and_its_page(aside, schedario, tmp_path):
    where = ("--raw", aside.raw, "--curated", aside.curated)
    done = schedario("quarantine", "show", "1", "--image", tmp_path / "pagina.png", *where)
    assert done.code == 0, done.err
    assert all(text in done.out for text in ("Riga senza numero", "a.pdf, page 1, table 1, row 2", "pere", "12"))
    assert Image.open(tmp_path / "pagina.png").size[0] > 0
    assert "schedario quarantine" in schedario("quarantine", "show", "9", *where).err


def test_replay_reads_again_and_tells_what_left(aside, schedario):
    where = ("--raw", aside.raw, "--curated", aside.curated)
    done = schedario("quarantine", "replay", "1", *where)
    assert done.code == 0, done.err
    assert "left the quarantine: a.pdf, page 1, table 1, row 2" in done.out
    listed = schedario("quarantine", "--format", "json", *where)
    assert [row["documento"] for row in json.loads(listed.out)] == ["rotto.pdf"]


def test_replay_of_all_takes_every_document_that_is_aside(aside, monkeypatch):
    asked = []
    monkeypatch.setattr(quarantine.running, "run", lambda folders, wish: asked.append(wish.again))
    quarantine.replay(aside, None)
    quarantine.replay(aside, "rotto.pdf")
    assert asked == [{"a.pdf", "rotto.pdf"}, {"rotto.pdf"}]
    with pytest.raises(PipelineError, match="is not set aside"):
        quarantine.replay(aside, "altro.pdf")
    (aside.raw / "rotto.pdf").unlink()
    with pytest.raises(PipelineError, match="put it back"):
        quarantine.replay(aside, "rotto.pdf")


def test_a_document_taken_out_of_the_folder_leaves_the_quarantine_and_the_run_says_so(aside, flow, write_pdf):
    (aside.raw / "rotto.pdf").unlink()
    write_pdf("b.pdf", [("Voce", "Quanto"), ("uva", "1")])
    (left,) = flow(aside.raw, aside.curated).released
    assert (left.nome_file, left.perche) == ("rotto.pdf", "Il file non è più nella cartella degli atti")
