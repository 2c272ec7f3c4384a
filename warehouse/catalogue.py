"""The catalogue of columns: every relation and column of the warehouse, named, typed and described once.

The facts are in `catalogo/*.toml`, one file a schema; `comuni.toml` holds the columns that several relations share.
DDL, comments, expectations and Parquet are all made from it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from warehouse.errors import WarehouseError

FOLDER = Path(__file__).parent / "catalogo"
SHARED_FILE = "comuni.toml"

Kind = Literal["tabella", "vista"]
Privacy = Literal["nessuna", "dati_personali", "testo_libero"]
"""`dati_personali`: names of persons; `testo_libero`: prose or cells in which names may stand."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        type: as DuckDB writes it.
        comment: what it holds, in Italian.
        unit: of a measure (punti, euro, ...), empty where there is none.
        codes: the closed list of values, empty where any value may stand.
        required: neither NULL nor empty in any row.
        warning: what a reader must not do with it, in Italian.
    """

    name: str
    type: str = "VARCHAR"
    comment: str = ""
    unit: str = ""
    privacy: Privacy = "nessuna"
    codes: tuple[str, ...] = ()
    required: bool = False
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """A table or view; `grain` says in Italian what a row is, `key` which columns tell two rows apart,
    `warning` what a reader must not do with it. `history` tells of documents and indicators that may be there no more.
    """

    schema: str
    name: str
    kind: Kind
    comment: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    warning: str = ""
    history: bool = False

    @property
    def qualified(self) -> str:
        """`schema.name`."""
        return f"{self.schema}.{self.name}"

    @property
    def parquet(self) -> str:
        """Its file in the folder of Parquet files."""
        return f"{self.schema}/{self.name}.parquet"


@cache
def catalogue() -> dict[str, Relation]:
    """All relations by `schema.name`, in the order of creation.

    Raises:
        WarehouseError: a TOML file has an unknown key, lacks one, or contradicts itself.
    """
    return read_catalogue(FOLDER)


def relations(schema: str, kind: Kind | None = None) -> list[Relation]:
    """The relations of a schema, in the order of the file; `kind` keeps only tables or only views."""
    return [r for r in catalogue().values() if r.schema == schema and kind in (None, r.kind)]


def published_relations() -> list[Relation]:
    """What a published file holds, in the order of the catalogue."""
    return [relation for relation in catalogue().values() if relation.schema != "staging"]


def references(relation: Relation) -> list[tuple[str, Relation]]:
    """The columns by which a relation refers to relations of the star: they are named as their keys."""
    names = set() if relation.history else {column.name for column in relation.columns}
    return [
        (key, other)
        for other in published_relations()
        if other.schema == "main" and len(other.key) == 1 and other != relation
        for key in other.key
        if key.endswith("_id") and key in names
    ]


def read_catalogue(folder: Path) -> dict[str, Relation]:
    """Read and check the catalogue in a folder; errors as `catalogue`."""
    shared = {name: _column(SHARED_FILE, name, raw) for name, raw in _toml(folder / SHARED_FILE).items()}
    found: dict[str, Relation] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.name != SHARED_FILE:
            for name, raw in _toml(path).items():
                relation = _relation(path.stem, name, raw, shared)
                found[relation.qualified] = relation
    return found


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise WarehouseError(f"{path}: not valid TOML ({error})") from error


def _relation(schema: str, name: str, raw: dict[str, Any], shared: dict[str, Column]) -> Relation:
    where = f"{schema}.toml [{name}]"
    _check_keys(
        where, raw, required={"kind", "comment", "grain", "key", "columns"}, optional={"shared", "warning", "history"}
    )
    unknown = [c for c in raw.get("shared", ()) if c not in shared]
    if unknown:
        raise WarehouseError(f"{where}: {', '.join(unknown)} not in {SHARED_FILE}; add it there")
    own = [_column(where, column, facts) for column, facts in raw["columns"].items()]
    columns = (*(shared[c] for c in raw.get("shared", ())), *own)
    _check_relation(where, raw, [c.name for c in columns])
    facts = (raw["kind"], raw["comment"], raw["grain"], tuple(raw["key"]), columns)
    return Relation(schema, name, *facts, raw.get("warning", ""), raw.get("history", False))


def _check_relation(where: str, raw: dict[str, Any], columns: list[str]) -> None:
    if raw["kind"] not in get_args(Kind):
        raise WarehouseError(f"{where}: kind '{raw['kind']}'; use one of {', '.join(get_args(Kind))}")
    if len(set(columns)) < len(columns):
        raise WarehouseError(f"{where}: a column is there twice")
    if not set(raw["key"]) <= set(columns):
        raise WarehouseError(f"{where}: key {raw['key']} names a column that is not there")


def _column(where: str, name: str, raw: dict[str, Any]) -> Column:
    where = f"{where} {name}"
    _check_keys(where, raw, required={"comment"}, optional={f.name for f in fields(Column)} - {"name"})
    if raw.get("privacy", "nessuna") not in get_args(Privacy):
        raise WarehouseError(f"{where}: privacy '{raw['privacy']}'; use one of {', '.join(get_args(Privacy))}")
    return Column(**{**raw, "name": name, "codes": tuple(raw.get("codes", ()))})


def _check_keys(where: str, raw: dict[str, Any], required: set[str], optional: set[str]) -> None:
    if missing := required - raw.keys():
        raise WarehouseError(f"{where}: {', '.join(sorted(missing))} missing")
    if unknown := raw.keys() - required - optional:
        raise WarehouseError(f"{where}: unknown key {', '.join(sorted(unknown))}")
