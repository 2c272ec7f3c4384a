"""Each rule: data in order passes it, and damaged data fails it by name, with the place in the detail."""

from dataclasses import replace

import pandas as pd
import pytest

from expectations import validate_document, validate_star, verdict
from expectations.engine import hold
from expectations.suites import document_suites, star_suites


def held(suites, name, rule):
    """The outcome of one rule of one suite."""
    suite = next(suite for suite in suites if suite.name == name)
    (only,) = (r for r in suite.rules if r.name == rule)
    (tally,) = hold([replace(suite, rules=[only])])
    return tally.outcome()


def put(table, row, column, value):
    def damage(frames):
        frames[table] = frames[table].copy()
        frames[table].at[row, column] = value

    return damage


def drop(table, row):
    def damage(frames):
        frames[table] = frames[table].drop(index=row)

    return damage


def again(table, row):
    def damage(frames):
        frames[table] = pd.concat([frames[table], frames[table].loc[[row]]], ignore_index=True)

    return damage


def without(table, column):
    def damage(frames):
        frames[table] = frames[table].drop(columns=column)

    return damage


def only_rows(table, mask):
    def damage(frames):
        frames[table] = frames[table][mask(frames[table])]

    return damage


def no_records(frames):
    for name in ("obiettivo", "kpi", "scheda", "fase", "indicatore", "personale", "riga_peg", "tabella_generica"):
        frames[name] = frames[name].iloc[:0]


def nothing(frames):
    no_records(frames)
    frames["blocco_testo"] = frames["blocco_testo"].iloc[:0]


def name(value):
    return value if isinstance(value, str) else ""


BLOCKS = "blocca_documento"

DOCUMENT = [
    # damage, suite, rule, severity, what the detail shows
    (put("pagina", 1, "in_celle", 99), "pagina", "segni_conservati", BLOCKS, "pagina 2: segni_collocati 99"),
    (put("pagina", 1, "residuo", 3), "pagina", "residuo_vuoto", "avviso", "pagina 2: residuo 3"),
    (put("pagina", 0, "numeri_solo_celle", ["12"]), "pagina", "numeri_delle_celle_nel_testo", "avviso", "pagina 1"),
    (put("pagina", 0, "numeri_solo_testo", ["7"]), "pagina", "numeri_del_testo_nelle_celle", "avviso", "mancanti 1"),
    (again("pagina", 0), "pagina", "chiave", BLOCKS, "pagina 1"),
    (only_rows("pagina", lambda f: f["pagina"] > 9), "documento_intero", "almeno_una_pagina", BLOCKS, "0"),
    (no_records, "documento_intero", "almeno_una_riga", "parziale", "documento intero: righe_pubblicate 0"),
    (only_rows("conteggi", lambda f: f["attese"] < 0), "documento_intero", "conteggio_indipendente", "avviso", "True"),
    (nothing, "documento_intero", "qualcosa_di_letto", BLOCKS, "letto 0"),
    (put("tabella", 1, "dati", 0), "tabella", "righe_conservate", BLOCKS, "tabella 2: dati + quarantena"),
    (put("tabella", 0, "quarantena", 1), "tabella", "niente_in_quarantena", "parziale", "tabella 1: quarantena 1"),
    (put("tabella", 0, "quarantena", 1), "tabella", "quarantena_scritta", BLOCKS, "in quarantena sono 0"),
    (put("tabella", 0, "non_dati", {"vuota": 1}), "tabella", "righe_conservate", BLOCKS, "fa 31, righe è 32"),
    (put("conteggi", 1, "attese", 14), "conteggi", "conteggio_non_molto_minore", BLOCKS, "kpi"),
    (put("conteggi", 1, "attese", 13), "conteggi", "conteggio_non_minore", "parziale", "attese 13"),
    (put("conteggi", 1, "attese", 11), "conteggi", "conteggio_uguale", "avviso", "trovate 12"),
    (drop("kpi", 3), "conteggi", "righe_preparate", BLOCKS, "kpi: 12 righe lette, 11 preparate"),
    (drop("fase", 3), "riga", "riga_pubblicata", BLOCKS, "manca in fase"),
    (drop("kpi", 3), "target", "riga_pubblicata", BLOCKS, "manca in kpi"),
    (
        drop("riga", 0),
        "obiettivo",
        "riferimento:evidenza_id",
        BLOCKS,
        "evidenza_id e1 non esiste",
    ),
    (only_rows("campo", lambda f: f["campo"] != "titolo"), "scheda", "evidenza_di_ogni_campo", "parziale", "titolo"),
    (only_rows("campo", lambda f: f["campo"] != "azioni"), "kpi", "evidenza_di_ogni_campo", "parziale", "azioni"),
    (put("campo", 0, "confidenza", 0.79), "campo", "lettura_certa", "parziale", "0.79"),
    (put("kpi", 0, "target_raw", "> 7,0%"), "kpi", "come_stampato", "parziale", "diverso dalla stampa: target_raw"),
    (
        put("obiettivo", 0, "titolo", "Altro"),
        "obiettivo",
        "come_stampato",
        "parziale",
        "tabella 1, riga 1, ordinale 1",
    ),
    (again("obiettivo", 2), "obiettivo", "obiettivo_unico", BLOCKS, "direzione Direzione Alfa, n 2"),
    (again("obiettivo", 2), "obiettivo", "chiave", BLOCKS, "ordinale 3"),
    (put("obiettivo", 0, "titolo", " "), "obiettivo", "obbligatorio:titolo", BLOCKS, "titolo vuoto"),
    (put("obiettivo", 0, "tipo", "XX"), "obiettivo", "elenco_chiuso:tipo", "avviso", "evidenza_id e1: tipo XX"),
    (without("obiettivo", "sezione_direzione"), "obiettivo", "colonne", BLOCKS, "sezione_direzione"),
    (put("kpi", 0, "obiettivo_n", "9"), "kpi", "kpi_con_obiettivo", BLOCKS, "obiettivo_n 9 non esiste"),
    (drop("obiettivo", 0), "kpi", "kpi_con_obiettivo", BLOCKS, "obiettivo_n 1 non esiste"),
    (put("kpi", 1, "kpi_ordinale", 1), "kpi", "kpi_unico", BLOCKS, "kpi_ordinale 1"),
    (put("kpi", 1, "kpi_ordinale", 3), "kpi", "kpi_senza_salti", BLOCKS, "kpi_ordinale è 3, atteso 2"),
    (again("scheda", 0), "scheda", "scheda_unica", BLOCKS, "scheda_n 1"),
    (put("fase", 0, "scheda_n", "9"), "fase", "fase_con_scheda", BLOCKS, "scheda_n 9 non esiste"),
    (drop("fase", 1), "fase", "fasi_senza_salti", BLOCKS, "fase_ordinale è 3"),
    (put("fase", 1, "marcature", ["X"]), "fase", "marcature_sotto_intestazioni", BLOCKS, "n_marcature 1"),
    (put("indicatore", 0, "scheda_n", "9"), "indicatore", "indicatore_con_scheda", BLOCKS, "non esiste"),
    (drop("indicatore", 0), "indicatore", "indicatori_senza_salti", BLOCKS, "atteso 1"),
    (put("personale", 0, "scheda_n", "9"), "personale", "personale_con_scheda", BLOCKS, "non esiste"),
    (put("riga_peg", 0, "missione_codice", "9"), "riga_peg", "missione_di_due_cifre", "avviso", "missione_codice 9"),
    (put("riga_peg", 0, "programma_codice", "x"), "riga_peg", "programma_di_due_cifre", "avviso", "programma_codice x"),
    (put("target", 0, "genere", "boh"), "target", "elenco_chiuso:genere", "avviso", "genere boh"),
]

STAR = [
    (put("fact_target", 0, "indicatore_id", "x"), "fact_target", "riferimento:indicatore_id", "x non esiste"),
    (put("fact_target", 1, "parte", 1), "fact_target", "parti_senza_salti", "manca o si ripete"),
    (put("fact_target", 1, "target_id", "t1"), "fact_target", "chiave", "target_id t1"),
    (put("fact_target", 1, "genere", "boh"), "fact_target", "elenco_chiuso:genere", "genere boh"),
    (drop("dim_persona", 0), "fact_assegnazione", "riferimento:persona_id", "persona_id p non esiste in dim_persona"),
    (put("dim_indicatore", 0, "obiettivo_id", "x"), "dim_indicatore", "riferimento:obiettivo_id", "obiettivo_id x"),
    (again("dim_obiettivo", 0), "dim_obiettivo", "chiave", "obiettivo_id o1"),
    (put("dim_obiettivo", 1, "padre_id", "x"), "dim_obiettivo", "obiettivo_padre", "padre_id x, atto_id"),
    (put("dim_struttura", 0, "padre_id", "x"), "dim_struttura", "struttura_padre", "padre_id x non esiste"),
    (put("dim_atto", 1, "sostituisce_id", "x"), "dim_atto", "versione_precedente", "sostituisce_id x"),
    (put("dim_atto", 0, "corrente", True), "dim_atto", "una_versione_corrente", "versioni_correnti 2"),
    (put("dim_ente", 0, "denominazione", None), "dim_ente", "obbligatorio:denominazione", "ente_id e"),
    (put("fact_peso", 0, "percentuale", 2.0), "fact_peso", "pesi_a_totale", "la somma è 5.33, il totale 5"),
]


def test_a_document_in_order_passes_every_rule(staged):
    outcomes = validate_document(staged)
    assert [o for o in outcomes if not o.esito] == []
    assert {"pagina", "tabella", "conteggi", "campo", "kpi", "documento_intero"} <= {o.suite for o in outcomes}
    assert verdict(outcomes) == ("caricato", "")


def test_a_star_in_order_passes_every_rule(star):
    outcomes = validate_star(star)
    assert [o for o in outcomes if not o.esito] == []
    assert {o.suite for o in outcomes} == set(star)


@pytest.mark.parametrize(("damage", "suite", "rule", "severity", "shown"), DOCUMENT, ids=name)
def test_damaged_documents_fail_by_name(staged, damage, suite, rule, severity, shown):
    damage(staged)
    outcome = held(document_suites(staged), suite, rule)
    assert (outcome.esito, outcome.gravita) == (False, severity)
    assert shown in outcome.dettaglio


@pytest.mark.parametrize(("damage", "suite", "rule", "shown"), STAR, ids=name)
def test_damaged_stars_fail_by_name(star, damage, suite, rule, shown):
    damage(star)
    outcome = held(star_suites(star), suite, rule)
    assert not outcome.esito
    assert shown in outcome.dettaglio
    assert outcome.gravita == ("avviso" if rule == "pesi_a_totale" else "blocca_pubblicazione")


def test_printed_weights_that_do_not_add_up_are_found():
    from expectations.checks import total

    rows = [("c", "1,67%", "5%"), ("c", "1,66%", "5%"), ("c", "1,67%", "5%"), ("d", "14%", "15%"), ("e", "1.250,5", "")]
    frame = pd.DataFrame(rows, columns=["componente", "percentuale_raw", "totale_raw"])
    messages = total(frame, {}, "percentuale_raw", "totale_raw", ["componente"])
    assert list(messages) == [None, None, None, "la somma è 14, il totale 15", None]


def test_a_missing_column_is_told_and_fails_its_rules(staged):
    without("pagina", "segni")(staged)
    outcome = held(document_suites(staged), "pagina", "segni_conservati")
    assert (outcome.esito, outcome.osservato, outcome.dettaglio) == (False, "non verificabile", "mancano: segni")


def test_at_most_twenty_rows_are_shown(staged):
    staged["campo"] = staged["campo"].assign(testo="x", campo=None)
    outcome = held(document_suites(staged), "campo", "obbligatorio:campo")
    rows = len(staged["campo"])
    assert outcome.osservato == f"{rows} righe su {rows}"
    assert outcome.dettaglio.count("campo vuoto") == 20
    assert outcome.dettaglio.endswith(f"e altre {rows - 20} righe")
