"""Running headers, footers, page numbers, stamps: told by repetition and place. The municipality is made up."""

import pytest
from factories import Text, page, ruled, table_page

from extractors.furniture import furniture
from extractors.page import SKEW
from extractors.sheet import take_apart

BODY = [("Il piano degli obiettivi del Comune", 60, 300), ("di Borgo Inventato è approvato.", 60, 312)]


def furniture_of(*pages):
    """The texts of the furniture, page by page."""
    sheets = [take_apart(content) for content in pages]
    found = furniture(sheets)
    return [[item.line.text for item in sheet.free if id(item) in found] for sheet in sheets]


def pages(*margins):
    """A page for each group of texts in the margins, with different text in the body of each."""
    return [
        page([*group, *BODY, (f"capoverso proprio {'abcdefgh'[number]}", 60, 400)], number=number)
        for number, group in enumerate(margins, 1)
    ]


@pytest.mark.parametrize("wording", ["{}", "Pagina {} di 4", "- {} -", "pag. {}/4"])
def test_page_numbers_that_count_are_furniture(wording):
    lines = [wording.format(n) for n in range(1, 5)]
    assert furniture_of(*pages(*([(line, 280, 810)] for line in lines))) == [[line] for line in lines]


def test_page_numbers_may_begin_anywhere():
    assert furniture_of(*pages(*([(f"{n}", 280, 810)] for n in (117, 118, 119)))) == [["117"], ["118"], ["119"]]


def test_numbers_that_do_not_count_as_the_pages_do_are_text():
    assert furniture_of(*pages(*([(f"Totale {n}", 280, 810)] for n in (50, 12, 73, 31)))) == [[], [], [], []]


def test_line_with_a_count_and_another_number_that_jumps_is_text():
    lines = [f"Tabella {n}: {total} euro" for n, total in ((1, 50), (2, 12), (3, 73), (4, 31))]
    assert furniture_of(*pages(*([(line, 280, 810)] for line in lines))) == [[], [], [], []]


def test_section_titles_of_two_pages_each_are_text():
    assert furniture_of(*pages(*([(f"Sezione {n}", 60, 40)] for n in (1, 1, 2, 2, 3, 3)))) == [[]] * 6


def test_title_now_and_then_is_text():
    assert furniture_of(*pages(*([("Riepilogo", 60, 40)] if n else [] for n in (1, 0, 0, 1, 0, 0, 1)))) == [[]] * 7


def test_constant_header_is_furniture_and_the_body_is_not():
    found = furniture_of(*pages(*([("COMUNE DI BORGO INVENTATO", 60, 30)] for _ in range(3))))
    assert found == [["COMUNE DI BORGO INVENTATO"]] * 3


def test_header_of_several_lines_is_furniture_line_by_line():
    head = [("COMUNE DI BORGO INVENTATO", 60, 30), ("Allegato 3", 60, 42)]
    assert furniture_of(*pages(head, head, head)) == [["COMUNE DI BORGO INVENTATO", "Allegato 3"]] * 3


def test_two_pages_are_too_few_to_tell():
    assert furniture_of(*pages([("Allegato 3", 60, 30)], [("Allegato 3", 60, 30)])) == [[], []]


def test_same_words_at_another_height_are_text():
    assert furniture_of(*pages(*([("Allegato 3", 60, y)] for y in (20, 50, 80)))) == [[], [], []]


def test_header_may_move_a_little():
    assert furniture_of(*pages(*([("Allegato 3", 60, y)] for y in (30, 34, 31)))) == [["Allegato 3"]] * 3


def test_repetition_in_the_body_of_the_page_is_text():
    assert furniture_of(*pages(*([("Settore Tecnico", 60, 350)] for _ in range(4)))) == [[], [], [], []]


def test_slanted_watermark_is_furniture_even_once():
    assert furniture_of(page([*BODY, Text("BOZZA", 200, 400, size=40, turn=SKEW)])) == [["BOZZA"]]


def test_watermark_over_a_table_stays_out_of_its_cells():
    content = table_page([["uno", "due", "tre"]], texts=[Text("BOZZA", 160, 110, turn=SKEW)])
    sheet = take_apart(content)
    assert furniture_of(content) == [["BOZZA"]]
    assert [line.text for slot in sheet.cells[0] for line in slot] == ["uno", "due", "tre"]


def test_turned_stamp_with_several_numbers_is_furniture():
    """Date and protocol stand still, the page counts."""
    stamps = [f"Prot. 004512/2021 del 15/03/2021 pag. {n} di 5" for n in range(1, 6)]
    found = furniture_of(*pages(*([Text(stamp, 575, 600, turn=90)] for stamp in stamps)))
    assert found == [[stamp] for stamp in stamps]


def test_turned_text_of_one_page_is_text():
    assert furniture_of(*pages([Text("Ambito sociale", 575, 600, turn=90)], [], [])) == [[], [], []]


def test_numbered_title_that_is_not_on_every_page_is_text():
    """`SCHEDA n. 7` heads a form that takes three pages: it counts forms, not pages."""
    found = furniture_of(*pages(*([(f"SCHEDA OBIETTIVO n. {n}", 60, 40)] if n else [] for n in (1, 0, 0, 2, 0, 0, 3))))
    assert found == [[]] * 7


def test_header_that_leaves_out_a_page_is_furniture_on_the_others():
    head = [("Allegato 3", 60, 30)]
    assert furniture_of(*pages(head, head, [], head, head)) == [["Allegato 3"]] * 2 + [[]] + [["Allegato 3"]] * 2


def test_first_row_of_a_table_repeated_on_each_page_is_not_furniture():
    ruled_pages = [table_page([["Indicatore", "KPI", "Target"], ["a", "b", "c"]], number=n, top=40) for n in (1, 2, 3)]
    assert furniture_of(*ruled_pages) == [[], [], []]


def test_heading_under_a_line_that_changes_is_not_furniture():
    """A header has only furniture above it: column headings under a chapter title are none."""
    titles = ("Ambito sociale", "Ambito tecnico", "Ambito contabile")
    found = furniture_of(*pages(*([(title, 60, 40), ("Indicatore    Target", 60, 60)] for title in titles)))
    assert found == [[], [], []]


def test_text_beside_a_table_in_the_upper_margin_is_not_furniture():
    rulings = ruled((50, 150, 250), (30, 60, 90))
    texts = [("uno", 54, 34), ("due", 154, 34), ("nota fissa", 400, 55)]
    assert furniture_of(*(page(texts, rulings, number=n) for n in (1, 2, 3))) == [[], [], []]


def test_nothing_comes_of_nothing():
    assert furniture([]) == set()
    assert furniture_of(page(), page(), page()) == [[], [], []]
