"""The tutorial's made-up body needs one data file: without it no profile reads its plan, with it the rows are exact."""

import re
import subprocess
import sys
from pathlib import Path

import pdfplumber
import pytest
from typer.testing import CliRunner
from typeset_new_body import MERGED, SECTIONS, typeset

from extractors import extract
from normalizers import normalize
from normalizers.layout import layouts
from pipelines import cli
from pipelines.layouts.drafts import with_draft

REPOSITORY = Path(__file__).parents[2]
FOLDER = REPOSITORY / "docs" / "new-body"
PDF = FOLDER / "unione-valle-inventata-2031.pdf"
PROFILE = FOLDER / "obiettivi_valle_inventata.toml"
TUTORIAL = (REPOSITORY / "docs" / "new-body.md").read_text(encoding="utf-8")
FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

OBJECTIVES = [
    {
        "n": n,
        "titolo": title,
        "direzione": unit,
        "sezione_direzione": section,
        "responsabili": [{"cognome": surname, "nome": name}],
    }
    for section, objectives in SECTIONS.items()
    for (n, title, unit, surname, name), _ in objectives
]
INDICATORS = [
    {
        "obiettivo_n": n,
        "kpi_ordinale": ordinal,
        "direzione": unit,
        "responsabile_cognome": surname,
        "responsabile_nome": name,
        "kpi": kpi,
        "target_raw": target,
        "peso_raw": weight,
        "fonte": source,
        "altri_campi": {"Bilancio": budget} if budget else {},
    }
    for objectives in SECTIONS.values()
    for (n, _, unit, surname, name), measures in objectives
    for ordinal, (kpi, target, weight, source, budget) in enumerate(measures, 1)
]


@pytest.fixture(scope="module")
def extraction():
    return extract(PDF)


def records(reading, kind):
    return [record.fields for record in reading.records if record.kind == kind]


def test_the_plan_is_what_the_typesetter_makes(tmp_path):
    typeset(tmp_path / "one.pdf")
    typeset(tmp_path / "two.pdf")
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()
    with pdfplumber.open(tmp_path / "one.pdf") as made, pdfplumber.open(PDF) as kept:
        assert [page.extract_text() for page in made.pages] == [page.extract_text() for page in kept.pages]
        assert kept.pages[0].extract_text().startswith("ATTO DI ESEMPIO: ente, persone e dati inventati")


def test_the_page_break_cuts_an_objective(extraction):
    (table,) = extraction.tables
    assert [segment.page for segment in table.segments] == [1, 2]
    assert len(SECTIONS["AMBIENTE E TERRITORIO"][0][0]) == MERGED


def test_without_the_file_no_profile_reads_it(extraction):
    reading = normalize(extraction)
    assert PROFILE.stem not in {profile.name for profile in layouts()}
    assert {account.layout for account in reading.accounts} <= {"generica", "vocabolario_generale"}
    assert records(reading, "obiettivo") != OBJECTIVES


def test_with_the_file_alone_its_rows_are_exact(extraction):
    with with_draft(PROFILE):
        reading = normalize(extraction)
    assert records(reading, "obiettivo") == OBJECTIVES
    assert records(reading, "kpi") == INDICATORS
    assert {record.layout for record in reading.records} == {PROFILE.stem}
    assert (reading.set_aside, reading.findings) == ([], [])
    (account,) = reading.accounts
    assert (account.data, account.non_data) == (len(INDICATORS), {"intestazione": 2, "sezione": len(SECTIONS)})
    places = {record.fields["n"]: record.evidence for record in reading.records if record.kind == "obiettivo"}
    assert all(evidence.keys() >= {"n", "titolo", "responsabili"} for evidence in places.values())


def test_targets_are_read(extraction):
    with with_draft(PROFILE):
        reading = normalize(extraction)
    targets = [record.targets["target_raw"] for record in reading.records if record.kind == "kpi"]
    assert [part.valore for (part,) in targets if part.valore is not None] == [300, 4, 45, 90, 0]
    assert targets[2][0].scadenza == "2031-09-30"


def test_the_layouts_are_as_before_when_it_is_over():
    before = layouts()
    with with_draft(PROFILE):
        assert PROFILE.stem in {profile.name for profile in layouts()}
    assert layouts() == before


def test_the_tutorial_holds_the_file():
    assert PROFILE.read_text(encoding="utf-8") in [body for kind, body in FENCED.findall(TUTORIAL) if kind == "toml"]


def test_the_tutorial_s_commands_do_what_it_says(tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(REPOSITORY)
    commands = [body.split()[1:] for kind, body in FENCED.findall(TUTORIAL) if kind == "sh" and " layout " in body]
    look, draft, attempt = commands
    assert "nobody claims it" in run(look) or "vocabolario_generale" in run(look)
    draft[-1] = str(tmp_path / draft[-1])
    assert "wait for you" in run(draft)
    assert run([*look, "--with", draft[-1]])
    told = "\n".join(line.rstrip() for line in run(attempt).strip().splitlines())
    assert told in TUTORIAL


def run(arguments):
    done = CliRunner().invoke(cli.app, arguments)
    assert done.exit_code == 0, done.output
    return done.output


def test_the_tutorial_needs_no_python_of_ours_changed(tmp_path):
    """A copy of the layouts with the one file more, read by a program of its own."""
    program = (
        "import shutil, sys; from pathlib import Path; from normalizers import layout, normalize; "
        "from extractors import extract; folder = Path(sys.argv[1]); "
        "shutil.copytree(layout.FOLDER, folder, dirs_exist_ok=True); shutil.copy(sys.argv[2], folder); "
        "layout.FOLDER = folder; print(len(normalize(extract(Path(sys.argv[3]))).records))"
    )
    arguments = [sys.executable, "-c", program, str(tmp_path), str(PROFILE), str(PDF)]
    done = subprocess.run(arguments, capture_output=True, text=True, check=True, cwd=REPOSITORY)
    assert int(done.stdout) == len(OBJECTIVES) + len(INDICATORS)
