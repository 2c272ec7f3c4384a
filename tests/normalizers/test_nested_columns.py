"""Tables with levels of merged cells, rows that head others, titles that say what a table is about. All made up."""

from made_up import LEFT, UP, block, column, fields, findings, read, section, table

KPI = [["Tipo", "N", "Obiettivi Anno 2031", "KPI", LEFT, LEFT, "Valore target", "Fonte"]]
PORTAFOGLIO = [["N.", "AMBITO", LEFT, "INDICATORI", LEFT, "TARGET"]]
RUBRICA = [["", "Denominazione adempimento", "Punteggio", "Note"]]


class TestPath:
    def test_levels_from_the_left_blank_and_merged_ones_once(self):
        rows = [
            ["SOLIDALI", "1", "ARIA", "Piano", LEFT, LEFT, "70%", "Registro"],
            [UP, UP, UP, "Mezzi", "Autobus", LEFT, "5", ""],
            [UP, UP, UP, UP, "Tram", "Linee", "3", ""],
        ]
        found = fields(read(table([*KPI, *rows])), "allegato1_kpi")
        assert [r["kpi_path"] for r in found] == [["Piano"], ["Mezzi", "Autobus"], ["Mezzi", "Tram", "Linee"]]
        assert {(r["sezione"], r["n"], r["obiettivo"]) for r in found} == {("SOLIDALI", "1", "ARIA")}

    def test_page_break_leaves_the_merged_levels_blank(self):
        rows = [
            ["SOLIDALI", "1", "ARIA", "Mezzi", "Autobus", LEFT, "5", ""],
            ["", "", "", "", "Tram", "Linee", "3", ""],
            [UP, UP, UP, UP, "Tram", "Corse", "4", ""],
        ]
        found = fields(read(table([*KPI, *rows], on_pages=(2, 2))), "allegato1_kpi")
        assert [r["kpi_path"] for r in found] == [
            ["Mezzi", "Autobus"],
            ["Mezzi", "Tram", "Linee"],
            ["Mezzi", "Tram", "Corse"],
        ]
        assert [(r["sezione"], r["n"]) for r in found] == [("SOLIDALI", "1")] * 3

    def test_target_is_about_the_whole_path(self):
        rows = [["SOLIDALI", "1", "ARIA", "Tempi", "Risposta", LEFT, "5 giorni", ""]]
        (record,) = read(table([*KPI, *rows])).records
        assert record.targets["target_raw"][0].verso == "decrescente"

    def test_pages_with_other_levels_and_widths_go_on(self):
        first = table(
            [*PORTAFOGLIO, ["1", "Scuole", LEFT, "1", "Iscritti", "> 10"]], xs=(50, 70, 120, 180, 200, 400, 500)
        )
        second = table(
            [["2", "Reti", "Acqua", "Litri", "1", "Perdite", "5%"]], page=2, xs=(50, 75, 110, 150, 220, 250, 390, 500)
        )
        third = table([["3", "Verde", "1", "Alberi", "100"]], page=3, xs=(50, 90, 300, 330, 440, 500))
        found = fields(read(first, second, third), "portafoglio_indicatore")
        assert [(r["n"], r["ambito_path"], r["indicatore_n"], r["indicatore"], r["target_raw"]) for r in found] == [
            ("1", ["Scuole"], "1", "Iscritti", "> 10"),
            ("2", ["Reti", "Acqua", "Litri"], "1", "Perdite", "5%"),
            ("3", ["Verde"], "1", "Alberi", "100"),
        ]

    def test_numbers_where_there_were_texts_are_another_table(self):
        first = table(
            [*PORTAFOGLIO, ["1", "Scuole", LEFT, "1", "Iscritti", "> 10"]], xs=(50, 70, 120, 180, 200, 400, 500)
        )
        second = table([["Totale", "100", "200", "300", "400"]], page=2, xs=(50, 90, 300, 330, 440, 500))
        assert [r.kind for r in read(first, second).records] == ["portafoglio_indicatore", "tabella_generica"]


class TestGroups:
    ROWS = (
        ["1", "Puntualità", "", ""],
        ["1a", "In tempo", "2", ""],
        ["1b", "In ritardo", "0", ""],
        ["2", "Completezza", "", 'punteggio "bonus"'],
        ["2a", "Tutto", "3", ""],
    )

    def test_options_stand_under_their_criterion(self):
        title = block("SCHEDA DI VALUTAZIONE DELLA RELAZIONE SULLA TRASPARENZA")
        found = fields(read(title, table([*RUBRICA, *self.ROWS])), "rubrica_criterio")
        assert [(r["criterio_n"], r["criterio"], r["opzione"], r["punteggio_raw"]) for r in found] == [
            ("1", "Puntualità", "1a", "2"),
            ("1", "Puntualità", "1b", "0"),
            ("2", "Completezza", "2a", "3"),
        ]
        assert [r["bonus"] for r in found] == [False, False, True]
        assert {r["scheda"] for r in found} == {"trasparenza"}

    def test_title_inside_the_table(self):
        titles = [section("Comune di Borgo Inventato", 4), section("SCHEMA DI VALUTAZIONE ANTICORRUZIONE", 4)]
        assert set(column(read(table([*titles, *RUBRICA, *self.ROWS])), "rubrica_criterio", "scheda")) == {
            "anticorruzione"
        }

    def test_criterion_rows_are_declared(self):
        (account,) = read(table([*RUBRICA, *self.ROWS])).accounts
        assert (account.data, account.non_data) == (3, {"intestazione": 1, "gruppo": 2})

    def test_option_without_criterion_is_set_aside(self):
        reading = read(table([*RUBRICA, ["1a", "In tempo", "2", ""]]))
        assert [s.reason for s in reading.set_aside] == ["Manca il valore di: criterio."]


class TestStrictness:
    def test_cell_that_no_field_takes_is_told_with_its_column(self):
        reading = read(table([[*KPI[0], ""], ["SOLIDALI", "1", "ARIA", "Piano", LEFT, LEFT, "70%", "", "a mano"]]))
        (finding,) = findings(reading)
        assert (finding.code, finding.column) == ("cella_non_presa", 8)
        assert "a mano" in finding.message

    def test_header_printed_again_inside_a_table_is_no_data(self):
        row = ["SOLIDALI", "1", "ARIA", "Piano", LEFT, LEFT, "70%", ""]
        reading = read(table([*KPI, row, *KPI, row]))
        assert len(fields(reading, "allegato1_kpi")) == 2
        assert reading.accounts[0].non_data == {"intestazione": 2}

    def test_record_says_which_layout_read_it(self):
        (record,) = read(table([*KPI, ["SOLIDALI", "1", "ARIA", "Piano", LEFT, LEFT, "70%", ""]])).records
        assert (record.layout, record.confidence) == ("kpi_obiettivi_solidali", 1.0)
