from dataclasses import dataclass

from borgo_inventato import document, load, rows, set_aside

import warehouse


@dataclass
class Outcome:
    suite: str = "kpi"
    aspettativa: str = "chiave"
    livello: str = "pubblicato"
    esito: bool = False
    gravita: str = "blocca_documento"
    osservato: str = "2 righe"
    dettaglio: str = "pagina 3"


def test_a_run_is_written_down(con):
    run_id = warehouse.begin_run(con, "0.1")
    assert rows(con, "select stato, finita_il from qualita.corsa") == [("in_corso", None)]
    warehouse.end_run(con, run_id, "riuscita", {"caricati": 3, "righe": 1200})
    assert rows(con, "select run_id, stato, versione, conteggi, finita_il >= iniziata_il from qualita.corsa") == [
        (run_id, "riuscita", "0.1", {"caricati": 3, "righe": 1200}, True)
    ]


def test_each_document_of_a_run_has_its_state(con):
    load(con, document("a.pdf"))
    run_id = warehouse.begin_run(con, "0.1")
    warehouse.record_unchanged(con, run_id, [document("a.pdf")])
    bad = document("b.pdf")
    warehouse.set_aside_document(con, run_id, bad, "Il file è troncato")
    assert rows(
        con, f"select nome_file, stato, motivo, atto_id from qualita.documento where run_id = '{run_id}' order by 1"
    ) == [("a.pdf", "invariato", "", document("a.pdf").atto_id), ("b.pdf", "scartato", "Il file è troncato", None)]
    assert rows(con, "select nome_file, pagina, motivo, atto_id from qualita.quarantena") == [
        ("b.pdf", None, "Il file è troncato", bad.atto_id)
    ]
    assert warehouse.loaded_documents(con) == {document("a.pdf").sha256: "1"}


def test_a_document_set_aside_every_night_is_in_quarantine_once_and_leaves_it_when_it_loads(con):
    for night in ("uno", "due"):
        warehouse.set_aside_document(con, night, document("b.pdf"), "Il file è troncato")
    assert rows(con, "select run_id from qualita.quarantena") == [("due",)]
    load(con, document("b.pdf"))
    assert rows(con, "select count(*) from qualita.quarantena") == [(0,)]


def test_setting_a_new_reading_aside_leaves_what_is_loaded(con):
    load(con, document("b.pdf"), set_aside=[set_aside()])
    warehouse.set_aside_document(con, "corsa", document("b.pdf"), "Struttura non valida")
    assert rows(con, "select count(*) from pubblicato.obiettivo") == [(3,)]
    assert rows(con, "select motivo from qualita.quarantena order by 1") == [
        ("Riga senza numero",),
        ("Struttura non valida",),
    ]


def test_outcomes_are_numbered_through_the_run(con):
    warehouse.record_outcomes(con, "corsa", [(document("a.pdf"), [Outcome(), Outcome(esito=True)])])
    warehouse.record_outcomes(con, "corsa", [(None, [Outcome(suite="dim_atto", livello="main")])])
    assert rows(
        con, "select n, nome_file, suite, livello, esito, gravita from qualita.esito_aspettativa order by n"
    ) == [
        (1, "a.pdf", "kpi", "pubblicato", False, "blocca_documento"),
        (2, "a.pdf", "kpi", "pubblicato", True, "blocca_documento"),
        (3, None, "dim_atto", "main", False, "blocca_documento"),
    ]
