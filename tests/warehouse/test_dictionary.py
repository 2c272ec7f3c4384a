"""The catalogue in the file and beside the Parquet files."""

import hashlib
import json
import shutil

import jsonschema
import pyarrow.parquet as pq
import pytest
from borgo_inventato import load, rows

import warehouse
from warehouse.catalogue import catalogue, published_relations, read_catalogue

PACKAGE = {
    "type": "object",
    "required": ["$schema", "name", "resources"],
    "properties": {
        "name": {"pattern": "^[a-z0-9._-]+$"},
        "resources": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/resource"}},
    },
    "$defs": {
        "resource": {
            "type": "object",
            "required": ["name", "path", "format", "mediatype", "bytes", "hash", "schema"],
            "properties": {
                "name": {"pattern": "^[a-z0-9._-]+$"},
                "path": {"pattern": "^(?!/|\\.\\.).+\\.parquet$"},
                "hash": {"pattern": "^sha256:[0-9a-f]{64}$"},
                "schema": {
                    "required": ["fields", "primaryKey"],
                    "properties": {"fields": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/field"}}},
                },
            },
        },
        "field": {
            "required": ["name", "type", "description"],
            "properties": {
                "type": {
                    "enum": ["string", "integer", "number", "boolean", "date", "datetime", "array", "object", "any"],
                }
            },
        },
    },
}
"""What the Data Package 2.0 profile asks of the properties that we write."""


@pytest.fixture(scope="module")
def published(empty_file, tmp_path_factory):
    folder = tmp_path_factory.mktemp("dizionario")
    working = shutil.copy(empty_file, folder / "lavoro.duckdb")
    con = warehouse.connect(working)
    load(con)
    con.close()
    return warehouse.publish(working, folder / "curated")


def test_the_catalogue_is_a_table_of_the_file(con):
    found = rows(con, "select schema || '.' || relazione, colonna, tipo, commento, privacy from catalogo")
    asked = {(r.qualified, c.name, c.type, c.comment, c.privacy) for r in published_relations() for c in r.columns}
    assert {row for row in found if row[1]} == asked
    assert {row[0] for row in found if not row[1]} == {r.qualified for r in published_relations()}


def test_warnings_stand_in_the_table_and_in_the_comments(con):
    ((warning,),) = rows(con, "select avvertenza from catalogo where relazione = 'fact_target' and colonna = ''")
    ((comment,),) = rows(con, "select comment from duckdb_tables() where table_name = 'fact_target'")
    assert "non si media" in warning
    assert comment.endswith(f"Avvertenza: {warning}")


def test_a_warning_is_read_from_the_catalogue(tmp_path):
    (tmp_path / "comuni.toml").write_text("")
    (tmp_path / "main.toml").write_text(
        '[t]\nkind = "tabella"\ncomment = "T"\ngrain = "una"\nkey = ["n"]\nwarning = "non si somma"\n'
        '[t.columns]\nn = { comment = "N", warning = "non si media" }\n'
    )
    (found,) = read_catalogue(tmp_path).values()
    assert (found.warning, found.columns[0].warning) == ("non si somma", "non si media")


def test_the_data_package_is_valid_and_true(published):
    package = json.loads((published.parquet / "datapackage.json").read_text(encoding="utf-8"))
    jsonschema.validate(package, PACKAGE)
    resources = {resource["name"]: resource for resource in package["resources"]}
    assert resources.keys() == {relation.qualified for relation in published_relations()}
    for resource in resources.values():
        data = (published.parquet / resource["path"]).read_bytes()
        assert (resource["bytes"], resource["hash"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")
        file = pq.ParquetFile(published.parquet / resource["path"])
        assert [field["name"] for field in resource["schema"]["fields"]] == file.schema_arrow.names
        assert resource["rows"] == file.metadata.num_rows
        for key in resource["schema"].get("foreignKeys", []):
            assert resources[key["reference"]["resource"]]["schema"]["primaryKey"] == key["fields"]


def test_the_data_package_says_what_the_catalogue_says(published):
    package = json.loads((published.parquet / "datapackage.json").read_text(encoding="utf-8"))
    (target,) = (resource for resource in package["resources"] if resource["name"] == "main.fact_target")
    fields = {field["name"]: field for field in target["schema"]["fields"]}
    assert target["warning"] == catalogue()["main.fact_target"].warning
    assert (fields["valore"]["type"], fields["scadenza"]["type"], fields["segnalazioni"]["type"]) == (
        "number",
        "date",
        "array",
    )
    assert "soglia" in fields["genere"]["constraints"]["enum"]
