"""What an act says for its whole body: weights, rubrics, components of the pay; against cases worked out by hand."""

import pytest
from borgo_inventato import document, kpi, load, objective, record, rows
from test_scores import UP, measure, rule, threshold

import warehouse
from normalizers.records import Component


def weight(ordinal, component, item, percent, total, who="Tutte le unità"):
    return record(
        "peso", ordinal, componente=component, voce=item, destinatari=who, percentuale_raw=percent, totale_raw=total
    )


def option(ordinal, sheet, criterion, label, points, bonus=False):
    return record(
        "rubrica_criterio",
        ordinal,
        scheda=sheet,
        criterio_n=criterion,
        criterio=f"Criterio {criterion}",
        opzione=label,
        opzione_testo=f"Quando vale {label}",
        punteggio_raw=points,
        bonus=bonus,
    )


def allegato1(ordinal, section, n, title, path, target, *components):
    return record(
        "allegato1_kpi",
        ordinal,
        {"target_raw": components},
        sezione=section,
        n=n,
        obiettivo=title,
        kpi_path=path,
        target_raw=target,
        fonte="Registro",
    )


def portfolio(ordinal, n, scope, indicator_n, text, target, *components):
    return record(
        "portafoglio_indicatore",
        ordinal,
        {"target_raw": components},
        n=n,
        ambito_path=scope,
        indicatore_n=indicator_n,
        indicatore=text,
        target_raw=target,
    )


TEN = threshold("", 10.0, UP)


def body_plan():
    """Two units with an objective each, two shared objectives, one family of health indicators, two portfolio items."""
    return [
        allegato1(1, "Obiettivi solidali", "1", "Città aperta", ["Sportelli", "Ore"], "10", TEN),
        allegato1(2, "Obiettivi solidali", "1", "Città aperta", ["Sportelli", "Sedi"], "10", TEN),
        allegato1(3, "Obiettivi solidali", "2", "Città verde", ["Alberi"], "10", TEN),
        allegato1(4, "Indicatori di salute", "1", "Salute finanziaria", ["Cassa"], "10", TEN),
        allegato1(
            5, "Indicatori di salute", "1", "Salute finanziaria", ["Debito"], "n.r.", Component("non_rilevabile")
        ),
        allegato1(6, "Appendice", "1", "Altro", ["Boh"], "10", TEN),
        portfolio(7, "1", ["Asili"], "1", "Iscritti", "10", TEN),
        portfolio(8, "2", ["Casa", "Alloggi"], "1", "Utenti", "10", TEN),
        portfolio(9, "2", ["Casa", "Bandi"], "2", "Utenti", "", Component("assente")),
        objective(10, "1", "A"),
        kpi(11, "1", "a", "10", TEN),
        objective(12, "1", "B", "Direzione Beta"),
        kpi(13, "1", "b", "10", TEN, direzione="Direzione Beta"),
    ]


def test_weights_are_numbers_in_per_cent(con):
    load(
        con,
        records=[
            weight(1, "SALUTE", "finanziaria", "1,67%", "5%"),
            weight(2, "SALUTE", "organizzativa", "1,66 %", "5%"),
            weight(3, "SALUTE", "relazioni", "1,67%", "5 %"),
            weight(4, "ALTRO", "voce", "circa 10%", "", who="Dirigenti"),
        ],
    )
    assert rows(
        con,
        "select componente, voce, destinatari, percentuale, totale from fact_peso "
        "join evidenze.riga using (evidenza_id) order by ordinale",
    ) == [
        ("SALUTE", "finanziaria", "Tutte le unità", 1.67, 5.0),
        ("SALUTE", "organizzativa", "Tutte le unità", 1.66, 5.0),
        ("SALUTE", "relazioni", "Tutte le unità", 1.67, 5.0),
        ("ALTRO", "voce", "Dirigenti", None, None),
    ]


def rubric():
    return [
        option(1, "Anticorruzione", "1", "1a", "3"),
        option(2, "Anticorruzione", "1", "1b", "1,5"),
        option(3, "Anticorruzione", "2", "2a", "2"),
        option(4, "Anticorruzione", "2", "2b", "0"),
        option(5, "Anticorruzione", "3", "3a", "2", bonus=True),
        option(6, "Trasparenza", "1", "1a", "5"),
    ]


def test_a_rubric_has_the_points_of_each_option(con):
    load(con, records=rubric())
    assert rows(
        con,
        """
        select scheda, criterio_n, opzione, punti, bonus, ottenibili, quadra.ordinale
        from fact_rubrica join evidenze.riga as quadra using (evidenza_id) order by quadra.ordinale
    """,
    ) == [
        ("Anticorruzione", "1", "1a", 3.0, False, 3.0, 1),
        ("Anticorruzione", "1", "1b", 1.5, False, 3.0, 2),
        ("Anticorruzione", "2", "2a", 2.0, False, 2.0, 3),
        ("Anticorruzione", "2", "2b", 0.0, False, 2.0, 4),
        ("Anticorruzione", "3", "3a", 2.0, True, 0.0, 5),
        ("Trasparenza", "1", "1a", 5.0, False, 5.0, 6),
    ]
    assert rows(con, "select count(distinct indicatore_id), count(distinct obiettivo_id) from fact_rubrica") == [(4, 2)]


def rubric_scores(con):
    return rows(
        con,
        "select scheda, criteri, valutati, ottenibili, punti, punti_bonus, quota, soglia, raggiunta, stato "
        "from punteggi.rubrica order by 1",
    )


def reach(con, tmp_path, sheet, *options):
    """Record the options reached in a rubric: criterion, option."""
    keys = dict(con.execute("select criterio_n, indicatore_id from fact_rubrica where scheda = ?", [sheet]).fetchall())
    lines = [f"{keys[criterion]};{label};31/12/2020" for criterion, label in options]
    path = tmp_path / "opzioni.csv"
    path.write_text("\n".join(["indicatore_id;valore;data", *lines]), encoding="utf-8")
    assert warehouse.load_results(con, path).errors == []


def test_a_rubric_without_values_waits(con):
    load(con, records=rubric())
    assert rubric_scores(con) == [
        ("Anticorruzione", 2, 0, 5.0, None, None, None, None, None, "in_attesa_di_rilevazione"),
        ("Trasparenza", 1, 0, 5.0, None, None, None, None, None, "in_attesa_di_rilevazione"),
    ]
    # neither objectives to score nor indicators
    assert rows(con, "select count(*) from punteggi.realizzazione_obiettivo") == [(0,)]
    assert rows(con, "select indicatori from punteggi.copertura") == [(0,)]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([("1", "1b"), ("2", "2a")], (2, 5.0, 3.5, 0.0, 0.7, 0.7, False, "misurato")),
        ([("1", "1b"), ("2", "2A"), ("3", "3a")], (2, 5.0, 3.5, 2.0, 1.1, 0.7, True, "misurato")),
        ([("1", "1a"), ("2", "2b")], (2, 5.0, 3.0, 0.0, 0.6, 0.7, False, "misurato")),
        ([("1", "1a"), ("3", "3a")], (1, 5.0, None, None, None, 0.7, None, "in_attesa_di_rilevazione")),
    ],
)
def test_points_over_attainable_points(con, tmp_path, options, expected):
    rule(con, "rubrica_soglia", "0.70", "obiettivi_solidali", regola="R8")
    load(con, records=rubric())
    reach(con, tmp_path, "Anticorruzione", *options)
    assert rubric_scores(con)[0] == ("Anticorruzione", 2, *expected)


def test_points_that_are_no_number_leave_the_rubric_without_a_figure(con):
    load(con, records=[option(1, "Trasparenza", "1", "1a", "da definire")])
    assert rubric_scores(con)[0][-1] == "non_interpretato"


def test_levels_come_from_what_is_printed(con):
    load(con, records=body_plan())
    assert rows(
        con, "select livello, numero, titolo from dim_obiettivo where struttura_id is null order by ordinale"
    ) == [
        ("solidale", "1", "Città aperta"),
        ("solidale", "2", "Città verde"),
        ("salute", "1", "Salute finanziaria"),
        (None, "1", "Altro"),
        ("portafoglio", "1", "Asili"),
        ("portafoglio", "2", "Casa > Alloggi"),
        ("portafoglio", "2", "Casa > Bandi"),
    ]
    assert rows(
        con,
        """
        select o.titolo, i.ordinale, i.testo, i.fonte, t.genere, t.valore from dim_indicatore as i
        join dim_obiettivo as o using (obiettivo_id) join fact_target as t using (indicatore_id)
        where o.livello in ('solidale', 'portafoglio') order by o.ordinale, i.ordinale
    """,
    ) == [
        ("Città aperta", 1, "Sportelli > Ore", "Registro", "soglia", 10.0),
        ("Città aperta", 2, "Sportelli > Sedi", "Registro", "soglia", 10.0),
        ("Città verde", 1, "Alberi", "Registro", "soglia", 10.0),
        ("Asili", 1, "Iscritti", None, "soglia", 10.0),
        ("Casa > Alloggi", 1, "Utenti", None, "soglia", 10.0),
        ("Casa > Bandi", 1, "Utenti", None, "assente", None),
    ]


def test_each_unit_gets_its_share_of_every_component(con, tmp_path):
    for component, share in (("obiettivi_solidali", "20"), ("indicatori_salute", "5"), ("portafoglio", "15")):
        rule(con, "peso", share, component, regola="R4")
    rule(con, "peso", "40", regola="R4")
    rule(con, "tolleranza", "0.10", "indicatori_salute", regola="R5")
    load(con, records=body_plan())
    measured = [("Sportelli > Ore", "10"), ("Sportelli > Sedi", "5"), ("Alberi", "10"), ("Cassa", "9"), ("a", "8")]
    measure(con, tmp_path, [(text, 1, value) for text, value in measured])
    assert rows(
        con,
        "select struttura, componente, realizzazione, quota, stato from punteggi.quota_risultato order by 1, 2",
    ) == [
        ("Direzione Alfa", "indicatori_salute", 1.0, 5.0, "misurato"),
        ("Direzione Alfa", "obiettivi_direzione", 0.8, 32.0, "misurato"),
        ("Direzione Alfa", "obiettivi_solidali", 0.875, 17.5, "misurato"),
        ("Direzione Alfa", "portafoglio", None, None, "in_attesa_di_rilevazione"),
        ("Direzione Beta", "indicatori_salute", 1.0, 5.0, "misurato"),
        ("Direzione Beta", "obiettivi_direzione", None, None, "in_attesa_di_rilevazione"),
        ("Direzione Beta", "obiettivi_solidali", 0.875, 17.5, "misurato"),
        ("Direzione Beta", "portafoglio", None, None, "in_attesa_di_rilevazione"),
    ]
    # what the whole body reaches is nobody's own objective
    assert rows(con, "select struttura, obiettivi from punteggi.realizzazione_direzione order by 1") == [
        ("Direzione Alfa", 1),
        ("Direzione Beta", 1),
    ]
    assert rows(con, "select componente from punteggi.realizzazione_indicatore where indicatore = 'Boh'") == [(None,)]


def test_the_secretarys_objectives_have_actions_indicators_and_offices(con):
    load(
        con,
        records=[
            record(
                "obiettivo_segretario",
                1,
                n="1",
                responsabili="Segretario e Vice",
                titolo="Archivio digitale",
                azioni=["Studio", "Avvio"],
                kpi=["Relazione", "Due incontri"],
                descrizione="Perché",
                assegnatari=["Segretario", "Vice Segretario"],
            )
        ],
    )
    assert rows(con, "select tipo, livello, numero, titolo, descrizione from dim_obiettivo") == [
        ("segretario", "segretario", "1", "Archivio digitale", "Perché")
    ]
    assert rows(con, "select ordinale, testo, target, campo_target from dim_indicatore order by 1") == [
        (1, "Relazione", None, None),
        (2, "Due incontri", None, None),
    ]
    assert rows(con, "select obiettivo_id is null, indicatore_id, azione_n, azione from fact_azione order by 3") == [
        (False, None, 1, "Studio"),
        (False, None, 2, "Avvio"),
    ]
    assert rows(con, "select ruolo, persona_id, struttura_id from fact_assegnazione order by 1") == [
        ("Segretario", None, None),
        ("Vice Segretario", None, None),
    ]
    assert rows(con, "select stato from punteggi.realizzazione_obiettivo") == [("non_rilevabile",)]


def test_what_the_act_prints_of_itself_fills_what_the_register_does_not_say(con):
    printed = record(
        "atto",
        1,
        tipo="DELIBERA",
        ente="Comune di Borgo Inventato",
        numero="12",
        data="2020-07-24",
        oggetto="Piano",
        votazione="unanime",
    )
    load(con, document(ente=None, tipo=None, numero=None, oggetto="Piano 2020"), [printed])
    load(con, document("altro.pdf", numero="8"), [])
    assert rows(con, "select tipo, numero, data::varchar, oggetto, atto_logico from dim_atto order by nome_file") == [
        ("determinazione", "8", None, None, "Comune di Borgo Inventato | determinazione | 8 | 2020"),
        ("DELIBERA", "12", "2020-07-24", "Piano 2020", "piano.pdf"),
    ]
    assert rows(con, "select denominazione from dim_ente") == [("Comune di Borgo Inventato",)]
    assert rows(con, "select data::varchar, votazione, immediatamente_eseguibile from pubblicato.atto") == [
        ("2020-07-24", "unanime", None)
    ]


def health(ordinal, n, title, *components):
    return allegato1(ordinal, "Indicatori di salute", n, title, [title], "10", *(components or (TEN,)))


def families():
    return [
        health(1, "1", "SALUTE FINANZIARIA"),
        health(2, "2", "Salute organizzativa"),
        health(3, "3", "Salute del sistema delle relazioni"),
        objective(4, "1", "A"),
        kpi(5, "1", "a", "10", TEN),
    ]


FAMILIES = (
    ("Salute Finanziaria", "1,67%"),
    ("SALUTE ORGANIZZATIVA", "1,66%"),
    ("Salute del sistema di relazioni", "1,67%"),
)
THIRDS = (1.67 * 1 + 1.66 * 0.5 + 1.67 * 0.2) / 5
PLAIN = (1 + 0.5 + 0.2) / 3


@pytest.mark.parametrize(
    ("parts", "mean", "weighed"),
    [
        (FAMILIES, THIRDS, "stampati"),
        ((), PLAIN, "uguali"),
        # the whole component, not a part of it
        ((("Indicatori di salute", "5%"),), PLAIN, "uguali"),
        (FAMILIES[:2], PLAIN, "incompleti"),
        ((*FAMILIES[:2], ("Salute delle relazioni", "1,67%")), PLAIN, "incompleti"),
        ((*FAMILIES, ("Salute ambientale", "1%")), PLAIN, "incompleti"),
        ((*FAMILIES[:2], ("Salute del sistema di relazioni", "un terzo")), PLAIN, "incompleti"),
        ((*FAMILIES, ("Salute finanziaria", "2%")), PLAIN, "incompleti"),
        ((*FAMILIES, ("Salute dell'area finanziaria", "1,67%")), PLAIN, "incompleti"),
        ([(name, "0%") for name, _ in FAMILIES], PLAIN, "incompleti"),
    ],
)
def test_the_parts_of_a_component_weigh_as_the_act_prints(con, tmp_path, parts, mean, weighed):
    rule(con, "peso", "5", "indicatori_salute", regola="R4")
    who = ("Tutte le unità", "Tutte le unità", "Tutte le unità", "Dirigenti")
    weights = [
        weight(10 + n, "INDICATORI DI SALUTE", part, percent, "5%", who[min(n, 3)])
        for n, (part, percent) in enumerate(parts)
    ]
    load(con, records=[*families(), *weights])
    # nothing is paid for while something waits, whatever the weights
    assert shares(con) == [(None, None, "in_attesa_di_rilevazione", weighed)]
    measured = ("10", "5", "2")
    titles = ("SALUTE FINANZIARIA", "Salute organizzativa", "Salute del sistema delle relazioni")
    measure(con, tmp_path, [(text, 1, value) for text, value in zip(titles, measured, strict=True)])
    assert shares(con) == [(pytest.approx(mean), pytest.approx(5 * mean), "misurato", weighed)]


def shares(con):
    return rows(con, "select realizzazione, quota, stato, pesi from punteggi.quota_risultato")


def test_a_part_that_cannot_be_measured_leaves_its_weight(con, tmp_path):
    rule(con, "peso", "5", "indicatori_salute", regola="R4")
    plan = families()
    plan[2] = health(3, "3", "Salute del sistema delle relazioni", Component("non_rilevabile"))
    load(con, records=[*plan, *(weight(10 + n, "SALUTE", *part, "5%") for n, part in enumerate(FAMILIES))])
    measure(con, tmp_path, [("SALUTE FINANZIARIA", 1, "10"), ("Salute organizzativa", 1, "5")])
    mean = (1.67 + 1.66 * 0.5) / (1.67 + 1.66)
    assert shares(con) == [(pytest.approx(mean), pytest.approx(5 * mean), "misurato", "stampati")]


@pytest.mark.parametrize(
    ("how", "weights", "mean", "weighed"),
    [
        ("pesata", ("60%", "40 %"), 0.6 * 1 + 0.4 * 0.5, "stampati"),
        ("pesata", ("0,6", "0,4"), 0.6 * 1 + 0.4 * 0.5, "stampati"),
        ("semplice", ("60%", "40%"), 0.75, "uguali"),
        (None, ("60%", "40%"), 0.75, "uguali"),
        ("pesata", ("60%", ""), 0.75, "incompleti"),
        ("pesata", ("60%", "alto"), 0.75, "incompleti"),
        ("pesata", ("", ""), 0.75, "incompleti"),
    ],
)
def test_objectives_of_a_unit_weigh_as_printed_where_a_rule_says_so(con, tmp_path, how, weights, mean, weighed):
    rule(con, "peso", "40", regola="R4")
    if how:
        rule(con, "media", how)
    plan = []
    for n, printed in enumerate(weights, 1):
        own = objective(2 * n, str(n), f"Obiettivo {n}")
        plan += [
            record("obiettivo", 2 * n, **own.fields, peso_raw=printed),
            kpi(2 * n + 1, str(n), f"k{n}", "10", TEN),
        ]
    load(con, records=plan)
    measure(con, tmp_path, [("k1", 1, "10"), ("k2", 1, "5")])
    assert shares(con) == [(pytest.approx(mean), pytest.approx(40 * mean), "misurato", weighed)]
    assert rows(con, "select realizzazione, realizzazione_parziale, pesi from punteggi.realizzazione_direzione") == [
        (pytest.approx(mean), pytest.approx(mean), weighed)
    ]


def test_below_the_threshold_a_part_pays_nothing_and_keeps_its_weight(con, tmp_path):
    rule(con, "peso", "5", "indicatori_salute", regola="R4")
    rule(con, "soglia_minima", "0.5", "indicatori_salute")
    load(con, records=[*families(), *(weight(10 + n, "SALUTE", *part, "5%") for n, part in enumerate(FAMILIES))])
    titles = ("SALUTE FINANZIARIA", "Salute organizzativa", "Salute del sistema delle relazioni")
    measure(con, tmp_path, [(text, 1, value) for text, value in zip(titles, ("10", "5", "2"), strict=True)])
    mean = (1.67 + 1.66 * 0.5) / 5
    assert shares(con) == [(pytest.approx(mean), pytest.approx(5 * mean), "misurato", "stampati")]


def test_the_weights_of_what_is_measured_so_far(con, tmp_path):
    rule(con, "media", "pesata")
    own = [objective(2, "1", "Uno"), objective(4, "2", "Due"), objective(6, "3", "Tre")]
    plan = [
        record("obiettivo", found.ordinal, **found.fields, peso_raw=printed)
        for found, printed in zip(own, ("50", "30", "20"), strict=True)
    ]
    load(con, records=[*plan, *(kpi(2 * n + 1, str(n), f"k{n}", "10", TEN) for n in (1, 2, 3))])
    measure(con, tmp_path, [("k1", 1, "10"), ("k2", 1, "5")])
    assert rows(con, "select realizzazione, realizzazione_parziale, stato from punteggi.realizzazione_direzione") == [
        (None, pytest.approx((50 + 15) / 80), "in_attesa_di_rilevazione")
    ]


def test_what_has_no_part_of_a_target_is_not_left_out_silently(con, tmp_path):
    rule(con, "peso", "40", regola="R4")
    load(
        con,
        records=[
            objective(1, "1", "Letto"),
            kpi(2, "1", "a", "10", TEN),
            objective(3, "2", "Mai letto"),
            kpi(4, "2", "b", "quanto basta"),
            objective(5, "3", "Senza indicatori"),
            allegato1(6, "Obiettivi solidali", "1", "Città aperta", ["Sportelli"], "da definire"),
        ],
    )
    measure(con, tmp_path, [("a", 1, "10")])
    assert rows(con, "select titolo, componente, stato from punteggi.realizzazione_obiettivo order by titolo") == [
        ("Città aperta", "obiettivi_solidali", "non_calcolabile"),
        ("Letto", "obiettivi_direzione", "misurato"),
        ("Mai letto", "obiettivi_direzione", "non_calcolabile"),
        ("Senza indicatori", "obiettivi_direzione", "senza_indicatori"),
    ]
    # one objective of the unit has no figure: neither has its share
    assert rows(con, "select componente, quota, stato from punteggi.quota_risultato order by 1") == [
        ("obiettivi_direzione", None, "non_calcolabile"),
    ]
