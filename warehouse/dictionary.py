"""The catalogue as rows of main.catalogo: readers of the file find it beside the data."""

from __future__ import annotations

from collections.abc import Iterator

from warehouse.catalogue import Column, Privacy, Relation, published_relations
from warehouse.frames import Row

STRICTEST_FIRST: tuple[Privacy, ...] = ("dati_personali", "testo_libero", "nessuna")


def catalogue_rows() -> list[Row]:
    """A row for each published relation, and one for each of its columns."""
    return [row for relation in published_relations() for row in _rows(relation)]


def _rows(relation: Relation) -> Iterator[Row]:
    place = {"schema": relation.schema, "relazione": relation.name}
    classes = {column.privacy for column in relation.columns}
    yield place | {
        "colonna": "",
        "posizione": 0,
        "tipo": relation.kind,
        "commento": relation.comment,
        "grana": relation.grain,
        "chiave": ", ".join(relation.key),
        "unita": "",
        "valori": [],
        "obbligatoria": True,
        "privacy": min(classes, key=STRICTEST_FIRST.index),
        "avvertenza": relation.warning,
    }
    for n, column in enumerate(relation.columns, 1):
        yield place | {"posizione": n} | _facts(column)


def _facts(column: Column) -> Row:
    return {
        "colonna": column.name,
        "tipo": column.type,
        "commento": column.comment,
        "grana": "",
        "chiave": "",
        "unita": column.unit,
        "valori": list(column.codes),
        "obbligatoria": column.required,
        "privacy": column.privacy,
        "avvertenza": column.warning,
    }
