"""The act that approves a plan against the one that details it: made-up acts of a made-up municipality."""

import pytest
from borgo_inventato import document, kpi, load, objective, record, rows

COVID = "Emergenza: organizzazione per la gestione delle attività"
STATISTICS = "Rafforzamento delle funzioni di supporto alle decisioni con la statistica e il censimento"


def approved(ordinal, unit, n, text, year=2020):
    return record(
        "obiettivo_direzione", ordinal, direzione=unit, direttore="Dott. Ugo Neri", anno=year, n=n, testo=text
    )


def both(con, approves, details, **options):
    records = [approved(n, *line) for n, line in enumerate(approves, 1)]
    load(con, document("dgc.pdf", numero="1", data="2020-07-01"), records)
    load(con, document("dd.pdf", numero="2", **options), [objective(n, *line) for n, line in enumerate(details, 1)])


def outcomes(con):
    """(outcome, number and title in the first act, number and title in the second), as printed in the acts."""
    return rows(
        con,
        "select esito, struttura_dgc, numero_dgc, struttura_dd, numero_dd from punteggi.confronto_dgc_dd "
        "order by coalesce(struttura_dgc, struttura_dd), coalesce(numero_dgc, numero_dd), esito",
    )


def test_each_objective_has_its_outcome(con):
    both(
        con,
        [
            ("DIREZIONE CULTURA E SPORT", "1", "Apertura serale delle biblioteche"),
            ("DIREZIONE CULTURA E SPORT", "2", "Creazione della banca dati delle sale"),
            ("DIREZIONE CULTURA E SPORT", "3", STATISTICS),
            ("DIREZIONE CULTURA E SPORT", "4", COVID),
            ("DIREZIONE DEMANIO", "1", "Vendita degli immobili inutilizzati"),
            ("DIREZIONE DEMANIO", "2", COVID),
        ],
        [
            ("1", "apertura  serale delle Biblioteche.", "Cultura, Sport"),
            ("2", "Creazione banca dati delle sale", "Cultura, Sport"),
            ("3", COVID, "Cultura, Sport"),
            ("1", "Nuovo catasto delle strade", "AREA DEMANIO"),
            ("2", STATISTICS.replace("alle decisioni", "decisionali"), "AREA DEMANIO"),
            ("3", COVID, "AREA DEMANIO"),
        ],
    )
    culture, estate = "DIREZIONE CULTURA E SPORT", "DIREZIONE DEMANIO"
    assert outcomes(con) == [
        ("solo_dd", None, None, "AREA DEMANIO", "1"),
        ("uguale", culture, "1", "Cultura, Sport", "1"),
        ("titolo_cambiato", culture, "2", "Cultura, Sport", "2"),
        ("spostato", culture, "3", "AREA DEMANIO", "2"),
        ("uguale", culture, "4", "Cultura, Sport", "3"),
        ("solo_dgc", estate, "1", None, None),
        ("uguale", estate, "2", "AREA DEMANIO", "3"),
    ]
    assert rows(
        con,
        """
        select a.testo, b.titolo from punteggi.confronto_dgc_dd as c
        join pubblicato.obiettivo_direzione as a on c.evidenza_dgc_id = a.evidenza_id
        join pubblicato.obiettivo as b on c.evidenza_dd_id = b.evidenza_id where c.esito = 'titolo_cambiato'
    """,
    ) == [("Creazione della banca dati delle sale", "Creazione banca dati delle sale")]


def test_a_title_that_every_unit_has_is_not_looked_for_in_another(con):
    both(
        con,
        [("Direzione Alfa", "1", COVID), ("Direzione Beta", "1", COVID), ("Direzione Gamma", "1", "Altro")],
        [("1", COVID, "Direzione Beta"), ("1", COVID, "Direzione Gamma")],
    )
    assert outcomes(con) == [
        ("solo_dgc", "Direzione Alfa", "1", None, None),
        ("uguale", "Direzione Beta", "1", "Direzione Beta", "1"),
        ("solo_dd", None, None, "Direzione Gamma", "1"),
        ("solo_dgc", "Direzione Gamma", "1", None, None),
    ]


def test_of_many_alike_each_pairs_once_and_the_same_number_comes_first(con):
    title, other = "Promozione dei quartieri", "Sviluppo del verde pubblico"
    both(
        con,
        [("Alfa", "1", title), ("Alfa", "2", other), ("Alfa", "3", title + " storici")],
        [("1", title, "Alfa"), ("2", title, "Alfa"), ("3", title, "Alfa"), ("4", other, "Alfa")],
    )
    assert outcomes(con) == [
        ("uguale", "Alfa", "1", "Alfa", "1"),
        ("solo_dd", None, None, "Alfa", "2"),
        ("uguale", "Alfa", "2", "Alfa", "4"),
        ("titolo_cambiato", "Alfa", "3", "Alfa", "3"),
    ]


@pytest.mark.parametrize(("approved_times", "detailed_times"), [(1, 2), (2, 1), (2, 2), (3, 2)])
def test_a_line_that_an_act_prints_twice_pairs_once_each(con, approved_times, detailed_times):
    both(con, [("Alfa", "1", "Verde")] * approved_times, [("1", "Verde", "Alfa")] * detailed_times)
    found = sorted(outcome for outcome, *_ in outcomes(con))
    pairs, more = min(approved_times, detailed_times), abs(approved_times - detailed_times)
    alone = "solo_dgc" if approved_times > detailed_times else "solo_dd"
    assert found == sorted(["uguale"] * pairs + [alone] * more)


def test_who_loses_the_best_pair_takes_the_next_one(con):
    both(
        con,
        [("Alfa", "1", "Manutenzione delle strade storiche"), ("Alfa", "2", "Manutenzione delle strade storica")],
        [("3", "Manutenzione delle strade storiche", "Alfa"), ("4", "Manutenzione delle strade storicamente", "Alfa")],
    )
    assert outcomes(con) == [
        ("uguale", "Alfa", "1", "Alfa", "3"),
        ("titolo_cambiato", "Alfa", "2", "Alfa", "4"),
    ]


def test_only_the_first_year_of_the_plan_is_compared(con):
    both(
        con,
        [("Alfa", "1", "Verde"), ("Alfa", "1", "Verde di domani", 2021)],
        [("1", "Verde", "Alfa")],
    )
    assert outcomes(con) == [("uguale", "Alfa", "1", "Alfa", "1")]
    assert rows(con, "select anno_inizio, anno_fine, livello from dim_obiettivo where titolo = 'Verde di domani'") == [
        (2021, 2021, "programmato")
    ]
    # the approved plan is scored where it is detailed
    assert rows(con, "select titolo from punteggi.realizzazione_obiettivo") == [("Verde",)]
    assert rows(
        con, "select nominativo from fact_assegnazione join dim_persona using (persona_id) where ruolo = 'direttore'"
    ) == [("Dott. Ugo Neri",), ("Dott. Ugo Neri",)]


@pytest.mark.parametrize(
    ("other", "linked"),
    [
        ({}, True),
        ({"ente": "Comune di Altrove (inventato)"}, False),
        ({"anno": "2019"}, False),
        ({"anno": "2031"}, False),
    ],
)
def test_an_act_details_the_plan_of_its_body_and_years(con, other, linked):
    both(con, [("Alfa", "1", "Verde")], [("1", "Verde", "Alfa")], **other)
    found = rows(
        con,
        "select dd.nome_file, dgc.nome_file from dim_atto as dd "
        "join dim_atto as dgc on dd.dettaglia_id = dgc.atto_logico_id",
    )
    assert found == ([("dd.pdf", "dgc.pdf")] if linked else [])
    assert bool(outcomes(con)) == linked


def test_a_new_version_of_either_act_is_the_one_compared(con):
    both(con, [("Alfa", "1", "Verde")], [("1", "Verde", "Alfa")])
    load(con, document("dgc-bis.pdf", "bis", numero="1", data="2020-07-01"), [approved(1, "Alfa", "1", "Strade")])
    assert outcomes(con) == [("solo_dd", None, None, "Alfa", "1"), ("solo_dgc", "Alfa", "1", None, None)]


def test_the_outcome_does_not_depend_on_the_order_of_loading(con):
    load(
        con,
        document("dd.pdf", numero="2"),
        [objective(1, "1", "Verde", "Alfa"), kpi(2, "1", "K", "", direzione="Alfa")],
    )
    load(con, document("dgc.pdf", numero="1"), [approved(1, "Alfa", "1", "Verde")])
    assert outcomes(con) == [("uguale", "Alfa", "1", "Alfa", "1")]
