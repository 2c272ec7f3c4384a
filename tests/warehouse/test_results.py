import csv
import os
from datetime import date, datetime

import pytest
from borgo_inventato import document, kpi, load, objective, record, rows
from openpyxl import Workbook, load_workbook

import warehouse
from normalizers.records import Component
from warehouse import WarehouseError
from warehouse.catalogue import catalogue
from warehouse.forms import cell_text
from warehouse.measures import REASONS, Measure, RefusedError, parse_measure, parse_number
from warehouse.plausible import Target, checked_measure

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
        "si_scrive": "numero %",
        "valore": "",
        "data": "",
        "fonte": "",
    }
    assert [(line["indicatore"], line["parte"]) for line in lines] == [
        ("prestiti", "1"),
        ("prestiti", "2"),
        ("relazione", "1"),
    ]


def test_an_indicator_that_belongs_to_no_objective_is_in_the_template(con, tmp_path):
    load(con, records=[kpi(1, "9", "sparso", ">= 10", TEN)])
    path = tmp_path / "modulo.csv"
    assert warehouse.results_template(con, path) == 1
    (line,) = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines(), delimiter=";")
    assert (line["indicatore"], line["obiettivo"], line["struttura"]) == ("sparso", "", "")


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


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("70%", 70, "%"),
        ("12 €", 12, "euro"),
        ("€ 12", 12, "euro"),
        ("-5 %", -5, "%"),
        ("12 gg.", 12, "giorni"),
        ("1 234,5 mq", 1234.5, "mq"),
    ],
)
def test_a_unit_may_be_written(text, number, unit):
    assert parse_measure(text, "soglia") == Measure(number=number, unit=unit)


@pytest.mark.parametrize("text", ["12 pere", "€ 12 €", "70 % circa", "circa 70", "%", "12/13"])
def test_what_is_no_unit_is_refused(text):
    with pytest.raises(RefusedError, match="is not a number"):
        parse_measure(text, "soglia")


def asked(unit="", value=80.0, words="Pratiche concluse", kind="soglia"):
    return Target(kind, unit, value, words, "", None)


@pytest.mark.parametrize(
    ("text", "target", "code"),
    [
        ("12 giorni", asked("%"), "unita_diversa"),
        ("70%", asked("giorni"), "unita_diversa"),
        ("12 giorni", asked(), "unita_diversa"),
        ("12 giorni", asked(words="Tempo medio in giorni"), None),
        ("70%", asked(words="Percentuale (%) di pratiche"), None),
        ("12 gg", asked("giorni_lavorativi"), None),
        ("700", asked("%"), "percentuale_impossibile"),
        ("700%", asked("%"), "percentuale_impossibile"),
        ("200", asked("%"), None),
        ("700", asked("%", 500.0), None),
        ("700", asked(), None),
        ("-1", asked(), "valore_negativo"),
        ("-1", asked("giorni"), "valore_negativo"),
        ("-1", asked("%"), None),
        ("-1", asked("euro"), None),
        ("-1", asked(value=-3.0), None),
        ("-1", asked(words="Scostamento fra previsioni e incassi"), None),
        ("-1", asked("", None, kind="intervallo"), "valore_negativo"),
    ],
)
def test_values_that_cannot_be_true(text, target, code):
    if code is None:
        assert checked_measure(text, target).number is not None
    else:
        with pytest.raises(RefusedError) as refused:
            checked_measure(text, target)
        assert refused.value.code == code


def test_impossible_values_are_kept_apart_with_their_reason(con, tmp_path):
    late = Component("data", scadenza="2020-02-01")
    load(
        con,
        document(data="2020-03-15"),
        [
            objective(1, "1", "Biblioteche"),
            kpi(2, "1", "prestiti", ">= 70%", PERCENT, number=1),
            kpi(3, "1", "relazione", "Report", REPORT, number=2),
            kpi(4, "1", "bando", "1/2/2020", late, number=3),
        ],
    )
    keys = dict(rows(con, "select testo, indicatore_id from dim_indicatore"))
    path = written(
        tmp_path / "v.csv",
        f"{keys['prestiti']};1;12 giorni;31/12/2020;SIT",
        f"{keys['prestiti']};1;700;31/12/2020;SIT",
        f"{keys['prestiti']};1;71;14/03/2020;SIT",
        f"{keys['relazione']};1;14/03/2020;31/12/2020;SIT",
        # its deadline was past when the act came: the plan's first day counts
        f"{keys['bando']};1;31/01/2020;31/12/2020;SIT",
        f"{keys['bando']};1;31/12/2019;31/12/2020;SIT",
    )
    report = warehouse.load_results(con, path, by="Ada Bianchi")
    assert (report.loaded, [number for number, _ in report.errors]) == (1, [2, 3, 4, 5, 7])
    assert rows(
        con, "select codice, testo, riga, origine, caricata_da from punteggi.rilevazione_esclusa order by riga"
    ) == [
        ("unita_diversa", "12 giorni", 2, "v.csv", "Ada Bianchi"),
        ("percentuale_impossibile", "700", 3, "v.csv", "Ada Bianchi"),
        ("data_prima_dell_atto", "71", 4, "v.csv", "Ada Bianchi"),
        ("data_prima_dell_atto", "14/03/2020", 5, "v.csv", "Ada Bianchi"),
        ("data_prima_dell_atto", "31/12/2019", 7, "v.csv", "Ada Bianchi"),
    ]
    warehouse.load_results(con, path)
    assert rows(con, "select count(*) from punteggi.rilevazione_esclusa") == [(5,)]
    assert rows(con, "select stato from punteggi.realizzazione_indicatore where indicatore = 'prestiti'") == [
        ("in_attesa_di_rilevazione",)
    ]


def test_each_value_says_who_loaded_it(con, tmp_path, monkeypatch):
    monkeypatch.setenv("LOGNAME", "bruno")
    keys = plan(con)
    path = written(tmp_path / "v.csv", f"{keys['prestiti']};1;12;31/12/2020;SIT")
    warehouse.load_results(con, path)
    path.write_text(path.read_text().replace(";12;", ";13;"))
    warehouse.load_results(con, path, by="Ada Bianchi")
    assert rows(con, "select n, testo, caricata_da from fact_rilevazione order by n") == [
        (1, "12", "bruno"),
        (2, "13", "Ada Bianchi"),
    ]


def test_a_user_without_a_name_is_told_by_number(con, tmp_path, monkeypatch):
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 4_242_424)
    keys = plan(con)
    warehouse.load_results(con, written(tmp_path / "v.csv", f"{keys['prestiti']};1;12;31/12/2020;SIT"))
    assert rows(con, "select caricata_da from fact_rilevazione") == [("4242424",)]


def test_every_reason_has_its_words():
    (codes,) = (c.codes for c in catalogue()["punteggi.rilevazione_esclusa"].columns if c.name == "codice")
    assert set(codes) == set(REASONS)


def test_the_workbook_explains_itself_and_offers_choices(con, tmp_path):
    plan(con)
    path = tmp_path / "modulo.xlsx"
    assert warehouse.results_template(con, path) == 3
    book = load_workbook(path)
    sheet = book["Rilevazioni"]
    assert sheet.freeze_panes == "A2"
    header = [cell.value for cell in sheet[1]]
    (choices,) = sheet.data_validations.dataValidation
    assert choices.formula1 == '"sì,no"'
    on_off = [row for row in sheet.iter_rows(min_row=2) if row[header.index("indicatore")].value == "relazione"]
    assert [str(choices.sqref)] == [row[header.index("valore")].coordinate for row in on_off]
    words = " ".join(str(cell.value) for row in book["Istruzioni"].iter_rows() for cell in row)
    assert "Modulo delle rilevazioni" in words
    assert "sì o no" in words


def option(ordinal, criterion, label, points):
    return record(
        "rubrica_criterio",
        ordinal,
        scheda="Trasparenza",
        criterio_n=criterion,
        criterio=f"Criterio {criterion}",
        opzione=label,
        opzione_testo="",
        punteggio_raw=points,
        bonus=False,
    )


def test_a_criterion_of_a_rubric_takes_one_of_its_options(con, tmp_path):
    load(con, records=[option(1, "1", "1a", "3"), option(2, "1", "1b", "0"), option(3, "2", "2a", "1")])
    form = tmp_path / "modulo.xlsx"
    assert warehouse.results_template(con, form) == 2
    choices = load_workbook(form)["Rilevazioni"].data_validations.dataValidation
    assert sorted(choice.formula1 for choice in choices) == ['"1a,1b"', '"2a"']
    keys = dict(rows(con, "select criterio_n, indicatore_id from fact_rubrica"))
    path = written(tmp_path / "v.csv", f"{keys['1']};1;1B;31/12/2020;SIT", f"{keys['2']};1;1a;31/12/2020;SIT")
    report = warehouse.load_results(con, path)
    assert (report.loaded, report.errors) == (1, [(3, "'1a' is none of 2a")])
    # an option that a later version of the act no longer has
    con.execute("update fact_rilevazione set testo = '1z'")
    assert rows(con, "select stato from punteggi.rubrica") == [("valore_non_confrontabile",)]


def test_a_filled_workbook_loads_as_the_csv_does(con, tmp_path):
    plan(con)
    path = tmp_path / "modulo.xlsx"
    warehouse.results_template(con, path)
    book = load_workbook(path)
    sheet = book["Rilevazioni"]
    column = {cell.value: cell.column for cell in sheet[1]}
    for row, value in ((2, 12.125), (3, 0.645), (4, "sì")):
        cell = sheet.cell(row, column["valore"])
        cell.value = value
        cell.number_format = "0.0%" if row == 3 else "General"
        sheet.cell(row, column["data"]).value = datetime(2020, 12, 31)
    book.save(path)
    report = warehouse.load_results(con, path)
    assert (report.loaded, report.errors) == (3, [])
    assert rows(con, "select valore, testo, data::varchar, origine from fact_rilevazione order by valore desc") == [
        (64.5, "64,5%", "2020-12-31", "modulo.xlsx"),
        (12.125, "12,1250", "2020-12-31", "modulo.xlsx"),
        (1.0, "sì", "2020-12-31", "modulo.xlsx"),
    ]


def test_a_printed_target_is_no_formula(con, tmp_path):
    load(con, records=[objective(1, "1", "=somma"), kpi(2, "1", "+prestiti", "=10", TEN)])
    path = tmp_path / "modulo.xlsx"
    warehouse.results_template(con, path)
    types = {cell.value: cell.data_type for cell in load_workbook(path)["Rilevazioni"][2]}
    assert types["=10"] == types["+prestiti"] == "s"


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (None, "General", ""),
        (True, "General", "sì"),
        (False, "General", "no"),
        (12, "General", "12"),
        (12.0, "0.00", "12"),
        (0.7, "0%", "70%"),
        (0.1 + 0.2, "General", "0,3"),
        (date(2020, 6, 30), "dd/mm/yyyy", "2020-06-30"),
        (" sì ", "@", "sì"),
    ],
)
def test_cells_are_read_as_a_person_reads_them(value, form, text):
    assert cell_text(value, form) == text


def test_a_workbook_that_is_none_or_lacks_a_column_is_refused(con, tmp_path):
    (tmp_path / "v.xlsx").write_text("no")
    with pytest.raises(WarehouseError, match="not an XLSX workbook"):
        warehouse.load_results(con, tmp_path / "v.xlsx")
    book = Workbook()
    book.active.append(["indicatore_id", "valore"])
    book.save(tmp_path / "w.xlsx")
    with pytest.raises(WarehouseError, match="lacks the column data"):
        warehouse.load_results(con, tmp_path / "w.xlsx")
    with pytest.raises(WarehouseError, match=r"neither .csv nor .xlsx"):
        warehouse.results_template(con, tmp_path / "v.ods")


def test_a_correction_from_another_file_is_not_undone_by_the_first(con, tmp_path):
    keys = plan(con)
    first = written(tmp_path / "primo.csv", f"{keys['prestiti']};1;8;2020-12-31;Registro")
    correction = written(tmp_path / "correzione.csv", f"{keys['prestiti']};1;9;2020-12-31;Registro")
    for path, loaded in ((first, 1), (correction, 1), (first, 0), (correction, 0), (first, 0)):
        assert warehouse.load_results(con, path).loaded == loaded
    assert rows(con, "select testo from fact_rilevazione order by n") == [("8",), ("9",)]
