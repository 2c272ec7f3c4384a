import pytest

from warehouse import WarehouseError
from warehouse.catalogue import catalogue, read_catalogue
from warehouse.schema import column_comment, relation_comment

RELATION = """
[obiettivo]
kind = "tabella"
comment = "Obiettivi"
grain = "un obiettivo"
key = ["n"]
shared = ["atto_id"]
[obiettivo.columns]
n = { type = "INTEGER", required = true, comment = "Numero" }
tipo = { codes = ["OD", "F"], comment = "Tipo" }
"""


def written(folder, text):
    (folder / "comuni.toml").write_text('atto_id = { required = true, comment = "Atto" }\n')
    (folder / "pubblicato.toml").write_text(text)
    return folder


def test_a_relation_has_shared_columns_first_and_own_after(tmp_path):
    found = read_catalogue(written(tmp_path, RELATION))
    assert list(found) == ["pubblicato.obiettivo"]
    columns = found["pubblicato.obiettivo"].columns
    assert [(c.name, c.type, c.required, c.codes) for c in columns] == [
        ("atto_id", "VARCHAR", True, ()),
        ("n", "INTEGER", True, ()),
        ("tipo", "VARCHAR", False, ("OD", "F")),
    ]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (RELATION.replace("required", "obbligatorio"), "unknown key obbligatorio"),
        (RELATION.replace('grain = "un obiettivo"\n', ""), "grain missing"),
        (RELATION.replace('"tabella"', '"foglio"'), "kind 'foglio'"),
        (RELATION.replace('key = ["n"]', 'key = ["m"]'), "names a column that is not there"),
        (RELATION.replace('["atto_id"]', '["altro_id"]'), "altro_id not in comuni.toml"),
        (RELATION.replace("n = {", "atto_id = {"), "a column is there twice"),
        (RELATION.replace("codes", 'privacy = "segreta", codes'), "privacy 'segreta'"),
        (RELATION + "[", "not valid TOML"),
    ],
)
def test_a_wrong_catalogue_is_told(tmp_path, wrong, message):
    with pytest.raises(WarehouseError, match=message.replace("[", r"\[")):
        read_catalogue(written(tmp_path, wrong))


def test_the_database_is_what_the_catalogue_says(con):
    made = con.execute(
        "select schema_name || '.' || table_name, column_name, data_type, comment from duckdb_columns() "
        "where database_name = 'schedario' and not internal"
    ).fetchall()
    asked = {
        (relation.qualified, column.name): (column.type, column_comment(column))
        for relation in catalogue().values()
        for column in relation.columns
        if relation.schema != "staging"
    }
    assert {(table, column) for table, column, *_ in made} == asked.keys()
    for table, column, kind, comment in made:
        assert (kind.replace('"', ""), comment) == asked[table, column], (table, column)


def test_every_relation_carries_its_comment(con):
    tables = con.execute(
        "select schema_name || '.' || table_name, comment from duckdb_tables() where database_name = 'schedario'"
    ).fetchall()
    views = con.execute(
        "select schema_name || '.' || view_name, comment from duckdb_views() "
        "where database_name = 'schedario' and not internal"
    ).fetchall()
    asked = {r.qualified: relation_comment(r) for r in catalogue().values() if r.schema != "staging"}
    assert dict(tables + views) == asked


def test_columns_that_name_persons_are_marked():
    marked = {f"{r.name}.{c.name}" for r in catalogue().values() for c in r.columns if c.privacy == "dati_personali"}
    assert {
        "obiettivo.responsabili",
        "kpi.responsabile_cognome",
        "scheda.dirigente",
        "scheda.assessorato",
        "obiettivo_segretario.responsabili",
        "personale.campi",
        "dim_persona.nominativo",
    } <= marked
