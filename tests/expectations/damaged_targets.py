"""Damages of what targets say: an accident of the reading, of the loading, or a forger."""

import pandas as pd
from damaging import BLOCKS, PARTIAL, put, target_of, two_parts


def decimal_shifted_in_a_target(f):
    put(f, "target", target_of(f, "soglia"), valore=f["target"].at[target_of(f, "soglia"), "valore"] / 10)


def decimal_shifted_in_all_targets(f):
    f["target"] = f["target"].assign(valore=f["target"]["valore"] * 10)


def decimal_shifted_in_the_printed_text(f):
    row = target_of(f, "soglia")
    key = f["target"].at[row, "evidenza_id"]
    f["kpi"] = f["kpi"].assign(target_raw=f["kpi"]["target_raw"].where(f["kpi"]["evidenza_id"] != key, "≥ 9,0%"))


def decimal_shifted_in_text_and_target(f):
    row = target_of(f, "soglia")
    decimal_shifted_in_the_printed_text(f)
    put(f, "target", row, testo="≥ 9,0%", valore=9.0)


def decimal_shifted_everywhere_but_in_the_cell(f):
    decimal_shifted_in_text_and_target(f)
    key = f["target"].at[target_of(f, "soglia"), "evidenza_id"]
    field = (f["campo"]["evidenza_id"] == key) & (f["campo"]["campo"] == "target_raw")
    f["campo"] = f["campo"].assign(testo=f["campo"]["testo"].where(~field, "≥ 9,0%"))


def sign_lost(f):
    row = f["target"].index[f["target"]["valore"] < 0][0]
    put(f, "target", row, valore=-f["target"].at[row, "valore"])


def sign_added(f):
    row = target_of(f, "soglia")
    put(f, "target", row, valore=-f["target"].at[row, "valore"])


def figures_exchanged_between_rows(f):
    first, second = f["target"].index[f["target"]["genere"] == "soglia"][:2]
    values = f["target"].loc[[second, first], "valore"].tolist()
    put(f, "target", first, valore=values[0])
    put(f, "target", second, valore=values[1])


def percent_read_as_a_number(f):
    put(f, "target", f["target"].index[f["target"]["unita"] == "%"][0], unita="")


def days_read_as_hours(f):
    put(f, "target", f["target"].index[f["target"]["unita"] == "giorni"][0], unita="ore")


def sign_of_comparison_turned(f):
    put(f, "target", f["target"].index[f["target"]["operatore"] == ">="][0], operatore="<=")


def direction_turned(f):
    put(f, "target", f["target"].index[f["target"]["operatore"] == ">="][0], verso="decrescente")


def deadline_shifted(f):
    row = target_of(f, "data")
    put(f, "target", row, scadenza=f["target"].at[row, "scadenza"] + pd.Timedelta(days=1))


def deadline_of_another_year(f):
    row = target_of(f, "data")
    put(f, "target", row, scadenza=f["target"].at[row, "scadenza"] + pd.DateOffset(years=1))


def day_and_month_swapped(f):
    row = target_of(f, "data")
    put(f, "target", row, testo="entro il 05/06/2020", scadenza=pd.Timestamp(2020, 5, 6))


def deadline_lost(f):
    put(f, "target", target_of(f, "data"), scadenza=pd.NaT)


def kind_of_target_changed(f):
    put(f, "target", target_of(f, "soglia"), genere="prodotto")


def target_dropped(f):
    f["target"] = f["target"].drop(index=0)


def first_part_of_a_target_dropped(f):
    f["target"] = f["target"].drop(index=two_parts(f)[0])


def last_part_of_a_target_dropped(f):
    first, second = two_parts(f)
    put(f, "target", first, testo="90% degli uffici e 80% degli sportelli", valore=90.0, unita="%")
    f["target"] = f["target"].drop(index=second)


def target_of_another_row(f):
    put(f, "target", 0, testo=f["target"].at[3, "testo"], valore=f["target"].at[3, "valore"])


def confidence_of_a_target_above_one(f):
    put(f, "target", 0, confidenza=1.5)


DAMAGES = {
    # damage -> the expectation that catches it (suite/name), what follows
    decimal_shifted_in_a_target: ("target/numero_stampato", PARTIAL),
    decimal_shifted_in_all_targets: ("target/numero_stampato", PARTIAL),
    decimal_shifted_in_the_printed_text: ("target/testo_della_riga", BLOCKS),
    decimal_shifted_in_text_and_target: ("kpi/come_stampato", PARTIAL),
    decimal_shifted_everywhere_but_in_the_cell: ("campo/testo_e_riquadro_della_cella", PARTIAL),
    sign_lost: ("target/numero_stampato", PARTIAL),
    sign_added: ("target/numero_stampato", PARTIAL),
    figures_exchanged_between_rows: ("target/numero_stampato", PARTIAL),
    percent_read_as_a_number: ("target/unita_stampata", PARTIAL),
    days_read_as_hours: ("target/unita_stampata", PARTIAL),
    sign_of_comparison_turned: ("target/operatore_stampato", PARTIAL),
    direction_turned: ("target/verso_dell_operatore", PARTIAL),
    deadline_shifted: ("target/scadenza_stampata", PARTIAL),
    deadline_of_another_year: ("target/scadenza_stampata", PARTIAL),
    day_and_month_swapped: ("target/scadenza_stampata", PARTIAL),
    deadline_lost: ("target/campi_del_genere", PARTIAL),
    kind_of_target_changed: ("target/campi_del_genere", PARTIAL),
    target_dropped: ("kpi/target_letto", BLOCKS),
    first_part_of_a_target_dropped: ("target/parti_senza_salti", BLOCKS),
    last_part_of_a_target_dropped: ("target/percentuali_lette", PARTIAL),
    target_of_another_row: ("target/testo_della_riga", BLOCKS),
    confidence_of_a_target_above_one: ("target/fiducia_da_0_a_1", PARTIAL),
}
