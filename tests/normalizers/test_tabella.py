"""Rows under headers become records; what can't be placed is set aside. The municipality and all names are made up."""

import json

import pytest
from made_up import DETTAGLIO, UP, block, column, fields, findings, read, riga, section, table

MATRICE = [
    "Obiettivo strategico", "<", "Missione", "Programma", "Obiettivo operativo DUP", "Cdr", "Indicatore", "Target",
    "Obiettivo gestionale PEG", "Indicatore", "Target",
]  # fmt: skip
RIGA_PEG = [
    "3", "Città sicura", "9 Sviluppo sostenibile", "02 - Tutela", "Obiettivo routinario", "045 Ambiente", "Controlli",
    "12", "Vigilanza sui cantieri", "Sopralluoghi", "40",
]  # fmt: skip


def detail(*rows, **how):
    return table([*DETTAGLIO, *rows], **how)


def later(**printed):
    """A further row of an objective: its own cells are merged with those above."""
    own = ("tipo", "n", "titolo", "cognome", "nome", "direzione", "unita")
    return riga(**(dict.fromkeys(own, UP) | printed))


class TestRecords:
    def test_objective_and_its_indicators(self):
        reading = read(detail(riga(), later(kpi="Metri lineari", target="< 5")))
        (objective,) = fields(reading, "obiettivo")
        assert objective["n"] == "1" and objective["titolo"] == "Riordino dell'archivio"
        assert column(reading, "kpi", "kpi") == ["Faldoni riordinati", "Metri lineari"]
        assert column(reading, "kpi", "kpi_ordinale") == [1, 2]
        assert column(reading, "kpi", "obiettivo_n") == ["1", "1"]

    def test_next_objective_counts_its_indicators_anew(self):
        reading = read(detail(riga(), later(), riga(n="2"), later()))
        assert column(reading, "obiettivo", "n") == ["1", "2"]
        assert column(reading, "kpi", "kpi_ordinale") == [1, 2, 1, 2]

    def test_two_objectives_with_the_same_number_are_two(self):
        assert column(read(detail(riga(n="1"), riga(n="1"))), "obiettivo", "n") == ["1", "1"]

    def test_every_field_is_traced_to_its_cell(self):
        reading = read(detail(riga()))
        kpi = next(record for record in reading.records if record.kind == "kpi")
        (evidence,) = kpi.evidence["target_raw"]
        assert (evidence.page, evidence.row, evidence.column, evidence.text) == (1, 2, 9, "90%")
        assert evidence.box == (500, 140, 550, 160)
        assert kpi.evidence["obiettivo_n"][0].column == 1

    def test_blank_field_is_empty_and_has_no_place(self):
        reading = read(detail(riga(fonte="")))
        kpi = next(record for record in reading.records if record.kind == "kpi")
        assert kpi.fields["fonte"] == ""
        assert "fonte" not in kpi.evidence

    def test_target_is_read(self):
        kpi = next(record for record in read(detail(riga(target="> 70%"))).records if record.kind == "kpi")
        (component,) = kpi.targets["target_raw"]
        assert (component.operatore, component.valore, component.unita) == (">", 70, "%")

    def test_year_of_the_header_is_the_year_of_the_plan(self):
        assert read(detail(riga())).year == 2031

    def test_list_of_actions_is_cut_at_its_marks(self):
        reading = read(detail(riga(azioni="1) studio\n2) gara\ncon più lotti\n3) avvio")))
        assert column(reading, "kpi", "azioni") == [["1) studio", "2) gara con più lotti", "3) avvio"]]
        assert column(reading, "kpi", "azioni_raw") == ["1) studio 2) gara con più lotti 3) avvio"]

    def test_no_actions_are_an_empty_list(self):
        assert column(read(detail(riga(azioni=""))), "kpi", "azioni") == [[]]


class TestPeople:
    def people(self, *rows):
        return column(read(detail(*rows)), "obiettivo", "responsabili")

    def test_one_person(self):
        assert self.people(riga()) == [[{"cognome": "Rossi", "nome": "Ada", "unita_organizzativa": "Archivio"}]]

    def test_people_printed_one_under_the_other_are_parted(self):
        (people,) = self.people(riga(cognome="Rossi\nDe Verdi", nome="Ada\nUgo", unita="Archivio\nProtocollo"))
        assert [(p["cognome"], p["nome"], p["unita_organizzativa"]) for p in people] == [
            ("Rossi", "Ada", "Archivio"),
            ("De Verdi", "Ugo", "Protocollo"),
        ]

    def test_people_printed_one_under_the_other_may_share_a_unit(self):
        (people,) = self.people(riga(cognome="Rossi\nVerdi", nome="Ada\nUgo", unita="Archivio"))
        assert [tuple(person.values()) for person in people] == [
            ("Rossi", "Ada", "Archivio"),
            ("Verdi", "Ugo", "Archivio"),
        ]

    def test_people_in_rows_of_their_own_belong_to_the_same_objective(self):
        (people,) = self.people(riga(), later(cognome="Verdi", nome="Ugo", unita="Protocollo"))
        assert [p["cognome"] for p in people] == ["Rossi", "Verdi"]

    def test_same_person_in_capitals_is_one(self):
        (people,) = self.people(riga(), later(cognome="ROSSI", nome="ADA", unita="ARCHIVIO"))
        assert len(people) == 1

    def test_name_of_two_lines_with_one_surname_is_one_person(self):
        ((person,),) = self.people(riga(nome="Ada\nMaria"))
        assert (person["cognome"], person["nome"]) == ("Rossi", "Ada Maria")


class TestSections:
    def test_row_of_one_cell_names_the_rows_below_it(self):
        reading = read(
            detail(section("DIREZIONE AFFARI GENERALI"), riga(), section("DIREZIONE TECNICA"), riga(n="2"), later())
        )
        assert column(reading, "obiettivo", "sezione_direzione") == ["DIREZIONE AFFARI GENERALI", "DIREZIONE TECNICA"]
        assert reading.accounts[0].non_data == {"intestazione": 2, "sezione": 2}

    def test_section_is_traced(self):
        reading = read(detail(section("DIREZIONE TECNICA"), riga()))
        assert reading.records[0].evidence["sezione_direzione"][0].row == 2

    def test_section_ends_with_the_table(self):
        reading = read(detail(section("DIREZIONE TECNICA"), riga()), detail(riga(n="2")))
        assert column(reading, "obiettivo", "sezione_direzione") == ["DIREZIONE TECNICA", ""]


class TestPageBreaks:
    def blank_top(self, **printed):
        own = ("tipo", "n", "titolo", "cognome", "nome", "direzione", "unita", "kpi")
        return riga(**(dict.fromkeys(own, "") | printed))

    def test_cells_that_a_page_break_leaves_blank_are_inherited(self):
        reading = read(detail(riga(), self.blank_top(descrizione="Seconda misura"), on_pages=(3, 1)))
        assert column(reading, "obiettivo", "n") == ["1"]
        assert column(reading, "kpi", "obiettivo_n") == ["1", "1"]
        assert column(reading, "kpi", "kpi") == ["Faldoni riordinati"] * 2
        assert column(reading, "kpi", "kpi_ordinale") == [1, 2]
        assert reading.set_aside == []

    def test_inherited_cell_is_traced_to_the_page_that_prints_it(self):
        reading = read(detail(riga(), self.blank_top(descrizione="Seconda misura"), on_pages=(3, 1)))
        kpi = reading.records[-1]
        assert kpi.evidence["obiettivo_n"][0].page == 1
        assert kpi.evidence["descrizione"][0].page == 2

    def test_blank_cell_merged_over_rows_below_the_break_is_inherited_in_all_of_them(self):
        reading = read(detail(riga(), self.blank_top(kpi="B"), later(kpi="C"), riga(n="2"), on_pages=(3, 3)))
        assert column(reading, "kpi", "obiettivo_n") == ["1", "1", "1", "2"]
        assert column(reading, "kpi", "kpi") == ["Faldoni riordinati", "B", "C", "Faldoni riordinati"]

    def test_blank_cells_in_the_middle_of_a_page_are_not_filled(self):
        reading = read(detail(riga(), self.blank_top(kpi="B")))
        assert len(fields(reading, "kpi")) == 1
        assert len(reading.set_aside) == 1

    def test_row_with_a_number_at_the_page_top_inherits_nothing(self):
        reading = read(detail(riga(), riga(n="2", direzione=""), on_pages=(3, 1)))
        assert column(reading, "obiettivo", "direzione") == ["Affari generali", ""]

    def test_merged_cell_over_the_page_break_has_both_places(self):
        reading = read(detail(riga(), later(), on_pages=(3, 1)))
        assert [evidence.page for evidence in reading.records[0].evidence["titolo"]] == [1, 2]


class TestTablesWithoutHeader:
    def test_table_under_the_same_columns_goes_on(self):
        reading = read(detail(riga()), table([riga(n="2"), riga(n="3")], page=2))
        assert column(reading, "obiettivo", "n") == ["1", "2", "3"]
        assert [account.layout for account in reading.accounts] == ["elementi_di_dettaglio"] * 2

    def test_section_goes_on_with_it(self):
        reading = read(detail(section("DIREZIONE TECNICA"), riga()), table([riga(n="2")], page=2))
        assert column(reading, "obiettivo", "sezione_direzione") == ["DIREZIONE TECNICA"] * 2

    def test_table_of_another_shape_in_between_ends_it(self):
        reading = read(detail(riga()), table([["Voce", "Somma"], ["a", "1"]]), table([riga(n="2")], page=2))
        assert [account.layout for account in reading.accounts] == ["elementi_di_dettaglio", "generica", "generica"]


class TestSetAside:
    @pytest.mark.parametrize("field", ["n", "titolo", "tipo"])
    def test_row_without_a_required_field_is_set_aside_with_its_reason(self, field):
        reading = read(detail(riga(n="1"), riga(**({"n": "2"} | {field: ""}))))
        (aside,) = reading.set_aside
        assert aside.reason == f"Manca il valore di: {field}."
        assert (aside.page, aside.table, aside.row) == (1, 1, 3)
        assert json.loads(aside.content)[7] == "Faldoni riordinati"
        assert len(fields(reading, "kpi")) == 1

    def test_it_is_counted_and_the_page_is_the_one_that_prints_it(self):
        reading = read(detail(riga(), riga(n="2", titolo=""), riga(n="3"), on_pages=(3, 2)))
        (account,) = reading.accounts
        assert (account.rows, account.data, account.set_aside, account.non_data) == (5, 2, 1, {"intestazione": 2})
        assert reading.set_aside[0].page == 2

    def test_blank_row_is_no_data(self):
        (account,) = read(detail(riga(), [""] * 12)).accounts
        assert account.non_data == {"intestazione": 2, "vuota": 1}

    def test_title_above_the_header_is_no_data(self):
        (account,) = read(table([section("Allegato 3"), *DETTAGLIO, riga()])).accounts
        assert account.non_data == {"titolo": 1, "intestazione": 2}


class TestFindings:
    def test_value_outside_a_closed_list_is_a_finding_and_stays(self):
        reading = read(detail(riga(tipo="OX")))
        (finding,) = findings(reading)
        assert finding.code == "valore_fuori_elenco"
        assert "«OX»" in finding.message and "OD, F" in finding.message
        assert column(reading, "obiettivo", "tipo") == ["OX"]

    def test_known_values_are_none(self):
        assert findings(read(detail(riga(tipo="F", n="1.1")))) == []

    def test_column_that_no_field_claims_is_a_finding(self):
        rows = [[*DETTAGLIO[0], "Colore"], [*DETTAGLIO[1], UP], [*riga(), "verde"]]
        (finding,) = findings(read(table(rows)))
        assert (finding.code, finding.table) == ("colonna_sconosciuta", 1)
        assert "«Colore»" in finding.message


class TestMatrix:
    def test_row_becomes_a_record_with_what_is_derived_from_it(self):
        (record,) = fields(read(table([MATRICE, RIGA_PEG])), "riga_peg")
        assert (record["strategico_n"], record["obiettivo_strategico"]) == ("3", "Città sicura")
        assert (record["indicatore_dup"], record["target_dup"]) == ("Controlli", "12")
        assert (record["indicatore_peg"], record["target_peg"]) == ("Sopralluoghi", "40")
        assert (record["missione_codice"], record["programma_codice"], record["cdr_codice"]) == ("09", "02", "045")
        assert record["routinario"] is True

    def test_what_has_no_code_is_empty_and_what_is_not_routine_is_false(self):
        row = [*RIGA_PEG[:2], "Sviluppo", *RIGA_PEG[3:4], "Obiettivo nuovo", *RIGA_PEG[5:]]
        (record,) = fields(read(table([MATRICE, row])), "riga_peg")
        assert record["missione_codice"] == "" and record["routinario"] is False

    def test_strategic_cells_go_on_over_the_page_break(self):
        reading = read(table([MATRICE, RIGA_PEG, ["", "", *RIGA_PEG[2:]]], on_pages=(2, 1)))
        assert column(reading, "riga_peg", "obiettivo_strategico") == ["Città sicura"] * 2

    def test_text_between_changes_nothing(self):
        reading = read(block("Parte prima"), table([MATRICE, RIGA_PEG]), block("Parte seconda"))
        assert len(fields(reading, "riga_peg")) == 1


def test_title_that_a_page_break_cuts_goes_on():
    below = riga(n="", titolo="storico del Comune", kpi="Metri lineari")
    reading = read(detail(riga(titolo="Riordino dell'archivio"), below, later(kpi="Scaffali"), on_pages=(3, 2)))
    (objective,) = fields(reading, "obiettivo")
    assert objective["titolo"] == "Riordino dell'archivio storico del Comune"
    assert column(reading, "kpi", "obiettivo_n") == ["1", "1", "1"]
    (record,) = (record for record in reading.records if record.kind == "obiettivo")
    assert [(place.page, place.row, place.text) for place in record.evidence["titolo"]] == [
        (1, 2, "Riordino dell'archivio"),
        (2, 3, "storico del Comune"),
    ]
