"""datapackage.json beside the Parquet files: what portals need to harvest them, made from the catalogue.

Frictionless Data Package 2.0 (https://datapackage.org). Comments are the catalogue's; `unit`, `privacy` and `warning`
are properties of our own, which the standard allows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from warehouse.catalogue import Column, Relation, published_relations, references

NAME = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
MEDIA_TYPE = "application/vnd.apache.parquet"
TYPES = {
    "VARCHAR": "string",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "DOUBLE": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
    "JSON": "any",
}


def write_package(folder: Path, rows: Mapping[str, int]) -> None:
    """Describe the Parquet files of a folder; `rows` by relation."""
    package = {
        "$schema": PROFILE,
        "name": "schedario",
        "title": "Piani e obiettivi degli enti pubblici, letti dagli atti",
        "description": "Righe come stampate, evidenze, stella, punteggi e qualità; ogni valore porta alla pagina.",
        "resources": [_resource(folder, relation, rows[relation.qualified]) for relation in published_relations()],
    }
    (folder / NAME).write_text(json.dumps(package, ensure_ascii=False, indent=1), encoding="utf-8")


def _resource(folder: Path, relation: Relation, rows: int) -> dict[str, Any]:
    data = (folder / relation.parquet).read_bytes()
    return {
        "name": f"{relation.schema}.{relation.name}",
        "path": relation.parquet,
        "format": "parquet",
        "mediatype": MEDIA_TYPE,
        "title": relation.comment,
        "description": f"Una riga: {relation.grain}",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "rows": rows,
        **({"warning": relation.warning} if relation.warning else {}),
        "schema": {
            "fields": [_field(column) for column in relation.columns],
            "primaryKey": list(relation.key),
            **({"foreignKeys": keys} if (keys := _foreign_keys(relation)) else {}),
        },
    }


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.codes:
        constraints["enum"] = list(column.codes)
    facts = {"unit": column.unit, "warning": column.warning, "constraints": constraints}
    return {
        "name": column.name,
        "type": _type(column.type),
        "description": column.comment,
        "privacy": column.privacy,
        **{name: value for name, value in facts.items() if value},
    }


def _type(duckdb_type: str) -> str:
    if duckdb_type.endswith("[]"):
        return "array"
    return TYPES.get(duckdb_type, "object")


def _foreign_keys(relation: Relation) -> list[dict[str, Any]]:
    return [
        {"fields": [key], "reference": {"resource": other.qualified, "fields": [key]}}
        for key, other in references(relation)
    ]
