"""Units and persons through the years of a made-up municipality (Comune di Borgo Inventato): renamed, moved, merged,
split, spelled in two ways."""

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from borgo_inventato import document, kpi, load, objective, plan, record, rows

import warehouse
from normalizers.records import Component
from warehouse import StatementError, read_statements, settle

BODY = 'ente = "Comune di Borgo Inventato"\nfonte = "Delibera inventata n. 1, art. 2"\n'


def state(tmp_path, *tables):
    """A file with a table for each (kind, lines) given."""
    path = tmp_path / "anagrafe.toml"
    path.write_text("\n".join(f"[[{kind}]]\n{BODY}{lines}\n" for kind, lines in tables), encoding="utf-8")
    return read_statements(path)


def year(con, anno, *records, n="7"):
    load(con, document(f"{anno}-{n}.pdf", anno=str(anno), numero=n), list(records), year=anno)


def unit(direzione, ordinal=1, title="Biblioteche aperte", people=()):
    return objective(ordinal, str(ordinal), f"{title} {ordinal}", direzione, people)


def centre(ordinal, code, name, title="Traslochi"):
    return record(
        "riga_peg",
        ordinal,
        cdr_codice=code,
        cdr=name,
        obiettivo_gestionale=title,
        obiettivo_operativo="Sedi",
        missione_codice="01",
        programma_codice="03",
        routinario=False,
    )


def versions(con):
    return rows(
        con,
        """
        select v.denominazione, p.denominazione, v.valid_from, v.valid_to, v.corrente
        from dim_struttura_versione as v left join dim_struttura as p on v.padre_id = p.struttura_id
        order by v.valid_from, v.denominazione
        """,
    )


def names_in_force(con):
    """The unit of each objective: its name in the plan's year, its name now, its printed name."""
    return rows(
        con,
        """
        select o.anno_inizio, v.denominazione, s.denominazione, c.denominazione
        from dim_obiettivo as o
        join dim_struttura as s using (struttura_id)
        join dim_struttura_versione as v using (struttura_versione_id)
        join evidenze.struttura_citata as c on o.atto_id = c.atto_id and o.struttura_citata_id = c.struttura_citata_id
        order by all
        """,
    )


RENAMED = ("rinomina", 'unita = "Cultura"\nnuovo = "Cultura e sport"\ndal = 2021-01-01')


def test_a_renamed_unit_is_one_unit_with_two_versions(con, tmp_path):
    year(con, 2020, unit("Cultura"))
    year(con, 2021, unit("Cultura e sport"))
    assert settle(con, state(tmp_path, RENAMED)) == []
    assert versions(con) == [
        ("Cultura", None, date(2020, 1, 1), date(2020, 12, 31), False),
        ("Cultura e sport", None, date(2021, 1, 1), date(2021, 12, 31), True),
    ]
    assert names_in_force(con) == [
        (2020, "Cultura", "Cultura e sport", "Cultura"),
        (2021, "Cultura e sport", "Cultura e sport", "Cultura e sport"),
    ]
    assert rows(con, "select denominazione, valid_from, valid_to, corrente from dim_struttura") == [
        ("Cultura e sport", date(2020, 1, 1), date(2021, 12, 31), True)
    ]
    assert rows(con, "select denominazione, ultimo_anno, fonte from struttura_grafia order by 2") == [
        ("Cultura", 2020, None),
        ("Cultura e sport", 2021, "Delibera inventata n. 1, art. 2"),
    ]


def test_a_statement_taken_back_leaves_no_trace(con, tmp_path):
    year(con, 2020, unit("Cultura"))
    year(con, 2021, unit("Cultura e sport"))
    settle(con, [])
    before = [rows(con, f"from {table} order by all") for table in ("dim_struttura_versione", "dim_obiettivo")]
    settle(con, state(tmp_path, RENAMED))
    settle(con, [])
    assert before == [rows(con, f"from {table} order by all") for table in ("dim_struttura_versione", "dim_obiettivo")]
    assert len(before[0]) == 2


def test_a_unit_renamed_in_the_year_is_what_the_plan_prints(con, tmp_path):
    year(con, 2020, unit("Cultura"))
    year(con, 2021, unit("Cultura"))
    year(con, 2021, unit("Cultura e sport"), n="8")
    year(con, 2022, unit("Cultura"))
    renamed = ("rinomina", 'unita = "Cultura"\nnuovo = "Cultura e sport"\ndal = 2021-07-01')
    assert settle(con, state(tmp_path, renamed)) == []
    assert [in_force for _, in_force, _, _ in names_in_force(con)] == [
        "Cultura",
        "Cultura",
        "Cultura e sport",
        # an act that goes on printing the old name doesn't bring it back
        "Cultura e sport",
    ]


def test_a_name_may_come_back(con, tmp_path):
    for anno, name in ((2020, "Cultura"), (2021, "Cultura e sport"), (2022, "Cultura")):
        year(con, anno, unit(name))
    back = ("rinomina", 'unita = "Cultura e sport"\nnuovo = "Cultura"\ndal = 2022-01-01')
    assert settle(con, state(tmp_path, back, RENAMED)) == []
    assert [(name, since.year) for name, _, since, _, _ in versions(con)] == [
        ("Cultura", 2020),
        ("Cultura e sport", 2021),
        ("Cultura", 2022),
    ]
    assert rows(con, "select count(distinct struttura_versione_id) from dim_obiettivo") == [(3,)]


def test_what_stands_under_a_renamed_unit_stays_what_it_is(con, tmp_path):
    people = (("Bianchi", "Ada", "Ufficio mostre"),)
    year(con, 2020, unit("Cultura", people=people))
    year(con, 2021, unit("Cultura e sport", people=people))
    assert settle(con, state(tmp_path, RENAMED)) == []
    assert [(name, parent) for name, parent, *_ in versions(con) if name == "Ufficio mostre"] == [
        ("Ufficio mostre", "Cultura e sport")
    ]
    assert rows(con, "select count(distinct struttura_id), count(*) from fact_assegnazione") == [(1, 2)]


def test_a_moved_unit_keeps_its_history(con, tmp_path):
    year(con, 2020, unit("Cultura", people=(("Bianchi", "Ada", "Ufficio mostre"),)), unit("Turismo", 2))
    year(con, 2021, unit("Cultura"), unit("Turismo", 2, people=(("Bianchi", "Ada", "Ufficio mostre"),)))
    moved = ("sposta", 'unita = {nome = "Ufficio mostre", sotto = "Cultura"}\nsotto = "Turismo"\ndal = 2021-01-01')
    assert settle(con, state(tmp_path, moved)) == []
    assert [version for version in versions(con) if version[0] == "Ufficio mostre"] == [
        ("Ufficio mostre", "Cultura", date(2020, 1, 1), date(2020, 12, 31), False),
        ("Ufficio mostre", "Turismo", date(2021, 1, 1), date(2021, 12, 31), True),
    ]
    assert rows(
        con,
        """
        select a.anno, p.denominazione from fact_assegnazione as f
        join dim_struttura_versione as v using (struttura_versione_id)
        join dim_struttura as p on v.padre_id = p.struttura_id join dim_atto as a using (atto_id) order by 1
        """,
    ) == [(2020, "Cultura"), (2021, "Turismo")]


def test_a_move_and_a_new_name_of_the_same_day_are_one_version(con, tmp_path):
    year(con, 2020, unit("Cultura", people=(("Bianchi", "Ada", "Ufficio mostre"),)), unit("Turismo", 2))
    year(con, 2021, unit("Cultura"), unit("Turismo", 2, people=(("Bianchi", "Ada", "Ufficio eventi"),)))
    moved = ("sposta", 'unita = "Ufficio mostre"\nsotto = "Turismo"\ndal = 2021-01-01')
    renamed = ("rinomina", 'unita = "Ufficio mostre"\nnuovo = "Ufficio eventi"\ndal = 2021-01-01')
    for stated in (state(tmp_path, moved, renamed), state(tmp_path, renamed, moved)):
        assert settle(con, stated) == []
        assert [(name, parent) for name, parent, *_ in versions(con) if name.startswith("Ufficio")] == [
            ("Ufficio mostre", "Cultura"),
            ("Ufficio eventi", "Turismo"),
        ]


MERGED = ("unisce", 'unita = ["Cultura", "Sport"]\ndiventa = "Tempo libero"\ndal = 2021-01-01')
SCORED = Component("soglia", ">=", 100.0, verso="crescente")


def scored(con, anno, **values):
    """A plan with an objective of one indicator for each unit, and its measured value."""
    records = []
    for n, name in enumerate(values, 1):
        records += [unit(name, 2 * n), kpi(2 * n + 1, str(2 * n), "Visite", ">= 100", SCORED, direzione=name)]
    year(con, anno, *records)
    con.execute(
        """
        insert into fact_rilevazione by name
        select 'r' || i.indicatore_id as rilevazione_id, indicatore_id, 1 as parte, make_date($anno, 12, 31) as data,
            1 as n, map($units, $values)[c.denominazione] as valore, 'x' as testo, 'prova' as origine
        from dim_indicatore as i join dim_obiettivo as o using (obiettivo_id)
        join evidenze.struttura_citata as c on o.struttura_citata_id = c.struttura_citata_id and o.atto_id = c.atto_id
        join dim_atto as a on i.atto_id = a.atto_id where a.anno = $anno
        """,
        {"anno": anno, "units": list(values), "values": [float(value) for value in values.values()]},
    )


def year_over_year(con):
    return rows(
        con,
        """
        select anno, struttura, legame, anno_prima, struttura_prima, round(realizzazione, 2),
            round(realizzazione_prima, 2)
        from punteggi.confronto_anni where legame is not null order by all
        """,
    )


def test_a_merged_unit_is_compared_with_those_before_it(con, tmp_path):
    scored(con, 2020, Cultura=50, Sport=70)
    scored(con, 2021, **{"Tempo libero": 80})
    scored(con, 2022, **{"Tempo libero": 90})
    assert settle(con, state(tmp_path, MERGED)) == []
    assert versions(con) == [
        ("Cultura", None, date(2020, 1, 1), date(2020, 12, 31), False),
        ("Sport", None, date(2020, 1, 1), date(2020, 12, 31), False),
        ("Tempo libero", None, date(2021, 1, 1), date(2022, 12, 31), True),
    ]
    assert year_over_year(con) == [
        (2021, "Tempo libero", "unione", 2020, "Cultura", 0.8, 0.5),
        (2021, "Tempo libero", "unione", 2020, "Sport", 0.8, 0.7),
        (2022, "Tempo libero", "stessa", 2021, "Tempo libero", 0.9, 0.8),
    ]


def test_a_unit_that_takes_another_in_goes_on(con, tmp_path):
    scored(con, 2020, Cultura=50, Sport=70)
    scored(con, 2021, Cultura=80)
    absorbed = ("unisce", 'unita = ["Cultura", "Sport"]\ndiventa = "Cultura"\ndal = 2021-01-01')
    assert settle(con, state(tmp_path, absorbed)) == []
    assert versions(con) == [
        ("Cultura", None, date(2020, 1, 1), date(2021, 12, 31), True),
        ("Sport", None, date(2020, 1, 1), date(2020, 12, 31), False),
    ]
    assert year_over_year(con) == [
        (2021, "Cultura", "stessa", 2020, "Cultura", 0.8, 0.5),
        (2021, "Cultura", "unione", 2020, "Sport", 0.8, 0.7),
    ]


def test_the_parts_of_a_split_unit_are_compared_with_it(con, tmp_path):
    scored(con, 2020, Cultura=50)
    scored(con, 2021, Musei=60, Biblioteche=70)
    parts = ("divide", 'unita = "Cultura"\ndiventa = ["Musei", "Biblioteche"]\ndal = 2021-01-01')
    assert settle(con, state(tmp_path, parts)) == []
    assert year_over_year(con) == [
        (2021, "Biblioteche", "divisione", 2020, "Cultura", 0.7, 0.5),
        (2021, "Musei", "divisione", 2020, "Cultura", 0.6, 0.5),
    ]
    assert rows(con, "select denominazione from dim_struttura where not corrente") == [("Cultura",)]
    assert rows(con, "select tipo, count(*) from struttura_successione group by 1") == [("divisione", 2)]


def test_a_renamed_unit_is_compared_with_itself(con, tmp_path):
    scored(con, 2020, Cultura=50)
    scored(con, 2021, **{"Cultura e sport": 60})
    settle(con, state(tmp_path, RENAMED))
    assert year_over_year(con) == [(2021, "Cultura e sport", "stessa", 2020, "Cultura", 0.6, 0.5)]


def test_a_successor_that_no_act_names_yet_is_known(con, tmp_path):
    year(con, 2020, unit("Cultura"), unit("Sport", 2))
    assert settle(con, state(tmp_path, MERGED)) == []
    assert versions(con)[-1] == ("Tempo libero", None, date(2021, 1, 1), None, True)
    assert rows(
        con,
        """
        select count(*) from struttura_successione as l
        join dim_struttura as s on l.successore_id = s.struttura_id where s.livello = 'direzione'
        """,
    ) == [(2,)]


SPELLED = ("grafia", 'unita = "Direzione Cultura"\nstampata = ["DIR. CULTURA", "Direzione cultura e spettacolo"]')


def test_spellings_of_a_unit_score_together_and_stay_in_the_evidence(con, tmp_path):
    year(con, 2020, unit("Direzione Cultura", 1), unit("Dir. cultura", 2), unit("Direzione cultura e spettacolo", 3))
    year(con, 2021, unit("DIR. CULTURA"))
    assert settle(con, state(tmp_path, SPELLED)) == []
    assert rows(con, "select denominazione, valid_from, valid_to from dim_struttura") == [
        ("Direzione Cultura", date(2020, 1, 1), date(2021, 12, 31))
    ]
    assert rows(con, "select distinct struttura from punteggi.realizzazione_direzione") == [("Direzione Cultura",)]
    assert rows(con, "select count(*) from punteggi.realizzazione_direzione") == [(2,)]
    assert rows(con, "select anno, denominazione from evidenze.struttura_citata order by all") == [
        (2020, "Dir. cultura"),
        (2020, "Direzione Cultura"),
        (2020, "Direzione cultura e spettacolo"),
        (2021, "DIR. CULTURA"),
    ]


def test_spellings_of_a_person_are_one_person(con, tmp_path):
    year(con, 2020, unit("Cultura", people=(("Bianchi", "Ada", ""), ("Verdi", "Eva", ""))))
    year(con, 2021, unit("Cultura", people=(("Ada", "Bianchi", ""), ("A.", "BIANCHI", ""))))
    spelled = ("grafia", 'persona = "Bianchi Ada"\nstampata = ["Ada Bianchi", "A. Bianchi"]')
    assert settle(con, state(tmp_path, spelled)) == []
    assert rows(con, "select nominativo, cognome, valid_from, valid_to from dim_persona order by 1") == [
        ("Bianchi Ada", "Bianchi", date(2020, 1, 1), date(2021, 12, 31)),
        ("Verdi Eva", "Verdi", date(2020, 1, 1), date(2020, 12, 31)),
    ]
    assert rows(
        con,
        """
        select p.nominativo, count(*) from fact_assegnazione join dim_persona as p using (persona_id)
        group by 1 order by 1
        """,
    ) == [("Bianchi Ada", 3), ("Verdi Eva", 1)]
    assert rows(con, "select nominativo, fonte is null from persona_grafia order by 1") == [
        ("A. BIANCHI", False),
        ("Ada Bianchi", False),
        ("Bianchi Ada", True),
        ("Verdi Eva", True),
    ]


def test_of_acts_alone_only_a_code_tells_that_a_name_changed(con):
    year(con, 2020, centre(1, "12", "Ragioneria"), centre(2, "13", "Anagrafe"))
    year(con, 2021, centre(1, "12", "Ragioneria e tributi"), centre(2, "14", "ANAGRAFE"))
    year(con, 2022, centre(1, "12", "RAGIONERIA E TRIBUTI"))
    assert settle(con, []) == []
    assert rows(con, "select codice, denominazione, valid_from from dim_struttura_versione order by 1, 3") == [
        ("12", "Ragioneria", date(2020, 1, 1)),
        ("12", "RAGIONERIA E TRIBUTI", date(2021, 1, 1)),
        ("13", "Anagrafe", date(2020, 1, 1)),
        ("14", "ANAGRAFE", date(2021, 1, 1)),
    ]
    assert names_in_force(con)[0] == (2020, "Anagrafe", "Anagrafe", "Anagrafe")
    assert (2020, "Ragioneria", "RAGIONERIA E TRIBUTI", "Ragioneria") in names_in_force(con)


def test_after_a_good_run_only_the_bodies_of_new_acts_are_settled_again(con, tmp_path):
    year(con, 2020, unit("Cultura"))
    settle(con, [])
    con.execute("update qualita.corsa set stato = 'riuscita'")
    other = replace(document("altro.pdf", anno="2020"), metadata=warehouse.Metadata(ente="Comune di Roccafinta"))
    load(con, other, [unit("Sport")], year=2020)
    settled = "select denominazione from evidenze.struttura_citata where struttura_versione_id is not null order by all"
    con.execute("update evidenze.struttura_citata set struttura_versione_id = null")
    settle(con, [], whole=False)
    assert rows(con, settled) == [("Sport",)]
    # what is stated is of a body, and so is what was
    for stated in ([RENAMED], []):
        con.execute("update qualita.corsa set stato = 'riuscita'")
        con.execute("update evidenze.struttura_citata set struttura_versione_id = null")
        settle(con, state(tmp_path, *stated), whole=False)
        assert rows(con, settled) == [("Cultura",)]


def test_an_operative_objective_is_of_its_unit_whatever_the_spelling(con, tmp_path):
    year(con, 2020, centre(1, "", "Ragioneria", "A"), centre(2, "", "Rag.", "B"))
    shared = "select struttura_id is null from dim_obiettivo where livello = 'operativo'"
    settle(con, [])
    assert rows(con, shared) == [(True,)]
    settle(con, state(tmp_path, ("grafia", 'unita = "Ragioneria"\nstampata = "Rag."')))
    assert rows(con, shared) == [(False,)]
    settle(con, [])
    assert rows(con, shared) == [(True,)]


def test_the_order_of_documents_and_statements_makes_no_difference(empty_file, tmp_path):
    import shutil

    people = (("Bianchi", "Ada", "Ufficio mostre"),)
    plans = {
        2020: [unit("Cultura", people=people), unit("Sport", 2)],
        2021: [unit("Cultura e sport", people=(("Ada", "Bianchi", "Ufficio mostre"),)), unit("Turismo", 2)],
        2022: [unit("CULTURA E SPORT"), unit("Turismo", 2, people=people), centre(3, "1", "Ragioneria")],
    }
    tables = [
        RENAMED,
        ("sposta", 'unita = "Ufficio mostre"\nsotto = "Turismo"\ndal = 2022-01-01'),
        ("unisce", 'unita = ["Cultura e sport", "Sport"]\ndiventa = "Cultura e sport"\ndal = 2021-03-01'),
        ("grafia", 'persona = "Bianchi Ada"\nstampata = "Ada Bianchi"'),
    ]
    seen = set()
    for n, (years, stated) in enumerate(zip(permutations(plans), permutations(tables), strict=False)):
        con = warehouse.connect(shutil.copy(empty_file, tmp_path / f"{n}.duckdb"))
        for anno in years:
            year(con, anno, *plans[anno])
            if n % 2:
                settle(con, state(tmp_path, *stated[:2]), whole=False)
                con.execute("update qualita.corsa set stato = 'riuscita'")
        assert settle(con, state(tmp_path, *stated), whole=n % 2 == 0) == []
        relations = (
            "dim_struttura_versione",
            "struttura_evento",
            "struttura_successione",
            "dim_persona",
            "fact_assegnazione",
            "dim_obiettivo",
            "evidenze.struttura_citata",
            "evidenze.persona_citata",
        )
        seen.add(str([rows(con, f"from {name} order by all") for name in relations]))
        con.close()
    assert len(seen) == 1


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ([("rinomina", 'unita = "X"\nnuovo = "Y"\ndal = 2021-01-01')], "line 1 .rinomina.: no act names 'X'"),
        ([("grafia", 'unita = "Cultura"\nstampata = "Cultra"')], "no act names 'Cultra'"),
        ([("grafia", 'persona = "Bianchi Ada"\nstampata = "A. B."')], "no act names 'A. B.'"),
        ([("sposta", 'unita = "Ufficio"\nsotto = "Dono"\ndal = 2021-01-01')], "can be: .*sotto Cultura.*say which"),
        (
            [RENAMED, ("rinomina", 'unita = "Cultura"\nnuovo = "Arte"\ndal = 2021-01-01')],
            "line 8 .rinomina.: says again, or otherwise, what .*line 1",
        ),
        (
            [RENAMED, ("rinomina", 'unita = "Cultura"\nnuovo = "Arte"\ndal = 2022-01-01')],
            "called 'Cultura e sport' since 01/01/2021",
        ),
        (
            [MERGED, ("rinomina", 'unita = "Sport"\nnuovo = "Gioco"\ndal = 2022-01-01')],
            "line 8 .*no more since 01/01/2021",
        ),
        ([MERGED, ("divide", 'unita = "Sport"\ndiventa = ["A", "B"]\ndal = 2022-01-01')], "says again, or otherwise"),
        (
            [
                ("sposta", 'unita = "Cultura"\nsotto = "Sport"\ndal = 2021-01-01'),
                ("sposta", 'unita = "Sport"\nsotto = "Cultura"\ndal = 2021-06-01'),
            ],
            "line 8 .sposta.: puts a unit under itself",
        ),
        (
            [("grafia", 'unita = "Cultura"\nstampata = "Dono"'), ("grafia", 'unita = "Sport"\nstampata = "Dono"')],
            "line 7 .grafia.: 'Dono' is a spelling of something else at .*line 1",
        ),
        (
            [("grafia", 'unita = "Cultura"\nstampata = "Dono"'), ("grafia", 'unita = "Dono"\nstampata = "Sport"')],
            "is itself one at .*line 1",
        ),
        (
            [
                ("grafia", 'persona = "Bianchi Ada"\nstampata = "Verdi Eva"'),
                ("grafia", 'persona = "Neri Ugo"\nstampata = "Verdi Eva"'),
            ],
            "spelling of something else",
        ),
    ],
)
def test_what_does_not_fit_the_acts_or_itself_is_told_with_its_line(con, tmp_path, tables, message):
    people = [(last, first, "Ufficio") for last, first in (("Bianchi", "Ada"), ("Verdi", "Eva"), ("Neri", "Ugo"))]
    year(con, 2020, unit("Cultura", people=people), unit("Sport", 2, people=people), unit("Dono", 3))
    problems = settle(con, state(tmp_path, *tables))
    assert len(problems) >= 1
    # the report says it in Italian, after the same place
    assert all(p.motivo != p and p.motivo.split(":")[0] == p.split(":")[0] for p in problems)
    with pytest.raises(StatementError, match=message):
        raise StatementError(problems)


def test_statements_about_a_body_without_acts_are_told(con, tmp_path):
    assert settle(con, state(tmp_path, RENAMED)) == [
        "anagrafe.toml, line 1 (rinomina): Comune di Borgo Inventato: no act is of this body"
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[grafia]", "not a TOML file"),
        ("[[sinonimo]]\nx = 1", "unknown sinonimo"),
        ("grafia = 1", "under a line such as"),
        (f"\n[[grafia]]\n{BODY}unita = 'A'\nstampata = 'B'\nautore = 'x'", "line 2 .grafia.: unknown key autore"),
        ("[[rinomina]]\nente = 'E'\nunita = 'A'\nnuovo = 'B'\ndal = 2021-01-01", "line 1 .rinomina.: fonte is missing"),
        (f"[[rinomina]]\n{BODY}unita = 'A'\nnuovo = 'B'\ndal = 'ieri'", "dal is 'ieri'"),
        (f"[[rinomina]]\n{BODY}unita = 'A'\nnuovo = ' a '\ndal = 2021-01-01", "the same name stands there twice"),
        (f"[[grafia]]\n{BODY}unita = 'A'\npersona = 'P'\nstampata = 'B'", "either unita or persona"),
        (f"[[grafia]]\n{BODY}unita = {{livello = 'settore'}}\nstampata = 'B'", "nome or its codice"),
        (f"[[unisce]]\n{BODY}unita = ['A']\ndiventa = 'B'\ndal = 2021-01-01", "unita is"),
        (f"[[sposta]]\n{BODY}unita = 'A'\nsotto = 'A'\ndal = 2021-01-01", "the same name stands there twice"),
    ],
)
def test_a_wrong_file_is_refused_line_by_line(tmp_path, text, message):
    path = tmp_path / "anagrafe.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StatementError, match=message):
        read_statements(path)


def test_without_a_file_nothing_is_stated(tmp_path, con):
    assert read_statements(tmp_path / "anagrafe.toml") == []
    load(con, records=plan())
    assert settle(con, []) == []
    assert rows(con, "select count(*) from dim_obiettivo where struttura_versione_id is null") == [(0,)]


def proposals(con):
    return rows(con, "select motivo, prima, seconda, anno from qualita.anagrafe_da_decidere order by all")


def test_names_that_may_be_one_are_proposed_and_never_joined(con):
    people = (("Bianchi", "Ada", "Ufficio mostre"), ("Neri", "Ugo", ""), ("Rossi", "Eva Maria", ""))
    year(con, 2020, unit("Città e scuola", people=people), unit("Sport", 2, "Piscine"), centre(3, "12", "Ragioneria"))
    other = (("Ada", "Bianchi", ""), ("Neri", "U.", ""), ("Rossi", "Eva", ""), ("Verdi", "Ugo", ""))
    year(
        con,
        2021,
        unit("CITTA' E SCUOLA", people=other),
        unit("Tempo libero", 2, "Piscine", people=(("Bianchi", "Ada", "Ufficio mostre"),)),
        centre(3, "12", "Ragioneria e tributi"),
    )
    settle(con, [])
    assert proposals(con) == [
        ("iniziale", "Neri Ugo", "Neri U.", 2021),
        ("obiettivi_in_comune", "Città e scuola", "CITTA' E SCUOLA", 2021),
        ("obiettivi_in_comune", "Sport", "Tempo libero", 2021),
        ("parole_in_piu", "Rossi Eva Maria", "Rossi Eva", 2021),
        ("stesse_parole", "Bianchi Ada", "Ada Bianchi", 2021),
        ("stesso_codice", "Ragioneria", "Ragioneria e tributi", 2021),
        ("stesso_nome", "Città e scuola", "CITTA' E SCUOLA", 2021),
        ("stesso_nome_altrove", "Ufficio mostre", "Ufficio mostre", 2021),
    ]
    assert rows(con, "select count(*) from dim_struttura where livello = 'direzione'") == [(4,)]


def test_what_is_proposed_can_be_pasted_and_is_then_no_more_proposed(con, tmp_path):
    year(con, 2020, unit('Città "alta"', people=(("Bianchi", "Ada", "Ufficio mostre"),)), centre(2, "12", "Ragioneria"))
    year(con, 2021, unit("Citta alta", people=(("Ada", "Bianchi", ""),)), centre(2, "12", "Tributi"))
    settle(con, [])
    proposed = rows(con, "select dichiarazione from qualita.anagrafe_da_decidere where motivo <> 'obiettivi_in_comune'")
    assert len(proposed) == 3
    pasted = "\n".join(text for (text,) in proposed)
    (tmp_path / "anagrafe.toml").write_text(pasted, encoding="utf-8")
    with pytest.raises(StatementError, match="fonte"):
        read_statements(tmp_path / "anagrafe.toml")
    (tmp_path / "anagrafe.toml").write_text(pasted.replace('fonte = ""', 'fonte = "Inventata"'), encoding="utf-8")
    assert settle(con, read_statements(tmp_path / "anagrafe.toml")) == []
    assert proposals(con) == []
    assert rows(con, "select count(*) from dim_struttura where livello = 'direzione'") == [(1,)]


def test_equal_names_of_one_act_are_not_proposed_where_codes_or_places_tell_them_apart(con):
    people = (("Bianchi", "Ada", "Segreteria"),)
    year(con, 2020, centre(1, "10", "Segreteria"), centre(2, "20", "SEGRETERIA"))
    year(con, 2021, unit("Cultura", people=people), unit("Sport", 2, people=people))
    settle(con, [])
    assert [motive for motive, *_ in proposals(con)] == []


def test_names_that_differ_in_words_that_tell_nothing_are_proposed_across_acts_only(con):
    year(con, 2020, unit("Direzione Cultura"), unit("Servizio Sport", 2, "Piscine"))
    year(con, 2020, unit("CULTURA", title="Musei"), unit("Area Cultura", 2, "Mostre"), n="8")
    settle(con, [])
    assert proposals(con) == [
        ("stesso_nome", "Direzione Cultura", "Area Cultura", 2020),
        ("stesso_nome", "Direzione Cultura", "CULTURA", 2020),
    ]


def test_acts_that_contradict_a_statement_are_told_and_stop_nothing(con, tmp_path):
    year(con, 2020, unit("Cultura"), unit("Sport", 2))
    year(con, 2021, unit("Tempo libero"), unit("Sport", 2))
    year(con, 2019, unit("Tempo libero"))
    assert settle(con, state(tmp_path, MERGED)) == []
    assert [row for row in proposals(con) if row[0] == "fuori_dal_suo_tempo"] == [
        ("fuori_dal_suo_tempo", "Sport", "Sport", 2021),
        ("fuori_dal_suo_tempo", "Tempo libero", "Tempo libero", 2019),
    ]
