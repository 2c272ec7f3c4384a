"""`rules`, `simulate`, `explain` on the repository's made-up act and its made-up results."""

import csv
import io
import json
import shutil
from types import SimpleNamespace

import duckdb
import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

import warehouse
from extractors import extract
from normalizers import normalize
from pipelines import cli
from pipelines.folders import RAW, Folders
from pipelines.night.running import documents_to_look_at

PDF = RAW / "esempio" / "comune-di-fantasia-pdo-2020.pdf"
BODY = "Comune di Roccafinta (inventato)"
RULES = f"""
ente = "{BODY}"
anno = 2020
atto = "Determinazione inventata n. 0"

[[regola]]
regola = "C1"
componente = "obiettivi_direzione"
parametro = "peso"
valore = 40
pagina = 1
testo = "Gli obiettivi danno il 40 % della retribuzione di risultato"
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A published warehouse with the example, its results and a weight for its objectives. Not to be written to."""
    root = tmp_path_factory.mktemp("punteggi")
    folders = Folders(root / "raw", root / "curated")
    (folders.raw / "regole").mkdir(parents=True)
    (folders.raw / "regole" / "roccafinta.toml").write_text(RULES, encoding="utf-8")
    reading = normalize(extract(PDF))
    metadata = warehouse.Metadata(ente=BODY, anno="2020")
    # the results of the repository go by the name that its register gives the act
    document = warehouse.Document(f"esempio/{PDF.name}", reading.sha256, 1, len(reading.pages), metadata)
    con = warehouse.connect(folders.working)
    warehouse.load_rules(con, [folders.raw / "regole" / "roccafinta.toml"])
    run = warehouse.begin_run(con, reading.version)
    warehouse.stage(con, document, reading)
    warehouse.load(con, run, document, "caricato")
    warehouse.load_printed(con, document.ente_id)
    warehouse.load_results(con, PDF.with_suffix(".rilevazioni.csv"), by="Ada Bianchi")
    con.close()
    warehouse.publish(folders.working, folders.curated)
    return folders


@pytest.fixture
def own(made, tmp_path):
    """A copy of it to write to."""
    shutil.copytree(made.raw, tmp_path / "raw")
    shutil.copytree(made.curated, tmp_path / "curated", symlinks=True)
    return Folders(tmp_path / "raw", tmp_path / "curated")


COMMANDS = (
    "target",
    "explain",
    "simulate",
    "rules list",
    "rules check",
    "rules load",
    "results template",
    "results load",
)


def run(*arguments):
    done = CliRunner().invoke(cli.app, [str(argument) for argument in arguments])
    return SimpleNamespace(code=done.exit_code, out=done.output, error=str(done.exception or ""))


def rows(done):
    assert done.code == 0, done.error
    return list(csv.DictReader(io.StringIO(done.out)))


def simulated(folders, *arguments):
    found = rows(run("simulate", *arguments, "--format", "csv", "--curated", folders.curated))
    return {row["struttura"]: (row["quota_prima"], row["quota_dopo"], row["differenza"]) for row in found}


@pytest.mark.parametrize("command", COMMANDS)
def test_help_teaches_with_examples_and_exit_codes(command):
    told = run(*command.split(), "--help")
    assert told.code == 0
    assert f"schedario {command}" in told.out.split("Examples:")[1]
    assert "Exit codes" in told.out


def test_the_template_is_a_workbook_where_the_name_says_so(made, tmp_path):
    form = tmp_path / "modulo.xlsx"
    assert run("results", "template", "--out", form, "--curated", made.curated).code == 0
    assert load_workbook(form).sheetnames == ["Rilevazioni", "Istruzioni"]
    asked = run("results", "template", "--out", tmp_path / "modulo.ods", "--curated", made.curated)
    assert "neither .csv nor .xlsx" in asked.error


def test_a_workbook_is_loaded_with_the_name_of_who_loads_it(own, tmp_path):
    form = tmp_path / "modulo.xlsx"
    run("results", "template", "--out", form, "--curated", own.curated)
    book = load_workbook(form)
    sheet = book["Rilevazioni"]
    column = {cell.value: cell.column for cell in sheet[1]}
    (row,) = (r for r in range(2, sheet.max_row + 1) if sheet.cell(r, column["target"]).value == "1.500 mq")
    for name, value in (("valore", 1200), ("data", "31/12/2020"), ("fonte", "dato inventato")):
        sheet.cell(row, column[name]).value = value
    book.save(form)
    done = run("results", "load", form, "--by", "Ugo Neri", "--curated", own.curated)
    assert (done.code, "1 loaded" in done.out) == (0, True), done.error
    question = "select valore, caricata_da from fact_rilevazione where origine = 'modulo.xlsx'"
    published = rows(run("query", question, "--format", "csv", "--curated", own.curated))
    assert published == [{"valore": "1200.0", "caricata_da": "Ugo Neri"}]


FIRST, SECOND = (81 / 90 + 10 / 12 + 1) / 3, (0.95 + 1) / 2


def near(*figures):
    return tuple(str(round(figure, 4)) for figure in figures)


def test_the_threshold_takes_away_what_is_below(made):
    before = 40 * (FIRST + SECOND) / 2
    after = 40 * (0 + SECOND) / 2
    found = simulated(made, "--threshold", 95, "--unit", "generale")
    assert found == {"DIREZIONE GENERALE": near(before, after, after - before)}
    assert simulated(made, "--threshold", 50, "--unit", "generale")["DIREZIONE GENERALE"][2] == "0.0"


def test_a_tolerance_counts_what_is_nearly_reached(made):
    before, after = 40 * (FIRST + SECOND) / 2, 40 * ((1 + 10 / 12 + 1) / 3 + 1) / 2
    found = simulated(made, "--tolerance", 10, "--unit", "generale")
    assert found == {"DIREZIONE GENERALE": near(before, after, after - before)}


def test_any_rule_may_be_set_for_a_component(made):
    before = 40 * (FIRST + SECOND) / 2
    found = simulated(made, "--set", "obiettivi_direzione.peso=50", "--unit", "generale")
    assert found == {"DIREZIONE GENERALE": near(before, before / 4 * 5, before / 4)}


def test_a_component_without_a_weight_has_a_share_only_after(made):
    setting = ("--set", "obiettivi_gestionali.peso=10", "--format", "json", "--curated", made.curated)
    found = json.loads(run("simulate", *setting).out)
    (row,) = (r for r in found if r["componente"] == "obiettivi_gestionali" and r["struttura"] == "DIREZIONE GENERALE")
    assert (row["quota_prima"], row["stato"]) == (None, "senza_indicatori")


def test_a_simulation_changes_nothing(made):
    before = made.published.read_bytes()
    assert run("simulate", "--threshold", 70, "--curated", made.curated).code == 0
    assert made.published.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--set", "peso"), "write component.parameter=value"),
        (("--set", "obiettivi_direzione.pesi=1"), "no parameter pesi"),
        (("--set", "obiettivi_direzione.peso=tanto"), "'tanto' is not a per cent"),
        (("--set", "niente.peso=1"), "no act has the component niente; use one of"),
        (("--threshold", "170"), "not between 0 and 100"),
    ],
)
def test_what_can_not_be_simulated_is_told(made, arguments, said):
    assert said in run("simulate", *arguments, "--curated", made.curated).error


def test_a_simulation_asks_what_to_change(made):
    assert run("simulate", "--curated", made.curated).code == 2


def explained(folders, *arguments):
    done = run("explain", *arguments, "--curated", folders.curated)
    assert done.code == 0, done.error
    # one line a node, whatever the width of the terminal
    return " ".join(done.out.replace("│", " ").replace("├──", "\n").replace("└──", "\n").split())


def test_an_explanation_leads_from_the_print_to_the_share(made):
    text = explained(made, "1", "--unit", "generale")
    for said in (
        "mean of 3 indicators: (0.9 + 0.833333 + 1) / 3 = 0.911111",
        "target «≥ 90%», page 2 of esempio/comune-di-fantasia-pdo-2020.pdf",
        "read as soglia >= 90 % (crescente, deduced)",
        "value «81%» of 31/12/2020, source: dato inventato",
        "loaded by Ada Bianchi",
        "81 / 90 = 0.9",
        "10 / 12 = 0.833333",
        "delivered on 25/06/2020, by 30/06/2020: 1",
        "peso = 40 (C1, Determinazione inventata n. 0, page 1)",
        "soglia_minima = 0 (general rule)",
        "objective 1: 0.911111 (this one)",
        "objective 2: 0.975",
        "mean of 2: 0.943056",
        "40 % x 0.943056 = 37.722222 %",
    ):
        assert said in text, said


def test_a_key_or_a_number_names_the_objective(made):
    with duckdb.connect(str(made.published), read_only=True) as con:
        ((objective, indicator),) = con.execute(
            "select o.obiettivo_id, min(i.indicatore_id) from dim_obiettivo as o join dim_indicatore as i "
            "using (obiettivo_id) where o.numero = '2.1' group by 1"
        ).fetchall()
    assert explained(made, objective) == explained(made, indicator) == explained(made, "2.1")


def test_an_explanation_says_what_people_corrected_and_accepted(own):
    with duckdb.connect(str(own.published)) as con:
        con.execute(
            "insert into main.correzione select atto_id, evidenza_id, tabella_pubblicata, campo, stampato, usato, "
            "'perché sì', 'Ada Bianchi', date '2026-01-15', stato from dim_indicatore, "
            "(values ('target_raw', '≥ 90%', '≥ 90% (verso decrescente)', 'attiva'), "
            "('kpi', 'uguale', 'uguale', 'accettata')) as c(campo, stampato, usato, stato) where target = '≥ 90%'"
        )
    text = explained(own, "1", "--unit", "generale")
    because = "perché sì (Ada Bianchi, 15/01/2026)"
    assert f"kpi accepted as read, «uguale»: {because}" in text
    assert f"target_raw corrected, «≥ 90% (verso decrescente)» where «≥ 90%» is printed: {because}" in text
    assert "target «≥ 90%», page 2 of" in text
    assert "read as soglia >= 90 % (crescente, corrected)" in text


def test_what_has_no_score_says_why(made):
    text = explained(made, "4")
    assert "no score: verso_non_noto" in text
    assert "no value yet" in explained(made, "6.1")
    assert "no score: in_attesa_di_rilevazione" in explained(made, "6.1")


def test_an_unknown_objective_and_a_number_of_many_are_told(made):
    assert "no objective 99" in run("explain", "99", "--curated", made.curated).error
    assert (
        "no objective 1 in a unit named 'nessuna'"
        in run("explain", "1", "--unit", "nessuna", "--curated", made.curated).error
    )


def test_rules_are_listed_with_act_and_page(made):
    found = rows(run("rules", "list", "--ente", "roccafinta", "--raw", made.raw, "--format", "csv"))
    own_rules = [row for row in found if row["ente"]]
    assert [(r["parametro"], r["valore"], r["regola"], r["atto"], r["pagina"], r["file"]) for r in own_rules] == [
        ("peso", "40", "C1", "Determinazione inventata n. 0", "1", "roccafinta.toml")
    ]
    assert any(row["file"] == "generali.toml" for row in found)


def test_rules_are_checked(made, tmp_path):
    good, bad = made.raw / "regole" / "roccafinta.toml", tmp_path / "sbagliate.toml"
    bad.write_text(RULES.replace("40\n", "140\n").replace("peso", "pesi", 0), encoding="utf-8")
    assert run("rules", "check", good).code == 0
    done = run("rules", "check", good, bad)
    assert done.code == 1
    assert "sbagliate.toml, rule 1 (C1): peso: '140' is not a per cent from 0 to 100" in " ".join(done.out.split())


def test_loaded_rules_are_kept_and_published(own, tmp_path):
    file = tmp_path / "soglia.toml"
    file.write_text(RULES.replace("peso", "soglia_minima").replace("= 40", "= 0.95"), encoding="utf-8")
    done = run("rules", "load", file, "--raw", own.raw, "--curated", own.curated)
    assert done.code == 0, done.error
    assert "1 rules kept in" in done.out
    assert (own.raw / "regole" / "soglia.toml").read_bytes() == file.read_bytes()
    question = "select round(quota, 4) as q from punteggi.quota_risultato where struttura = 'DIREZIONE GENERALE'"
    assert rows(run("query", question, "--format", "csv", "--curated", own.curated)) == [
        {"q": near(40 * SECOND / 2)[0]}
    ]
    # the rules come back from the raw folder when the warehouse is made anew
    shutil.rmtree(own.curated)
    again = rows(run("rules", "list", "--ente", BODY, "--raw", own.raw, "--format", "csv"))
    assert {row["file"] for row in again} >= {"roccafinta.toml", "soglia.toml"}


def test_wrong_or_repeated_rules_are_not_kept(own, tmp_path):
    same = tmp_path / "altre.toml"
    same.write_text(RULES, encoding="utf-8")
    where = ("--raw", own.raw, "--curated", own.curated)
    assert "stands in roccafinta.toml too" in run("rules", "load", same, *where).error
    assert [path.name for path in (own.raw / "regole").iterdir()] == ["roccafinta.toml"]


def test_without_a_warehouse_rules_wait_for_the_next_run(tmp_path):
    file = tmp_path / "comune.toml"
    file.write_text(RULES, encoding="utf-8")
    done = run("rules", "load", file, "--raw", tmp_path / "raw", "--curated", tmp_path / "curated")
    assert "the next run takes them" in done.out


def test_a_run_reads_the_rules_of_the_raw_folder(flow, folders, write_pdf):
    write_pdf("a.pdf")
    file = folders.raw / "regole" / "roccafinta.toml"
    file.parent.mkdir()
    file.write_text(RULES, encoding="utf-8")
    flow(folders.raw, folders.curated)
    question = f"select valore from punteggi.regola where ente = '{BODY}'"
    options = ("--format", "csv", "--curated", folders.curated)
    assert rows(run("query", question, *options)) == [{"valore": "40"}]
    assert documents_to_look_at(folders) == 0
    file.write_text(RULES.replace("40", "50"), encoding="utf-8")
    assert documents_to_look_at(folders) == 1
    flow(folders.raw, folders.curated)
    assert rows(run("query", question, *options)) == [{"valore": "50"}]
