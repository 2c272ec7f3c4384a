"""Acts, opinions and signatures in running text. Comune di Borgo Inventato and all persons are made up."""

import pytest
from made_up_prosa import blocks, read, records

DELIBERAZIONE = """
COMUNE DI BORGO INVENTATO
PROVINCIA DI SELVAFINTA

VERBALE DI DELIBERAZIONE DELLA GIUNTA COMUNALE
N. 12 DEL 3 marzo 2021

Proposta n. 77/2021

OGGETTO: Approvazione del piano dettagliato degli obiettivi 2021 e assegnazione delle risorse ai dirigenti.

L'anno duemilaventuno addì tre del mese di marzo alle ore 15:30 si è riunita la Giunta Comunale.

Vista la deliberazione n. 5 del 10 febbraio 2021, dichiarata immediatamente eseguibile, del Comune di Borgo Inventato;

Con voti unanimi favorevoli, espressi nelle forme di legge,

DELIBERA

1. di approvare il piano;
2. di dichiarare la presente deliberazione immediatamente eseguibile.

---

PARERE DI REGOLARITA' TECNICA
FAVOREVOLE
IL RESPONSABILE DEL SETTORE
AFFARI GENERALI
Dott. Mario Rossi
.....
IL RESPONSABILE DEL SETTORE
LAVORI PUBBLICI
Ing. Anna Bianchi
.....
Firmato digitalmente da ROSSI MARIO UGO in data 01/03/2021,
BIANCHI ANNA in data 02/03/2021

PARERE DI REGOLARITÀ CONTABILE
Non dovuto
IL RESPONSABILE DI RAGIONERIA
Firmato digitalmente da VERDI LUCA in data 02/03/2021

Letto, approvato e sottoscritto

IL SINDACO
F.to Carlo Neri

IL SEGRETARIO COMUNALE
F.to Dott.ssa Lucia Gialli

La presente deliberazione è pubblicata all'albo pretorio per 15 giorni consecutivi.

IL SEGRETARIO COMUNALE
F.to Dott.ssa Lucia Gialli
"""

DETERMINAZIONE = """
Comune di Borgo Inventato
Settore Affari Generali

Determinazione n. 123 del 01/02/2022

Oggetto: Elementi di dettaglio del piano degli obiettivi.

Responsabile del procedimento: Paola Blu - Ufficio Personale

IL RESPONSABILE DEL SETTORE

Visto il decreto del Sindaco n. 4 del 2 gennaio 2022;

DETERMINA

1) di approvare gli elementi di dettaglio.

Il Responsabile del procedimento
Paola Blu

IL RESPONSABILE DEL SETTORE
Mario Rossi
"""


def act(text):
    (record,) = read(text)["atto"]
    return record


def heading(*lines):
    return "\n\n".join([*lines, "OGGETTO: Piano."])


def signatures(text, part="Letto, approvato e sottoscritto"):
    return [(record["ruolo"], record["nome"]) for record in read(f"{part}\n\n{text}").get("firma", [])]


class TestAct:
    def test_a_deliberazione_says_what_it_is(self):
        assert act(DELIBERAZIONE) == {
            "tipo": "DELIBERAZIONE DELLA GIUNTA COMUNALE",
            "ente": "Comune di Borgo Inventato",
            "numero": "12",
            "data": "2021-03-03",
            "numero_proposta": "77",
            "oggetto": (
                "Approvazione del piano dettagliato degli obiettivi 2021 e assegnazione delle risorse ai dirigenti."
            ),
            "votazione": "unanimi",
            "immediatamente_eseguibile": True,
        }

    def test_a_determinazione_has_who_adopts_it_and_says_nothing_of_a_vote(self):
        assert act(DETERMINAZIONE) == {
            "tipo": "Determinazione",
            "ente": "Comune di Borgo Inventato",
            "numero": "123",
            "data": "2022-02-01",
            "oggetto": "Elementi di dettaglio del piano degli obiettivi.",
            "adottante": "Mario Rossi",
            "responsabile_procedimento": "Paola Blu - Ufficio Personale",
        }

    @pytest.mark.parametrize(
        ("lines", "expected"),
        [
            (["DECRETO DEL SINDACO N. 3 DEL 12 GENNAIO 2022"], ("DECRETO DEL SINDACO", "3", "2022-01-12")),
            (["DELIBERAZIONE DELLA GIUNTA COMUNALE N. _8_ DEL 24/07/2020"], (None, "8", "2020-07-24")),
            (["DELIBERAZIONE DEL CONSIGLIO COMUNALE", "N. 7", "Seduta del 28 aprile 2022"], (None, "7", "2022-04-28")),
            (["DETERMINAZIONE DEL DIRIGENTE N. 45/2021 DEL 15-06-2021"], (None, "45", "2021-06-15")),
            (["DETERMINAZIONE DIRIGENZIALE"], ("DETERMINAZIONE DIRIGENZIALE", None, None)),
            (["DELIBERAZIONE N. ____ DEL ________"], ("DELIBERAZIONE", None, None)),
            (["N. 264 del registro", "VERBALE DI DELIBERAZIONE DELLA GIUNTA COMUNALE"], (None, "264", None)),
            (
                ["Verbale di deliberazione N. 69 della Giunta comunale"],
                ("deliberazione della Giunta comunale", "69", None),
            ),
            (["DELIBERAZIONE N. 57 Reg. Delibere in data 23/12/2014"], ("DELIBERAZIONE", "57", "2014-12-23")),
            (["ORDINANZA N. 9 DEL 31/02/2022"], ("ORDINANZA", "9", None)),
        ],
    )
    def test_headings_of_many_kinds(self, lines, expected):
        found = act(heading(*lines))
        tipo, number, date = expected
        assert (found["tipo"], found.get("numero"), found.get("data")) == (tipo or found["tipo"], number, date)

    def test_two_numbers_under_the_heading_are_no_number(self):
        assert "numero" not in act(heading("DETERMINAZIONE", "N. 12", "Registro generale n. 340"))

    @pytest.mark.parametrize(
        "sentence",
        [
            "L'anno duemilaventi, il giorno ventiquattro, del mese di luglio, alle ore 11:00, si è riunita la Giunta.",
            "L’anno DUEMILA VENTI addì VENTIQUATTRO del mese di LUGLIO si è riunita la Giunta Comunale.",
            "L'anno 2020, il giorno 24 del mese di luglio si è riunita la Giunta Comunale.",
        ],
    )
    def test_the_meeting_dates_an_act_whose_heading_does_not(self, sentence):
        assert act(heading("DELIBERAZIONE DELLA GIUNTA COMUNALE") + "\n\n" + sentence)["data"] == "2020-07-24"

    def test_the_subject_goes_on_over_its_lines_and_a_page_break(self):
        text = (
            "DELIBERAZIONE DELLA GIUNTA COMUNALE\n\nOGGETTO: Piano dettagliato\n\n---\n\ndegli obiettivi\n\nLA GIUNTA"
        )
        assert act(text)["oggetto"] == "Piano dettagliato degli obiettivi"

    @pytest.mark.parametrize(
        ("sentence", "vote"),
        [
            ("Con votazione unanime", "unanime"),
            ("All'unanimità dei voti espressi per alzata di mano;", "unanimità"),
            (
                "Con voti favorevoli n. 9, contrari n. 2, espressi per alzata di mano;",
                "voti favorevoli n. 9, contrari n. 2",
            ),
            ("Vista la deliberazione approvata con votazione unanime;", None),
        ],
    )
    def test_the_vote_as_printed(self, sentence, vote):
        assert act(f"{heading('DELIBERAZIONE DEL CONSIGLIO COMUNALE')}\n\n{sentence}").get("votazione") == vote

    @pytest.mark.parametrize(
        "sentence",
        [
            "Vista la deliberazione n. 5 del 10 febbraio 2021, dichiarata immediatamente eseguibile;",
            "Si certifica che la presente deliberazione: [ ] è dichiarata immediatamente eseguibile",
            "di non dichiarare la presente deliberazione immediatamente eseguibile;",
        ],
    )
    def test_immediate_effect_is_that_of_this_act(self, sentence):
        assert "immediatamente_eseguibile" not in act(f"{heading('DELIBERAZIONE')}\n\n{sentence}")

    def test_the_body_is_the_one_named_most_where_no_letterhead_says_it(self):
        cited = "La Regione Lombardia e il Comune di San Finto in Valle.\n\nIl Comune di San Finto in Valle paga."
        assert act(f"{heading('DECRETO N. 1 DEL 01/02/2022')}\n\n{cited}")["ente"] == "Comune di San Finto in Valle"

    def test_a_body_that_is_named_once_more_with_other_words_keeps_its_name(self):
        cited = (
            "il Comune di San Finto Direttore Generale\n\nIl Comune di San Finto paga.\n\nIl Comune di San Finto sa."
        )
        assert act(f"{heading('DECRETO N. 1 DEL 01/02/2022')}\n\n{cited}")["ente"] == "Comune di San Finto"


class TestNothingInvented:
    @pytest.mark.parametrize(
        "text",
        [
            "Piano della performance 2022\n\nApprovato con deliberazione di Giunta Comunale n. 12 del 3 marzo 2022",
            "Vista la\n\nDeliberazione di Giunta Comunale n. 465 del 3 aprile 2020\n\nsi approva il piano.",
            "Allegato A alla deliberazione della Giunta Comunale n. 12 del 3 marzo 2022\n\nOGGETTO: Piano",
            "Il Sindaco ha parlato.\n\nIL SINDACO\nCarlo Neri",
            "Visto il parere di regolarità tecnica favorevole espresso dal Responsabile del Servizio\n\nMario Rossi",
            "Obiettivo n. 1\nServizi in linea\nIndicatori\n1. servizi attivati",
            "Prodotti e servizi\n1. Anagrafe\n2. Tributi",
        ],
    )
    def test_plain_prose_gives_no_record(self, text):
        assert read(text) == {}

    def test_an_empty_document_gives_no_record(self):
        assert records([]) == []


class TestOpinions:
    def test_kind_result_and_offices(self):
        assert read(DELIBERAZIONE)["parere"] == [
            {
                "tipo": "regolarità tecnica",
                "esito": "FAVOREVOLE",
                "organo": "IL RESPONSABILE DEL SETTORE AFFARI GENERALI; IL RESPONSABILE DEL SETTORE LAVORI PUBBLICI",
            },
            {"tipo": "regolarità contabile", "esito": "Non dovuto", "organo": "IL RESPONSABILE DI RAGIONERIA"},
        ]

    def test_an_opinion_given_in_a_sentence(self):
        sentence = "In ordine alla regolarità contabile si esprime parere: Favorevole"
        text = f"{sentence}\n\nIl Segretario Comunale\nDott. Ugo Grigi"
        assert read(text)["parere"] == [
            {"tipo": "regolarità contabile", "esito": "Favorevole", "organo": "Il Segretario Comunale"}
        ]

    def test_a_form_that_leaves_the_choice_open_has_no_result(self):
        text = "PARERE DI REGOLARITÀ TECNICA\n\n[ ] favorevole [ ] contrario\n\nIl Segretario Comunale\nDott. Ugo Grigi"
        assert "esito" not in read(text)["parere"][0]


class TestSignatures:
    def test_names_offices_dates_and_parts(self):
        found = [
            (record["contesto"], record["ruolo"], record["nome"], record.get("data", ""))
            for record in read(DELIBERAZIONE)["firma"]
        ]
        tecnica, contabile = "parere di regolarità tecnica", "parere di regolarità contabile"
        assert found == [
            (tecnica, "IL RESPONSABILE DEL SETTORE AFFARI GENERALI", "Dott. Mario Rossi", "2021-03-01"),
            (tecnica, "IL RESPONSABILE DEL SETTORE LAVORI PUBBLICI", "Ing. Anna Bianchi", "2021-03-02"),
            (contabile, "IL RESPONSABILE DI RAGIONERIA", "VERDI LUCA", "2021-03-02"),
            ("deliberazione", "IL SINDACO", "Carlo Neri", ""),
            ("deliberazione", "IL SEGRETARIO COMUNALE", "Dott.ssa Lucia Gialli", ""),
            ("pubblicazione", "IL SEGRETARIO COMUNALE", "Dott.ssa Lucia Gialli", ""),
        ]

    def test_they_stand_in_the_order_of_the_print(self):
        kinds = [record.kind for record in records(blocks(DELIBERAZIONE, joined=False))]
        assert kinds == ["atto", "parere", "firma", "firma", "parere", *["firma"] * 4]

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("IL SINDACO F.to Carlo Neri", [("IL SINDACO", "Carlo Neri")]),
            ("Il Segretario Comunale Dott. Ugo Grigi", [("Il Segretario Comunale", "Dott. Ugo Grigi")]),
            ("IL SINDACO\nCARLO NERI\n(Firmato digitalmente)", [("IL SINDACO", "CARLO NERI")]),
            ("Il Presidente\nLjubica Petrov", [("Il Presidente", "Ljubica Petrov")]),
            (
                "IL SINDACO IL SEGRETARIO COMUNALE\nF.to Carlo Neri F.to Dott. Ugo Grigi",
                [("IL SINDACO", "Carlo Neri"), ("IL SEGRETARIO COMUNALE", "Dott. Ugo Grigi")],
            ),
            (
                "L'ASSESSORA AL BILANCIO,\nTRIBUTI E\nPERSONALE\nMaria De Luca",
                [("L'ASSESSORA AL BILANCIO, TRIBUTI E PERSONALE", "Maria De Luca")],
            ),
        ],
    )
    def test_ways_to_sign(self, text, expected):
        assert signatures(text) == expected

    def test_columns_are_read_by_their_place(self):
        text = "IL SINDACO\n\n{0}IL SEGRETARIO\n\nCarlo Neri\n\n{0}Ugo Grigi".format(" " * 60)
        assert signatures(text) == [("IL SINDACO", "Carlo Neri"), ("IL SEGRETARIO", "Ugo Grigi")]

    @pytest.mark.parametrize(
        "text",
        [
            "IL DIRETTORE DI AREA ORGANIZZAZIONE E\nSVILUPPO PROFESSIONALE",
            "IL RESPONSABILE DEL SERVIZIO\nOpere Strategiche",
            "IL PRESIDENTE\nConstatata la legalità della riunione, invita a trattare l'argomento.\nCarlo Neri",
            "IL SINDACO IL SEGRETARIO COMUNALE\nCarlo Neri Ugo Grigi",
        ],
    )
    def test_an_office_without_a_certain_name_is_no_signature(self, text):
        assert signatures(text) == []

    def test_who_certifies_a_copy_does_not_sign_the_act(self):
        assert signatures("È copia conforme all'originale.\n\nIL FUNZIONARIO\nPaola Gialli") == []

    @pytest.mark.parametrize(
        ("title", "contesto"),
        [
            ("PROPOSTA DI DELIBERAZIONE\nDELLA GIUNTA COMUNALE", "proposta di deliberazione"),
            ("Allegato n.1 parte integrante alla proposta di deliberazione", "allegato n. 1"),
            ("ALLEGATO B", "allegato B"),
            ("PARERE DI LEGITTIMITA' FAVOREVOLE", "parere di legittimità"),
            ("VISTO DI REGOLARITÀ CONTABILE", "visto di regolarità contabile"),
            ("CERTIFICATO DI PUBBLICAZIONE", "pubblicazione"),
        ],
    )
    def test_the_part_that_is_signed(self, title, contesto):
        (record,) = read(f"{title}\n\nIL SEGRETARIO GENERALE\nDott. Ugo Grigi")["firma"]
        assert record["contesto"] == contesto
