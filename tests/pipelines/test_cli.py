"""The command line as a script sees it: output, exit codes, one clear line for each error."""

import csv
import io
import json
import shutil
import subprocess
import sys
from types import SimpleNamespace

import pytest
from PIL import Image
from typer.testing import CliRunner

from extractors.drawing import COLOURS
from pipelines import cli

COMMANDS = (["run"], ["inspect"], ["query"], ["evidence"], ["status"], ["results", "template"], ["results", "load"])


@pytest.fixture
def schedario(monkeypatch, capfd):
    """Run a command as the entry point does: its exit code, and what it printed."""

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["schedario", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        printed = capfd.readouterr()
        return SimpleNamespace(code=ended.value.code or 0, out=printed.out, err=printed.err)

    return call


def rows(done):
    assert done.code == 0, done.err
    return list(csv.DictReader(io.StringIO(done.out)))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_teaches_with_examples_and_exit_codes(command):
    told = CliRunner().invoke(cli.app, [*command, "--help"])
    assert told.exit_code == 0
    assert f"schedario {' '.join(command)}" in told.output.split("Examples:")[1]
    assert "Exit codes" in told.output


def test_a_run_with_nothing_to_do_imports_nothing_heavy(example):
    subprocess.run([sys.executable, "-c", NOTHING_HEAVY, str(example.raw), str(example.curated)], check=True)


NOTHING_HEAVY = """
import sys
from pathlib import Path
from pipelines import cli
from pipelines.night import running
from pipelines.folders import Folders
assert running.documents_to_look_at(Folders(Path(sys.argv[1]), Path(sys.argv[2]))) == 0
heavy = {"prefect", "great_expectations", "camelot", "pandas"} & set(sys.modules)
assert not heavy, heavy
"""


def test_nothing_new_is_said_in_one_line(schedario, example):
    done = schedario("run", "--raw", example.raw, "--curated", example.curated)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Nothing new in ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("run", "--raw", "nowhere"), "no folder nowhere; name the folder of your PDFs with --raw DIR"),
        (("query", "select 1"), "nothing is published in"),
        (("evidence", "x"), "nothing is published in"),
        (("status",), "nothing is published in"),
        (("results", "template"), "nothing is published in"),
        (("results", "load", "x.csv"), "no file x.csv; write one with: schedario results template --out x.csv"),
        (("inspect", "x.pdf"), "no file x.pdf"),
    ],
)
def test_errors_are_one_line_and_exit_code_1(schedario, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    where = () if arguments[0] == "inspect" else ("--curated", tmp_path / "curated")
    done = schedario(*arguments, *where)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith(f"error: {said}")
    assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize("arguments", [("nope",), ("query",), ("run", "--nope"), ("query", "x", "--format", "xml")])
def test_wrong_usage_is_exit_code_2(schedario, arguments):
    assert schedario(*arguments).code == 2


def test_query_prints_tables_csv_and_json(schedario, example):
    question = "select n, azioni from (values (1, ['a', 'b']), (2, null)) as t(n, azioni)"
    printed = {form: schedario("query", question, "--format", form, "--curated", example.curated).out for form in FORMS}
    assert "2 rows" in printed["table"]
    assert printed["csv"] == 'n,azioni\n1,"[""a"", ""b""]"\n2,\n'
    assert json.loads(printed["json"]) == [{"n": 1, "azioni": ["a", "b"]}, {"n": 2, "azioni": None}]


FORMS = ("table", "csv", "json")


@pytest.mark.parametrize("question", ["selec", "from nowhere", "drop table pubblicato.kpi", "delete from dim_ente"])
def test_query_neither_writes_nor_shows_a_traceback(schedario, example, question):
    done = schedario("query", question, "--curated", example.curated)
    assert (done.code, done.out, len(done.err.splitlines())) == (1, "", 1)


@pytest.mark.parametrize("key", ["indicatore_id", "obiettivo_id", "evidenza_id"])
def test_evidence_of_any_key_is_page_box_and_printed_text(schedario, example, key):
    options = ("--format", "csv", "--curated", example.curated)
    question = f"select {key}, testo, evidenza_id from dim_indicatore order by all limit 1"
    (row,) = rows(schedario("query", question, *options))
    printed = rows(schedario("evidence", row[key], *options))
    assert all(line["riquadro"] and int(line["pagina"]) > 0 and line["documento"] for line in printed)
    if key != "obiettivo_id":
        assert {line["evidenza_id"] for line in printed} == {row["evidenza_id"]}
        assert row["testo"] in {line["testo"] for line in printed}


def test_evidence_of_an_unknown_key_says_where_keys_are(schedario, example):
    done = schedario("evidence", "nessuno", "--curated", example.curated)
    assert done.code == 1
    assert "no row has the key nessuno" in done.err


def test_status_shows_documents_and_quarantine(schedario, example):
    done = schedario("status", "--curated", example.curated)
    assert done.code == 0
    assert all(heading in done.out for heading in ("Last run", "Documents", "Set aside", "riuscita", "caricato"))


def test_results_go_out_and_come_back(schedario, example, tmp_path):
    curated = tmp_path / "curated"
    shutil.copytree(example.curated, curated, symlinks=True)
    form = tmp_path / "modulo.csv"
    assert schedario("results", "template", "--out", form, "--curated", curated).code == 0
    lines = form.read_text(encoding="utf-8-sig").splitlines()
    header, waiting = lines[0].split(";"), list(csv.DictReader(lines, delimiter=";"))
    assert waiting
    waiting[0] |= {"valore": "5", "data": "31/12/2020", "fonte": "dato inventato"}
    bad = waiting[0] | {"indicatore_id": "nessuno"}
    with form.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, delimiter=";")
        writer.writeheader()
        writer.writerows([waiting[0], bad])
    done = schedario("results", "load", form, "--curated", curated)
    assert done.code == 1
    assert "1 loaded" in done.out
    assert "line 3:" in done.out
    question = f"select fonte from fact_rilevazione where indicatore_id = '{waiting[0]['indicatore_id']}'"
    published = rows(schedario("query", question, "--format", "csv", "--curated", curated))
    assert [row["fonte"] for row in published] == ["dato inventato"]
    assert "there already" in schedario("results", "template", "--out", form, "--curated", curated).err


def test_inspect_tells_and_prints_json_and_writes_nothing(schedario, folders, write_pdf, printed_rows):
    pdf = write_pdf("a.pdf")
    before = sorted(folders.raw.iterdir())
    told = schedario("inspect", pdf)
    assert told.code == 0
    assert "1 pages" in told.out
    (table,) = json.loads(schedario("inspect", pdf, "--json").out)["tables"]
    assert table["rows"] == printed_rows
    assert [(part["page"], part["first_row"], part["last_row"]) for part in table["segments"]] == [(1, 0, 2)]
    assert len(table["segments"][0]["box"]) == 4
    assert sorted(folders.raw.iterdir()) == before


def test_more_columns_than_fit_are_printed_one_under_the_other(schedario, example):
    done = schedario("query", "from dim_atto limit 1", "--curated", example.curated)
    assert done.code == 0, done.err
    (line,) = (line for line in done.out.splitlines() if "nome_file" in line)
    assert line.split()[1].endswith(".pdf")


def test_inspect_draws_what_it_finds(schedario, folders, write_pdf):
    pdf, image = write_pdf("a.pdf"), folders.raw / "pagina.png"
    done = schedario("inspect", pdf, "--page", 1, "--image", image)
    assert done.code == 0, done.err
    colours = {colour for _, colour in Image.open(image).getcolors(maxcolors=1 << 16)}
    assert COLOURS["cella"] in colours
    assert schedario("inspect", pdf, "--page", 7, "--image", image).code == 1


def test_inspect_asks_for_the_password_and_takes_it(schedario, write_pdf):
    pdf = write_pdf("chiuso.pdf", password="segreto")
    assert "--password" in schedario("inspect", pdf).err
    assert schedario("inspect", pdf, "--password", "segreto").code == 0
