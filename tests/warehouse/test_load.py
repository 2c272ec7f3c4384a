import pytest
from borgo_inventato import document, finding, kpi, load, objective, plan, reading, record, rows, set_aside

import warehouse
from normalizers.records import Evidence, Record
from warehouse import WarehouseError, loading
from warehouse.catalogue import catalogue


def content(con):
    """Everything that a document gave, without the run and the moment."""
    skipped = {"acquisito_il", "run_id"}
    tables = [r for r in catalogue().values() if r.kind == "tabella" and r.schema != "staging"]
    return {
        r.qualified: sorted(map(str, rows(con, f"select {', '.join(c)} from {r.qualified}")))
        for r in tables
        if r.name not in ("corsa", "documento")
        and (c := [f'"{column.name}"' for column in r.columns if column.name not in skipped])
    }


def test_published_rows_are_what_was_read(con):
    summary = load(con)
    assert summary.rows == {"obiettivo": 3, "kpi": 3, "blocco_testo": 1}
    assert (summary.versione, summary.current, summary.quarantined) == (1, True, 0)
    assert rows(con, "select ordinale, tipo, n, titolo, direzione, responsabili from pubblicato.obiettivo limit 1") == [
        (
            1,
            "OD",
            "1",
            "Biblioteche aperte",
            "Direzione Alfa",
            [{"cognome": "Bianchi", "nome": "Ada", "unita_organizzativa": "Area Uno"}],
        )
    ]
    assert rows(con, "select kpi, target_raw, descrizione, azioni from pubblicato.kpi order by ordinale limit 1") == [
        ("Adesioni", "Almeno 300 associazioni e 1500 voucher", "", ["a) bando", "b) avvio"])
    ]
    assert rows(con, "select ordinale, pagina, genere, testo, box.alto from pubblicato.blocco_testo") == [
        (1, 2, "testo", "Premesso che", 6.0)
    ]


def test_what_the_print_leaves_empty_is_empty_not_null(con):
    load(
        con,
        records=[
            record("indicatore", 1, scheda_n="4", indicatore_ordinale=1, verifiche={"2021": "", "2022": "3"}),
            record("scheda", 2, scheda_n="4", titolo="Prova", incentivato=False),
        ],
    )
    assert rows(con, "select descrizione, intestazioni_verifica, verifiche from pubblicato.indicatore") == [
        ("", [], {"2021": "", "2022": "3"})
    ]
    assert rows(con, "select note, incentivato from pubblicato.scheda") == [("", False)]


def test_each_field_and_row_reaches_its_place(con):
    load(con)
    assert rows(
        con,
        """
        select c.campo, c.n, c.pagina, c.box, c.tabella, c.riga, c.colonna, c.testo, c.motore, c.confidenza
        from evidenze.campo as c join pubblicato.kpi as k using (evidenza_id)
        where k.kpi = 'Alberi' and c.campo = 'direzione'
    """,
    ) == [
        (
            "direzione",
            1,
            2,
            {"x0": 10.0, "alto": 40.0, "x1": 110.0, "basso": 55.0},
            1,
            6,
            2,
            "Direzione Beta",
            "reticolo",
            0.9,
        )
    ]
    assert rows(con, "select pagina, box from evidenze.riga where ordinale = 1") == [
        (2, {"x0": 10.0, "alto": 0.0, "x1": 110.0, "basso": 115.0})
    ]
    assert rows(
        con,
        """
        select tabella, riga, colonna, posto, righe_unite, colonne_unite, pagina, alto, testo, confidenza
        from evidenze.cella order by riga, posto
    """,
    ) == [
        (1, 0, 0, 1, 1, 2, 2, 2.0, "Testata", 1.0),
        (1, 1, 0, 1, 2, 1, 2, 4.0, "a", 0.8),
        (1, 1, 0, 2, 2, 1, 3, 0.0, "a", 0.8),
    ]


def test_accounts_findings_and_quarantine_are_kept(con):
    load(con, set_aside=[set_aside()], findings=[finding()])
    assert rows(
        con, "select pagina, segni, in_celle, in_testo, in_arredo, residuo, numeri_solo_celle from qualita.pagina"
    ) == [(2, 100, 80, 15, 5, 0, ["7"])]
    assert rows(
        con, "select tracciato, prima_pagina, ultima_pagina, righe, dati, quarantena, non_dati from qualita.tabella"
    ) == [("allegato", 2, 3, 3, 1, 1, {"intestazione": 1})]
    assert rows(con, "select n, codice, messaggio from qualita.rilievo") == [
        (1, "valore_non_previsto", "Tipo 'X' fuori elenco")
    ]
    assert rows(
        con,
        """
        select q.nome_file, q.pagina, q.tabella, q.riga, q.motivo, q.contenuto, q.run_id = c.run_id
        from qualita.quarantena as q, qualita.corsa as c
    """,
    ) == [("piano.pdf", 2, 1, 9, "Riga senza numero", '["?"]', True)]
    assert rows(con, "select tabella_pubblicata, trovate, attese, modo from qualita.conteggi") == [
        ("kpi", 1, 1, "riga di KPI")
    ]


def test_staged_frames_show_the_document_before_it_enters(con):
    doc = document()
    warehouse.stage(con, doc, reading(plan(), set_aside=[set_aside()]))
    frames = warehouse.staged_frames(con)
    assert {name: len(frame) for name, frame in frames.items() if len(frame)} == {
        "versione": 1,
        "obiettivo": 3,
        "kpi": 3,
        "blocco_testo": 1,
        "riga": 6,
        "campo": 49,
        "cella": 3,
        "target": 4,
        "pagina": 1,
        "tabella": 1,
        "conteggi": 1,
        "quarantena": 1,
    }
    assert list(frames["kpi"].columns) == [c.name for c in catalogue()["pubblicato.kpi"].columns]
    assert rows(con, "select count(*) from pubblicato.kpi") == [(0,)]


def test_loading_again_changes_nothing(con):
    load(con, set_aside=[set_aside()])
    before = content(con)
    load(con, set_aside=[set_aside()])
    assert content(con) == before


def test_a_better_reading_takes_the_place_of_the_old_one(con):
    load(con, set_aside=[set_aside()])
    load(con, records=plan()[:2], version="2")
    assert rows(con, "select count(*) from pubblicato.obiettivo") == [(1,)]
    assert rows(con, "select count(*) from main.dim_obiettivo") == [(1,)]
    assert rows(con, "select count(*) from qualita.quarantena") == [(0,)]
    assert rows(con, "select livello, denominazione from main.dim_struttura order by 1") == [
        ("direzione", "Direzione Alfa"),
        ("unita_organizzativa", "Area Uno"),
    ]
    assert list(warehouse.loaded_documents(con).values()) == ["2"]


@pytest.mark.parametrize("tables_before_it_dies", [0, 5, 9, 13, 18])
def test_a_load_that_dies_leaves_nothing_half(con, monkeypatch, tables_before_it_dies):
    load(con, set_aside=[set_aside()])
    before = content(con)
    fill, done = loading._fill, []

    def dying_fill(connection, relation, *rest):
        if len(done) == tables_before_it_dies:
            raise KeyboardInterrupt
        done.append(relation)
        fill(connection, relation, *rest)

    monkeypatch.setattr(loading, "_fill", dying_fill)
    new_version = document(content="altri byte")
    warehouse.stage(con, new_version, reading(plan()[:2], set_aside=[set_aside()]))
    with pytest.raises(KeyboardInterrupt):
        warehouse.load(con, "corsa", new_version, "caricato")
    assert content(con) == before


def test_a_new_version_keeps_the_old_rows_and_takes_the_star(con):
    first, second = document("piano.pdf", "prima"), document("piano-bis.pdf", "seconda")
    load(con, first)
    stars = warehouse.star_frames(con)
    summary = load(con, second, [objective(1, "1", "Biblioteche aperte a tutti"), *plan()[1:2]])
    assert (summary.versione, summary.current) == (2, True)
    assert rows(con, "select versione, corrente, nome_file, sostituisce_id from dim_atto order by versione") == [
        (1, False, "piano.pdf", None),
        (2, True, "piano-bis.pdf", first.atto_id),
    ]
    assert rows(con, "select atto_id, count(*) from pubblicato.obiettivo group by 1 order by 2") == [
        (second.atto_id, 1),
        (first.atto_id, 3),
    ]
    titles = dict(rows(con, "select titolo, obiettivo_id from dim_obiettivo"))
    old = stars["dim_obiettivo"].set_index("titolo")["obiettivo_id"]
    assert titles == {"Biblioteche aperte a tutti": old["Biblioteche aperte"]}
    assert rows(con, "select distinct atto_id from fact_target") == [(second.atto_id,)]


def test_an_old_version_read_again_leaves_the_star_alone(con):
    first, second = document("piano.pdf", "prima"), document("piano-bis.pdf", "seconda")
    load(con, first)
    load(con, second, plan()[:2])
    before = content(con)
    summary = load(con, first, plan(), version="2")
    assert (summary.versione, summary.current) == (1, False)
    after = content(con)
    assert {t for t in after if t.startswith("main") and after[t] != before[t]} == set()
    assert list(warehouse.loaded_documents(con).values()).count("2") == 1


def test_keys_do_not_depend_on_the_order_of_loading(con, empty_file, tmp_path):
    one, other = document("uno.pdf", numero="1"), document("due.pdf", numero="2")
    load(con, one)
    load(con, other, plan()[:4])
    (tmp_path / "altro.duckdb").write_bytes(empty_file.read_bytes())
    again = warehouse.connect(tmp_path / "altro.duckdb")
    load(again, other, plan()[:4])
    load(again, one)
    assert content(again) == content(con)
    for view in ("dim_ente", "dim_struttura", "dim_persona"):
        assert sorted(map(str, rows(again, f"from {view}"))) == sorted(map(str, rows(con, f"from {view}")))
    again.close()


def test_an_unknown_kind_or_field_is_refused(con):
    with pytest.raises(WarehouseError, match=r"no table pubblicato\.sogno"):
        load(con, records=[Record("sogno", 1, {}, {})])
    with pytest.raises(WarehouseError, match=r"pubblicato\.kpi has no column colore"):
        load(con, records=[record("kpi", 1, colore="blu")])


def test_the_same_number_printed_twice_gives_two_objectives(con):
    twice = [objective(1, "1", "Primo"), kpi(2, "1", "K1", ""), objective(3, "1", "Secondo"), kpi(4, "1", "K2", "")]
    load(con, records=twice)
    assert rows(
        con,
        """
        select o.titolo, i.testo from dim_indicatore as i join dim_obiettivo as o using (obiettivo_id) order by 2
    """,
    ) == [("Primo", "K1"), ("Secondo", "K2")]


def test_only_what_is_staged_can_be_loaded(con):
    warehouse.stage(con, document("a.pdf"), reading(plan()))
    with pytest.raises(WarehouseError, match=r"b\.pdf is not what is staged"):
        warehouse.load(con, "corsa", document("b.pdf"), "caricato")
    assert rows(con, "select count(*) from pubblicato.kpi") == [(0,)]


def test_a_row_over_a_page_break_is_boxed_on_its_first_page(con):
    broken = record("tabella_generica", 1, pagina=2, tabella=1, grid='[["a"]]')
    continued = Evidence(3, (5.0, 1.0, 300.0, 9.0), "a", "reticolo", 0.9, 1, 2, 0)
    broken.evidence["grid"] = (*broken.evidence["grid"], continued)
    load(con, records=[broken])
    assert rows(con, "select pagina, box.x0, box.x1, box.basso from evidenze.riga") == [(2, 10.0, 110.0, 55.0)]
    assert rows(con, "select n, pagina from evidenze.campo where campo = 'grid' order by n") == [(1, 2), (2, 3)]
