"""Made-up acts: what is set aside keeps its key and its date, and what leaves says why."""

from dataclasses import replace

from borgo_inventato import document, kpi, load, objective, rows, set_aside

import warehouse
from normalizers.records import SetAside

EXITS = "select pagina, tabella, riga, esito from qualita.uscita_quarantena order by riga nulls first"


def aside(*places):
    return [SetAside(page, table, row, "Riga senza numero", '["?"]') for page, table, row in places]


def test_a_row_that_is_set_aside_again_keeps_its_key_and_its_date(con):
    load(con, set_aside=aside((2, 1, 8), (2, 1, 9)))
    before = rows(con, "select quarantena_id, da_parte_dal from qualita.quarantena where riga = 9")
    load(con, set_aside=aside((2, 1, 9)))
    assert rows(con, "select quarantena_id, da_parte_dal from qualita.quarantena") == before
    assert [row for *_, row, _ in rows(con, EXITS)] == [8]


def test_what_leaves_says_why(con):
    # row 2 of table 1 is read, the row 1 is declared no data, row 9 isn't there any more
    load(con, set_aside=aside((2, 1, 2), (2, 1, 1), (2, 1, 9)))
    two = [objective(1, "1", "Biblioteche aperte"), kpi(2, "1", "Adesioni", "300")]
    two[0] = replace(two[0], evidence={n: tuple(replace(p, row=0) for p in e) for n, e in two[0].evidence.items()})
    load(con, records=two)
    assert rows(con, EXITS) == [(2, 1, 1, "non_dato"), (2, 1, 2, "caricata"), (2, 1, 9, "non_trovata")]
    ((told,),) = rows(con, "select perche from qualita.uscita_quarantena where riga = 2")
    assert "pubblicato.kpi" in told


def test_a_document_that_loads_leaves_with_its_reason(con):
    bad = document("b.pdf")
    warehouse.set_aside_document(con, "uno", bad, "Il file è troncato")
    since = rows(con, "select da_parte_dal from qualita.quarantena")
    warehouse.set_aside_document(con, "due", bad, "Il file è troncato")
    assert rows(con, "select da_parte_dal from qualita.quarantena") == since
    load(con, bad)
    ((run_id, *left),) = rows(con, "select run_id, esito, motivo, da_parte_dal from qualita.uscita_quarantena")
    assert left == ["documento_caricato", "Il file è troncato", since[0][0]]
    assert [(r.nome_file, r.pagina, r.motivo) for r in warehouse.released(con, run_id)] == [
        ("b.pdf", None, "Il file è troncato")
    ]


def test_documents_that_the_folder_lost_leave_and_loaded_rows_stay(con):
    load(con, document("tenuto.pdf"), set_aside=[set_aside()])
    for name in ("tolto.pdf", "cambiato.pdf", "vecchio.pdf", "ancora.pdf"):
        warehouse.set_aside_document(con, "uno", document(name, name), "Il file è troncato")
    folder = [
        document("cambiato.pdf", "altri byte"),
        document("nuovo.pdf", "vecchio.pdf"),
        document("ancora.pdf", "ancora.pdf"),
    ]
    warehouse.release_absent(con, "due", folder)
    assert rows(con, "select nome_file, esito from qualita.uscita_quarantena order by 1") == [
        ("cambiato.pdf", "file_cambiato"),
        ("tolto.pdf", "file_tolto"),
        ("vecchio.pdf", "file_rinominato"),
    ]
    assert rows(con, "select nome_file from qualita.quarantena order by 1") == [("ancora.pdf",), ("tenuto.pdf",)]


def test_a_file_made_anew_still_knows_what_was_aside(working, monkeypatch):
    con = warehouse.connect(working)
    warehouse.set_aside_document(con, "uno", document("b.pdf"), "Il file è troncato")
    con.close()
    monkeypatch.setattr(warehouse.database.schema, "fingerprint", lambda: "altra")
    con = warehouse.connect(working)
    load(con, document("b.pdf"))
    assert rows(con, "select esito from qualita.uscita_quarantena") == [("documento_caricato",)]
    con.close()
