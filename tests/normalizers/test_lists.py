"""Lists that a cell prints: numbers that count on, bullets under bullets."""

from hypothesis import given
from hypothesis import strategies as st

from normalizers.lists import nested, numbered

WORDS = st.lists(st.sampled_from(["avvio", "piano", "del 27.2.2020", "n. 3", "fase 2", "art. 5,", "(50%)"]), min_size=1)


class TestNumbered:
    def test_items_in_one_line_and_over_lines(self):
        assert numbered(["1. Primo", "2. Secondo", "ancora 3. Terzo"]) == [
            ("1", "Primo"),
            ("2", "Secondo ancora"),
            ("3", "Terzo"),
        ]

    def test_list_may_go_on_from_an_earlier_sheet(self):
        assert numbered(["10. Decimo", "11. Undicesimo"]) == [("10", "Decimo"), ("11", "Undicesimo")]

    def test_dates_and_numbers_in_a_sentence_are_no_items(self):
        assert numbered(["1. 27.2.2020 – dalla riapertura", "2. Entro il 4. trimestre"]) == [
            ("1", "27.2.2020 – dalla riapertura"),
            ("2", "Entro il 4. trimestre"),
        ]

    def test_number_at_a_line_begin_wins_over_one_inside(self):
        assert numbered(["1. Vedi allegato 2. e seguenti", "2. Altro"]) == [
            ("1", "Vedi allegato 2. e seguenti"),
            ("2", "Altro"),
        ]

    def test_text_without_numbers_is_one_item_without_number(self):
        assert numbered(["Presidio del progetto"]) == [("", "Presidio del progetto")]
        assert numbered([]) == []

    def test_number_printed_twice_or_left_out_is_kept(self):
        assert [n for n, _ in numbered(["1. A", "2. B", "2. C", "4. D"])] == ["1", "2", "2", "4"]

    @given(st.lists(WORDS.map(" ".join), min_size=1, max_size=12))
    def test_a_printed_list_is_read_back(self, items):
        printed = [f"{n}. {text}" for n, text in enumerate(items, 1)]
        assert numbered(printed) == [(str(n), text) for n, text in enumerate(items, 1)]


class TestNested:
    def test_leaves_stand_under_their_heads(self):
        assert nested(["• Aria", "◦ Piano", "◦ Mezzi:", "in comune", "• Acqua"]) == [
            ["Aria", "Piano"],
            ["Aria", "Mezzi: in comune"],
            ["Acqua"],
        ]

    def test_three_levels_and_back(self):
        assert nested(["• A", "◦ B", "▪ C", "• D", "◦ E"]) == [["A", "B", "C"], ["D", "E"]]

    def test_bullets_in_one_line(self):
        assert nested(["• Uno ◦ sotto • Due"]) == [["Uno", "sotto"], ["Due"]]

    def test_dashes_are_signs_only_at_a_line_begin(self):
        assert nested(["- costo - beneficio", "- tempo"]) == [["costo - beneficio"], ["tempo"]]

    def test_text_without_signs_is_one_leaf(self):
        assert nested(["Un testo", "su due righe"]) == [["Un testo su due righe"]]
        assert nested([]) == []

    @given(st.lists(st.lists(WORDS.map(" ".join), min_size=1, max_size=4), min_size=1, max_size=5))
    def test_every_text_is_kept_in_order(self, groups):
        printed = [line for head, *leaves in groups for line in (f"• {head}", *(f"◦ {leaf}" for leaf in leaves))]
        expected = [[head, leaf] for head, *leaves in groups for leaf in leaves or [None]]
        assert nested(printed) == [[text for text in path if text is not None] for path in expected]
