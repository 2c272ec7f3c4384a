"""The name-free edition: the same tables and views, in which persons stand under pseudonyms.

- Columns of class `dati_personali` and the keys made from names hold pseudonyms.
- A corrected value is of the class of the column that it corrects.
- Columns that hold the print whole (`OMITTED`) hold a mark: names that no column knows may stand in them.
- Spellings that people state to be one person's (`persona_id`) have one pseudonym.
- In every other text each name that a column of class `dati_personali` knows is replaced by its pseudonym.

The file is made anew, never changed in place: changed pages of a database file still hold what stood there.
"""

from __future__ import annotations

from pathlib import Path

from duckdb import DuckDBPyConnection

from warehouse import database
from warehouse.catalogue import Column, Relation, published_relations
from warehouse.pseudonyms import Pseudonyms
from warehouse.settling import FOLLOWING
from warehouse.sql_files import sql

OMITTED = frozenset(
    {
        "evidenze.campo.testo",
        "evidenze.cella.testo",
        "pubblicato.blocco_testo.testo",
        "pubblicato.tabella_generica.grid",
        "qualita.quarantena.contenuto",
        "qualita.uscita_quarantena.contenuto",
        "qualita.esito_aspettativa.dettaglio",
        "qualita.rilievo.messaggio",
    }
)
MARK = "[omesso]"
CORRECTED = frozenset({"main.correzione.valore_stampato", "main.correzione.valore_usato"})
"""Columns of the class of the published field that the row names."""
KEYS_FROM_NAMES = frozenset({"persona_id", "persona_citata_id"})
NO_TEXT = ("_id", "sha256", "impronta", "nome_file")
"""Ends of the names of columns in which no name is looked for."""

TEXTS_OF = {"VARCHAR": "{}", "MAP(VARCHAR, VARCHAR)": "unnest(map_values({}))"}
"""The texts of a personal column, in SQL, by its type; persons that stand in parts are known from the star."""


def write_name_free(source: Path, target: Path, secret: bytes) -> None:
    """Write the name-free edition of a warehouse file to a file that isn't there yet."""
    tables = [relation for relation in published_relations() if relation.kind == "tabella"]
    database.make(target)
    con = database.connect(target)
    try:
        con.execute(f"attach '{database.escaped(source)}' as intero (read_only)")
        spellings = con.execute(sql("senza_nomi/grafie")).fetchall()
        pseudonyms = Pseudonyms(secret, _names(con, tables), spellings)
        for name in ("of", "of_key", "scrub"):
            con.create_function(f"nome_{name}", getattr(pseudonyms, name), ["VARCHAR"], "VARCHAR")
        for relation in tables:
            columns = ", ".join(f'{_expression(con, relation, c)} as "{c.name}"' for c in relation.columns)
            con.execute(f"delete from {relation.qualified}")
            con.execute(f"insert into {relation.qualified} by name select {columns} from intero.{relation.qualified}")
        con.execute("detach intero")
        _settle_versions(con)
        con.execute(f"checkpoint {database.CATALOG}")
    finally:
        con.close()


def _settle_versions(con: DuckDBPyConnection) -> None:
    """Give each unit its version again: the key of a version is made from the unit's name, as it stands here."""
    bodies = sorted({body for body, *_ in con.execute(sql("anagrafe/enti")).fetchall()})
    for step in FOLLOWING:
        con.execute(sql(f"anagrafe/{step}"), {"enti": bodies})


def _names(con: DuckDBPyConnection, tables: list[Relation]) -> list[str]:
    """Each name that a personal column or the star knows."""
    names: set[str] = {name for (name,) in con.execute(sql("senza_nomi/persone")).fetchall()}
    for relation in tables:
        for column in relation.columns:
            if column.privacy == "dati_personali" and column.type in TEXTS_OF:
                texts = TEXTS_OF[column.type].format(f'"{column.name}"')
                found = con.execute(f"select distinct {texts} from intero.{relation.qualified}").fetchall()
                names.update(name for (name,) in found if name)
    names.update(name for (name,) in con.execute(sql("senza_nomi/corretti").format(_of_names())).fetchall())
    return sorted(names)


def _of_names() -> str:
    """Whether a row of main.correzione is of a field that holds names, in SQL."""
    published = (relation for relation in published_relations() if relation.schema == "pubblicato")
    fields = [f"('{r.name}', '{c.name}')" for r in published for c in r.columns if c.privacy == "dati_personali"]
    return f"(tabella_pubblicata, campo) in ({', '.join(fields)})"


def _expression(con: DuckDBPyConnection, relation: Relation, column: Column) -> str:
    """What stands for a column, in SQL."""
    name = f'"{column.name}"'
    if f"{relation.qualified}.{column.name}" in OMITTED:
        mark = f"""'"{MARK}"'::json""" if column.type == "JSON" else f"'{MARK}'"
        return f"case when coalesce({name}::varchar, '') = '' then {name} else {mark} end"
    if f"{relation.qualified}.{column.name}" in CORRECTED:
        return f"case when {_of_names()} then nome_of({name}) else nome_scrub({name}) end"
    if column.name in KEYS_FROM_NAMES:
        return f"nome_of_key({name})"
    if column.privacy != "dati_personali" and column.name.endswith(NO_TEXT):
        return name
    function = "nome_of" if column.privacy == "dati_personali" else "nome_scrub"
    return _applied(con.sql(f"select null::{column.type}").types[0], name, function)


def _applied(kind: object, value: str, function: str, depth: int = 0) -> str:
    """The function applied to every text in a value, whatever lists, maps and structs it stands in."""
    text, part = str(kind), f"v{depth}"
    if text == "VARCHAR":
        return f"{function}({value})"
    children = dict(getattr(kind, "children", ())) if getattr(kind, "id", "") in {"list", "map", "struct"} else {}
    if "VARCHAR" not in text or not children:
        return value
    if "child" in children and text.endswith("[]"):
        inner = _applied(children["child"], part, function, depth + 1)
        return f"list_transform({value}, lambda {part}: {inner})"
    if text.startswith("MAP"):
        inner = _applied(children["value"], f"{part}.value", function, depth + 1)
        entries = f"list_transform(map_entries({value}), lambda {part}: {{'k': {part}.key, 'v': {inner}}})"
        return f"map_from_entries({entries})"
    # a unit named beside a person is no name
    parts = {
        field: _applied(child, f'{value}."{field}"', "nome_scrub" if field.startswith("unita") else function, depth)
        for field, child in children.items()
    }
    return "{" + ", ".join(f"'{field}': {inner}" for field, inner in parts.items()) + "}"
