"""Nights of fetching from a web site of the test's own: what is stored, what is told, what is asked."""

import hashlib
import json
import ssl
from email.utils import formatdate

import pytest
from envelopes_made_up import certificate_of, pdf, signed, zipped
from website import answer, document, endless, in_turn, index, serving

from pipelines.documents.sources import Origin
from pipelines.errors import PipelineError
from pipelines.fetching import Limits, addresses, fetch, night

QUICK = Limits(
    document=200_000, page=20_000, seconds=30, silence=2, attempts=3, first_wait=0.001, longest_wait=1, delay=0
)
BODY = {"denominazione": "Comune di Vattelapesca (inventato)", "tipo": "comune", "codice_istat": "099999"}


@pytest.fixture
def site():
    with serving() as website:
        yield website


@pytest.fixture
def raw(tmp_path):
    return tmp_path / "raw"


def origin(where, name="peg", **more):
    entry = {"name": name, "body": BODY, "publishes": {"what": "PEG"}, "where": where, "allow_private": True, **more}
    return Origin.model_validate(entry)


def page(site, links=r"\.(pdf|p7m|zip)$", **more):
    return origin({"kind": "page", "url": f"{site.root}/atti", "links": links, **more})


def at(site, path):
    return origin({"kind": "url", "url": site.root + path})


def a_night(raw, *origins, limits=QUICK, **more):
    raw.mkdir(exist_ok=True)
    return fetch(raw, "prova@vattelapesca.example", list(origins), lambda outcome: None, limits=limits, **more)


def told(outcomes):
    """Last part of the address -> what became of it."""
    return {outcome.url.rpartition("/")[2]: str(outcome.kind) for outcome in outcomes}


def the_one(outcomes):
    (outcome,) = outcomes
    return outcome


def stored(raw):
    return sorted(path.relative_to(raw).as_posix() for path in raw.rglob("*.pdf"))


def name_of(body, name):
    return f"peg/{hashlib.sha256(body).hexdigest()[:16]}-{name}.pdf"


def test_three_nights(site, raw):
    """Publishes, changes one, removes one: the store holds all that was ever published, and each once."""
    first, second, third, late = pdf("uno"), pdf("due"), pdf("tre"), pdf("due, corretto")
    site.pages = {"/a.pdf": document(first), "/b.pdf": document(second), "/c.pdf": document(third)}
    site.pages["/atti"] = index("a.pdf", "b.pdf", "c.pdf", "contatti.html", "a.pdf#page=2")
    assert told(a_night(raw, page(site))) == {"a.pdf": "nuovo", "b.pdf": "nuovo", "c.pdf": "nuovo"}

    site.pages["/b.pdf"] = document(late)
    site.pages["/atti"] = index("a.pdf", "b.pdf")
    assert told(a_night(raw, page(site))) == {"a.pdf": "invariato", "b.pdf": "cambiato", "c.pdf": "sparito"}

    assert told(a_night(raw, page(site))) == {"a.pdf": "invariato", "b.pdf": "invariato"}
    assert stored(raw) == sorted([name_of(first, "a"), name_of(second, "b"), name_of(late, "b"), name_of(third, "c")])
    assert (site.count("/a.pdf"), site.count("/b.pdf"), site.count("/c.pdf")) == (3, 3, 1)
    assert not list(raw.rglob("*.part"))


def test_what_comes_back_is_no_longer_marked(site, raw):
    site.pages = {"/a.pdf": document(pdf("a")), "/b.pdf": document(pdf("b")), "/atti": index("a.pdf", "b.pdf")}
    a_night(raw, page(site))
    site.pages["/atti"] = index("a.pdf")
    assert told(a_night(raw, page(site)))["b.pdf"] == "sparito"
    memory = json.loads((raw / ".fetch/sources/peg.json").read_text())["addresses"]
    assert memory[f"{site.root}/b.pdf"]["vanished"] and not memory[f"{site.root}/a.pdf"]["vanished"]
    site.pages["/atti"] = index("a.pdf", "b.pdf")
    assert told(a_night(raw, page(site)))["b.pdf"] == "invariato"
    memory = json.loads((raw / ".fetch/sources/peg.json").read_text())["addresses"]
    assert not memory[f"{site.root}/b.pdf"]["vanished"]


def test_a_page_that_lost_all_its_links_takes_nothing_away(site, raw):
    site.pages = {"/a.pdf": document(pdf("a")), "/atti": index("a.pdf")}
    a_night(raw, page(site))
    site.pages["/atti"] = index("nuovo-portale.html")
    outcome = the_one(a_night(raw, page(site)))
    assert outcome.kind == "errore" and "nessun link" in outcome.reason
    site.pages["/atti"] = index("a.pdf")
    assert told(a_night(raw, page(site))) == {"a.pdf": "invariato"}


def test_sites_without_tags_are_asked_again_and_stored_once(site, raw):
    site.pages = {"/a.pdf": answer(200, pdf("a"))}
    assert [the_one(a_night(raw, at(site, "/a.pdf"))).kind for _ in range(2)] == ["nuovo", "invariato"]
    assert stored(raw) == [name_of(pdf("a"), "a")]


def test_tags_go_only_where_they_came_from(site, raw):
    """The address leads to another document today: its server must not take the old one's tag for its own."""
    site.pages = {"/a.pdf": answer(302, Location="/1"), "/1": document(pdf("a")), "/2": document(pdf("b"))}
    a_night(raw, at(site, "/a.pdf"))
    site.pages["/a.pdf"] = answer(302, Location="/2")
    assert the_one(a_night(raw, at(site, "/a.pdf"))).kind == "cambiato"
    assert "If-None-Match" not in site.asked[-1][1]


def test_a_document_that_was_deleted_by_hand_comes_again(site, raw):
    site.pages = {"/a.pdf": document(pdf("a"))}
    a_night(raw, at(site, "/a.pdf"))
    (raw / stored(raw)[0]).unlink()
    assert the_one(a_night(raw, at(site, "/a.pdf"))).kind == "nuovo"
    assert stored(raw) == [name_of(pdf("a"), "a")]


def test_the_sidecar_says_where_it_comes_from(site, raw):
    body = pdf("uno")
    site.pages = {
        "/atti": index("scarica?id=7"),
        "/scarica?id=7": answer(302, Location="/file/9"),
        "/file/9": document(body, Content_Disposition='attachment; filename="PEG 2031 - Allegato à.PDF"'),
    }
    outcome = the_one(a_night(raw, page(site, links=r"scarica\?id=(?P<numero>\d+)")))
    assert outcome.file == name_of(body, "peg-2031-allegato-a")
    sidecar = json.loads((raw / f"{outcome.file}.json").read_text(encoding="utf-8"))
    assert sidecar["url"] == f"{site.root}/scarica?id=7"
    assert sidecar["final_url"] == f"{site.root}/file/9"
    assert sidecar["sha256"] == hashlib.sha256(body).hexdigest()
    assert sidecar["size"] == len(body)
    assert sidecar["headers"]["etag"]
    assert sidecar["source_facts"] == {
        "ente": BODY["denominazione"],
        "ente_tipo": "comune",
        "codice_istat": "099999",
    }
    assert sidecar["facts"] == {
        "url": f"{site.root}/scarica?id=7",
        "atto_logico": f"{site.root}/scarica?id=7",
        "numero": "7",
    }


@pytest.mark.parametrize(
    ("answering", "kind", "said"),
    [
        (answer(404), "errore", "404"),
        (answer(403), "errore", "403"),
        (answer(503), "errore", "503"),
        (answer(429, Retry_After="3600"), "errore", "3600 secondi"),
        (endless, "rifiutato", "0.2 MB: tagliato"),
        (answer(200, pdf("0" * 200_000)), "rifiutato", "0.2 MB: tagliato"),
        (answer(200, b"<!DOCTYPE html><title>Pagina non trovata</title>"), "rifiutato", "«Pagina non trovata»"),
        (answer(200, b"Attenzione"), "rifiutato", "non è un PDF"),
        (answer(200), "rifiutato", "vuota"),
        (answer(302, Location="/x.pdf"), "errore", "rinvii"),
        (answer(302, Location="http://169.254.169.254/latest"), "rifiutato", "non pubblico (169.254.169.254)"),
        (answer(302, Location="http://[::ffff:127.0.0.1]/"), "rifiutato", "non pubblico"),
        (answer(302, Location="file:///etc/passwd"), "rifiutato", "http e https"),
        (answer(302, Location="http://x:porta/"), "errore", "non è un indirizzo"),
    ],
)
def test_each_failure_is_one_clear_line(site, raw, answering, kind, said):
    site.pages = {"/x.pdf": answering, "/atti": index("x.pdf", "buono.pdf"), "/buono.pdf": document(pdf("buono"))}
    outcomes = a_night(raw, page(site))
    assert told(outcomes) == {"x.pdf": kind, "buono.pdf": "nuovo"}
    assert said in outcomes[0].reason and "\n" not in outcomes[0].reason
    assert stored(raw) == [name_of(pdf("buono"), "buono")]


def test_a_redirect_to_another_private_host_is_refused_even_for_an_intranet_source(site, raw):
    site.pages = {"/x.pdf": answer(302, Location=f"http://localhost:{site.port}/y.pdf"), "/y.pdf": document(pdf("y"))}
    outcome = the_one(a_night(raw, at(site, "/x.pdf")))
    assert outcome.kind == "rifiutato" and "localhost" in outcome.reason
    assert site.count("/y.pdf") == 0


def test_private_addresses_need_permission(site, raw):
    site.pages = {"/a.pdf": document(pdf("a"))}
    public = at(site, "/a.pdf").model_copy(update={"allow_private": False})
    outcome = the_one(a_night(raw, public))
    assert outcome.kind == "rifiutato" and "allow_private" in outcome.reason
    assert site.asked == []


def test_the_address_that_was_checked_is_the_one_that_is_asked(site, raw, monkeypatch):
    """A name that leads elsewhere a moment later (DNS rebinding) gains nothing: it is resolved once a request."""
    resolved = []

    async def resolve(host, port):
        resolved.append(host)
        return ["127.0.0.1"]

    monkeypatch.setattr(addresses, "_addresses", resolve)
    site.pages = {"/a.pdf": document(pdf("a"))}
    named = origin({"kind": "url", "url": f"http://www.vattelapesca.example:{site.port}/a.pdf"})
    assert the_one(a_night(raw, named)).kind == "nuovo"
    assert len(resolved) == len(site.asked) == 2
    assert {headers["Host"] for _, headers in site.asked} == {f"www.vattelapesca.example:{site.port}"}


@pytest.mark.parametrize(
    ("host", "kind", "said"),
    [
        ("www.vattelapesca.example", "nuovo", ""),
        ("www.altrove.example", "errore", "il certificato del sito non è valido"),
    ],
)
def test_tls_checks_the_name_not_the_number(tmp_path, raw, monkeypatch, host, kind, said):
    pem = certificate_of("www.vattelapesca.example", tmp_path)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(pem)

    async def resolve(host, port):
        return ["127.0.0.1"]

    monkeypatch.setattr(addresses, "_addresses", resolve)
    monkeypatch.setattr(addresses, "_certificates", lambda: ssl.create_default_context(cafile=pem))
    with serving(tls) as site:
        site.pages = {"/a.pdf": document(pdf("a"))}
        outcome = the_one(a_night(raw, origin({"kind": "url", "url": f"https://{host}:{site.port}/a.pdf"})))
    assert outcome.kind == kind and said in outcome.reason


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("10.0.0.1", False),
        ("127.0.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_public_addresses(address, public):
    assert addresses._is_public(address) is public


def test_what_is_transient_is_tried_again(site, raw):
    good = document(pdf("a"))
    site.pages = {
        "/atti": index("500.pdf", "429.pdf", "data.pdf"),
        "/500.pdf": in_turn(answer(500), answer(502), good),
        "/429.pdf": in_turn(answer(429, Retry_After="0"), document(pdf("b"))),
        "/data.pdf": in_turn(answer(503, Retry_After=formatdate(0, usegmt=True)), document(pdf("c"))),
    }
    assert set(told(a_night(raw, page(site))).values()) == {"nuovo"}
    assert (site.count("/500.pdf"), site.count("/429.pdf")) == (3, 2)


def test_retry_after_is_honoured(site, raw, monkeypatch):
    """The site says one second, which is more than we would have waited."""
    waits = []
    turn = addresses.asyncio.sleep

    async def sleep(seconds):
        waits.append(seconds)
        await turn(0)

    monkeypatch.setattr("asyncio.sleep", sleep)
    site.pages = {"/a.pdf": in_turn(answer(429, Retry_After="1"), document(pdf("a")))}
    assert the_one(a_night(raw, at(site, "/a.pdf"))).kind == "nuovo"
    assert 1 in waits


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 501])
def test_what_is_not_transient_is_asked_once(site, raw, status):
    site.pages = {"/a.pdf": answer(status)}
    assert the_one(a_night(raw, at(site, "/a.pdf"))).kind == "errore"
    assert site.count("/a.pdf") == 1


def test_a_site_that_says_nothing_is_left_alone_and_costs_the_others_nothing(site, raw):
    slow = [f"{number}.pdf" for number in range(9)]
    site.pages = {"/atti": index(*slow), "/buono.pdf": document(pdf("buono"))}
    site.pages |= {f"/{name}": site.silent for name in slow}
    other = at(site, "/buono.pdf").model_copy(update={"name": "altra"})
    limits = Limits(silence=1, attempts=1, delay=0)
    outcomes = a_night(raw, page(site), other, limits=limits)
    kinds = [(outcome.source, str(outcome.kind)) for outcome in outcomes]
    assert kinds == [("peg", "errore")] * 4 + [("altra", "nuovo")]
    assert "gli altri 6 documenti" in outcomes[3].reason
    assert sum(site.count(f"/{name}") for name in slow) == 3


def test_an_answer_that_never_ends_in_time(site, raw):
    def drips(request):
        request.send_response(200)
        request.end_headers()
        request.close_connection = True
        while not site.closing.wait(0.02):
            request.wfile.write(b"%")

    site.pages = {"/a.pdf": drips}
    outcome = the_one(a_night(raw, at(site, "/a.pdf"), limits=Limits(seconds=0.2, delay=0)))
    assert outcome.kind == "errore" and "0.2 secondi" in outcome.reason


def test_an_error_of_our_own_stays_with_its_source(site, raw, monkeypatch):
    site.pages = {"/a.pdf": document(pdf("a"))}
    (raw / ".fetch/sources").mkdir(parents=True)
    (raw / ".fetch/sources/peg.json").write_text("{")
    other = at(site, "/a.pdf").model_copy(update={"name": "altra"})
    outcomes = a_night(raw, at(site, "/a.pdf"), other)
    assert [str(outcome.kind) for outcome in outcomes] == ["errore", "nuovo"]
    assert "peg.json" in outcomes[0].reason


def test_robots_txt_is_obeyed_and_asked_once(site, raw):
    site.pages = {
        "/robots.txt": answer(200, b"User-agent: schedario\nDisallow: /riservato/\n"),
        "/atti": index("riservato/a.pdf", "b.pdf"),
        "/b.pdf": document(pdf("b")),
        "/riservato/a.pdf": document(pdf("a")),
    }
    outcomes = a_night(raw, page(site))
    assert told(outcomes) == {"a.pdf": "rifiutato", "b.pdf": "nuovo"}
    assert "robots.txt" in outcomes[0].reason
    assert (site.count("/riservato/a.pdf"), site.count("/robots.txt")) == (0, 1)


def test_without_readable_rules_nothing_is_asked(site, raw):
    site.pages = {"/robots.txt": answer(503), "/a.pdf": document(pdf("a"))}
    outcome = the_one(a_night(raw, at(site, "/a.pdf")))
    assert outcome.kind == "errore" and "robots.txt" in outcome.reason
    assert site.count("/a.pdf") == 0


def test_who_asks_can_be_reached(site, raw):
    site.pages = {"/a.pdf": document(pdf("a"))}
    a_night(raw, at(site, "/a.pdf"))
    assert {headers["User-Agent"] for _, headers in site.asked} == {"schedario (+prova@vattelapesca.example)"}


def test_refused_content_is_not_fetched_twice(site, raw):
    site.pages = {"/a.pdf": document(b"<html>manutenzione</html>")}
    nights = [the_one(a_night(raw, at(site, "/a.pdf"))) for _ in range(2)]
    assert nights[0] == nights[1] and nights[0].kind == "rifiutato"
    assert site.asked[-1][1]["If-None-Match"]


def test_envelopes_are_opened(site, raw):
    act, other, plain = pdf("firmato"), pdf("altro"), pdf("allegato")
    site.pages = {
        "/atti": index("atto.pdf.p7m", "tutto.zip"),
        "/atto.pdf.p7m": document(signed(act)),
        "/tutto.zip": document(
            zipped({"a/allegato.pdf": plain, "b/altro.pdf.p7m": signed(other), "leggimi.txt": b"x", "rotto.pdf": b"no"})
        ),
    }
    outcomes = a_night(raw, page(site))
    assert [str(outcome.kind) for outcome in outcomes] == ["nuovo", "nuovo", "nuovo", "rifiutato"]
    assert "rotto.pdf" in outcomes[3].reason
    names = [name_of(act, "atto"), name_of(plain, "allegato"), name_of(other, "altro")]
    assert stored(raw) == sorted(names)
    assert (raw / names[0]).read_bytes() == act
    sidecar = json.loads((raw / f"{names[2]}.json").read_text())
    assert [signer["name"] for signer in sidecar["signers"]] == ["Ada Inventata"]
    assert sidecar["facts"]["atto_logico"] == f"{site.root}/tutto.zip!b/altro.pdf.p7m"
    again = a_night(raw, page(site))
    assert told(again[:2]) == {"atto.pdf.p7m": "invariato", "tutto.zip": "invariato"}
    assert again[2] == outcomes[3]


def test_pages_of_pages_but_no_further(site, raw):
    site.pages = {
        "/atti": index("anno/2030", "anno/2031", "a.pdf"),
        "/anno/2030": index("/b.pdf", "/anno/2029"),
        "/anno/2031": answer(500),
        "/anno/2029": index("/vecchio.pdf"),
        "/a.pdf": document(pdf("a")),
        "/b.pdf": document(pdf("b")),
    }
    outcomes = a_night(raw, page(site, follow=r"/anno/\d+$"))
    assert told(outcomes) == {"2031": "errore", "a.pdf": "nuovo", "b.pdf": "nuovo"}
    site.pages["/atti"] = index("anno/2031")
    assert told(a_night(raw, page(site, follow=r"/anno/\d+$"))) == {"2031": "errore"}


FEED = """<?xml version="1.0"?><rss version="2.0"><channel><item><title>PEG 2031</title><link>{root}/x/1</link>
<enclosure url="{root}/a.pdf" type="application/pdf"/></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>PEG 2031</title><link href="a.pdf"/></entry></feed>"""
SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{root}/a.pdf</loc></url></urlset>"""
SITEMAPS = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>{root}/s.xml</loc></sitemap>
</sitemapindex>"""


@pytest.mark.parametrize(
    ("kind", "text"), [("feed", FEED), ("feed", ATOM), ("sitemap", SITEMAP), ("sitemap", SITEMAPS)]
)
def test_feeds_and_sitemaps(site, raw, kind, text):
    site.pages = {
        "/elenco.xml": answer(200, text.format(root=site.root).encode()),
        "/s.xml": answer(200, SITEMAP.format(root=site.root).encode()),
        "/a.pdf": document(pdf("a")),
    }
    listed = origin({"kind": kind, "url": f"{site.root}/elenco.xml", "links": r"\.pdf$"})
    assert told(a_night(raw, listed)) == {"a.pdf": "nuovo"}


@pytest.mark.parametrize("kind", ["feed", "sitemap"])
@pytest.mark.parametrize("body", [b"<html><p>ciao</html>", b"<html></html>"])
def test_a_page_is_no_feed(site, raw, kind, body):
    site.pages = {"/elenco.xml": answer(200, body)}
    listed = origin({"kind": kind, "url": f"{site.root}/elenco.xml", "links": "pdf"})
    outcome = the_one(a_night(raw, listed))
    assert outcome.kind == "rifiutato" and "where.kind" in outcome.reason


def test_a_folder_is_a_source_too(tmp_path, raw):
    share = tmp_path / "condivisa"
    share.mkdir()
    (share / "Atto n. 1.pdf").write_bytes(pdf("a"))
    (share / "note.txt").write_text("x")
    folder = origin({"kind": "folder", "path": str(share), "files": "*.pdf"})
    assert the_one(a_night(raw, folder)).file == name_of(pdf("a"), "atto-n-1")
    assert the_one(a_night(raw, folder)).kind == "invariato"
    (share / "Atto n. 1.pdf").unlink()
    (share / "b.pdf").write_bytes(pdf("b"))
    assert [str(outcome.kind) for outcome in a_night(raw, folder)] == ["nuovo", "sparito"]


def test_a_dry_run_fetches_and_remembers_nothing(site, raw):
    site.pages = {"/atti": index("a.pdf"), "/a.pdf": document(pdf("a"))}
    assert told(a_night(raw, page(site), dry_run=True)) == {"a.pdf": "nuovo"}
    assert (stored(raw), site.count("/a.pdf")) == ([], 0)
    a_night(raw, page(site))
    assert told(a_night(raw, page(site), dry_run=True)) == {"a.pdf": "da chiedere"}
    site.pages["/atti"] = index("b.pdf")
    assert told(a_night(raw, page(site), dry_run=True)) == {"b.pdf": "nuovo", "a.pdf": "sparito"}
    assert told(a_night(raw, page(site), dry_run=True)) == {"b.pdf": "nuovo", "a.pdf": "sparito"}


def test_a_night_killed_between_two_documents_goes_on_where_it_was(site, raw, monkeypatch):
    site.pages = {"/atti": index("a.pdf", "b.pdf"), "/a.pdf": document(pdf("a")), "/b.pdf": document(pdf("b"))}

    def killed(outcome):
        raise KeyboardInterrupt

    raw.mkdir()
    with pytest.raises(KeyboardInterrupt):
        fetch(raw, "prova@vattelapesca.example", [page(site)], killed, limits=QUICK)
    assert stored(raw) == [name_of(pdf("a"), "a")]
    assert told(a_night(raw, page(site))) == {"a.pdf": "invariato", "b.pdf": "nuovo"}
    assert site.asked[-2][1]["If-None-Match"]


def test_a_half_file_of_a_killed_night_is_cleared_away(site, raw):
    (raw / ".fetch").mkdir(parents=True)
    (raw / ".fetch/x.part").write_bytes(b"%PDF-")
    site.pages = {"/a.pdf": document(pdf("a"))}
    a_night(raw, at(site, "/a.pdf"))
    assert not list(raw.rglob("*.part"))


def test_one_fetch_at_a_time(site, raw):
    raw.mkdir()
    with night._fetching(raw), pytest.raises(PipelineError, match="another fetch"):
        a_night(raw, at(site, "/a.pdf"))


def test_what_is_stored_is_not_to_be_written_to(site, raw):
    site.pages = {"/a.pdf": document(pdf("a"))}
    outcome = the_one(a_night(raw, at(site, "/a.pdf")))
    assert (raw / outcome.file).stat().st_mode & 0o222 == 0


def test_hosts_are_asked_one_after_the_other_with_a_pause(site, raw, monkeypatch):
    pauses = []

    async def sleep(seconds):
        pauses.append(round(seconds))

    monkeypatch.setattr("pipelines.fetching.manners.asyncio.sleep", sleep)
    site.pages = {
        "/robots.txt": answer(200, b"User-agent: *\nCrawl-delay: 30\n"),
        "/atti": index("a.pdf"),
        "/a.pdf": document(pdf("a")),
    }
    a_night(raw, page(site), limits=Limits(delay=10))
    assert pauses == [0, 10, 30]
