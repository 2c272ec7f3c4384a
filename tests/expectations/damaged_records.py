"""Damages of records and their texts."""

from damaging import BLOCKS, PARTIAL, WARNS, again, put


def dropped_row(f):
    f["kpi"] = f["kpi"].drop(index=4)


def dropped_row_with_its_evidence(f):
    key = f["kpi"].at[4, "evidenza_id"]
    for name in ("kpi", "riga", "campo", "target"):
        f[name] = f[name][f[name]["evidenza_id"] != key]


def dropped_last_row_with_its_evidence(f):
    last = f["riga"].loc[f["riga"]["ordinale"].idxmax(), "evidenza_id"]
    for name in ("kpi", "riga", "campo", "target"):
        f[name] = f[name][f[name]["evidenza_id"] != last]


def repeated_row(f):
    again(f, "kpi", 4)


def repeated_row_with_a_new_number(f):
    again(f, "kpi", 4)
    put(f, "kpi", f["kpi"].index[-1], ordinale=f["riga"]["ordinale"].max() + 1)


def repeated_row_with_a_new_key(f):
    again(f, "kpi", 4)
    put(f, "kpi", f["kpi"].index[-1], evidenza_id="f" * 16, ordinale=f["riga"]["ordinale"].max() + 1)


def repeated_objective(f):
    again(f, "obiettivo", 2)


def columns_swapped_in_a_row(f):
    put(f, "kpi", 3, kpi=f["kpi"].at[3, "fonte"], fonte=f["kpi"].at[3, "kpi"])


def columns_swapped_in_a_table(f):
    f["kpi"] = f["kpi"].rename(columns={"kpi": "fonte", "fonte": "kpi"})


def columns_swapped_in_a_table_and_its_evidence(f):
    columns_swapped_in_a_table(f)
    names = {"kpi": "fonte", "fonte": "kpi"}
    mine = f["campo"]["campo"].isin(list(names)) & (f["campo"]["evidenza_id"] == f["kpi"].at[3, "evidenza_id"])
    f["campo"] = f["campo"].assign(campo=f["campo"]["campo"].where(~mine, f["campo"]["campo"].map(names)))


def text_truncated(f):
    put(f, "kpi", 3, kpi=f["kpi"].at[3, "kpi"][:-5])


def text_truncated_with_its_evidence(f):
    put(f, "kpi", 3, kpi=f["kpi"].at[3, "kpi"][:-5])
    field = (f["campo"]["evidenza_id"] == f["kpi"].at[3, "evidenza_id"]) & (f["campo"]["campo"] == "kpi")
    f["campo"] = f["campo"].assign(testo=f["campo"]["testo"].where(~field, f["kpi"].at[3, "kpi"] + " x"))


def text_of_another_row(f):
    put(f, "obiettivo", 1, titolo=f["obiettivo"].at[2, "titolo"])


def text_added(f):
    put(f, "kpi", 3, fonte="Registro dell'ufficio, salvo errori")


def element_of_a_list_dropped(f):
    row = f["kpi"].index[f["kpi"]["azioni"].map(len) > 1][0]
    put(f, "kpi", row, azioni=list(f["kpi"].at[row, "azioni"])[:-1])


def name_in_a_list_changed(f):
    put(f, "obiettivo", 0, responsabili=[{"cognome": "ROSSI", "nome": "MARIO", "unita_organizzativa": "Staff"}])


def field_emptied(f):
    put(f, "kpi", 3, fonte="")


def required_field_emptied(f):
    put(f, "kpi", 3, kpi="")


def white_space_only(f):
    put(f, "obiettivo", 1, titolo="  ")


def other_encoding(f):
    put(f, "obiettivo", 1, titolo=f["obiettivo"].at[1, "titolo"] + " Ã¨")


def other_encoding_everywhere(f):
    for name in ("campo", "cella"):
        f[name] = f[name].assign(testo=f[name]["testo"].str.replace("e", "Ã¨", regex=False))


def value_outside_a_closed_list(f):
    put(f, "obiettivo", 1, tipo="ODX")


def kpi_of_another_objective(f):
    put(f, "kpi", 0, obiettivo_n="6")


def kpi_of_an_objective_that_is_not_there(f):
    put(f, "kpi", 0, obiettivo_n="99")


def kpi_number_skipped(f):
    put(f, "kpi", 1, kpi_ordinale=7)


def layout_unknown(f):
    put(f, "kpi", 3, layout="")


def confidence_below_zero(f):
    put(f, "campo", 7, confidenza=-0.2)


def layout_of_another_table(f):
    put(f, "kpi", 3, layout="matrice_peg")


DAMAGES = {
    # damage -> the expectation that catches it (suite/name), what follows
    dropped_row: ("riga/riga_pubblicata", BLOCKS),
    dropped_row_with_its_evidence: ("riga/righe_senza_salti", BLOCKS),
    dropped_last_row_with_its_evidence: ("tabella/dati_letti_tutti", BLOCKS),
    repeated_row: ("kpi/evidenza_unica", BLOCKS),
    repeated_row_with_a_new_number: ("kpi/riga_della_stessa_evidenza", BLOCKS),
    repeated_row_with_a_new_key: ("documento_intero/righe_tante_quante", BLOCKS),
    repeated_objective: ("obiettivo/obiettivo_unico", BLOCKS),
    columns_swapped_in_a_row: ("kpi/come_stampato", PARTIAL),
    columns_swapped_in_a_table: ("kpi/come_stampato", PARTIAL),
    columns_swapped_in_a_table_and_its_evidence: ("kpi/come_stampato", PARTIAL),
    text_truncated: ("kpi/per_intero", PARTIAL),
    text_truncated_with_its_evidence: ("campo/testo_e_riquadro_della_cella", PARTIAL),
    text_of_another_row: ("obiettivo/come_stampato", PARTIAL),
    text_added: ("kpi/come_stampato", PARTIAL),
    element_of_a_list_dropped: ("kpi/per_intero", PARTIAL),
    name_in_a_list_changed: ("obiettivo/come_stampato", PARTIAL),
    field_emptied: ("kpi/campi_non_svuotati", PARTIAL),
    required_field_emptied: ("kpi/obbligatorio:kpi", BLOCKS),
    white_space_only: ("obiettivo/obbligatorio:titolo", BLOCKS),
    other_encoding: ("obiettivo/per_intero", PARTIAL),
    other_encoding_everywhere: ("campo/testo_leggibile", PARTIAL),
    value_outside_a_closed_list: ("obiettivo/elenco_chiuso:tipo", WARNS),
    kpi_of_another_objective: ("kpi/come_stampato", PARTIAL),
    kpi_of_an_objective_that_is_not_there: ("kpi/kpi_con_obiettivo", BLOCKS),
    kpi_number_skipped: ("kpi/kpi_senza_salti", BLOCKS),
    layout_unknown: ("kpi/tracciato_detto", PARTIAL),
    layout_of_another_table: ("kpi/tracciato_della_tabella", WARNS),
    confidence_below_zero: ("campo/fiducia_da_0_a_1", PARTIAL),
}
