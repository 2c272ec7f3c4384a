import csv

import pytest
from conftest import kpi, load, objective, rows

import warehouse
from normalizers.records import Component
from warehouse import WarehouseError
from warehouse.measures import Measure, parse_measure, parse_number

TEN = Component("soglia", ">=", 10.0, verso="crescente")
PERCENT = Component("soglia", ">=", 70.0, unita="%", verso="crescente")
REPORT = Component("prodotto")


def plan(con):
    load(
        con,
        records=[
            objective(1, "1", "Biblioteche"),
            kpi(2, "1", "prestiti", ">= 10; >= 70%", TEN, PERCENT, number=1),
            kpi(3, "1", "relazione", "Report", REPORT, number=2),
            kpi(4, "1", "fuori", "Non Rilevabile", Component("non_rilevabile"), number=3),
        ],
    )
    return dict(rows(con, "select testo, indicatore_id from dim_indicatore"))


def written(path, *lines, header="indicatore_id;parte;valore;data;fonte", encoding="utf-8"):
    path.write_text("\n".join([header, *lines]) + "\n", encoding=encoding)
    return path


def test_the_template_asks_for_what_waits(con, tmp_path):
    keys = plan(con)
    path = tmp_path / "modulo.csv"
    assert warehouse.results_template(con, path) == 3
    text = path.read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(text.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert lines[1] == {
        "indicatore_id": keys["prestiti"],
        "parte": "2",
        "ente": "Comune di Borgo Inventato",
        "atto": "Comune di Borgo Inventato | determinazione | 7 | 2020",
        "struttura": "Direzione Alfa",
        "obiettivo": "1 Biblioteche",
        "indicatore": "prestiti",
        "target": ">= 10; >= 70%",
        "oggetto": "",
        "valore": "",
        "data": "",
        "fonte": "",
    }
    assert [(line["indicatore"], line["parte"]) for line in lines] == [
        ("prestiti", "1"),
        ("prestiti", "2"),
        ("relazione", "1"),
    ]


def test_a_filled_template_loads_once(con, tmp_path):
    plan(con)
    path = tmp_path / "modulo.csv"
    warehouse.results_template(con, path)
    lines = path.read_text("utf-8-sig").splitlines()
    values = {"1": "12;31/12/2020;SIT", "2": "64,5 %;31/12/2020;SIT"}
    filled = [
        lines[0],
        *(line[:-2] + values[str(n)] if str(n) in values else line for n, line in enumerate(lines[1:], 1)),
    ]
    path.write_text("\n".join(filled), encoding="utf-8-sig")
    report = warehouse.load_results(con, path)
    assert (report.loaded, report.unchanged, report.empty, report.errors) == (2, 0, 1, [])
    assert rows(
        con, "select valore, valore_data, testo, data::varchar, fonte, origine from fact_rilevazione order by 1"
    ) == [
        (12.0, None, "12", "2020-12-31", "SIT", "modulo.csv"),
        (64.5, None, "64,5 %", "2020-12-31", "SIT", "modulo.csv"),
    ]
    again = warehouse.load_results(con, path)
    assert (again.loaded, again.unchanged, again.empty) == (0, 2, 1)
    assert rows(con, "select count(*) from fact_rilevazione") == [(2,)]
    assert warehouse.results_template(con, path) == 1


def test_bad_lines_are_told_and_good_ones_kept(con, tmp_path):
    keys = plan(con)
    loans, report_id = keys["prestiti"], keys["relazione"]
    report = warehouse.load_results(
        con,
        written(
            tmp_path / "valori.csv",
            f"{loans};1;12;31/12/2020;SIT",
            "sconosciuto;1;12;31/12/2020;SIT",
            f"{loans};3;12;31/12/2020;SIT",
            f"{loans};due;12;31/12/2020;SIT",
            f"{loans};2;dodici;31/12/2020;SIT",
            f"{loans};2;1.234;31/12/2020;SIT",
            f"{loans};2;12;31/02/2020;SIT",
            f"{loans};2;12;;SIT",
            f"{loans};2;12;01/01/2999;SIT",
            f"{report_id};1;forse;31/12/2020;SIT",
            f"{report_id};1;150%;31/12/2020;SIT",
            f"{report_id};;Sì;2020-12-31;",
        ),
    )
    assert (report.loaded, report.unchanged, report.empty) == (2, 0, 0)
    assert [number for number, _ in report.errors] == [3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
    messages = " | ".join(message for _, message in report.errors)
    for told in (
        "no indicator sconosciuto",
        "part 3",
        "'due' is not a number",
        "'dodici' is not a number",
        "two ways",
        "'31/02/2020' is not a date",
        "data is missing",
        "in the future",
        "'forse' is not",
        "'150%' is not a share",
    ):
        assert told in messages
    assert rows(con, "select testo, valore from fact_rilevazione order by 1") == [("12", 12.0), ("Sì", 1.0)]


def test_a_comma_separated_file_loads_too(con, tmp_path):
    keys = plan(con)
    path = written(tmp_path / "v.csv", f"{keys['prestiti']},2020-12-31,12", header="indicatore_id,data,valore")
    assert warehouse.load_results(con, path).loaded == 1


def test_a_file_that_is_no_results_file_is_refused(con, tmp_path):
    with pytest.raises(WarehouseError, match="lacks the column data"):
        warehouse.load_results(con, written(tmp_path / "v.csv", header="indicatore_id;valore"))
    with pytest.raises(WarehouseError, match="UTF-8"):
        warehouse.load_results(con, written(tmp_path / "v.csv", "è;1;1;1;1", encoding="latin-1"))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        ("12,5", 12.5),
        ("12.5", 12.5),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.234.567", 1234567),
        ("1 234,50", 1234.5),
        ("-3", -3),
        ("0,125", 0.125),
        ("12,3456", 12.3456),
        ("1234", 1234),
    ],
)
def test_numbers_in_italian_and_english(text, number):
    assert parse_number(text) == number


@pytest.mark.parametrize(
    "text", ["", "1.234", "31,000", "1.2.3", "12,34,56", "1.23,4.5", "12 euro", "1,5%", "--3", "."]
)
def test_numbers_that_are_none_or_doubtful_are_refused(text):
    with pytest.raises(ValueError, match=r"is not a number|two ways"):
        parse_number(text)


def test_the_unit_may_be_written_where_the_target_has_it():
    assert parse_measure("70%", "soglia", "%") == Measure(70.0)
    assert parse_measure("12 €", "soglia", "euro") == Measure(12.0)
    with pytest.raises(ValueError, match="not a number"):
        parse_measure("70%", "soglia", "giorni")


def test_a_correction_from_another_file_is_not_undone_by_the_first(con, tmp_path):
    keys = plan(con)
    first = written(tmp_path / "primo.csv", f"{keys['prestiti']};1;8;2020-12-31;Registro")
    correction = written(tmp_path / "correzione.csv", f"{keys['prestiti']};1;9;2020-12-31;Registro")
    for path, loaded in ((first, 1), (correction, 1), (first, 0), (correction, 0), (first, 0)):
        assert warehouse.load_results(con, path).loaded == loaded
    assert rows(con, "select testo from fact_rilevazione order by n") == [("8",), ("9",)]
