from datetime import date

from borgo_inventato import document, kpi, load, objective, record, rows, scheda

from normalizers.records import Component


def peg(ordinal, operative, managerial, indicator, target, routine=False, unit="50", dup=("Uffici", "31/12/2020")):
    strategic = ("", "") if routine else ("4", "Reti")
    return record(
        "riga_peg",
        ordinal,
        {"target_dup": (Component("data", scadenza="2020-12-31"),), "target_peg": (Component("soglia", valore=3.0),)},
        strategico_n=strategic[0],
        obiettivo_strategico=strategic[1],
        missione="01 - Servizi",
        missione_codice="01",
        programma="03 - Gestione",
        programma_codice="03",
        obiettivo_operativo=operative,
        cdr_codice=unit,
        cdr=f"{unit} - Ufficio",
        indicatore_dup="" if routine else dup[0],
        target_dup="" if routine else dup[1],
        obiettivo_gestionale=managerial,
        indicatore_peg=indicator,
        target_peg=target,
        routinario=routine,
    )


def test_a_phase_descends_from_the_objective_of_its_number_in_its_direzione(con):
    load(
        con,
        records=[
            objective(1, "7", "Padre"),
            objective(2, "7.1", "Prima fase"),
            objective(3, "7.10", "Decima fase"),
            objective(4, "7", "Altro", "Direzione Beta"),
            objective(5, "7.1", "Fase altrui", "Direzione Beta"),
            objective(6, "8.1", "Orfana"),
        ],
    )
    assert rows(
        con,
        """
        select f.titolo, p.titolo from dim_obiettivo as f left join dim_obiettivo as p on f.padre_id = p.obiettivo_id
        order by f.ordinale
    """,
    ) == [
        ("Padre", None),
        ("Prima fase", "Padre"),
        ("Decima fase", "Padre"),
        ("Altro", None),
        ("Fase altrui", "Altro"),
        ("Orfana", None),
    ]


def test_a_scheda_descends_from_the_plans_objectives_where_they_are_printed(con):
    load(
        con,
        records=[
            scheda(
                1,
                "1",
                obiettivo_strategico="Casa",
                obiettivo_operativo="Alloggi",
                titolo="Bando",
                settore="Sociale",
                servizio="Casa",
                dirigente="DOTT. UGO NERI",
                responsabile="Eva Verdi",
                natura="Sviluppo",
            ),
            scheda(2, "2", obiettivo_strategico="CASA", titolo="Censimento", settore="Sociale"),
            scheda(3, "3", titolo="Da solo"),
        ],
    )
    assert rows(
        con,
        """
        select o.tipo, o.numero, o.titolo, p.titolo, s.livello, s.denominazione, o.natura, o.anno_inizio
        from dim_obiettivo as o
        left join dim_obiettivo as p on o.padre_id = p.obiettivo_id
        left join dim_struttura as s on o.struttura_id = s.struttura_id
        order by o.ordinale, o.tipo
    """,
    ) == [
        ("gestionale", "1", "Bando", "Alloggi", "servizio", "Casa", "Sviluppo", 2020),
        ("operativo", "", "Alloggi", "Casa", "servizio", "Casa", "", 2020),
        ("strategico", "", "Casa", None, None, None, "", 2020),
        ("gestionale", "2", "Censimento", "Casa", "settore", "Sociale", "", 2020),
        ("gestionale", "3", "Da solo", None, None, None, "", 2020),
    ]
    assert rows(
        con,
        """
        select f.ruolo, p.nominativo, p.cognome, s.denominazione from fact_assegnazione as f
        join dim_persona as p using (persona_id) join dim_struttura as s using (struttura_id) order by 1
    """,
    ) == [("dirigente", "DOTT. UGO NERI", None, "Casa"), ("responsabile", "Eva Verdi", None, "Casa")]


def test_the_peg_has_its_three_levels_and_its_two_indicators(con):
    load(
        con,
        records=[
            peg(1, "Sedi", "Traslochi", "sedi lasciate", "3"),
            peg(2, "Sedi", "Traslochi", "sedi nuove", "1"),
            peg(3, "Sedi", "Archivi", "metri", "9", unit="51"),
            peg(4, "Obiettivo routinario", "Posta", "lettere", "5", routine=True),
        ],
    )
    assert rows(
        con,
        """
        select o.tipo, o.titolo, p.titolo, s.codice, o.missione_programma_id, o.routinario from dim_obiettivo as o
        left join dim_obiettivo as p on o.padre_id = p.obiettivo_id
        left join dim_struttura as s on o.struttura_id = s.struttura_id
        order by o.ordinale, o.tipo
    """,
    ) == [
        ("gestionale", "Traslochi", "Sedi", "50", "01.03", False),
        ("operativo", "Sedi", "Reti", None, "01.03", False),
        ("strategico", "Reti", None, None, None, None),
        ("gestionale", "Archivi", "Sedi", "51", "01.03", False),
        ("gestionale", "Posta", None, "50", "01.03", True),
    ]
    assert rows(
        con,
        """
        select o.titolo, i.campo_target, i.ordinale, i.testo, i.target, t.genere from dim_indicatore as i
        join dim_obiettivo as o using (obiettivo_id) join fact_target as t using (indicatore_id)
        order by o.titolo, i.campo_target, i.ordinale
    """,
    ) == [
        ("Archivi", "target_peg", 1, "metri", "9", "soglia"),
        ("Posta", "target_peg", 1, "lettere", "5", "soglia"),
        ("Sedi", "target_dup", 1, "Uffici", "31/12/2020", "data"),
        ("Traslochi", "target_peg", 1, "sedi lasciate", "3", "soglia"),
        ("Traslochi", "target_peg", 2, "sedi nuove", "1", "soglia"),
    ]


def test_a_targets_parts_and_actions(con):
    load(con)
    assert rows(
        con,
        """
        select i.testo, t.parte, t.anno, t.testo, t.genere, t.operatore, t.valore, t.oggetto, t.scadenza, t.verso,
            t.motivo
        from fact_target as t join dim_indicatore as i using (indicatore_id) order by 1, 2
    """,
    ) == [
        (
            "Adesioni",
            1,
            2020,
            "Almeno 300 associazioni e 1500 voucher",
            "soglia",
            ">=",
            300.0,
            "associazioni",
            None,
            "crescente",
            "",
        ),
        (
            "Adesioni",
            2,
            2020,
            "Almeno 300 associazioni e 1500 voucher",
            "soglia",
            ">=",
            1500.0,
            "voucher",
            None,
            "crescente",
            "",
        ),
        ("Alberi", 1, 2020, "vedi fasi", "non_interpretato", "", None, "", None, "", "Rimanda ad altro"),
        ("Apertura serale", 1, 2020, "31/12/2020", "data", "", None, "", date(2020, 12, 31), "", ""),
    ]
    assert rows(con, "select azione_n, azione from fact_azione order by 1") == [(1, "a) bando"), (2, "b) avvio")]


def test_the_times_of_a_phase(con):
    headers = ["primo trimestre", "secondo trimestre 2021", "31/12/2021"]
    load(
        con,
        records=[
            scheda(1, "5", titolo="Bando"),
            record(
                "fase",
                2,
                scheda_n="5",
                fase_ordinale=1,
                descrizione="Avvio",
                intestazioni_tempo=headers,
                marcature=["X", "", "entro l'anno"],
            ),
        ],
    )
    assert rows(con, "select tempo_n, intestazione, trimestre, marcatura, prevista from fact_fase order by 1") == [
        (1, "primo trimestre", 1, "X", True),
        (2, "secondo trimestre 2021", 2, "", False),
        (3, "31/12/2021", None, "entro l'anno", True),
    ]


def test_units_know_their_parent_and_the_years_that_name_them(con):
    load(con, document("2019.pdf", anno="2019", numero="1"))
    load(con, document("2021.pdf", anno="2021", numero="2"))
    assert rows(
        con,
        """
        select s.livello, s.denominazione, p.denominazione, s.valid_from, s.valid_to from dim_struttura as s
        left join dim_struttura as p on s.padre_id = p.struttura_id order by 1, 2
    """,
    ) == [
        ("direzione", "Direzione Alfa", None, date(2019, 1, 1), date(2021, 12, 31)),
        ("direzione", "Direzione Beta", None, date(2019, 1, 1), date(2021, 12, 31)),
        ("unita_organizzativa", "Area Due", "Direzione Beta", date(2019, 1, 1), date(2021, 12, 31)),
        ("unita_organizzativa", "Area Uno", "Direzione Alfa", date(2019, 1, 1), date(2021, 12, 31)),
    ]
    assert rows(con, "select denominazione from dim_ente") == [("Comune di Borgo Inventato",)]


def test_each_responsible_person_is_assigned_once(con):
    load(con)
    assert rows(
        con,
        """
        select o.n, p.cognome, p.nome, s.denominazione from fact_assegnazione as f
        join pubblicato.obiettivo as o using (evidenza_id) join dim_persona as p using (persona_id)
        join dim_struttura as s using (struttura_id) order by 1, 2
    """,
    ) == [
        ("1", "Bianchi", "Ada", "Area Uno"),
        ("1.1", "Bianchi", "Ada", "Area Uno"),
        ("2", "Neri", "Ugo", "Direzione Beta"),
        ("2", "Verdi", "Eva", "Area Due"),
    ]


def test_every_reference_of_the_star_is_kept(con):
    load(
        con,
        records=[
            objective(1, "1", "A"),
            kpi(2, "1", "K", "3", Component("soglia", valore=3.0)),
            scheda(3, "1", titolo="B", settore="S", dirigente="D"),
            peg(4, "O", "G", "I", "3"),
        ],
    )
    for table, column, target in [
        ("dim_atto", "ente_id", "dim_ente"),
        ("dim_obiettivo", "struttura_id", "dim_struttura"),
        ("dim_indicatore", "obiettivo_id", "dim_obiettivo"),
        ("fact_target", "indicatore_id", "dim_indicatore"),
        ("fact_assegnazione", "persona_id", "dim_persona"),
        ("fact_assegnazione", "struttura_id", "dim_struttura"),
        ("dim_obiettivo", "evidenza_id", "evidenze.riga"),
        ("dim_indicatore", "evidenza_id", "evidenze.riga"),
    ]:
        missing = f"select {column} from {table} where {column} not in (select {column} from {target})"
        assert rows(con, missing) == [], (table, column)
