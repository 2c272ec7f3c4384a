"""Three nights from a web site to the warehouse: what it holds, how each failure is told, what was asked how often."""

from collections import Counter

import duckdb
import pytest
from envelopes_made_up import signed, zipped
from website import answer, document, endless, in_turn, index, serving

from pipelines.fetching import Limits, last_night
from pipelines.reporting import nights

QUICK = Limits(document=200_000, seconds=30, silence=2, attempts=2, first_wait=0.001, longest_wait=1, delay=0)
REASONS = {
    "manca.pdf": ("errore", "404"),
    "guasto.pdf": ("errore", "500"),
    "lento.pdf": ("errore", "non risponde in tempo"),
    "circolo.pdf": ("errore", "rinvii"),
    "infinito.pdf": ("rifiutato", "0.2 MB"),
    "pagina.pdf": ("rifiutato", "«Manutenzione»"),
    "troppe.pdf": ("errore", "3600 secondi"),
}
"""File -> what becomes of it every night, and a word of the reason."""


@pytest.fixture
def site(monkeypatch, folders):
    monkeypatch.setattr("pipelines.night.flow.fetch_limits", lambda: QUICK)
    with serving() as website:
        (folders.raw / "sources.yaml").write_text(
            f"""\
contact: prova@vattelapesca.example
sources:
  - name: peg
    body: {{denominazione: Comune di Vattelapesca (inventato), tipo: comune}}
    publishes: {{what: PEG}}
    where: {{kind: page, url: "{website.root}/atti", links: "[.](pdf|p7m|zip)$"}}
    allow_private: true
""",
            encoding="utf-8",
        )
        yield website


@pytest.fixture
def acts(write_pdf):
    """Bytes of made-up acts, each with a row of its own."""

    def of(*names):
        found = {}
        for name in names:
            path = write_pdf("modello.pdf", [("Voce", "Quanto"), (name, "1")])
            found[name] = path.read_bytes()
            path.unlink()
        return found

    return of


def outcomes(folders):
    """Last part of the address -> what became of it, and why."""
    return {outcome.url.rpartition("/")[2]: outcome for outcome in last_night(folders.raw).outcomes}


def test_three_nights_from_the_site_to_the_warehouse(flow, no_checks, folders, site, acts):
    act = acts("uno", "due", "due, corretto", "tre", "quattro", "cinque")
    good = {
        "/a.pdf": document(act["uno"]),
        "/b.pdf": document(act["due"]),
        "/firmato.pdf.p7m": document(signed(act["tre"])),
        "/tutto.zip": document(zipped({"allegati/d.pdf": act["quattro"]})),
        "/e.pdf": in_turn(answer(429, Retry_After="0"), document(act["cinque"])),
    }
    bad = {
        "/manca.pdf": answer(404),
        "/guasto.pdf": answer(500),
        "/lento.pdf": site.silent,
        "/circolo.pdf": answer(302, Location="/circolo.pdf"),
        "/infinito.pdf": endless,
        "/pagina.pdf": document(b"<html><title>Manutenzione</title>"),
        "/troppe.pdf": answer(429, Retry_After="3600"),
    }
    # a source that fails three times in a row is left alone: good ones between
    links = [
        *("manca.pdf", "b.pdf", "guasto.pdf", "firmato.pdf.p7m", "lento.pdf", "tutto.zip", "circolo.pdf", "e.pdf"),
        *("infinito.pdf", "pagina.pdf", "troppe.pdf"),
    ]
    site.pages = {**good, **bad, "/atti": index("a.pdf", *links)}

    first = flow(folders.raw, folders.curated, fetch=True)
    assert len(first.documents) == 5
    assert_failures_are_one_line_each(folders)

    site.pages |= {"/b.pdf": document(act["due, corretto"]), "/atti": index(*links)}
    second = flow(folders.raw, folders.curated, fetch=True)
    assert Counter(line.state == "invariato" for line in second.documents) == {True: 5, False: 1}
    assert_failures_are_one_line_each(folders)
    told = outcomes(folders)
    assert (told["a.pdf"].kind, told["b.pdf"].kind) == ("sparito", "cambiato")
    in_force = folders.published.resolve()

    third = flow(folders.raw, folders.curated, fetch=True)
    assert {line.state for line in third.documents} == {"invariato"}
    assert_failures_are_one_line_each(folders)
    assert folders.published.resolve() == in_force

    assert held(folders) == [
        ("/a.pdf", 1, "uno"),
        ("/b.pdf", 1, "due"),
        ("/b.pdf", 2, "due, corretto"),
        ("/e.pdf", 1, "cinque"),
        ("/firmato.pdf.p7m", 1, "tre"),
        ("/tutto.zip!allegati/d.pdf", 1, "quattro"),
    ]
    # nothing is fetched twice: after its bytes came, a site only says that they are the same
    assert {path: site.statuses(path) for path in good} == {
        "/a.pdf": [200],
        "/b.pdf": [200, 200, 304],
        "/firmato.pdf.p7m": [200, 304, 304],
        "/tutto.zip": [200, 304, 304],
        "/e.pdf": [429, 200, 304, 304],
    }
    assert site.statuses("/pagina.pdf") == [200, 304, 304]
    asked = {
        "/manca.pdf": 1,
        "/troppe.pdf": 1,
        "/infinito.pdf": 1,
        "/guasto.pdf": 2,
        "/lento.pdf": 2,
        "/circolo.pdf": 6,
    }
    assert {path: site.count(path) for path in asked} == {path: 3 * times for path, times in asked.items()}
    assert (site.count("/atti"), site.count("/robots.txt")) == (3, 3)


def assert_failures_are_one_line_each(folders):
    told = {name: outcome for name, outcome in outcomes(folders).items() if outcome.kind in ("errore", "rifiutato")}
    assert told.keys() == REASONS.keys()
    page = nights.told_in(folders) / nights.kept(folders)[-1].page
    for name, (kind, word) in REASONS.items():
        assert told[name].kind == kind
        assert word in told[name].reason and "\n" not in told[name].reason
        assert name in page.read_text(encoding="utf-8")


def held(folders):
    """Path of the act's address, version, what its table says."""
    query = """
        select regexp_replace(v.atto_logico, '^.*?//[^/]*', ''), v.versione, t.grid ->> '$[1][0]'
        from evidenze.versione as v inner join pubblicato.tabella_generica as t using (atto_id)
        order by all
    """
    with duckdb.connect(str(folders.published), read_only=True) as con:
        return con.sql(query).fetchall()
