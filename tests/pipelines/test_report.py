"""The night's report on made-up acts: what stands in it, that nothing in it can do harm, that every night is kept."""

import json
import re
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest

import expectations
from expectations import Outcome
from pipelines.errors import NotPublishedError
from pipelines.fetching import Kind, Night
from pipelines.fetching import Outcome as Fetched
from pipelines.fetching.diary import write_down
from pipelines.fetching.memory import now
from pipelines.reporting import nights, plots

OTHER_ROWS = [("Voce", "Quanto"), ("uva", "1")]


class Page(HTMLParser):
    """Tags with their attributes, and the text."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.links, self.text = set(), [], ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.links += [value for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data):
        self.text += data


def pages(folders):
    return sorted(path for path in nights.told_in(folders).glob("*.html") if path.name != "index.html")


def newest(folders):
    return Page(pages(folders)[-1].read_text(encoding="utf-8"))


def test_a_name_with_markup_is_text(flow, no_checks, folders, write_pdf):
    write_pdf("a.pdf")
    hostile = folders.raw / "<script>alert(1)<img src=x onerror=alert(2)>.pdf"
    hostile.write_bytes(b"garbage")
    flow(folders.raw, folders.curated)
    page = newest(folders)
    assert page.tags.isdisjoint({"script", "img"})
    assert hostile.name in page.text
    assert "Content-Security-Policy" in pages(folders)[-1].read_text(encoding="utf-8")
    assert all(not re.match(r"\w+:|//", link) for link in page.links)


def test_each_night_says_what_is_new_what_changed_and_what_went(flow, no_checks, folders, write_pdf):
    write_pdf("a.pdf")
    write_pdf("b.pdf", OTHER_ROWS)
    flow(folders.raw, folders.curated)
    assert "Nuovi: 2" in newest(folders).text
    write_pdf("a.pdf", [("Voce", "Quanto"), ("fichi", "3")])
    (folders.raw / "b.pdf").unlink()
    (folders.raw / "rotto.pdf").write_bytes(b"garbage")
    flow(folders.raw, folders.curated)
    text = newest(folders).text
    assert "Nuovi" not in text
    assert "Cambiati (byte, registro o correzioni): 1" in text
    assert "Non più nella cartella: 1\nb.pdf" in text
    assert "(questa notte)" in text
    assert re.search(r"schedario quarantine show 1 --raw \S+ --curated \S+", text)


def test_nights_are_kept_and_listed_the_newest_first(flow, no_checks, folders, write_pdf):
    for number in range(3):
        write_pdf(f"{number}.pdf", [("Voce", "Quanto"), ("mele", str(number))])
        flow(folders.raw, folders.curated)
        flow(folders.raw, folders.curated)  # nothing to do: no night to tell
    names = [path.name for path in pages(folders)]
    assert len(names) == 3
    index = Page((nights.told_in(folders) / "index.html").read_text(encoding="utf-8"))
    assert [link for link in index.links if link in names] == names[::-1]
    assert [night.documenti for night in nights.kept(folders)] == [1, 2, 3]
    assert "svg" in newest(folders).tags


def test_a_night_that_is_not_published_is_told_with_the_checks_that_failed(
    flow, no_checks, folders, write_pdf, monkeypatch
):
    write_pdf("a.pdf")
    (folders.raw / "rotto.pdf").write_bytes(b"garbage")
    bad = Outcome("kpi", "chiavi", "main", False, "blocca_pubblicazione", "2 righe", "atto abc, pagina 7 <b>")
    monkeypatch.setattr(expectations, "hold_star", lambda *args: [SimpleNamespace(outcome=lambda: bad)])
    with pytest.raises(NotPublishedError):
        flow(folders.raw, folders.curated)
    page = newest(folders)
    for told in ("non pubblicata", "kpi/chiavi", "blocca pubblicazione", "atto abc, pagina 7 <b>"):
        assert told in page.text
    # the list of the quarantine isn't published: no number to look at
    assert f"schedario inspect {folders.raw / 'rotto.pdf'}" in page.text
    assert nights.kept(folders)[-1].stato == "fallita"


def test_why_nothing_was_published_is_told_in_italian(flow, no_checks, folders, write_pdf, monkeypatch):
    write_pdf("a.pdf")
    less = Outcome("volume", "righe_non_molte_meno", "qualita", False, "blocca_pubblicazione", "1 riga", "a.pdf")
    held = [SimpleNamespace(outcome=lambda: less)]
    monkeypatch.setattr(expectations, "hold_volume", lambda *args: held)
    (folders.raw / "correzioni.toml").write_text(
        """[[correzione]]
atto = "mai-visto.pdf"
tabella = "kpi"
dove = { obiettivo_n = "3" }
campo = "target_raw"
guardia = "almeno 30"
valore = "almeno 300"
perche = "Errore di stampa (inventato)"
chi = "Ada Inventata"
quando = 2026-01-15
stato = "attiva"
""",
        encoding="utf-8",
    )
    with pytest.raises(NotPublishedError, match=r"less than the last good run had .*no act mai-visto\.pdf"):
        flow(folders.raw, folders.curated)
    text = newest(folders).text
    assert "meno dell'ultima corsa riuscita" in text
    assert "l'atto mai-visto.pdf non è nella cartella degli atti" in text
    assert "less than" not in text and "no act" not in text


def test_how_long_each_document_took_stands_in_it(flow, no_checks, folders, write_pdf):
    write_pdf("a.pdf")
    (folders.raw / "rotto.pdf").write_bytes(b"garbage")
    flow(folders.raw, folders.curated)
    times = pages(folders)[-1].read_text(encoding="utf-8").partition("Documento per documento")[2]
    cells = re.findall(r"<td.*?>(.*?)</td>", times)
    assert cells[:2] == ["a.pdf", "1"]
    assert [bool(re.fullmatch(r"\d+,\d( s)?", cell)) for cell in cells[2:]] == [True, True, True]
    write_pdf("b.pdf", OTHER_ROWS)
    flow(folders.raw, folders.curated)
    assert "a.pdf" not in newest(folders).text.partition("Documento per documento")[2]


def test_what_came_of_the_sources_stands_in_it(flow, no_checks, folders, write_pdf):
    write_pdf("a.pdf")
    outcomes = [
        Fetched("peg", Kind.NUOVO, "https://www.vattelapesca.example/a.pdf", "peg/a.pdf"),
        Fetched("peg", Kind.ERRORE, "https://www.vattelapesca.example/b.pdf", reason="il sito non risponde"),
        Fetched("peg", Kind.INVARIATO, "https://www.vattelapesca.example/c.pdf"),
    ]
    write_down(folders.raw, Night(began=now(), ended=now(), outcomes=outcomes))
    flow(folders.raw, folders.curated)
    text = newest(folders).text
    assert "il sito non risponde" in text
    assert "1 errore, 1 invariato, 1 nuovo" in text
    assert "c.pdf" not in text


def test_plots_stay_within_their_drawing_and_mark_failed_nights(flow, no_checks, folders, write_pdf):
    write_pdf("a.pdf")
    flow(folders.raw, folders.curated)
    (night,) = nights.kept(folders)
    series = [night.model_copy(update={"righe": n, "stato": "fallita" if n == 3 else "riuscita"}) for n in (5, 3, 9)]
    plot = plots.plots(series)[1]
    assert plot.values == [5, 3, 9]
    assert [point.failed for point in plot.points] == [False, True, False]
    assert all(0 < p.x < plots.WIDTH and 0 < p.y < plots.HEIGHT for p in plot.points)
    assert plot.points[2].y < plot.points[0].y < plot.points[1].y
    figures = json.loads(next(nights.told_in(folders).glob("*.json")).read_text(encoding="utf-8"))
    assert figures["documenti"] == 1
