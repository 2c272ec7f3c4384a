"""What is set aside, as a person at the prompt meets it: made-up files of a made-up municipality."""

import json
import shlex

import pytest
from PIL import Image

from normalizers.records import SetAside
from pipelines.documents import readings
from pipelines.documents.register import register
from pipelines.errors import PipelineError
from pipelines.folders import CURATED, RAW, Folders, named
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


def test_the_list_is_that_of_the_settings(aside, schedario, monkeypatch):
    monkeypatch.setenv("SCHEDARIO_CURATED", str(aside.curated))
    monkeypatch.setenv("SCHEDARIO_RAW", str(aside.raw))
    rows = json.loads(schedario("quarantine", "--format", "json").out)
    assert [row["documento"] for row in rows] == ["a.pdf", "rotto.pdf"]


def test_folders_named_before_a_sub_command_are_its_own(aside, schedario, tmp_path):
    where = ("--raw", aside.raw, "--curated", aside.curated)
    assert "Riga senza numero" in schedario("quarantine", *where, "show", "1").out
    nothing = ("--curated", tmp_path / "altrove")
    assert "nothing is published" in schedario("quarantine", *where, "show", "1", *nothing).err


def test_the_command_of_the_list_leads_to_the_item_from_any_folder(aside, schedario, monkeypatch, tmp_path):
    spaced = Folders(tmp_path / "gli atti", aside.curated)
    aside.raw.rename(spaced.raw)
    monkeypatch.chdir(tmp_path)
    done = schedario("quarantine", "--format", "json", "--raw", "gli atti", "--curated", "curated")
    program, *words = shlex.split(json.loads(done.out)[0]["guarda"])
    monkeypatch.chdir("/")
    shown = schedario(*words, "--image", tmp_path / "pagina.png")
    assert (program, shown.code) == ("schedario", 0), shown.err
    assert "Riga senza numero" in shown.out


def test_where_settings_name_other_folders_the_usual_ones_are_named_too(monkeypatch, tmp_path):
    usual = Folders(RAW, CURATED)
    monkeypatch.chdir(tmp_path)
    assert named(usual) == []
    monkeypatch.setenv("SCHEDARIO_CURATED", "altrove")
    assert named(usual) == ["--raw", str(RAW), "--curated", str(CURATED)]


def test_an_item_is_shown_with_its_cells_and_its_page(aside, schedario, tmp_path):
    where = ("--raw", aside.raw, "--curated", aside.curated)
    done = schedario("quarantine", "show", "1", "--image", tmp_path / "pagina.png", *where)
    assert done.code == 0, done.err
    assert all(text in done.out for text in ("Riga senza numero", "a.pdf, page 1, table 1, row 2", "pere", "12"))
    assert Image.open(tmp_path / "pagina.png").size[0] > 0
    assert "schedario quarantine" in schedario("quarantine", "show", "9", *where).err


def test_the_page_is_that_of_the_bytes_whatever_their_name(aside, schedario, tmp_path, write_pdf):
    show = ("quarantine", "show", "1", "--raw", aside.raw, "--curated", aside.curated, "--image")
    schedario(*show, tmp_path / "prima.png")
    (aside.raw / "a.pdf").rename(aside.raw / "vecchio.pdf")
    write_pdf("a.pdf", [("Voce", "Quanto"), ("uva", "1")])
    assert schedario(*show, tmp_path / "poi.png").code == 0
    assert (tmp_path / "prima.png").read_bytes() == (tmp_path / "poi.png").read_bytes()
    (aside.raw / "vecchio.pdf").unlink()
    done = schedario(*show, tmp_path / "mai.png")
    assert (done.code, (tmp_path / "mai.png").exists()) == (1, False)
    assert done.err.startswith("error: a.pdf as it was when this was set aside is not in ")
    assert len(done.err.splitlines()) == 1


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
