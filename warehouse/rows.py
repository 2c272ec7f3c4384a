"""A reading as rows of tables: pure functions, no database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from extractors.model import Box, Table
from normalizers.records import Component, Evidence, Reading, Record
from warehouse.account_rows import account_rows
from warehouse.catalogue import Column, catalogue
from warehouse.documents import Document, key
from warehouse.errors import WarehouseError
from warehouse.frames import Row

Tables = dict[str, list[Row]]
"""Rows by table, named `schema.table` as in the catalogue."""


def rows_of(document: Document, reading: Reading) -> Tables:
    """All rows that a reading gives, each with its document's `atto_id`.

    Raises:
        WarehouseError: a record has a kind, a field or a value that the catalogue doesn't allow.
    """
    tables: Tables = {name: [] for name, relation in catalogue().items() if relation.schema == "pubblicato"}
    tables |= {"evidenze.riga": [], "evidenze.campo": [], "staging.target": []}
    for record in reading.records:
        row_key = {
            "evidenza_id": key(document.atto_id, record.kind, record.ordinal),
            "tabella_pubblicata": record.kind,
            "ordinale": record.ordinal,
        }
        _published(tables, record).append(_fields(record) | row_key)
        tables["evidenze.riga"].append(row_key | _first_page(record))
        tables["evidenze.campo"] += _field_places(row_key, record)
        tables["staging.target"] += _targets(row_key, record)
    tables["pubblicato.blocco_testo"] = _blocks(reading)
    tables["evidenze.cella"] = [row for table in reading.tables for row in _cells(table)]
    tables |= account_rows(document, reading)
    for row in (row for rows in tables.values() for row in rows):
        row["atto_id"] = document.atto_id
    return tables


def _published(tables: Tables, record: Record) -> list[Row]:
    rows = tables.get(f"pubblicato.{record.kind}")
    if rows is None:
        raise WarehouseError(f"no table pubblicato.{record.kind}; describe it in warehouse/catalogo/pubblicato.toml")
    return rows


def _fields(record: Record) -> Row:
    columns = {column.name: column for column in catalogue()[f"pubblicato.{record.kind}"].columns}
    if unknown := record.fields.keys() - columns.keys():
        raise WarehouseError(f"pubblicato.{record.kind} has no column {', '.join(sorted(unknown))}")
    filled = {name: _value(columns[name], value) for name, value in record.fields.items()}
    return {
        **{name: _empty(column) for name, column in columns.items()},
        **filled,
        "layout": record.layout,
        "confidenza": record.confidence,
    }


def _empty(column: Column) -> object:
    """What stands for an empty print: the empty string, list or map; NULL for numbers and truth values."""
    if column.type.endswith("[]") or column.type.startswith("MAP"):
        return []
    return "" if column.type == "VARCHAR" else None


def _value(column: Column, value: object) -> object:
    """A field as its column keeps it; errors as `rows_of`."""
    if column.type == "DATE":
        return _day(column, str(value))
    return list(value.items()) if isinstance(value, dict) else value


def _day(column: Column, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise WarehouseError(f"{column.name} '{text}' is not an ISO date; the reading must give 2020-07-24") from error


def _box(box: Box) -> dict[str, float]:
    return dict(zip(("x0", "alto", "x1", "basso"), (round(side, 2) for side in box), strict=True))


def _first_page(record: Record) -> Row:
    """Page and union of the boxes of the row on the first page that it stands on."""
    places = [place for places in record.evidence.values() for place in places]
    if not places:
        return {"pagina": None, "box": None}
    page = min(place.page for place in places)
    x0, top, x1, bottom = zip(*(place.box for place in places if place.page == page), strict=True)
    return {"pagina": page, "box": _box((min(x0), min(top), max(x1), max(bottom)))}


def _field_places(row_key: Row, record: Record) -> Iterator[Row]:
    for name, places in record.evidence.items():
        for n, place in enumerate(places, 1):
            yield row_key | {"campo": name, "n": n} | _place(place)


def _place(place: Evidence) -> Row:
    return {
        "pagina": place.page,
        "box": _box(place.box),
        "tabella": place.table,
        "riga": place.row,
        "colonna": place.column,
        "testo": place.text,
        "motore": place.engine,
        "confidenza": place.confidence,
    }


def _targets(row_key: Row, record: Record) -> Iterator[Row]:
    for name, components in record.targets.items():
        for n, component in enumerate(components, 1):
            yield row_key | {"campo": name, "parte": n, "testo": record.fields.get(name, "")} | _component(component)


def _component(component: Component) -> Row:
    return {
        "genere": component.genere,
        "operatore": component.operatore,
        "valore": component.valore,
        "valore_max": component.valore_max,
        "unita": component.unita,
        "oggetto": component.oggetto,
        "scadenza": date.fromisoformat(component.scadenza) if component.scadenza else None,
        "condizione": component.condizione,
        "segnalazioni": list(component.segnalazioni),
        "verso": component.verso,
        "confidenza": component.confidenza,
        "motivo": component.motivo,
    }


def _blocks(reading: Reading) -> list[Row]:
    return [
        {"ordinale": n, "pagina": block.page, "genere": block.kind, "testo": block.text, "box": _box(block.box)}
        for n, block in enumerate(reading.blocks, 1)
    ]


def _cells(table: Table) -> Iterator[Row]:
    for cell in table.cells:
        for part, place in enumerate(cell.places, 1):
            yield {
                "tabella": table.number,
                "riga": cell.row,
                "colonna": cell.column,
                "posto": part,
                "righe_unite": cell.row_span,
                "colonne_unite": cell.column_span,
                "pagina": place.page,
                **_box(place.box),
                "testo": cell.text,
                "motore": table.engine,
                "confidenza": cell.confidence,
            }
