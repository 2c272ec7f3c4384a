"""`schedario layout`: what a data team sees while it adds a body."""

import json
import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from normalizers.layout import layouts
from pipelines import cli

REPOSITORY = Path(__file__).parents[2]
KNOWN = REPOSITORY / "data" / "raw" / "esempio" / "comune-di-fantasia-pdo-2020.pdf"
UNKNOWN = REPOSITORY / "docs" / "new-body" / "unione-valle-inventata-2031.pdf"
PROFILE = REPOSITORY / "docs" / "new-body" / "obiettivi_valle_inventata.toml"


@pytest.fixture
def schedario(monkeypatch, capfd):
    """Run `schedario layout` as the entry point does: its exit code, and what it printed."""

    def call(*arguments):
        monkeypatch.setenv("COLUMNS", "100")
        monkeypatch.setattr(sys, "argv", ["schedario", "layout", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        printed = capfd.readouterr()
        return SimpleNamespace(code=ended.value.code or 0, out=printed.out, err=printed.err)

    return call


@pytest.fixture
def draft(tmp_path):
    """Write a draft, changed from the tutorial's."""

    def write(*changes):
        text = PROFILE.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / "bozza.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def one_line_error(done):
    assert (done.code, done.out) == (1, "")
    assert len(done.err.splitlines()) == 1 and done.err.startswith("error: ")
    return done.err


@pytest.mark.parametrize("command", ["list", "check", "propose"])
def test_help_teaches_with_examples_and_exit_codes(command):
    told = CliRunner().invoke(cli.app, ["layout", command, "--help"])
    assert told.exit_code == 0
    assert f"schedario layout {command}" in told.output.split("Examples:")[1]
    assert "Exit codes" in told.output


def test_list_names_every_layout_its_records_and_what_it_must_print(schedario):
    rows = {row["name"]: row for row in json.loads(schedario("list", "--format", "json").out)}
    assert [*rows] == [profile.name for profile in layouts()]
    detail = rows["elementi_di_dettaglio"]
    assert (detail["shape"], detail["records"]) == ("tabella", "obiettivo, kpi")
    assert "Responsabile Cognome" in detail["required"].split(", ")
    assert all((REPOSITORY / row["file"]).is_file() for row in rows.values())
    assert "title" in schedario("list").out


def test_list_says_which_file_is_no_layout(schedario, tmp_path, monkeypatch):
    from normalizers import layout

    (tmp_path / "rotto.toml").write_text('shape = "tabella"', encoding="utf-8")
    monkeypatch.setattr(layout, "FOLDER", tmp_path)
    layouts.cache_clear()
    try:
        assert "rotto.toml: title" in one_line_error(schedario("list"))
    finally:
        layouts.cache_clear()


def test_check_says_who_claims_a_table_and_why(schedario):
    (table,) = json.loads(schedario("check", KNOWN, "--json").out)["tables"]
    assert (table["layout"], table["how"], table["header_rows"]) == ("elementi_di_dettaglio", "headings", [0, 1])
    assert table["records"] == {"obiettivo": 8, "kpi": 18}
    fields = {heading["text"]: heading["field"] for heading in table["headings"]}
    assert fields["Responsabile Cognome"] == "responsabile_cognome"
    assert table["misses"] == []
    told = schedario("check", KNOWN).out
    assert "elementi_di_dettaglio, by its headings (rows 1-2)" in told
    assert all(len(line) <= 100 for line in told.splitlines())


def test_check_tells_how_near_the_profiles_came_to_a_table_that_nobody_claims(schedario):
    (table,) = json.loads(schedario("check", UNKNOWN, "--json").out)["tables"]
    assert table["how"] in {"none", "words"}
    misses = {miss["layout"]: miss for miss in table["misses"]}
    shapes = {profile.name for profile in layouts() if profile.shape in {"tabella", "slide"}}
    assert shapes <= misses.keys()
    near = misses["elementi_di_dettaglio"]
    assert [heading["text"] for heading in near["found"]] == ["Cognome", "Indicatore"]
    assert "target_raw («valore target» or «target»)" in near["missing"]


def test_check_with_a_draft_reads_by_it_and_tells_what_is_left(schedario):
    (table,) = json.loads(schedario("check", UNKNOWN, "--with", PROFILE, "--json").out)["tables"]
    assert (table["layout"], table["records"]) == (PROFILE.stem, {"obiettivo": 3, "kpi": 6})
    assert [(column["text"], column["column"]) for column in table["unknown"]] == [("Bilancio", 9)]
    told = schedario("check", UNKNOWN, "--with", PROFILE).out
    assert "no field for column 10, «Bilancio»: its cells are kept in altri_campi" in told


def test_check_shows_rows_set_aside_and_values_outside_a_list(schedario, draft):
    closed = draft(
        ('fonte = { headers = ["Fonte dei dati"] }', 'fonte = { headers = ["Fonte dei dati"], codes = ["Albo"] }'),
        ('required = ["kpi"]', 'required = ["kpi", "bilancio"]'),
        (
            'peso_indicatore = { headers = ["Peso"] }',
            'peso_indicatore = { headers = ["Peso"] }\nbilancio = { headers = ["Bilancio"] }',
        ),
    )
    done = schedario("check", UNKNOWN, "--with", closed)
    assert done.code == 0, done.err
    assert "set aside: page 1, row 5, Manca il valore di: bilancio." in done.out
    assert "finding: page 1, row 4, «Registro degli accessi» non è tra i valori previsti" in " ".join(done.out.split())


def test_check_shows_the_facts_of_running_text(schedario, write_pdf):
    pdf = write_pdf("atto.pdf")
    done = json.loads(schedario("check", pdf, "--json").out)
    assert done["prose"] == []
    assert [table["how"] for table in done["tables"]] == ["none"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("shape = ", "colour = 1\nshape = "), "bozza.toml: colour"),
        (("[columns]", "[columns"), "bozza.toml: "),
        (('kind = "kpi"', 'kind = "kpis"'), "no kind kpis"),
        (('"target_raw", "fonte"]', '"target_raw", "fonti"]'), "no column fonti"),
        (('required = ["n", "titolo", "kpi", "target_raw"]', 'required = ["numero"]'), "required: no column numero"),
        (('inherit_when_blank = ["n"]', 'inherit_when_blank = ["m"]'), "inherit_when_blank: no column m"),
        (('ordinal = { kpi_ordinale = "obiettivo" }\n', ""), "records of kpi must have the field kpi_ordinale"),
        (('peso_raw = "peso_indicatore"', 'peso = "peso_indicatore"'), "pubblicato.kpi has no column peso"),
        (('cognome = "responsabile_cognome"', 'cognome = "chi"'), "no column chi"),
    ],
)
def test_a_draft_that_could_not_be_loaded_is_one_line(schedario, draft, change, said):
    assert said in one_line_error(schedario("check", UNKNOWN, "--with", draft(change)))


def test_a_missing_draft_is_one_line(schedario, tmp_path):
    assert "layout propose" in one_line_error(schedario("check", UNKNOWN, "--with", tmp_path / "x.toml"))


def test_propose_prints_a_layout(schedario):
    done = schedario("propose", UNKNOWN)
    assert done.code == 0, done.err
    columns = tomllib.loads(done.out)["columns"]
    assert columns["kpi"] == {"headers": ["Indicatore"]}


def test_propose_writes_a_draft_that_check_takes(schedario, tmp_path):
    out = tmp_path / "bozza.toml"
    told = schedario("propose", UNKNOWN, "--out", out)
    assert f"layout check {UNKNOWN.relative_to(Path.cwd())} --with {out}" in told.out
    (table,) = json.loads(schedario("check", UNKNOWN, "--with", out, "--json").out)["tables"]
    assert table["layout"] == "bozza"


def test_propose_writes_over_a_file_only_by_force(schedario, tmp_path):
    out = tmp_path / "bozza.toml"
    out.write_text("mine", encoding="utf-8")
    assert "is there already; write over it with --force" in one_line_error(schedario("propose", UNKNOWN, "--out", out))
    assert out.read_text(encoding="utf-8") == "mine"
    assert schedario("propose", UNKNOWN, "--out", out, "--force").code == 0
    assert "[columns]" in out.read_text(encoding="utf-8")


def test_propose_takes_a_table_that_a_profile_claims_only_by_its_number(schedario):
    assert "has no table that waits for a layout" in one_line_error(schedario("propose", KNOWN))
    columns = tomllib.loads(schedario("propose", KNOWN, "--table", 1).out)["columns"]
    assert columns["responsabile_cognome"] == {"headers": ["Responsabile Cognome"]}
    assert "its tables are 1 to 1" in one_line_error(schedario("propose", KNOWN, "--table", 2))
