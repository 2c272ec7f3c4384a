"""What changed from one act to another: records added, dropped, changed, field by field, each side with its evidence.

Records of the same kind are paired by business key and by likeness of text together, best pairs first: a row that was
numbered anew isn't told as two changed ones, and one that was rewritten under its number isn't lost.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from duckdb import DuckDBPyConnection

from warehouse.catalogue import Relation, relations
from warehouse.errors import WarehouseError
from warehouse.sql_files import sql

KEYS: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "dati" / "chiavi_record.toml").read_text("utf-8"))
ALIKE = 0.6
"""Share of common words from which two records without the same key may be one."""
NOT_PRINTED = frozenset({"atto_id", "ordinale", "evidenza_id", "layout", "confidenza", "pagina", "tabella"})
"""Where a record stands and who read it: no difference of the acts."""

Rows = list[tuple[object, ...]]


def differences(con: DuckDBPyConnection, first: str, second: str) -> tuple[list[str], Rows]:
    """Columns and rows of `differenza/esito.sql`.

    Args:
        first: an atto_id, a file name, or an act's name; `NAME@1` is its version 1, else the newest.

    Raises:
        WarehouseError: no such document, or both names mean the same one.
    """
    acts = {"a": _document(con, first), "b": _document(con, second)}
    if acts["a"] == acts["b"]:
        raise WarehouseError(f"{first} and {second} are the same document; name a version as in {_parts(first)[0]}@1")
    con.execute(sql("differenza/campi_vuoti"))
    for relation in relations("pubblicato", "tabella"):
        if any(column.name == "evidenza_id" for column in relation.columns):
            con.execute(_fields(relation), acts)
    con.execute(sql("differenza/record"))
    _pair(con)
    con.execute(sql("differenza/esito"))
    return [column[0] for column in con.description or []], con.fetchall()


def _document(con: DuckDBPyConnection, name: str) -> str:
    plain, version = _parts(name)
    known = {"nome": plain, "versione": version}
    found = con.execute(sql("differenza/atto"), known).fetchone()
    if found is None:
        raise WarehouseError(f'no document {name}; list them with: schedario query "from dim_atto"')
    return str(found[0])


def _parts(name: str) -> tuple[str, int | None]:
    """The name itself, and the version that is asked for."""
    plain, _, version = name.rpartition("@")
    return (plain, int(version)) if version.isdecimal() else (name, None)


def _fields(relation: Relation) -> str:
    key = ", ".join(f'"{name}"' for name in KEYS.get(relation.name, ()))
    fields = [f'"{c.name}"::varchar as "{c.name}"' for c in relation.columns if c.name not in NOT_PRINTED]
    return sql("differenza/campi").format(
        nome=relation.name,
        relazione=relation.qualified,
        chiave=f"concat_ws(' · ', {key})" if key else "''" if relation.name in KEYS else "null::varchar",
        campi=", ".join(fields),
    )


def _pair(con: DuckDBPyConnection) -> None:
    con.execute(sql("differenza/coppie"))
    con.execute(sql("differenza/candidate"), {"soglia": ALIKE})
    while con.execute(sql("differenza/abbina")).fetchall():
        pass  # each round frees others to be each other's best
