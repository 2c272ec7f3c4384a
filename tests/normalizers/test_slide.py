"""Slides: a heading a column, lists in the cells. The municipality and all names are made up."""

import pytest
from made_up import UP, block, fields, findings, read, section, table

ANNI = ["", "2031", "2032"]


def slide(*rows, header=ANNI):
    return table([header, *rows])


class TestObiettiviPerAnno:
    def test_record_for_each_item_of_each_year(self):
        row = ["DIREZIONE CULTURA\nDott.ssa Ada Neri", "1. Musei\n2. Archivio", "1. Musei"]
        found = fields(read(slide(row)), "obiettivo_direzione")
        assert [(r["anno"], r["n"], r["testo"]) for r in found] == [
            (2031, "1", "Musei"),
            (2031, "2", "Archivio"),
            (2032, "1", "Musei"),
        ]
        assert {(r["direzione"], r["direttore"]) for r in found} == {("DIREZIONE CULTURA", "Dott.ssa Ada Neri")}

    def test_director_is_told_by_the_title_whatever_the_lines(self):
        row = ["AREA\nSERVIZI SCOLASTICI Ing.\nUgo Verdi", "1. Mense", ""]
        (record,) = fields(read(slide(row)), "obiettivo_direzione")
        assert (record["direzione"], record["direttore"]) == ("AREA SERVIZI SCOLASTICI", "Ing. Ugo Verdi")

    def test_unit_without_director(self):
        (record,) = fields(read(slide(["DIREZIONE CASA", "1. Alloggi", ""])), "obiettivo_direzione")
        assert (record["direzione"], record["direttore"]) == ("DIREZIONE CASA", "")

    def test_list_goes_on_over_two_sheets(self):
        reading = read(
            block("Obiettivi 1 di 2"),
            slide(["DIREZIONE CASA", "1. Alloggi", ""]),
            block("Obiettivi 2 di 2"),
            slide(["DIREZIONE CASA", "2. Affitti", ""]),
        )
        assert [r["n"] for r in fields(reading, "obiettivo_direzione")] == ["1", "2"]
        assert findings(reading) == []

    def test_sheet_that_is_missing_is_told(self):
        reading = read(
            block("Obiettivi 1 di 3"),
            slide(["DIREZIONE CASA", "1. Alloggi", ""]),
            block("Obiettivi 3 di 3"),
            slide(["DIREZIONE CASA", "2. Affitti", ""]),
        )
        assert [f.code for f in findings(reading)] == ["parte_mancante"]

    def test_column_without_heading_is_told_only_if_it_prints_something(self):
        header = [*ANNI, ""]
        assert findings(read(slide(["DIREZIONE CASA", "1. A", "", ""], header=header))) == []
        (finding,) = findings(read(slide(["DIREZIONE CASA", "1. A", "", "nota"], header=header)))
        assert (finding.code, finding.column) == ("cella_non_presa", 3)

    @pytest.mark.parametrize("header", [["", "2031", "Totale"], ["", "Importo", "Spesa"], ["", "", ""]])
    def test_other_headings_are_not_this_layout(self, header):
        reading = read(slide(["DIREZIONE CASA", "10", "20"], header=header))
        assert fields(reading, "obiettivo_direzione") == []

    def test_figures_under_years_are_not_this_layout(self):
        reading = read(slide(["Spesa corrente", "1.250,00", "1.300,00"], ["Entrate", "900", "950"]))
        assert fields(reading, "obiettivo_direzione") == []

    def test_every_field_has_its_place(self):
        (record,) = read(slide(["DIREZIONE CASA\nDott. Ugo Verdi", "1. Alloggi", ""])).records
        assert {name: places[0].column for name, places in record.evidence.items()} == {
            "direzione": 0,
            "direttore": 0,
            "anno": 1,
            "n": 1,
            "testo": 1,
        }


class TestNestedLists:
    def test_ambiti_with_their_year(self):
        grid = table([["ARIA", "ACQUA"], ["Target 2031", "Target 2031"], ["• Piano\n◦ Avvio\n◦ Fine", "• Reti"]])
        found = fields(read(block("Obiettivi Solidali"), grid), "obiettivo_solidale")
        assert [(r["ambito"], r["anno"], r["target_path"]) for r in found] == [
            ("ARIA", 2031, ["Piano", "Avvio"]),
            ("ARIA", 2031, ["Piano", "Fine"]),
            ("ACQUA", 2031, ["Reti"]),
        ]

    def test_without_the_title_it_stays_generic(self):
        grid = table([["ARIA", "ACQUA"], ["Target 2031", "Target 2031"], ["• Piano", "• Reti"]])
        assert [r.kind for r in read(block("Bilancio"), grid).records] == ["tabella_generica"]

    def test_health_indicators_by_family(self):
        names = ["INDICATORI DI SALUTE FINANZIARIA", "INDICATORI DI SALUTE ORGANIZZATIVA"]
        found = fields(read(table([names, ["• Debito", "• Età media\n• Assenze"]])), "indicatore_salute")
        assert [(r["famiglia"], r["indicatore_path"]) for r in found] == [
            (names[0], ["Debito"]),
            (names[1], ["Età media"]),
            (names[1], ["Assenze"]),
        ]


class TestPesi:
    GRID = (
        section(
            "DISTRIBUZIONE DEL 20% DELLA RETRIBUZIONE DI RISULTATO LEGATA AL RAGGIUNGIMENTO DEGLI OBIETTIVI COMUNI", 4
        ),
        ["", "ARIA", "ACQUA", "Totale"],
        [UP, "Incidenza per area", "Incidenza per area", UP],
        ["TUTTE LE AREE", "12,5%", "7,5%", "20%"],
    )

    def test_record_for_each_part_with_the_total(self):
        found = fields(read(table(self.GRID)), "peso")
        assert [(r["componente"], r["voce"], r["destinatari"]) for r in found] == [
            ("OBIETTIVI COMUNI", "ARIA", "TUTTE LE AREE"),
            ("OBIETTIVI COMUNI", "ACQUA", "TUTTE LE AREE"),
        ]
        assert [(r["percentuale_raw"], r["totale_raw"]) for r in found] == [("12,5%", "20%"), ("7,5%", "20%")]

    def test_rows_are_accounted_for(self):
        (account,) = read(table(self.GRID)).accounts
        assert (account.rows, account.data, account.non_data) == (4, 1, {"titolo": 1, "intestazione": 2})
