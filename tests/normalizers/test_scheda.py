"""Forms: labels over values, phases, indicators, staff, notes. The municipality and all names are made up."""

import json

import pytest
from made_up import LEFT, UP, block, column, fields, read, section, table

TITLE = block("SCHEDA OBIETTIVO GESTIONALE N. 7")
TIMES = ["I trimestre", "II trimestre", "III trimestre", "IV trimestre"]
CHECKS = ["VERIFICA 2031", "VERIFICA 2032", "VERIFICA 2033"]
PHASES = ["Descrizione fase", *TIMES]
INDICATORS = ["Tipologia", "Descrizione", "Valore target", *CHECKS]


def form(*tables_and_blocks):
    return read(TITLE, *tables_and_blocks)


def scheda(*tables_and_blocks):
    (record,) = fields(form(*tables_and_blocks), "scheda")
    return record


class TestTitle:
    @pytest.mark.parametrize(
        ("printed", "number"),
        [
            ("SCHEDA OBIETTIVO GESTIONALE N. 7", "7"),
            ("Scheda obiettivo gestionale n° 12", "12"),
            ("SCHEDA DI OBIETTIVO n. 3/2", "3/2"),
            ("SCHEMA OBIETTIVO GESTIONALE N. 40", "40"),
            ("SCHEDA OBIETTIVO GESTIONALE", ""),
        ],
    )
    def test_title_begins_a_form_with_its_number(self, printed, number):
        (record,) = fields(read(block(printed)), "scheda")
        assert (record["scheda_n"], record["intestazione"]) == (number, printed)

    def test_each_title_begins_a_form_of_its_own(self):
        values = [["Settore", "Servizio"], ["Tecnico", "Verde"]]
        reading = read(
            TITLE,
            table(values),
            block("SCHEDA OBIETTIVO GESTIONALE N. 8", page=2),
            table([["Settore", "Servizio"], ["Sociale", "Casa"]], page=2),
        )
        assert column(reading, "scheda", "scheda_n") == ["7", "8"]
        assert column(reading, "scheda", "settore") == ["Tecnico", "Sociale"]

    def test_tables_before_the_first_form_belong_to_none(self):
        reading = read(table([["Settore", "Servizio"], ["Tecnico", "Verde"]]), TITLE)
        assert [account.layout for account in reading.accounts] == ["generica"]


class TestLabels:
    def test_labels_over_values(self):
        record = scheda(
            table(
                [
                    ["ANAGRAFICA", "Settore", "Servizio", "Dirigente"],
                    [UP, "Tecnico", "Verde", "Bianchi Ugo"],
                    ["OBIETTIVO GESTIONALE", "Titolo", LEFT, "Durata"],
                    [UP, "Nuovo parco", LEFT, "annuale"],
                ]
            )
        )
        assert (record["settore"], record["servizio"], record["dirigente"]) == ("Tecnico", "Verde", "Bianchi Ugo")
        assert (record["titolo"], record["durata"]) == ("Nuovo parco", "annuale")

    def test_value_is_traced_to_its_cell(self):
        reading = form(table([["Settore", "Servizio"], ["Tecnico", "Verde"]]))
        (evidence,) = reading.records[0].evidence["servizio"]
        assert (evidence.row, evidence.column, evidence.text) == (1, 1, "Verde")
        assert reading.records[0].evidence["scheda_n"][0].engine == "testo"

    @pytest.mark.parametrize("misspelt", ["Assessorato di rifermento", "Asessorato di riferimento:"])
    def test_misspelt_label_is_still_that_label(self, misspelt):
        assert scheda(table([[misspelt, "Settore"], ["Ambiente", "Tecnico"]]))["assessorato"] == "Ambiente"

    def test_value_over_several_rows_is_put_together(self):
        rows = [["Settore", "Stakeholder"], ["Tecnico", "famiglie"], ["", "associazioni"]]
        assert scheda(table(rows))["stakeholder"] == "famiglie associazioni"

    def test_values_that_are_label_words_among_values_are_values(self):
        """A row holds labels only where most of its texts are labels."""
        rows = [["Settore", "Servizio", "Durata", "Natura"], ["Impatto", "Responsabile", "annuale", "ordinaria"]]
        record = scheda(table(rows))
        assert (record["settore"], record["servizio"]) == ("Impatto", "Responsabile")
        assert record["impatto"] == record["responsabile"] == ""

    def test_blank_value_leaves_the_field_empty(self):
        reading = form(table([["Settore", "Servizio"], ["Tecnico", ""]]))
        assert reading.records[0].fields["servizio"] == ""
        assert "servizio" not in reading.records[0].evidence

    def test_labels_go_on_over_tables(self):
        record = scheda(table([["Settore", "Servizio"]]), table([["Tecnico", "Verde"]], page=2))
        assert record["settore"] == "Tecnico"

    def test_value_without_a_label_is_set_aside(self):
        reading = form(table([["tredici", "quattordici"], ["Settore", "Servizio"], ["Tecnico", "Verde"]]))
        (aside,) = reading.set_aside
        assert aside.reason == "Nessuna etichetta sopra il valore."
        assert json.loads(aside.content) == ["tredici", "quattordici"]
        assert reading.accounts[0].set_aside == 1


class TestLabelsBeside:
    """Forms of other bodies print the label to the left of its value, or before a colon in one cell."""

    def test_label_to_the_left_of_its_value(self):
        record = scheda(
            table([["Settore", "Tecnico"], ["Titolo dell'obiettivo", "Strade"], ["Titolo", "Strade sicure"]])
        )
        assert (record["settore"], record["titolo"]) == ("Tecnico", "Strade sicure")

    def test_two_pairs_in_a_row(self):
        record = scheda(table([["Settore", "Tecnico", "Servizio:", "Verde"]]))
        assert (record["settore"], record["servizio"]) == ("Tecnico", "Verde")

    def test_label_and_value_in_one_cell(self):
        record = scheda(table([["Settore: Tecnico", "Dirigente: Rossi Ada"]]))
        assert (record["settore"], record["dirigente"]) == ("Tecnico", "Rossi Ada")

    def test_title_of_the_form_in_a_row_of_the_table(self):
        titled = [section("SCHEDA OBIETTIVO N. 3", 2), ["Settore", "Tecnico"]]
        other = [section("SCHEDA OBIETTIVO N. 4", 2), ["Settore", "Scuola"]]
        reading = read(table([*titled, *other]))
        assert [(r["scheda_n"], r["settore"]) for r in fields(reading, "scheda")] == [("3", "Tecnico"), ("4", "Scuola")]
        assert reading.accounts[0].non_data == {"titolo": 2}

    def test_table_of_known_words_inside_a_form_is_read_by_the_vocabulary(self):
        words = [["Indicatore", "Target"], ["Strade rifatte", "10 km"], ["Buche chiuse", "90%"]]
        reading = form(table([["Settore", "Tecnico"]]), table(words))
        assert column(reading, "kpi", "target_raw") == ["10 km", "90%"]

    def test_table_that_prints_nothing_of_a_form_is_kept_whole(self):
        reading = form(table([["Capitolo", "Importo"], ["1010", "25.000,00"]]))
        assert reading.set_aside == []
        assert len(fields(reading, "tabella_generica")) == 1


class TestPhases:
    def phases(self, *rows, **how):
        return fields(form(table([*rows], **how)), "fase")

    def test_phases_under_their_quarters(self):
        one, two = self.phases(
            section("TEMPI DI REALIZZAZIONE - ANNO 2031", 5),
            PHASES,
            ["Studio", "X", "", "", ""],
            ["Gara", "", "X", "X", ""],
        )
        assert (one["descrizione"], one["fase_ordinale"], one["scheda_n"]) == ("Studio", 1, "7")
        assert one["intestazioni_tempo"] == TIMES
        assert two["marcature"] == ["", "X", "X", ""]
        assert two["tempi_titolo"] == "TEMPI DI REALIZZAZIONE - ANNO 2031"
        assert two["fase_ordinale"] == 2

    def test_header_of_two_rows_with_the_title_over_the_quarters(self):
        (phase,) = self.phases(
            ["Descrizione fase", "Tempi di realizzazione 2031", LEFT, LEFT, LEFT],
            [UP, *TIMES],
            ["Studio", "", "X", "", ""],
        )
        assert phase["tempi_titolo"] == "Tempi di realizzazione 2031"
        assert phase["intestazioni_tempo"] == TIMES
        assert phase["marcature"] == ["", "X", "", ""]

    def test_header_parted_by_a_page_break_is_one_header(self):
        """Below the break the first column is blank, not merged: still no phase."""
        found = form(
            table(
                [
                    ["Descrizione fase", "Tempi di realizzazione 2031", LEFT, LEFT, LEFT],
                    ["", *TIMES],
                    ["Studio", "", "X", "", ""],
                ],
                on_pages=(1, 2),
            )
        )
        (phase,) = fields(found, "fase")
        assert (phase["descrizione"], phase["intestazioni_tempo"]) == ("Studio", TIMES)
        assert found.accounts[0].non_data == {"intestazione": 2}

    def test_row_of_one_cell_over_phases_is_their_group(self):
        found = self.phases(
            PHASES,
            ["Avvio", "X", "", "", ""],
            section("Lotto nord", 5),
            ["Scavi", "", "X", "", ""],
            ["Posa", "", "", "X", ""],
        )
        assert [phase["gruppo"] for phase in found] == ["", "Lotto nord", "Lotto nord"]

    def test_a_group_goes_on_in_the_next_table_and_stands_where_it_is_printed(self):
        first = table([PHASES, section("Lotto nord", 5), ["Scavi", "", "X", "", ""]])
        found = form(first, table([["Posa", "", "", "X", ""]], page=2))
        _, phase = [record for record in found.records if record.kind == "fase"]
        (where,) = phase.evidence["gruppo"]
        assert (phase.fields["gruppo"], where.page, where.table, where.row) == ("Lotto nord", 1, 1, 1)

    def test_narrow_column_without_heading_is_an_annotation(self):
        (phase,) = self.phases([*PHASES, ""], ["Studio", "X", "", "", "", "rinviata"])
        assert (phase["annotazione"], phase["marcature"]) == ("rinviata", ["X", "", "", ""])

    def test_quarters_without_headings_are_quarters(self):
        (phase,) = self.phases(["Descrizione fase", "", "", "", ""], ["Studio", "X", "", "", "X"])
        assert (phase["marcature"], phase["annotazione"]) == (["X", "", "", "X"], "")

    def test_sector_has_a_column_of_its_own(self):
        (phase,) = self.phases(["Descrizione fase", "Settore", *TIMES], ["Studio", "Tecnico", "X", "", "", ""])
        assert (phase["settore"], phase["marcature"]) == ("Tecnico", ["X", "", "", ""])

    def test_title_printed_in_two_blocks_of_text(self):
        reading = form(
            block("TEMPI DI REALIZZAZIONE"), block("anno 2031"), table([PHASES, ["Studio", "X", "", "", ""]])
        )
        assert column(reading, "fase", "tempi_titolo") == ["TEMPI DI REALIZZAZIONE anno 2031"]

    def test_phases_go_on_in_a_table_on_the_next_page(self):
        reading = form(table([PHASES, ["Studio", "X", "", "", ""]]), table([["Gara", "", "X", "", ""]], page=2))
        assert column(reading, "fase", "descrizione") == ["Studio", "Gara"]
        assert column(reading, "fase", "fase_ordinale") == [1, 2]

    def test_marks_are_traced_even_where_blank(self):
        reading = form(table([PHASES, ["Studio", "X", "", "", ""]]))
        evidence = next(record for record in reading.records if record.kind == "fase").evidence
        assert [place.column for place in evidence["marcature"]] == [1, 2, 3, 4]


class TestIndicators:
    def test_indicators_with_their_verifications(self):
        reading = form(
            table(
                [
                    section("INDICATORI DI PERFORMANCE", 6),
                    INDICATORS,
                    ["Efficacia", "Pratiche evase", "90%", "85%", "", ""],
                    ["Efficienza", "Giorni medi", "< 10", "", "", "8"],
                ]
            )
        )
        one, two = fields(reading, "indicatore")
        assert (one["tipologia"], one["descrizione"], one["target_raw"]) == ("Efficacia", "Pratiche evase", "90%")
        assert one["verifiche"] == {"2031": "85%", "2032": "", "2033": ""}
        assert one["intestazione_target"] == "Valore target"
        assert two["intestazioni_verifica"] == CHECKS
        assert two["indicatore_ordinale"] == 2

    def test_target_is_read(self):
        reading = form(table([INDICATORS, ["Efficacia", "Pratiche evase", "> 90%", "", "", ""]]))
        (record,) = (record for record in reading.records if record.kind == "indicatore")
        assert [(c.operatore, c.valore) for c in record.targets["target_raw"]] == [(">", 90)]

    def test_title_in_place_of_the_first_heading(self):
        header = ["INDICATORI DI PERFORMANCE", "Descrizione", "Target 2031", *CHECKS]
        (indicator,) = fields(form(table([header, ["Efficacia", "Pratiche", "9", "", "", ""]])), "indicatore")
        assert (indicator["tipologia"], indicator["intestazione_target"]) == ("Efficacia", "Target 2031")

    def test_indicators_after_phases_in_one_table(self):
        rows = [
            [*PHASES, ""],
            ["Studio", "X", "", "", "", ""],
            section("INDICATORI DI PERFORMANCE", 6),
            INDICATORS,
            ["Efficacia", "Pratiche", "9", "", "", ""],
        ]
        reading = form(table(rows))
        assert column(reading, "fase", "descrizione") == ["Studio"]
        assert column(reading, "indicatore", "descrizione") == ["Pratiche"]

    def test_labels_after_indicators_end_them(self):
        rows = [
            INDICATORS,
            ["Efficacia", "Pratiche", "9", "", "", ""],
            ["Settore", "Servizio", "Durata", "", "", ""],
            ["Tecnico", "Verde", "annuale", "", "", ""],
        ]
        reading = form(table(rows))
        assert len(fields(reading, "indicatore")) == 1
        assert column(reading, "scheda", "servizio") == ["Verde"]


class TestNotes:
    def test_text_between_the_tables_is_a_note(self):
        record = scheda(table([["Settore", "Servizio"], ["Tecnico", "Verde"]]), block("Nota: salvo proroghe."))
        assert record["note"] == "Nota: salvo proroghe."

    def test_notes_are_put_together(self):
        assert scheda(block("Prima nota."), block("Seconda nota."))["note"] == "Prima nota. Seconda nota."

    def test_text_before_the_first_form_is_nobodys_note(self):
        (record,) = fields(read(block("Premessa."), TITLE), "scheda")
        assert record["note"] == ""

    def test_incentive_with_its_title(self):
        reading = form(block("OBIETTIVO INCENTIVATO - euro 1.000"))
        (record,) = fields(reading, "scheda")
        assert record["incentivato"] is True
        assert record["incentivo_testo"] == "OBIETTIVO INCENTIVATO - euro 1.000"
        assert record["note"] == ""
        assert reading.records[0].evidence["incentivato"][0].text.startswith("OBIETTIVO")

    def test_word_of_the_incentive_in_a_note_does_not_make_it_one(self):
        record = scheda(block("Gli incentivi del settore sono altrove."))
        assert record["incentivato"] is False
        assert record["note"] == record["incentivo_testo"] == "Gli incentivi del settore sono altrove."

    def test_incentive_that_ends_with_a_colon_goes_on(self):
        record = scheda(block("OBIETTIVO INCENTIVATO:"), block("quota del fondo"))
        assert record["incentivo_testo"] == "OBIETTIVO INCENTIVATO: quota del fondo"

    def test_incentive_in_a_row_of_a_table(self):
        record = scheda(table([INDICATORS, ["OBIETTIVO INCENTIVATO", "sì", "", "", "", ""]]))
        assert record["incentivato"] is True
        assert record["incentivo_testo"] == "OBIETTIVO INCENTIVATO | sì"


class TestStaff:
    def test_lines_under_the_title_are_people(self):
        reading = form(block("PERSONALE COINVOLTO"), block("Verdi Ada, istruttore"), block("Neri Ugo, operaio"))
        assert column(reading, "personale", "campi") == [
            {"PERSONALE COINVOLTO": "Verdi Ada, istruttore"},
            {"PERSONALE COINVOLTO": "Neri Ugo, operaio"},
        ]
        assert column(reading, "personale", "ordinale_riga") == [1, 2]
        assert column(reading, "scheda", "note") == [""]

    def test_rows_of_one_cell_under_the_title_are_people(self):
        reading = form(table([["PERSONALE COINVOLTO"], ["Verdi Ada"], ["Neri Ugo"]]))
        assert [list(campi.values()) for campi in column(reading, "personale", "campi")] == [
            ["Verdi Ada"],
            ["Neri Ugo"],
        ]

    def test_next_form_begins_with_nobody(self):
        reading = read(
            TITLE, block("PERSONALE COINVOLTO"), block("Verdi Ada"), block("SCHEDA OBIETTIVO N. 8"), block("x")
        )
        assert column(reading, "personale", "scheda_n") == ["7"]
        assert column(reading, "scheda", "note") == ["", "x"]


class TestTablesUnderAnotherHeading:
    INDICATORS_TABLE = (INDICATORS, ["Efficacia", "Pratiche", "9", "", "", ""])

    def test_narrower_table_is_not_read_under_the_columns_of_the_one_before(self):
        reading = form(table(self.INDICATORS_TABLE), table([["Verdi Ada", "istruttore"]]))
        assert len(fields(reading, "indicatore")) == 1
        assert column(reading, "tabella_generica", "grid") == ['[["Verdi Ada", "istruttore"]]']

    def test_staff_in_several_columns_is_staff(self):
        staff = table([["PERSONALE COINVOLTO", LEFT], ["Verdi Ada", "istruttore"]])
        reading = form(table(self.INDICATORS_TABLE), staff)
        assert len(fields(reading, "indicatore")) == 1
        (person,) = fields(reading, "personale")
        assert person["campi"] == {"PERSONALE COINVOLTO 1": "Verdi Ada", "PERSONALE COINVOLTO 2": "istruttore"}
