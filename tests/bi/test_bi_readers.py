"""What BI tools stand on: the published file through SQLAlchemy, in each new version, from any folder."""

import re
import shutil
import warnings
from pathlib import Path

import duckdb
import pytest
import sqlalchemy as sa
from sqlalchemy.engine.reflection import ObjectKind

import warehouse
from warehouse.catalogue import published_relations
from warehouse.schema import column_comment, relation_comment

SCHEMAS = {"main", "pubblicato", "evidenze", "punteggi", "qualita"}


@pytest.fixture(scope="module")
def engine(edition):
    return connected(edition / "schedario.duckdb")


def connected(path):
    # a pool of connections would keep the version that it opened
    return sa.create_engine(f"duckdb:///{path}", connect_args={"read_only": True}, poolclass=sa.NullPool)


def reflected(engine, schema):
    """Columns of every table and view of a schema."""
    with warnings.catch_warnings():
        # a list or a map has no type of SQLAlchemy's
        warnings.simplefilter("ignore", sa.exc.SAWarning)
        found = sa.inspect(engine).get_multi_columns(schema=schema, kind=ObjectKind.ANY)
    return {name: columns for (_, name), columns in found.items()}


def relations(schema):
    return {relation.name: relation for relation in published_relations() if relation.schema == schema}


def test_sqlalchemy_finds_schemas_tables_and_views(engine):
    inspector = sa.inspect(engine)
    assert {f"schedario.{schema}" for schema in SCHEMAS} <= set(inspector.get_schema_names())
    for schema in SCHEMAS:
        kinds = {name: relation.kind for name, relation in relations(schema).items()}
        tables = dict.fromkeys(inspector.get_table_names(schema=schema), "tabella")
        assert tables | dict.fromkeys(inspector.get_view_names(schema=schema), "vista") == kinds


@pytest.mark.parametrize("schema", sorted(SCHEMAS))
def test_sqlalchemy_finds_columns_types_and_comments(engine, schema):
    found = reflected(engine, schema)
    for name, relation in relations(schema).items():
        assert {c["name"]: c["comment"] for c in found[name]} == {c.name: column_comment(c) for c in relation.columns}
    kinds = {"VARCHAR": sa.String, "INTEGER": sa.Integer, "DOUBLE": sa.Float, "BOOLEAN": sa.Boolean, "DATE": sa.Date}
    expected = {
        (r.name, c.name): kinds[c.type] for r in relations(schema).values() for c in r.columns if c.type in kinds
    }
    types = {(name, c["name"]): c["type"] for name, columns in found.items() for c in columns}
    assert [key for key, kind in expected.items() if not isinstance(types[key], kind)] == []


@pytest.mark.parametrize("relation", ["main.fact_target", "punteggi.quota_risultato"])
def test_sqlalchemy_finds_the_warnings_on_tables_and_views(engine, relation):
    schema, name = relation.split(".")
    said = sa.inspect(engine).get_table_comment(name, schema=schema)["text"]
    assert said == relation_comment(relations(schema)[name])


def test_sqlalchemy_asks_with_parameters(engine):
    question = sa.text("select testo from main.fact_target where valore >= :least and scadenza is null order by valore")
    with engine.connect() as con:
        assert con.execute(question, {"least": 50}).scalars().all() == [">= 50", ">= 100", ">= 300"]


def test_sqlalchemy_core_works_on_reflected_columns(engine):
    columns = {
        name: [sa.Column(c["name"], c["type"]) for c in found] for name, found in reflected(engine, "punteggi").items()
    }
    share = sa.Table("quota_risultato", sa.MetaData(), *columns["quota_risultato"], schema="punteggi")
    question = sa.select(share.c.struttura, share.c.quota).where(share.c.stato == "misurato")
    with engine.connect() as con:
        assert con.execute(question).tuples().all() == [("Direzione Alfa", pytest.approx(27.0))]


def test_sqlalchemy_changes_nothing(engine):
    with engine.connect() as con, pytest.raises(sa.exc.DBAPIError, match="read-only"):
        con.execute(sa.text("delete from main.dim_obiettivo"))


def test_an_engine_without_a_pool_sees_each_new_version(curated, tmp_path):
    working = shutil.copy(curated.parent / "lavoro.duckdb", tmp_path / "lavoro.duckdb")
    folder = tmp_path / "curated"
    warehouse.publish(working, folder)
    engine, kept = (
        connected(folder / "schedario.duckdb"),
        duckdb.connect(str(folder / "schedario.duckdb"), read_only=True),
    )
    runs = "select count(*) from qualita.corsa"
    con = warehouse.connect(working)
    warehouse.end_run(con, warehouse.begin_run(con, "0.1"), "riuscita")
    con.close()
    warehouse.publish(working, folder)
    assert kept.execute(runs).fetchone() == (2,)
    kept.close()
    with engine.connect() as con:
        assert con.execute(sa.text(runs)).scalar_one() == 3


def test_any_folder_and_any_reader_since_1_2_opens_the_file(edition, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copy(edition / "schedario.duckdb", "altrove.duckdb")
    with duckdb.connect() as con:
        con.execute("attach 'altrove.duckdb' as altrove (read_only)")
        said = "select tags['storage_version'] from duckdb_databases() where database_name = 'altrove'"
        assert con.execute(said).fetchone() == ("v1.2.0+",)
        assert con.execute("select count(*) from altrove.punteggi.quota_risultato").fetchone() == (4,)


def test_the_guide_s_python_runs(curated, tmp_path, monkeypatch):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "curated").symlink_to(curated)
    monkeypatch.chdir(tmp_path)
    guide = (Path(__file__).parents[2] / "docs" / "bi.md").read_text(encoding="utf-8")
    names: dict[str, object] = {}
    for body in re.findall(r"^```python\n(.*?)^```", guide, re.MULTILINE | re.DOTALL):
        exec(body, names)
    assert names["rows"] == [("Direzione Alfa", pytest.approx(27.0))]
    assert len(names["acts"]) == 2
    assert dict(names["per_kind"].rows()) == {"soglia": 5, "data": 1, "non_interpretato": 1}
    assert names["comments"]["quota"] == "Peso per realizzazione [%]"
