"""Labelled sheets, numbered lists, paragraphs and dates of running text; all names are made up."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_prosa import ACROSS, blocks, read

from extractors.model import Block
from normalizers.prosa.dates import MONTHS, _in_words, first_date, to_iso
from normalizers.prosa.text import paragraphs

SHEETS = """
SEGRETERIA GENERALE

Obiettivo n. 1
(Responsabili: Segretario Generale e Vice Segretario Generale)
Digitalizzazione dei controlli successivi:
una prova.
AZIONI
Si scompone il flusso in due parti:
a) la scelta;
b) la valutazione.
KPI/INDICATORI DI VALUTAZIONE
1. analisi del flusso
2. due incontri, dei quali il secondo con tutte le direzioni del Comune di Borgo Inventato entro il mese di dicembre
DESCRIZIONE OBIETTIVO
I controlli sono su carta. L'attività si svolge in due uffici diversi e richiede un lavoro che, con gli strumenti,

---

non si può ridurre:
• primo ufficio;
a) secondo ufficio.

Obiettivo n. 2
(Responsabile: Segretario Generale )
Sedute in linea

Azioni:
• Scelta dello strumento
Indicatori
• Proposta alla Giunta

*****

Il Segretario Generale è assegnatario di tutti gli obiettivi; il Vice Segretario lo è di alcuni.
La Vice Segretaria Generale è assegnataria degli obiettivi di cui ai nn. 1 e 3.
"""


class TestSheets:
    def test_each_sheet_is_a_record_with_its_labelled_paragraphs(self):
        assert read(SHEETS)["obiettivo_segretario"] == [
            {
                "n": "1",
                "responsabili": "Segretario Generale e Vice Segretario Generale",
                "titolo": "Digitalizzazione dei controlli successivi: una prova.",
                "azioni": ["Si scompone il flusso in due parti:", "la scelta;", "la valutazione."],
                "kpi": [
                    "analisi del flusso",
                    "due incontri, dei quali il secondo con tutte le direzioni del Comune di Borgo Inventato entro il"
                    " mese di dicembre",
                ],
                "descrizione": (
                    "I controlli sono su carta. L'attività si svolge in due uffici diversi e richiede un lavoro che,"
                    " con gli strumenti, non si può ridurre: primo ufficio; a) secondo ufficio."
                ),
                "assegnatari": ["Segretario Generale", "Vice Segretaria Generale"],
            },
            {
                "n": "2",
                "responsabili": "Segretario Generale",
                "titolo": "Sedute in linea",
                "azioni": ["Scelta dello strumento"],
                "kpi": ["Proposta alla Giunta"],
                "assegnatari": ["Segretario Generale"],
            },
        ]

    def test_a_sheet_of_somebody_else_is_none(self):
        assert read(SHEETS.replace("Segretario", "Dirigente")) == {}

    def test_items_that_fill_their_lines_or_go_on_over_a_page_are_one_each(self):
        full = "misura con cura il tempo tra la richiesta e la risposta, per ogni ufficio aperto al pubblico, ogni mese"
        kpi = [f"{number}) {full[:95].strip()}" for number in (1, 2)]
        text = SHEETS.replace("• Proposta alla Giunta", "\n".join([*kpi, "3) terzo,", "", "---", "", "che va a capo"]))
        expected = [full[:95].strip(), full[:95].strip(), "terzo, che va a capo"]
        assert read(text)["obiettivo_segretario"][1]["kpi"] == expected


class TestList:
    TITLES = "Portafoglio dei Prodotti e dei Servizi\n\nProdotti/Servizi"

    @pytest.mark.parametrize(
        "items", ["1. Anagrafe\n2. Asili nido\n3. Tributi", "1. Anagrafe 2. Asili nido 3. Tributi"]
    )
    def test_items_one_under_the_other_or_in_a_row(self, items):
        found = read(f"{self.TITLES}\n\n{items}\n\nObiettivi di Direzione")["portafoglio_voce"]
        assert [(item["n"], item["voce"]) for item in found] == [
            ("1", "Anagrafe"),
            ("2", "Asili nido"),
            ("3", "Tributi"),
        ]

    def test_a_page_break_ends_it(self):
        found = read(f"{self.TITLES}\n\n1. Anagrafe\n2. Smart city\n\n---\n\nObiettivi di Direzione\n\n3. Altro")
        assert [item["voce"] for item in found["portafoglio_voce"]] == ["Anagrafe", "Smart city"]


WORDS = st.lists(st.text("abcdeilmnorstu", min_size=1, max_size=11), min_size=1, max_size=60).map(" ".join)


class TestParagraphs:
    @given(st.lists(WORDS, min_size=1, max_size=6))
    def test_a_paragraph_is_one_however_long_and_never_two(self, texts):
        written = [f"Testo {text}." for text in texts]
        found = paragraphs(blocks("\n\n".join(["x" * ACROSS + " x" * 60 + ".", *written]), joined=True))
        assert [paragraph.text for paragraph in found[1:]] == written

    @given(st.lists(st.tuples(st.sampled_from(["", "- ", "• ", "1. "]), WORDS, st.booleans()), min_size=1, max_size=8))
    def test_lines_are_found_again_in_the_joined_text(self, written):
        """Whatever signs they begin with, and whether or not the joining took their last hyphen away."""
        lines, text = [], ""
        for (mark, words, hyphen), (after, _, _) in pairwise([*written, ("- ", "", False)]):
            broken = hyphen and not after
            lines.append(f"{mark}{words}" + "-" * broken)
            text += f"{mark}{words}" + ("" if broken else " ")
        block = Block(1, (50, 50, 500, 50 + 12 * len(lines)), "testo", text.strip(), tuple(lines))
        starts = [f"{mark}{words}" for mark, words, _ in written]
        found = paragraphs([block])
        assert "".join(p.text.replace(" ", "") for p in found) == text.replace(" ", "")
        assert all(any(p.text.startswith(start) for start in starts) for p in found)


class TestDates:
    @given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
    def test_all_ways_to_print_a_day_mean_that_day(self, day):
        month = MONTHS[day.month - 1]
        century = {19: "millenovecento", 20: "duemila"}[day.year // 100]
        assert first_date(f"DEL {day.day:02}/{day.month:02}/{day.year}, alle ore 10") == day.isoformat()
        assert first_date(f"del {day.day} {month.upper()} {day.year}") == day.isoformat()
        assert to_iso(century + _in_words(day.year % 100), month, _in_words(day.day)) == day.isoformat()

    @pytest.mark.parametrize("text", ["", "art. 12", "30/02/2021", "n. 27/2016", "il 3 brumaio 2021", "____/____/____"])
    def test_what_is_no_day_is_empty(self, text):
        assert first_date(text) == ""

    @pytest.mark.parametrize(
        ("number", "words"), [(1, "uno"), (21, "ventuno"), (28, "ventotto"), (31, "trentuno"), (77, "settantasette")]
    )
    def test_numbers_in_words(self, number, words):
        assert _in_words(number) == words
