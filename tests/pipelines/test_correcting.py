"""Corrections of made-up acts: guarded, applied in the star only, told when they no longer fit."""

import json
import subprocess
import sys
from datetime import date

import duckdb
import pytest
from pydantic import ValidationError

from extractors.model import Block
from normalizers.records import Evidence, Reading, Record
from normalizers.targets import read_target
from pipelines.documents.register import Source
from pipelines.errors import NotPublishedError, PipelineError
from pipelines.night.correcting import Correction, StaleError, correct, corrections_in
from pipelines.night.correction_lines import corrections, fingerprint
from warehouse.volume import NOT_FIELDS

LINE = {
    "atto": "a.pdf",
    "tabella": "kpi",
    "dove": {"obiettivo_n": "1", "kpi_ordinale": 1},
    "campo": "target_raw",
    "guardia": "almeno 30 iscritti",
    "valore": "almeno 300 iscritti",
    "perche": "Errore di stampa (atto inventato)",
    "chi": "Revisora Inventata",
    "quando": date(2026, 1, 15),
    "stato": "attiva",
}


def kpi(number=1, target="almeno 30 iscritti"):
    place = (Evidence(1, (0.0, 0.0, 1.0, 1.0), target, "reticolo", 1.0),)
    fields = {"obiettivo_n": "1", "kpi_ordinale": number, "kpi": "Iscritti", "descrizione": "", "target_raw": target}
    return Record("kpi", number, fields, {"target_raw": place}, {"target_raw": read_target(target, "Iscritti", 2020)})


@pytest.fixture
def source(tmp_path):
    return Source("a.pdf", tmp_path / "a.pdf", "0f" * 32, 1, {"anno": "2020"})


def reading(*records):
    return Reading("", "1", 2020, (), (), (Block(1, (0, 0, 1, 1), "testo", "x"),), list(records), [], [], [], [])


def test_the_star_reads_the_corrected_value_and_the_reading_stays(source):
    printed = reading(kpi(1), kpi(2))
    corrected = correct(source, printed, [Correction(**LINE)])
    first, second = corrected.reading.records
    assert first.fields["target_raw"] == "almeno 300 iscritti"
    assert [component.valore for component in first.targets["target_raw"]] == [300.0]
    assert second == kpi(2)
    assert printed.records == [kpi(1), kpi(2)]
    (applied,) = corrected.applied
    assert (applied.printed, applied.used, applied.stato) == ("almeno 30 iscritti", "almeno 300 iscritti", "attiva")


def test_a_person_may_say_whether_more_is_better(source):
    turned = Correction(**LINE | {"valore": None, "verso": "decrescente"})
    corrected = correct(source, reading(kpi()), [turned])
    (record,) = corrected.reading.records
    assert record.fields["target_raw"] == "almeno 30 iscritti"
    assert {part.verso for part in record.targets["target_raw"]} == {"decrescente"}
    assert corrected.applied[0].used == "almeno 30 iscritti (verso decrescente)"


def test_a_field_without_target_has_no_direction(source):
    wrong = Correction(**LINE | {"campo": "kpi", "guardia": "Iscritti", "valore": None, "verso": "crescente"})
    with pytest.raises(StaleError, match="holds no target"):
        correct(source, reading(kpi()), [wrong])


def test_an_accepted_reading_stays_and_is_recorded_and_a_withdrawn_line_is_not(source):
    accepted = Correction(**LINE | {"stato": "accettata", "valore": None})
    corrected = correct(source, reading(kpi()), [accepted])
    assert corrected.reading.records[0].fields == kpi().fields
    assert corrected.applied[0].used == "almeno 30 iscritti"
    assert correct(source, reading(kpi()), [Correction(**LINE | {"stato": "ritirata"})]) is None
    assert correct(source, reading(kpi()), [Correction(**LINE | {"atto": "b.pdf"})]) is None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"guardia": "almeno 3 iscritti"}, "now reads 'almeno 30 iscritti'"),
        ({"dove": {"obiettivo_n": "7"}}, "0 rows are"),
        ({"dove": {"obiettivo_n": "1"}}, "2 rows are"),
    ],
)
def test_a_stale_guard_or_a_row_that_is_not_there_is_told(source, change, message):
    with pytest.raises(StaleError, match=message):
        correct(source, reading(kpi(1), kpi(2)), [Correction(**LINE | change)])


def test_two_lines_of_the_same_cell_are_told_by_number(source):
    again = Correction(**LINE | {"dove": {"kpi": "Iscritti"}, "valore": "almeno 3"})
    with pytest.raises(StaleError, match=r"corrections 2 and 4 are of the same cell, a\.pdf, kpi .*keep one") as told:
        correct(source, reading(kpi()), [withdrawn(), Correction(**LINE), withdrawn(), again])
    assert "le correzioni 2 e 4 sono della stessa cella" in told.value.reason.motivo


def withdrawn():
    return Correction(**LINE | {"stato": "ritirata"})


def test_a_row_is_named_as_printed_whatever_other_lines_correct(source):
    named = Correction(**LINE | {"campo": "kpi", "guardia": "Iscritti", "valore": "Utenti"})
    by_name = Correction(**LINE | {"dove": {"kpi": "Iscritti"}})
    (record,) = correct(source, reading(kpi()), [named, by_name]).reading.records
    assert (record.fields["kpi"], record.fields["target_raw"]) == ("Utenti", "almeno 300 iscritti")


@pytest.mark.parametrize(
    "wrong",
    [{"perche": ""}, {"stato": "forse"}, {"valore": None}, {"valore": LINE["guardia"]}, {"autore": "x"}, {"dove": {}}],
)
def test_a_line_that_lacks_its_reasons_is_refused(wrong):
    with pytest.raises(ValidationError):
        Correction(**LINE | wrong)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[correzione", "can't be read"),
        ("altro = 1", "only \\[\\[correzione\\]\\]"),
        ("[[correzione]]\natto = 'a.pdf'", "correction 1: .*Field required"),
        ("{line}".replace("{line}", "tabella='nessuna'"), "no table nessuna"),
        ("campo='colore'", "kpi has no field colore"),
        ("campo='kpi_ordinale'", "only texts and dates"),
    ],
)
def test_a_wrong_file_is_told_with_the_number_of_the_line(tmp_path, text, message):
    if "=" in text and not text.startswith(("[", "altro")):
        name, value = text.split("=")
        text = lines_of(LINE | {name: value.strip("'")})
    (tmp_path / "correzioni.toml").write_text(text, encoding="utf-8")
    with pytest.raises(PipelineError, match=message):
        corrections_in(tmp_path)


SIGNATURE = {"tabella": "firma", "dove": {"nome": "Ada Bianchi"}, "campo": "data", "guardia": "2020-07-23"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (SIGNATURE | {"valore": "31/02/2020"}, "valore '31/02/2020' is no date, and data is one; write it as 2020-07-"),
        (SIGNATURE | {"valore": "2020-02-31"}, "valore '2020-02-31' is no date"),
        (SIGNATURE | {"valore": "20200224"}, "valore '20200224' is no date"),
        (SIGNATURE | {"guardia": "23/07/2020", "valore": "2020-07-24"}, "guardia '23/07/2020' is no date"),
        ({"campo": "kpi", "guardia": "Iscritti", "valore": " "}, "valore is empty, and kpi never is; write a text"),
        ({"campo": "tipo", "guardia": "OD", "valore": "X"}, "valore 'X' is none of tipo: OD, F"),
        *(
            ({"campo": name}, f"kpi has no field {name} of one printed value; use .*target_raw")
            for name in sorted(NOT_FIELDS)
        ),
        *(
            ({"dove": {name: 222}}, f"kpi has no field {name} of one printed value; use .*kpi_ordin")
            for name in sorted(NOT_FIELDS)
        ),
        ({"dove": {"azioni": "x"}}, "kpi has no field azioni of one printed value"),
    ],
)
def test_what_the_catalogue_does_not_allow_is_refused_when_the_file_is_read(tmp_path, change, message):
    (tmp_path / "correzioni.toml").write_text(lines_of(LINE) + lines_of(LINE | change), encoding="utf-8")
    with pytest.raises(PipelineError, match=f"correction 2: .*{message}"):
        corrections_in(tmp_path)


def test_what_the_catalogue_allows_is_taken(tmp_path):
    emptied = LINE | {"valore": ""}
    dated = LINE | SIGNATURE | {"valore": "2020-02-29"}
    undated = LINE | SIGNATURE | {"valore": ""}
    accepted = {name: value for name, value in LINE.items() if name != "valore"}
    odd = accepted | {"campo": "tipo", "guardia": "O.D.", "stato": "accettata"}
    lines = (emptied, dated, undated, odd)
    (tmp_path / "correzioni.toml").write_text("".join(map(lines_of, lines)), encoding="utf-8")
    assert [line.guardia for line in corrections_in(tmp_path)] == [line["guardia"] for line in lines]


def lines_of(line):
    written = {name: value for name, value in line.items() if name != "dove"}
    body = "".join(f"{name} = {value if isinstance(value, date) else repr(value)}\n" for name, value in written.items())
    where = ", ".join(f"{name} = {value!r}" for name, value in line["dove"].items())
    return f"[[correzione]]\n{body}dove = {{ {where} }}\n"


def test_only_the_documents_of_a_changed_line_are_loaded_again(tmp_path, source):
    other = Source("b.pdf", tmp_path / "b.pdf", "1e" * 32, 1, {})
    before = [fingerprint(each, []) for each in (source, other)]
    (tmp_path / "correzioni.toml").write_text(lines_of(LINE), encoding="utf-8")
    after = [fingerprint(each, corrections(tmp_path)) for each in (source, other)]
    assert after[0] != before[0]
    assert after[1] == before[1]


PLAN = [("Obiettivo", "Indicatore", "Target"), ("Biblioteche aperte", "Iscritti", "30")]


def published(folders, sql):
    with duckdb.connect(str(folders.published), read_only=True) as con:
        return con.sql(sql).fetchall()


def test_a_run_applies_shows_and_guards(flow, no_checks, folders, write_pdf, schedario):
    write_pdf("a.pdf", PLAN)
    flow(folders.raw, folders.curated)
    ((table, field, found),) = published(folders, "select tabella_pubblicata, campo_target, target from dim_indicatore")
    assert found == "30"
    line = LINE | {"tabella": table, "campo": field, "guardia": "30", "valore": "300", "dove": {field: "30"}}
    path = folders.raw / "correzioni.toml"
    path.write_text(lines_of(line), encoding="utf-8")
    (loaded,) = flow(folders.raw, folders.curated).documents
    assert (loaded.state, loaded.reason) == ("caricato", "")
    assert published(folders, "select target from dim_indicatore") == [("300",)]
    assert published(folders, f"select {field} from pubblicato.{table}") == [("30",)]
    assert published(folders, "select valore_stampato, valore_usato, perche, chi from main.correzione") == [
        ("30", "300", LINE["perche"], LINE["chi"])
    ]
    ((objective,),) = published(folders, "select obiettivo_id from dim_indicatore")
    options = ("--curated", folders.curated)
    explained = " ".join(schedario("explain", objective, *options).out.replace("│", " ").split())
    assert "target «300», corrected: «30» on page 1 of a.pdf" in explained
    reason = f"{LINE['perche']} ({LINE['chi']}, 15/01/2026)"
    assert f"{field} corrected, «300» where «30» is printed: {reason}" in explained
    printed = json.loads(schedario("evidence", objective, "--format", "json", *options).out)
    assert {(row["testo"], row["correzione"]) for row in printed if row["campo"] == field} == {
        ("30", f"la stella usa «300»: {reason}")
    }
    path.write_text(lines_of(line | {"guardia": "31", "dove": {"kpi": "Iscritti"}}), encoding="utf-8")
    with pytest.raises(NotPublishedError, match="now reads '30' and not '31'"):
        flow(folders.raw, folders.curated)
    assert published(folders, "select target from dim_indicatore") == [("300",)]
    path.write_text(lines_of(line | {"atto": "altro.pdf"}), encoding="utf-8")
    with pytest.raises(NotPublishedError, match=r"no act altro.pdf"):
        flow(folders.raw, folders.curated)
    path.unlink()
    flow(folders.raw, folders.curated)
    assert published(folders, "select target from dim_indicatore") == [("30",)]
    assert published(folders, "select count(*) from main.correzione") == [(0,)]


def test_what_stops_a_run_is_the_last_line_on_standard_error(flow, folders, write_pdf):
    write_pdf("a.pdf")
    (folders.raw / "correzioni.toml").write_text(lines_of(LINE | {"tabella": "nessuna"}), encoding="utf-8")
    command = [sys.executable, "-c", "from pipelines.cli import main; main()", "run"]
    folder = ["--raw", folders.raw, "--curated", folders.curated]
    done = subprocess.run([*command, *folder], capture_output=True, text=True)
    assert done.returncode == 1
    assert "no table nessuna" in done.stderr.splitlines()[-1], done.stderr
