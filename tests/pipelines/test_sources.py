"""sources.yaml: what a good one says, how a wrong one is told, and what the register takes from it."""

import json
import re
from pathlib import Path

import pytest

from pipelines.documents.register import register
from pipelines.documents.sources import add_source, chosen, read_sources
from pipelines.errors import PipelineError
from pipelines.fetching.limits import MEGABYTE, Limits
from pipelines.folders import Folders

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "sources.md"
GOOD = """\
# Fonti del Comune di Vattelapesca (ente inventato)
contact: ufficio@vattelapesca.example
sources:
  - name: peg   # il piano
    body: {denominazione: Comune di Vattelapesca, tipo: comune, codice_ipa: c_x999, codice_istat: "099999"}
    publishes: {what: Piano esecutivo di gestione, tipo: deliberazione di giunta}
    where: {kind: page, url: "https://www.vattelapesca.example/peg", links: 'peg-(?P<anno>\\d{4})'}
    expected_every_days: 365
  - name: albo
    body: {denominazione: Comune di Vattelapesca, tipo: comune}
    publishes: {what: albo pretorio}
    where: {kind: feed, url: "https://www.vattelapesca.example/rss", links: piano}
    enabled: false
"""


@pytest.fixture
def raw(tmp_path):
    (tmp_path / "sources.yaml").write_text(GOOD, encoding="utf-8")
    return tmp_path


def test_a_good_file(raw):
    sources = read_sources(raw)
    assert [origin.name for origin in chosen(sources, [])] == ["peg"]
    assert [origin.name for origin in chosen(sources, ["albo"])] == ["albo"]
    assert sources.sources[0].facts == {
        "ente": "Comune di Vattelapesca",
        "ente_tipo": "comune",
        "codice_ipa": "c_x999",
        "codice_istat": "099999",
        "tipo": "deliberazione di giunta",
    }
    with pytest.raises(PipelineError, match="no source pag; there are: peg, albo"):
        chosen(sources, ["pag"])


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ('"099999"', "099999", "source peg, body.codice_istat: .*put it in quotes"),
        ('"099999"', '"99"', "source peg, body.codice_istat: has to be three digits"),
        ("links: 'peg", "links: '(peg", "source peg, where.links: not a regular expression"),
        ("<anno>", "<year>", "source peg, where.links: unknown group year; use anno"),
        ("kind: page", "kind: pagina", "source peg, where: kind has to be url, page, feed, sitemap or folder"),
        ("https://www.vattelapesca.example/peg", "ftp://x.example", "source peg, where.url: .*in full"),
        ("tipo: comune, codice_ipa", "codice_ipa", "source peg, body.tipo: is missing"),
        ("expected_every_days: 365", "expected_every_day: 365", "source peg, expected_every_day: no such field"),
        ("expected_every_days: 365", "expected_every_days: 0", "source peg, expected_every_days"),
        ("name: albo", "nome: albo", "source number 2, name: is missing"),
        ("name: albo", "name: peg", "peg is used twice"),
        ("name: albo", "name: ../albo", "source ../albo, name: write it with lower-case letters"),
        ("contact: ufficio@vattelapesca.example\n", "", "contact: is missing"),
        ("  - name: albo", "  name: albo", r"sources.yaml, line \d+"),
        (GOOD, "- uno\n", "file: "),
        (GOOD, "contact: x\nsources: peg\n", "sources: "),
        (GOOD, "contact: x\nsources: [peg]\n", "source number 1, entry"),
    ],
)
def test_a_wrong_file_is_told_by_source_and_field(raw, good, bad, said):
    assert good in GOOD
    (raw / "sources.yaml").write_text(GOOD.replace(good, bad), encoding="utf-8")
    with pytest.raises(PipelineError, match=said) as raised:
        read_sources(raw)
    assert "sources.yaml" in str(raised.value)


def test_the_example_of_the_documentation_is_a_good_file(tmp_path):
    (text,) = re.findall(r"^```yaml\n(.*?)^```$", DOCUMENTATION.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    (tmp_path / "sources.yaml").write_text(text, encoding="utf-8")
    assert [origin.name for origin in read_sources(tmp_path).sources] == ["vattelapesca-peg"]


def test_the_documentation_gives_the_limits_of_the_program():
    page, limits = " ".join(DOCUMENTATION.read_text(encoding="utf-8").split()), Limits()
    for said in (
        f"{limits.document // MEGABYTE} MB (pages {limits.page // MEGABYTE} MB), {limits.seconds} seconds",
        f"{limits.attempts} for what is transient",
        f"{limits.unpacked // MEGABYTE} MB unpacked and {limits.members} documents",
        f"{limits.documents} documents, {limits.pages} further pages",
        f"after {limits.patience} documents in a row",
    ):
        assert said in page


def test_without_a_file_it_says_what_to_do(tmp_path):
    with pytest.raises(PipelineError, match="sources add"):
        read_sources(tmp_path)


ENTRY = {
    "name": "nuova",
    "body": {"denominazione": "Comune di Vattelapesca", "tipo": "comune"},
    "publishes": {"what": "x"},
    "where": {"kind": "url", "url": "https://www.vattelapesca.example/x.pdf"},
}


def test_adding_keeps_what_stands_there(raw, tmp_path):
    assert add_source(raw, ENTRY).name == "nuova"
    text = (raw / "sources.yaml").read_text(encoding="utf-8")
    assert text.startswith(GOOD)
    assert [origin.name for origin in read_sources(raw).sources] == ["peg", "albo", "nuova"]
    fresh = tmp_path / "altra"
    add_source(fresh, ENTRY, contact="ufficio@vattelapesca.example")
    assert [origin.name for origin in read_sources(fresh).sources] == ["nuova"]


def test_adding_what_is_wrong_writes_nothing(raw):
    with pytest.raises(PipelineError, match=r"source nuova, where\.url"):
        add_source(raw, {**ENTRY, "where": {"kind": "url", "url": "x"}})
    with pytest.raises(PipelineError, match="twice"):
        add_source(raw, {**ENTRY, "name": "peg"})
    assert (raw / "sources.yaml").read_text(encoding="utf-8") == GOOD


def fetched(raw, source="peg"):
    pdf = raw / source / "0123-peg.pdf"
    pdf.parent.mkdir()
    pdf.write_bytes(b"%PDF-1.4")
    facts = {"url": "https://www.vattelapesca.example/peg-2031.pdf", "anno": "2031"}
    sidecar = {"source": source, "source_facts": {"ente": "com'era", "ente_tipo": "comune"}, "facts": facts}
    pdf.with_name("0123-peg.pdf.json").write_text(json.dumps(sidecar), encoding="utf-8")
    return facts


def test_the_register_takes_the_facts_of_fetched_files_from_their_source(raw):
    facts = fetched(raw)
    (document,) = register(Folders(raw, raw.parent / "curated"))
    assert document.facts == {**read_sources(raw).sources[0].facts, **facts}
    assert document.year == 2031


def test_what_a_person_wrote_in_the_register_goes_before(raw):
    fetched(raw)
    (raw / "registro.csv").write_text("nome_file,ente,anno\npeg/0123-peg.pdf,Vattelapesca,2030\n", encoding="utf-8")
    (document,) = register(Folders(raw, raw.parent / "curated"))
    assert (document.facts["ente"], document.facts["anno"]) == ("Vattelapesca", "2030")
    assert document.facts["codice_ipa"] == "c_x999"


def test_a_source_that_was_taken_out_leaves_its_facts(raw):
    facts = fetched(raw, "vecchia")
    (document,) = register(Folders(raw, raw.parent / "curated"))
    assert document.facts == {"ente": "com'era", "ente_tipo": "comune", **facts}


def test_a_damaged_sidecar_is_told(raw):
    fetched(raw)
    (raw / "peg/0123-peg.pdf.json").write_text("{")
    with pytest.raises(PipelineError, match=r"0123-peg\.pdf\.json is damaged"):
        register(Folders(raw, raw.parent / "curated"))
