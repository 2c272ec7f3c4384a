"""Made-up acts over several nights: what there is, and what the last good night had."""

import pytest
from borgo_inventato import document, load, plan, rows

import warehouse

FOUND = """
select nome_file, tabella_pubblicata, righe, righe_prima
from qualita.volume where run_id = ? and tabella_pubblicata <> 'blocco_testo' order by all
"""


@pytest.fixture
def night(con):
    def go(name, state="riuscita"):
        run_id = warehouse.begin_run(con, "0.1")
        frame = warehouse.record_volume(con, run_id)
        warehouse.end_run(con, run_id, state)
        assert len(frame) == rows(con, f"select count(*) from qualita.volume where run_id = '{run_id}'")[0][0]
        return con.execute(FOUND, [run_id]).fetchall()

    return go


def test_the_first_night_has_nothing_to_be_held_against(con, night):
    load(con)
    assert night("prima") == [("piano.pdf", "kpi", 3, None), ("piano.pdf", "obiettivo", 3, None)]


def test_less_more_and_gone_are_held_against_the_last_good_night(con, night):
    load(con)
    night("buona")
    load(con, records=plan()[:3])
    assert night("bloccata", "fallita") == [("piano.pdf", "kpi", 1, 3), ("piano.pdf", "obiettivo", 2, 3)]
    load(con, records=[record for record in plan() if record.kind == "obiettivo"])
    # a night that was blocked is no measure
    assert night("accettata") == [("piano.pdf", "kpi", 0, 3), ("piano.pdf", "obiettivo", 3, 3)]
    assert night("dopo") == [("piano.pdf", "obiettivo", 3, 3)]


def test_a_new_version_is_held_against_the_one_before_and_a_new_act_against_nothing(con, night):
    load(con, document("piano.pdf", "prima"))
    night("buona")
    load(con, document("piano.pdf", "seconda"), records=plan()[:2])
    load(con, document("altro.pdf", numero="8"), records=plan()[:1])
    assert night("dopo") == [
        ("altro.pdf", "obiettivo", 1, None),
        ("piano.pdf", "kpi", 1, 3),
        ("piano.pdf", "kpi", 3, 3),
        ("piano.pdf", "obiettivo", 1, 3),
        ("piano.pdf", "obiettivo", 3, 3),
    ]


def test_a_small_night_keeps_what_the_others_had_once_each(con, night):
    for sha256 in ("prima", "seconda"):
        load(con, document("piano.pdf", sha256))
    night("buona")
    for name in ("altro.pdf", "terzo.pdf"):
        load(con, document(name, numero=name), records=plan()[:1])
        run_id = warehouse.begin_run(con, "0.1")
        warehouse.record_volume(con, run_id, whole=False)
        warehouse.end_run(con, run_id, "riuscita")
    kept = f"select nome_file, atto_id, tabella_pubblicata from qualita.volume where run_id = '{run_id}' order by all"
    assert len(rows(con, kept)) == len(set(rows(con, kept))) == 2 * 3 + 2 * 2


def test_a_document_that_is_another_act_now_is_held_against_itself(con, night):
    load(con, document("piano.pdf", numero="7"))
    night("buona")
    renamed = document("piano.pdf", numero="8")
    assert renamed.atto_logico != document("piano.pdf", numero="7").atto_logico
    load(con, renamed, records=plan()[:3])
    assert night("corretta") == [("piano.pdf", "kpi", 1, 3), ("piano.pdf", "obiettivo", 2, 3)]


def test_an_act_that_a_new_working_file_lost_stands_with_no_rows(working, monkeypatch):
    con = warehouse.connect(working)
    load(con)
    run_id = warehouse.begin_run(con, "0.1")
    warehouse.record_volume(con, run_id)
    warehouse.end_run(con, run_id, "riuscita")
    con.close()
    monkeypatch.setattr(warehouse.database.schema, "fingerprint", lambda: "altra")
    con = warehouse.connect(working)
    load(con, document("altro.pdf", numero="8"), records=plan()[:1])
    warehouse.record_volume(con, warehouse.begin_run(con, "0.1"))
    lost = "select tabella_pubblicata, righe, righe_prima from qualita.volume where righe = 0 order by all"
    assert rows(con, lost) == [("blocco_testo", 0, 1), ("kpi", 0, 3), ("obiettivo", 0, 3)]
    con.close()
