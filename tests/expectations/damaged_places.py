"""Damages of pages, tables, cells, and of the evidence."""

from damaging import BLOCKS, PARTIAL, WARNS, put


def number_of_a_row_skipped(f):
    put(f, "riga", 5, ordinale=99)


def lost_account_of_a_page(f):
    f["pagina"] = f["pagina"].drop(index=1)


def lost_account_of_the_last_page(f):
    f["pagina"] = f["pagina"].drop(index=2)


def lost_page(f):
    for name in ("pagina", "campo", "cella", "riga", "blocco_testo"):
        f[name] = f[name][f[name]["pagina"] != 3]


def lost_table(f):
    f["tabella"] = f["tabella"].iloc[:0]


def lost_table_with_its_cells(f):
    for name in ("tabella", "cella"):
        f[name] = f[name].iloc[:0]


def lost_segment(f):
    f["cella"] = f["cella"][f["cella"]["pagina"] != 3]


def lost_cell(f):
    f["cella"] = f["cella"].drop(index=40)


def lost_text_block(f):
    f["blocco_testo"] = f["blocco_testo"].drop(index=3)


def text_block_truncated(f):
    row = f["blocco_testo"].index[f["blocco_testo"]["genere"] == "testo"][0]
    put(
        f, "blocco_testo", row, testo=f["blocco_testo"].at[row, "testo"][: len(f["blocco_testo"].at[row, "testo"]) // 3]
    )


def glyphs_falsified(f):
    put(f, "pagina", 1, in_celle=f["pagina"].at[1, "in_celle"] - 20)


def glyphs_falsified_on_both_sides(f):
    put(f, "pagina", 0, in_testo=f["pagina"].at[0, "in_testo"] + 50, segni=f["pagina"].at[0, "segni"] + 50)


def rows_falsified(f):
    put(f, "tabella", 0, righe=f["tabella"].at[0, "righe"] + 1)


def rows_and_data_falsified(f):
    put(f, "tabella", 0, righe=f["tabella"].at[0, "righe"] + 1, dati=f["tabella"].at[0, "dati"] + 1)


def data_rows_falsified(f):
    put(f, "tabella", 0, dati=f["tabella"].at[0, "dati"] + 1)
    put(f, "tabella", 0, non_dati={"intestazione": 1, "sezione": 3})


def quarantine_not_written(f):
    put(f, "tabella", 0, dati=f["tabella"].at[0, "dati"] - 1, quarantena=1)


def count_of_the_text_not_reached(f):
    put(f, "conteggi", 0, attese=f["conteggi"].at[0, "attese"] + 1)


def count_of_the_text_far(f):
    put(f, "conteggi", 0, attese=f["conteggi"].at[0, "attese"] * 2)


def evidence_of_another_page(f):
    put(f, "campo", 8, pagina=1)


def evidence_of_a_page_that_is_not_there(f):
    put(f, "campo", 8, pagina=99)


def evidence_in_no_cell(f):
    put(f, "campo", 8, riga=999)


def evidence_in_another_cell(f):
    put(f, "campo", 8, colonna=f["campo"].at[8, "colonna"] + 1)


def evidence_of_no_row(f):
    put(f, "campo", 8, evidenza_id="0" * 16)


def evidence_dropped(f):
    f["campo"] = f["campo"].drop(index=8)


def all_evidence_dropped(f):
    f["campo"] = f["campo"].iloc[:0]


def evidence_of_another_document(f):
    put(f, "campo", 8, atto_id="0" * 16)


def row_of_another_document(f):
    put(f, "kpi", 3, atto_id="0" * 16)


def account_of_another_document(f):
    put(f, "pagina", 1, atto_id="0" * 16)


def box_upside_down(f):
    box = f["campo"].at[8, "box"]
    put(f, "campo", 8, box={**box, "alto": box["basso"], "basso": box["alto"]})


def box_outside_the_page(f):
    put(f, "riga", 3, box={side: value + 3000 for side, value in f["riga"].at[3, "box"].items()})


def box_of_another_place(f):
    put(f, "campo", 8, box=f["campo"].at[20, "box"])


def box_lost(f):
    put(f, "campo", 8, box=None)


def box_of_a_cell_moved(f):
    row = f["cella"].index[(f["cella"]["riga"] == 4) & (f["cella"]["testo"] != "")][0]
    put(f, "cella", row, x1=f["cella"].at[row, "x1"] + 12)


def box_of_a_row_of_another(f):
    put(f, "riga", 3, box=f["riga"].at[9, "box"])


def all_records_of_a_kind_lost(f):
    f["obiettivo"] = f["obiettivo"].iloc[:0]


def all_records_of_a_kind_lost_with_their_evidence(f):
    kind = f["conteggi"].at[0, "tabella_pubblicata"]
    for name in ("riga", "campo", "target"):
        f[name] = f[name][f[name]["tabella_pubblicata"] != kind]
    f[kind] = f[kind].iloc[:0]


def document_of_other_bytes(f):
    put(f, "versione", 0, sha256="0" * 64)


def year_of_another_century(f):
    put(f, "versione", 0, anno=202)


DAMAGES = {
    # damage -> the expectation that catches it (suite/name), what follows
    number_of_a_row_skipped: ("riga/righe_senza_salti", BLOCKS),
    lost_account_of_a_page: ("pagina/pagine_senza_salti", BLOCKS),
    lost_account_of_the_last_page: ("versione/pagine_tutte", BLOCKS),
    lost_page: ("tabella/pagine_della_tabella", BLOCKS),
    lost_table: ("cella/tabella_della_cella", BLOCKS),
    lost_table_with_its_cells: ("campo/cella_del_campo", BLOCKS),
    lost_segment: ("tabella/pagine_della_tabella", BLOCKS),
    lost_cell: ("tabella/celle_di_tutta_la_tabella", BLOCKS),
    lost_text_block: ("blocco_testo/blocchi_senza_salti", PARTIAL),
    text_block_truncated: ("pagina/segni_nel_testo", PARTIAL),
    glyphs_falsified: ("pagina/segni_conservati", BLOCKS),
    glyphs_falsified_on_both_sides: ("pagina/segni_nel_testo", PARTIAL),
    rows_falsified: ("tabella/righe_conservate", BLOCKS),
    rows_and_data_falsified: ("tabella/celle_di_tutta_la_tabella", BLOCKS),
    data_rows_falsified: ("tabella/dati_letti_tutti", BLOCKS),
    quarantine_not_written: ("tabella/quarantena_scritta", BLOCKS),
    count_of_the_text_not_reached: ("conteggi/conteggio_non_minore", PARTIAL),
    count_of_the_text_far: ("conteggi/conteggio_non_molto_minore", BLOCKS),
    evidence_of_another_page: ("campo/testo_e_riquadro_della_cella", PARTIAL),
    evidence_of_a_page_that_is_not_there: ("campo/pagina_del_documento", BLOCKS),
    evidence_in_no_cell: ("campo/cella_del_campo", BLOCKS),
    evidence_in_another_cell: ("campo/testo_e_riquadro_della_cella", PARTIAL),
    evidence_of_no_row: ("campo/riga_del_campo", BLOCKS),
    evidence_dropped: ("kpi/evidenza_di_ogni_campo", PARTIAL),
    all_evidence_dropped: ("obiettivo/evidenza_di_ogni_campo", PARTIAL),
    evidence_of_another_document: ("campo/riga_del_campo", BLOCKS),
    row_of_another_document: ("kpi/riga_della_stessa_evidenza", BLOCKS),
    account_of_another_document: ("pagina/atto_del_documento", BLOCKS),
    box_upside_down: ("campo/riquadro_sulla_pagina", PARTIAL),
    box_outside_the_page: ("riga/riquadro_sulla_pagina", PARTIAL),
    box_of_another_place: ("campo/testo_e_riquadro_della_cella", PARTIAL),
    box_lost: ("campo/riquadro_sulla_pagina", PARTIAL),
    box_of_a_cell_moved: ("campo/testo_e_riquadro_della_cella", PARTIAL),
    box_of_a_row_of_another: ("riga/posto_della_riga", PARTIAL),
    all_records_of_a_kind_lost: ("riga/riga_pubblicata", BLOCKS),
    all_records_of_a_kind_lost_with_their_evidence: ("conteggi/righe_preparate", BLOCKS),
    document_of_other_bytes: ("versione/impronta_del_documento", BLOCKS),
    year_of_another_century: ("versione/anno_del_piano", WARNS),
}
