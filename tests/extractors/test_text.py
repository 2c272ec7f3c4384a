"""From glyphs to lines, from lines to the text of a cell."""

import pytest
from factories import PADDING, SIZE, Text, page, table_page, tables_of
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.furniture import furniture
from extractors.sheet import take_apart
from extractors.stitch import cell_lines, stitch
from extractors.text import Lexicon

WORDS = st.text("abcdefghilmnopqrstuvz", min_size=1, max_size=9)


def lines(*texts, **how):
    """The lines that some texts make, as the reader sees them."""
    return [item.line for item in take_apart(page(texts, **how)).free]


def texts(*found):
    return [line.text for line in found]


def document(cell, room, others):
    """A table whose first cell has room for so many letters a line; the other cells of its column are wide."""
    rows = [["\n".join(cell), others[0] if others else ""], *(["", other] for other in others[1:])]
    xs = (50, 50 + room * SIZE / 2 + 2 * PADDING, 560)
    return table_page(rows, xs=xs, row_height=12 * len(cell) + 20)


def cell(*rows, room, others=()):
    """The first cell of such a table, once read."""
    (table,) = tables_of(document(rows, room, others))
    return table.cells[0]


def joined(*rows, room, others=()):
    return cell(*rows, room=room, others=others).text


def lexicon(*rows, others=()):
    sheets = [take_apart(document(rows, 30, others))]
    return Lexicon(list(cell_lines(stitch(sheets, furniture(sheets)))))


def test_a_word_is_cut_in_a_cell_with_a_wide_padding_too():
    rows = [["strade e manuten\nzione del verde", "la manutenzione resta"], ["", "altro"]]
    (table,) = tables_of(table_page(rows, xs=(50, 50 + 16 * SIZE / 2 + 16, 560)))
    assert table.cells[0].text == "strade e manutenzione del verde"


class TestLines:
    def test_shuffled_glyphs_make_lines_in_reading_order(self):
        printed = (("Obiettivo numero tre", 50, 100), ("entro la fine", 50, 112), ("dell'anno", 50, 124))
        assert texts(*lines(*printed, shuffled=7)) == ["Obiettivo numero tre", "entro la fine", "dell'anno"]

    def test_gap_between_words_is_a_blank_where_the_file_prints_none(self):
        (line,) = lines(("Borgo", 50, 100), ("Inventato", 80, 100))
        assert line.text == "Borgo Inventato"

    def test_narrow_gap_within_a_word_is_none(self):
        (line,) = lines(("Bor", 50, 100), ("go", 66, 100))
        assert line.text == "Borgo"

    def test_many_printed_blanks_are_one(self):
        (line,) = lines(("Borgo    Inventato", 50, 100))
        assert line.text == "Borgo Inventato"

    def test_blank_at_the_line_end_is_told_but_not_printed(self):
        spaced, plain = lines(("uno ", 50, 100), ("due", 50, 112))
        assert (spaced.text, spaced.spaced) == ("uno", True)
        assert (plain.text, plain.spaced) == ("due", False)

    def test_overprinted_bold_is_read_once(self):
        (line,) = lines(("Totale", 50, 100), ("Totale", 50.4, 100))
        assert line.text == "Totale"

    def test_letters_printed_three_times_are_read_once(self):
        (line,) = lines(*(("Totale 11", 50 + 0.3 * i, 100) for i in range(3)))
        assert line.text == "Totale 11"

    def test_true_double_letters_stay(self):
        (line,) = lines(("Oggetto: attrezzatura 11", 50, 100))
        assert line.text == "Oggetto: attrezzatura 11"

    def test_superscript_stays_on_its_line(self):
        (line,) = lines(("1.200 m", 50, 100), Text("2", 85.5, 99.5, size=6.5))
        assert line.text == "1.200 m2"

    def test_high_superscript_and_low_subscript_stay_on_their_line(self):
        (line,) = lines(("1.200 m", 50, 100), Text("2", 85.2, 95, size=7), Text("a", 88.9, 95, size=7))
        assert line.text == "1.200 m2a"
        (line,) = lines(("H", 50, 100), Text("2", 55.2, 107, size=7), ("O", 59, 100))
        assert line.text == "H2O"

    def test_next_line_is_not_drawn_in(self):
        assert len(lines(("prima", 50, 100), ("seconda", 50, 109))) == 2

    @pytest.mark.parametrize("turn", [90, 180, 270])
    def test_rotated_text_reads_along_its_own_direction(self, turn):
        (line,) = lines(Text("Settore Tecnico", 300, 400, turn=turn), shuffled=3)
        assert line.text == "Settore Tecnico"

    def test_two_rotated_lines_come_in_reading_order(self):
        sheet = table_page([["", "", ""]], texts=[Text("sotto", 90, 138, turn=90), Text("sopra", 60, 138, turn=90)])
        (table,) = tables_of(sheet)
        assert table.cells[0].lines == ("sopra", "sotto")

    def test_text_that_runs_upwards_does_not_mix_with_text_that_runs_across(self):
        found = lines(Text("asse", 60, 140, turn=90), ("valore", 75, 105))
        assert sorted(texts(*found)) == ["asse", "valore"]

    def test_blanks_alone_make_no_line(self):
        assert lines(("   ", 50, 100)) == []

    @given(st.lists(st.lists(WORDS, min_size=1, max_size=5), min_size=1, max_size=6), st.integers(0, 99))
    @settings(max_examples=60, deadline=None)
    def test_any_order_in_the_file_gives_the_same_lines(self, rows, seed):
        printed = [(" ".join(row), 50, 100 + 12 * i) for i, row in enumerate(rows)]
        assert texts(*lines(*printed, shuffled=seed)) == [" ".join(row) for row in rows]

    @given(st.lists(st.sampled_from(["Borgo", " ", "à", "ﬁ", "€", "\u00a0", "-", "7"]), max_size=20))
    @settings(max_examples=60, deadline=None)
    def test_every_visible_glyph_stands_in_a_line(self, parts):
        found = lines(("".join(parts), 50, 100))
        assert "".join("".join(texts(*found)).split()) == "".join("".join(parts).split())


HYPHENATED = ("la manu-\ntenzione", "il moni-\ntoraggio", "gli inter-\nventi")
WHOLE = "con manutenzione e monitoraggio degli interventi previsti"


class TestJoin:
    def test_words_are_parted_by_one_blank(self):
        assert joined("riduzione dei", "tempi", room=14) == "riduzione dei tempi"

    def test_no_lines_are_no_text(self):
        assert joined("", room=14, others=["altro"]) == ""

    def test_word_cut_without_hyphen_in_a_narrow_cell_is_whole_again(self):
        """`amministrazi` fills the cell, and neither half is a word that the document knows."""
        assert joined("amministrazi", "one", room=12) == "amministrazione"

    def test_word_cut_without_hyphen_that_stands_whole_elsewhere(self):
        others = ["il monitoraggio continuo"]
        assert joined("si fa il monito", "raggio ora", room=15, others=others) == "si fa il monitoraggio ora"

    def test_full_line_of_whole_words_stays_two_words(self):
        others = ["la gestione degli immobili comunali"]
        assert joined("gestione degli", "immobili", room=14, others=others) == "gestione degli immobili"

    def test_full_line_of_one_whole_word_stays_a_word(self):
        others = ["ogni amministrazione per ente"]
        assert joined("amministrazione", "per ente", room=15, others=others) == "amministrazione per ente"

    def test_common_short_word_after_a_word_that_fills_the_line_stays_a_word(self):
        others = ["pane e vino e olio e sale"] * 12
        assert joined("informatizzazione", "e scansione", room=17, others=others) == "informatizzazione e scansione"

    def test_line_with_room_to_spare_is_not_cut(self):
        assert joined("uso", "one", room=14) == "uso one"

    def test_punctuation_at_the_line_end_ends_the_word(self):
        assert joined("digitalizza,", "rete", room=12) == "digitalizza, rete"

    def test_printed_blank_at_the_line_end_begins_a_new_word(self):
        assert joined("amministrazi ", "one", room=13) == "amministrazi one"

    @pytest.mark.parametrize(
        ("rows", "whole"),
        [
            (("dopo il Covid-", "19"), "dopo il Covid-19"),
            (("l'uso di back-", "office"), "l'uso di back-office"),
        ],
    )
    def test_hyphen_of_a_compound_that_the_document_prints_stays(self, rows, whole):
        others = ["emergenza Covid-19 e misure", "uffici di back-office", *HYPHENATED, WHOLE]
        assert joined(*rows, room=14, others=others) == whole

    def test_hyphen_of_a_word_that_the_document_prints_whole_goes(self):
        assert joined("piano di manu-", "tenzione", room=14, others=[WHOLE]) == "piano di manutenzione"

    def test_unknown_word_keeps_its_hyphen_where_the_document_does_not_hyphenate(self):
        assert joined("il front-", "office", room=9, others=["altro testo"]) == "il front-office"

    def test_unknown_word_loses_its_hyphen_where_the_document_hyphenates(self):
        assert joined("la rendi-", "contazione", room=10, others=[*HYPHENATED, WHOLE]) == "la rendicontazione"

    def test_range_of_years_keeps_its_hyphen_even_where_the_document_hyphenates(self):
        assert joined("anni 2020-", "2022", room=10, others=[*HYPHENATED, WHOLE]) == "anni 2020-2022"

    def test_soft_hyphen_always_goes(self):
        assert joined("monito\u00ad", "raggio", room=7) == "monitoraggio"

    @given(st.lists(WORDS, min_size=1, max_size=6), st.integers(9, 50))
    @settings(max_examples=40, deadline=None)
    def test_joining_never_loses_or_adds_a_letter(self, words, room):
        assert joined(*words, room=room, others=["uno due"]).replace(" ", "") == "".join(words)


class TestLexicon:
    def test_knows_words_whatever_their_case_and_the_signs_around_them(self):
        known = lexicon("il «Personale» (assunto),")
        assert known.knows("personale") and known.knows("ASSUNTO")
        assert not known.knows("person")

    def test_words_at_cut_line_ends_are_not_evidence(self):
        known = lexicon("il monito", "raggio della rete")
        assert not known.knows("monito") and not known.knows("raggio")
        assert known.knows("della")

    def test_document_hyphenates_when_three_words_say_so(self):
        assert lexicon("uno", others=[*HYPHENATED, WHOLE]).hyphenates
        assert not lexicon("uno", others=[*HYPHENATED[:2], WHOLE]).hyphenates
        assert not lexicon("uno", others=HYPHENATED).hyphenates

    def test_empty_document_knows_nothing(self):
        assert not Lexicon([]).knows("niente")


class TestParagraphs:
    def test_cut_where_the_next_word_would_have_had_room(self):
        assert cell("Rossi Ada", "Verdi Ugo", room=30).paragraphs == ("Rossi Ada", "Verdi Ugo")

    def test_not_cut_where_the_next_word_had_no_room(self):
        found = cell("apertura dello sportello", "unico", room=26, others=["dello sportello unico"])
        assert found.paragraphs == ("apertura dello sportello unico",)

    def test_not_cut_after_a_hyphen(self):
        assert len(cell("uno-", "due", room=30).paragraphs) == 1

    def test_printed_blank_means_that_the_text_goes_on(self):
        assert cell("Rossi ", "Ada", room=30).paragraphs == ("Rossi Ada",)

    def test_joined_paragraphs_are_the_text(self):
        found = cell("1) studio di fattibilità", "2) gara", "3) avvio dei lavori", "nel territorio", room=40)
        assert " ".join(found.paragraphs) == found.text
        assert found.paragraphs[1] == "2) gara"
