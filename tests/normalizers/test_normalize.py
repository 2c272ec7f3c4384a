"""A document as a whole: each table to its layout or kept whole, each row in the accounts, each field with a place."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import DETTAGLIO, LEFT, UP, block, extraction, fields, read, riga, section, table

from normalizers import VERSION, normalize

SCHEDA = block("SCHEDA OBIETTIVO GESTIONALE N. 7")
PHASES = ["Descrizione fase", "I trimestre", "II trimestre", "III trimestre", "IV trimestre", ""]
INDICATORS = ["Tipologia", "Descrizione", "Valore target", "VERIFICA 2031", "VERIFICA 2032", "VERIFICA 2033"]
VALUES = table([["Settore", "Servizio"], ["Tecnico", "Verde"]])


class TestGeneric:
    def test_table_that_no_layout_claims_is_kept_whole(self):
        reading = read(table([["Voce", "Somma"], ["Cancelleria", "120,00"]], page=3))
        (record,) = fields(reading, "tabella_generica")
        assert json.loads(record["grid"]) == [["Voce", "Somma"], ["Cancelleria", "120,00"]]
        assert (record["pagina"], record["tabella"]) == (3, 1)
        (account,) = reading.accounts
        assert (account.layout, account.rows, account.data) == ("generica", 2, 2)

    def test_merged_cell_stands_in_each_position(self):
        (record,) = fields(read(table([["Voce", LEFT], ["a", "b"], [UP, "c"]])), "tabella_generica")
        assert json.loads(record["grid"]) == [["Voce", "Voce"], ["a", "b"], ["a", "c"]]

    def test_accents_are_kept_readable(self):
        (record,) = fields(read(table([["Città", "Età"]])), "tabella_generica")
        assert "Città" in record["grid"]

    def test_it_is_traced_to_each_of_its_pages(self):
        reading = read(table([["a", "b"], ["c", "d"]], on_pages=(1, 1)))
        assert [place.page for place in reading.records[0].evidence["grid"]] == [1, 2]


class TestDocument:
    def test_nothing_gives_nothing(self):
        reading = read()
        assert (reading.records, reading.accounts, reading.set_aside, reading.findings) == ([], [], [], [])
        assert reading.year is None

    def test_everything_the_extraction_holds_goes_on(self):
        source = extraction(block("Premessa"), table([["a", "b"]]))
        reading = normalize(source)
        assert (reading.sha256, reading.pages, reading.tables, reading.blocks) == (
            source.sha256,
            source.pages,
            source.tables,
            source.blocks,
        )
        assert reading.version == f"prova.{VERSION}"

    def test_records_are_numbered_in_the_order_of_the_act(self):
        reading = read(table([["a", "b"]]), table([*DETTAGLIO, riga()]), SCHEDA, VALUES)
        assert [record.kind for record in reading.records] == ["tabella_generica", "obiettivo", "kpi", "scheda"]
        assert [record.ordinal for record in reading.records] == [1, 2, 3, 4]

    def test_document_is_read_by_page_and_height_whatever_the_order_of_its_parts(self):
        """A title at the foot of page 1 heads the table of page 2."""
        reading = read(table([["Settore", "Servizio"], ["Tecnico", "Verde"]], page=2), SCHEDA)
        assert [record.kind for record in reading.records] == ["scheda"]
        assert reading.records[0].fields["settore"] == "Tecnico"

    def test_furniture_is_not_read(self):
        assert fields(read(block("SCHEDA OBIETTIVO GESTIONALE N. 7", kind="arredo")), "scheda") == []

    def test_table_with_a_known_header_is_read_by_it_even_inside_a_form(self):
        reading = read(SCHEDA, table([*DETTAGLIO, riga()]))
        assert [account.layout for account in reading.accounts] == ["elementi_di_dettaglio"]

    def test_year_is_given_or_printed(self):
        plain = extraction(table([["a", "b"]]))
        assert normalize(plain, year=2030).year == 2030
        assert normalize(extraction(table([*DETTAGLIO, riga()])), year=2030).year == 2031

    def test_deadline_without_a_year_is_of_the_plan(self):
        reading = read(table([*DETTAGLIO, riga(target="entro il 30 giugno")]))
        (component,) = reading.records[-1].targets["target_raw"]
        assert component.scadenza == "2031-06-30"

    def test_records_are_held_against_the_page_text(self):
        text = "SCHEDA OBIETTIVO GESTIONALE N. 7\nSCHEDA OBIETTIVO GESTIONALE N. 8\n"
        (count,) = read(SCHEDA, VALUES, text=text).counts
        assert (count.kind, count.found, count.expected) == ("scheda", 1, 2)

    def test_layout_that_is_not_in_the_document_counts_nothing(self):
        assert read(table([["a", "b"]]), text="SCHEDA OBIETTIVO GESTIONALE N. 7").counts == []

    def test_reading_is_the_same_each_time(self):
        source = extraction(SCHEDA, VALUES, table([*DETTAGLIO, riga()]))
        assert normalize(source) == normalize(source)


WORDS = st.sampled_from(
    [
        *("", "", "OD", "F", "1", "1.1", "Tecnico", "1) studio\n2) gara", "90%", "entro il 31/12/2031", "Rossi\nVerdi"),
        *("KPI", "Indicatore", "Target", "Missione", "Programma", "Obiettivo operativo", "Obiettivo gestionale", "Cdr"),
        *("Settore", "Servizio", "Titolo", "Descrizione", "Descrizione fase", "Tipologia", "Valore target"),
        *("Tempi di realizzazione", "Indicatori di performance", "Personale coinvolto", "OBIETTIVO INCENTIVATO:"),
        *("I trimestre", "VERIFICA 2031", "ANAGRAFICA", LEFT, LEFT, UP, UP),
    ]
)
BLOCKS = st.sampled_from(
    ["SCHEDA OBIETTIVO GESTIONALE N. 7", "Tempi di realizzazione", "Personale coinvolto", "Nota", "incentivo:"]
).map(block)


@st.composite
def documents(draw):
    """Blocks, and tables of as many columns each: words of the trade, some cells merged, on one page or two."""
    n_columns = draw(st.sampled_from([1, 2, 5, 6, 12]))
    return draw(st.lists(tables(n_columns) | BLOCKS, max_size=5))


@st.composite
def tables(draw, n_columns):
    rows = draw(st.lists(st.lists(WORDS, min_size=n_columns, max_size=n_columns), min_size=1, max_size=6))
    rows = [_possible(rows, row) for row in range(len(rows))]
    if n_columns == 12:
        rows = [*draw(st.sampled_from([[], DETTAGLIO, [*DETTAGLIO, section("DIREZIONE"), riga()]])), *rows]
    if n_columns == 6:
        rows = [*draw(st.sampled_from([[], [PHASES], [INDICATORS]])), *rows]
    cut = draw(st.integers(1, len(rows)))
    return table(rows, on_pages=[count for count in (cut, len(rows) - cut) if count])


def _possible(rows, row):
    """The row with merges only into cells of one position: a mark at the edge or beside another mark is no text."""
    marks = (LEFT, UP)
    plain = [text if text not in marks else "" for text in rows[row]]
    for column, text in enumerate(rows[row]):
        beside = column and rows[row][column - 1] not in marks
        if text == LEFT and beside and not (row + 1 < len(rows) and rows[row + 1][column - 1] == UP):
            plain[column] = LEFT
        free = row and rows[row - 1][column] not in marks
        if text == UP and free and not (column + 1 < len(plain) and rows[row - 1][column + 1] == LEFT):
            plain[column] = UP
    return plain


@given(documents())
@settings(max_examples=150, deadline=None)
def test_rows_are_data_or_set_aside_or_said_not_to_be_data(items):
    source = extraction(*items)
    reading = normalize(source)
    assert [account.table for account in reading.accounts] == [table.number for table in source.tables]
    for found, account in zip(source.tables, reading.accounts, strict=True):
        assert account.rows == found.n_rows
        assert account.data + account.set_aside + sum(account.non_data.values()) == account.rows
    aside = sum(account.set_aside for account in reading.accounts)
    assert aside == len(reading.set_aside)
    assert all(item.reason.endswith(".") for item in reading.set_aside)


@given(documents())
@settings(max_examples=100, deadline=None)
def test_every_printed_text_is_traced(items):
    reading = read(*items)
    assert [record.ordinal for record in reading.records] == list(range(1, len(reading.records) + 1))
    for record in reading.records:
        assert set(record.evidence) <= set(record.fields)
        for name, value in record.fields.items():
            if isinstance(value, str) and value:
                assert record.evidence.get(name), (record.kind, name, value)


def test_fewer_records_than_a_document_holds_are_a_finding():
    reading = read(table([*DETTAGLIO, riga()]))
    assert [(f.code, f.message) for f in reading.findings] == [
        ("volume_inatteso", "1 righe di obiettivo: attese da 5 a 5000."),
        ("volume_inatteso", "1 righe di kpi: attese da 5 a 20000."),
    ]


def test_records_are_numbered_as_one_reads_them_whoever_read_them():
    reading = read(table([*DETTAGLIO, riga()]), block("Fine"), table([["Nominativo", "Presente"], ["Ada Neri", "SI"]]))
    assert [(r.ordinal, r.kind) for r in reading.records] == [(1, "obiettivo"), (2, "kpi"), (3, "presenza")]
