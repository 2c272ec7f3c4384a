"""Text that keeps no border: longer than its cell, or printed across the table. The municipality is made up."""

from factories import Text, page, ruled

from extractors.sheet import take_apart

XS, YS = (50, 110, 250, 350), (100, 120, 140, 160)
HEADER = [("Indicatore", 52, 105), ("Target", 115, 105), ("Peso", 255, 105)]


def cells(*texts, xs=XS):
    """The text of each slot, row by row, and the text outside."""
    sheet = take_apart(page([*HEADER, *texts], ruled(xs, YS)))
    assert sheet.glyphs == sheet.in_cells + sum(item.glyphs for item in sheet.free)
    slots = [" / ".join(line.text for line in lines) for lines in sheet.cells[0]]
    return slots[3:6], [item.line.text for item in sheet.free]


def test_text_that_runs_into_the_next_cell_stays_in_the_one_where_it_begins():
    row, free = cells(("pratiche evase online", 53, 125), ("90", 220, 125))
    assert (row, free) == (["pratiche evase online", "90", ""], [])


def test_centred_text_that_is_too_long_belongs_to_the_cell_of_its_middle():
    row, free = cells(("novanta giorni lavorativi per tutti", 100, 125))
    assert (row, free) == (["", "novanta giorni lavorativi per tutti", ""], [])


def test_text_that_runs_out_of_the_table_stays_in_its_cell():
    row, free = cells(("quaranta per centomila", 255, 125))
    assert (row, free) == (["", "", "quaranta per centomila"], [])


def test_texts_that_the_file_prints_on_with_white_or_a_blank_at_the_border_are_two():
    for first in ("evase", "evase "):
        row, _ = cells(Text(first, 80, 125), Text("90 su 100", 110, 125))
        assert row[:2] == ["evase", "90 su 100"]


def test_letters_much_higher_than_the_cells_are_printed_across_them():
    row, free = cells(("evase", 53, 125), ("90", 115, 125), Text("COPIA", 60, 100, size=50))
    assert (row, free) == (["evase", "90", ""], ["COPIA"])


def test_letters_as_high_as_their_cell_stand_in_it():
    row, free = cells(Text("evase", 53, 119, size=22))
    assert (row[0], free) == ("evase", [])
