"""Damages of the star: dimensions and facts."""

import pandas as pd
from damaging import STOPS, WARNS, again, put


def dropped_part_of_a_target(f):
    targets = f["fact_target"]
    of_two = targets["indicatore_id"] == targets.loc[_first(f, "fact_target", "parte", 2), "indicatore_id"]
    f["fact_target"] = targets[~of_two | (targets["parte"] != 1)]


def dropped_targets_of_an_indicator(f):
    f["fact_target"] = f["fact_target"].iloc[1:]


def dropped_indicator(f):
    f["dim_indicatore"] = f["dim_indicatore"].iloc[1:]


def dropped_indicator_with_its_targets(f):
    key = f["dim_indicatore"].loc[f["dim_indicatore"]["ordinale"] == 1, "indicatore_id"].iloc[1]
    for name in ("dim_indicatore", "fact_target", "fact_azione", "fact_rilevazione"):
        f[name] = f[name][f[name]["indicatore_id"] != key]


def dropped_objective(f):
    f["dim_obiettivo"] = f["dim_obiettivo"].iloc[1:]


def dropped_unit(f):
    named = f["dim_obiettivo"]["struttura_id"].dropna().iloc[0]
    f["dim_struttura"] = f["dim_struttura"][f["dim_struttura"]["struttura_id"] != named]


def dropped_person(f):
    f["dim_persona"] = f["dim_persona"].iloc[1:]


def dropped_act(f):
    f["dim_atto"] = f["dim_atto"].iloc[:0]


def dropped_body(f):
    f["dim_ente"] = f["dim_ente"].iloc[:0]


def dropped_action(f):
    f["fact_azione"] = f["fact_azione"].drop(index=_first(f, "fact_azione", "azione_n", 1))


def repeated_key(f):
    again(f, "dim_indicatore", 3)


def repeated_fact(f):
    again(f, "fact_assegnazione", 0)


def repeated_objective_with_a_new_key(f):
    again(f, "dim_obiettivo", 0)
    put(f, "dim_obiettivo", f["dim_obiettivo"].index[-1], obiettivo_id="0" * 16)


def two_current_versions(f):
    f["dim_atto"] = pd.concat([f["dim_atto"], f["dim_atto"].assign(atto_id="0" * 16, versione=2)], ignore_index=True)


def no_current_version(f):
    put(f, "dim_atto", 0, corrente=False)


def version_skipped(f):
    put(f, "dim_atto", 0, versione=3)


def version_repeated(f):
    other = f["dim_atto"].iloc[:1].assign(atto_id="0" * 16, corrente=False)
    f["dim_atto"] = pd.concat([f["dim_atto"], other], ignore_index=True)


def rows_of_an_old_version(f):
    f["dim_atto"] = pd.concat(
        [f["dim_atto"], f["dim_atto"].assign(atto_id="0" * 16, versione=2, corrente=True)], ignore_index=True
    )
    put(f, "dim_atto", 0, corrente=False)


def document_of_other_bytes(f):
    put(f, "dim_atto", 0, sha256="0" * 64)


def value_that_the_text_does_not_print(f):
    put(f, "fact_target", _first(f, "fact_target", "genere", "soglia"), valore=7.25)


def text_that_the_indicator_does_not_have(f):
    put(f, "fact_target", 0, testo="999")


def target_of_another_row(f):
    put(f, "fact_target", 0, evidenza_id=f["fact_target"]["evidenza_id"].iloc[-1])


def unit_of_the_target_lost(f):
    put(f, "fact_target", _first(f, "fact_target", "unita", "%"), unita="")


def sign_of_the_target_turned(f):
    put(f, "fact_target", _first(f, "fact_target", "operatore", ">="), operatore="<")


def deadline_of_the_target_shifted(f):
    row = _first(f, "fact_target", "genere", "data")
    put(f, "fact_target", row, scadenza=f["fact_target"].at[row, "scadenza"] - pd.Timedelta(days=30))


def year_of_another_act(f):
    put(f, "fact_target", 0, anno=1999)


def orphan_objective(f):
    put(f, "dim_obiettivo", 0, padre_id="0" * 16)


def objective_below_itself(f):
    put(f, "dim_obiettivo", 0, padre_id=f["dim_obiettivo"].at[0, "obiettivo_id"])


def cited_objective_that_nobody_cites(f):
    put(f, "dim_obiettivo", _leaf(f), citato=True)


def years_of_an_objective_turned(f):
    put(f, "dim_obiettivo", 0, anno_inizio=2022, anno_fine=2020)


def fact_of_an_unknown_objective(f):
    put(f, "fact_assegnazione", 0, obiettivo_id="0" * 16)


def required_field_emptied(f):
    put(f, "fact_assegnazione", 0, ruolo=None)


def share_over_a_hundred(f):
    put(f, "fact_peso", 0, percentuale=167.0)


def share_below_zero(f):
    put(f, "fact_peso", 0, percentuale=-1.67)


def total_over_a_hundred(f):
    put(f, "fact_peso", 0, totale=500.0)


def decimal_shifted_in_a_share(f):
    put(f, "fact_peso", 0, percentuale=16.7)


def points_that_nobody_can_get(f):
    put(f, "fact_rubrica", 0, ottenibili=9.0)


def time_marked_but_not_planned(f):
    put(f, "fact_fase", _first(f, "fact_fase", "marcatura", "X"), prevista=False)


def time_dropped(f):
    f["fact_fase"] = f["fact_fase"].drop(index=_first(f, "fact_fase", "tempo_n", 1))


def unit_that_ends_before_it_begins(f):
    put(f, "dim_struttura", 0, valid_to=pd.Timestamp(1990, 1, 1))


def _first(f, table, column, value):
    """Index of the first row with a value."""
    return f[table].index[f[table][column] == value][0]


def _leaf(f):
    objectives = f["dim_obiettivo"]
    return objectives.index[~objectives["obiettivo_id"].isin(objectives["padre_id"])][0]


DAMAGES = {
    # damage -> the expectation that catches it (table/name), what follows
    dropped_part_of_a_target: ("fact_target/parti_senza_salti", STOPS),
    dropped_targets_of_an_indicator: ("dim_indicatore/indicatore_con_target", STOPS),
    dropped_indicator: ("fact_target/riferimento:indicatore_id", STOPS),
    dropped_indicator_with_its_targets: ("dim_indicatore/indicatori_senza_salti", STOPS),
    dropped_objective: ("dim_indicatore/riferimento:obiettivo_id", STOPS),
    dropped_unit: ("dim_obiettivo/riferimento:struttura_id", STOPS),
    dropped_person: ("fact_assegnazione/riferimento:persona_id", STOPS),
    dropped_act: ("fact_target/riferimento:atto_id", STOPS),
    dropped_body: ("dim_atto/riferimento:ente_id", STOPS),
    dropped_action: ("fact_azione/azioni_senza_salti", STOPS),
    repeated_key: ("dim_indicatore/chiave", STOPS),
    repeated_fact: ("fact_assegnazione/chiave", STOPS),
    repeated_objective_with_a_new_key: ("dim_obiettivo/un_obiettivo_per_riga", STOPS),
    two_current_versions: ("dim_atto/una_versione_corrente", STOPS),
    no_current_version: ("dim_atto/una_versione_corrente", STOPS),
    version_repeated: ("dim_atto/versioni_di_numero_diverso", STOPS),
    version_skipped: ("dim_atto/versioni_senza_salti", WARNS),
    rows_of_an_old_version: ("fact_target/atto_corrente", STOPS),
    document_of_other_bytes: ("dim_atto/impronta_del_documento", STOPS),
    value_that_the_text_does_not_print: ("fact_target/numero_stampato", WARNS),
    text_that_the_indicator_does_not_have: ("fact_target/testo_dell_indicatore", STOPS),
    target_of_another_row: ("fact_target/riga_dell_indicatore", STOPS),
    unit_of_the_target_lost: ("fact_target/unita_stampata", WARNS),
    sign_of_the_target_turned: ("fact_target/operatore_stampato", WARNS),
    deadline_of_the_target_shifted: ("fact_target/scadenza_stampata", WARNS),
    year_of_another_act: ("fact_target/anno_dell_atto", STOPS),
    orphan_objective: ("dim_obiettivo/obiettivo_padre", STOPS),
    objective_below_itself: ("dim_obiettivo/nessuno_discende_da_se", STOPS),
    cited_objective_that_nobody_cites: ("dim_obiettivo/citato_da_qualcuno", STOPS),
    years_of_an_objective_turned: ("dim_obiettivo/anni_in_ordine", STOPS),
    fact_of_an_unknown_objective: ("fact_assegnazione/riferimento:obiettivo_id", STOPS),
    required_field_emptied: ("fact_assegnazione/obbligatorio:ruolo", STOPS),
    share_over_a_hundred: ("fact_peso/percentuale_da_0_a_100", STOPS),
    share_below_zero: ("fact_peso/percentuale_da_0_a_100", STOPS),
    total_over_a_hundred: ("fact_peso/totale_da_0_a_100", STOPS),
    decimal_shifted_in_a_share: ("fact_peso/pesi_a_totale", WARNS),
    points_that_nobody_can_get: ("fact_rubrica/punti_ottenibili", STOPS),
    time_marked_but_not_planned: ("fact_fase/prevista_dove_marcata", STOPS),
    time_dropped: ("fact_fase/tempi_senza_salti", STOPS),
    unit_that_ends_before_it_begins: ("dim_struttura/validita_in_ordine", STOPS),
}
