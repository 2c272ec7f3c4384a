"""What a correction may name and say of a table of records, whatever the act holds: the catalogue's own rules."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from warehouse.catalogue import Column, catalogue
from warehouse.volume import NOT_FIELDS

if TYPE_CHECKING:
    from pipelines.night.correcting import Correction

CORRECTED = ("VARCHAR", "DATE")
NAMING = (*CORRECTED, "INTEGER", "BOOLEAN")
"""Types of the fields by which `dove` may name a row."""


def objection(correction: Correction) -> str:
    """Why the catalogue doesn't allow a correction, in words that say what to write; empty if it does."""
    table = correction.tabella
    relation = catalogue().get(f"pubblicato.{table}")
    columns = {column.name: column for column in relation.columns} if relation else {}
    if "evidenza_id" not in columns:
        return f"no table {table} of records in schema pubblicato"
    fields = {name: c for name, c in columns.items() if c.type in NAMING and name not in NOT_FIELDS}
    if unknown := {correction.campo, *correction.dove} - fields.keys():
        return f"{table} has no field {', '.join(sorted(unknown))} of one printed value; use {', '.join(fields)}"
    column = fields[correction.campo]
    if column.type not in CORRECTED:
        own = ", ".join(name for name, c in fields.items() if c.type in CORRECTED)
        return f"only texts and dates can be corrected, {column.name} is neither; use {own}"
    return _wrong_form(column, "guardia", correction.guardia) or _wrong_value(column, correction)


def _wrong_value(column: Column, correction: Correction) -> str:
    value = correction.valore
    if value is None or value == correction.guardia:
        return ""  # what is printed is judged where it is read
    if column.required and not value.strip():
        return f"valore is empty, and {column.name} never is; write a text"
    if column.codes and value not in ("", *column.codes):
        return f"valore '{value}' is none of {column.name}: {', '.join(column.codes)}"
    return _wrong_form(column, "valore", value)


def _wrong_form(column: Column, key: str, value: str) -> str:
    if column.type != "DATE" or not value or _is_day(value):
        return ""
    return f"{key} '{value}' is no date, and {column.name} is one; write it as 2020-07-24"


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
