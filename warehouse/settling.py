"""Which unit and which person each printed name is, once all documents are loaded.

Worked out from all names and all statements at once, so that the order in which documents came makes no difference;
the printed names stay in `evidenze`.
"""

from __future__ import annotations

from collections import defaultdict

import pyarrow as pa
from duckdb import DuckDBPyConnection

from warehouse.database import transaction
from warehouse.errors import Reason
from warehouse.frames import Row, insert
from warehouse.identities import Identities, identities
from warehouse.printed import load_printed
from warehouse.sql_files import sql
from warehouse.statements import Stated, folded
from warehouse.unit_names import Named

TABLES = {"main.struttura_evento": "events", "main.struttura_successione": "links"}
SEVERAL = Reason(
    "two bodies are called so; write its codice IPA", "due enti si chiamano così: si scriva il suo codice IPA"
)
NONE = Reason("no act is of this body", "nessun atto è di questo ente")
FOLLOWING = ("versioni", "obiettivi", "obiettivi_operativi", "assegnazioni")
"""What follows from the units and persons, in this order."""


def settle(con: DuckDBPyConnection, stated: list[Stated], whole: bool = True) -> list[Reason]:
    """Give each printed name its unit or person, and each fact the version in force; all or nothing.

    Args:
        whole: of all bodies; else of those of the acts loaded since the last good run began, and of those of which
            something is stated, or was: of the others all is as it was.

    Returns:
        Statements that can't be applied, in words: nothing may be published until a person has looked at them.
    """
    by_body, problems = _by_body(con, stated)
    found = {body: _identities(con, body, said) for body, said in by_body.items()}
    with transaction(con):
        bodies = {"enti": sorted(_bodies(con, whole) | found.keys())}
        for table, rows in TABLES.items():
            con.execute(f"delete from {table}")
            insert(con, table, [row | {"ente_id": body} for body, of in found.items() for row in getattr(of, rows)])
        _unify(con, "persone", ("persona_citata_id", "persona_id"), [of.persons for of in found.values()], bodies)
        _unify(con, "strutture", ("struttura_citata_id", "struttura_id"), [of.units for of in found.values()], bodies)
        for step in FOLLOWING:
            con.execute(sql(f"anagrafe/{step}"), bodies)
        # which rows of two acts are of the same indicator depends on the units
        load_printed(con, *bodies["enti"])
    return problems + [problem for of in found.values() for problem in of.problems]


def _bodies(con: DuckDBPyConnection, whole: bool) -> set[str]:
    """Those of all acts, or of the acts loaded since the last good run began; and where something was stated before."""
    stated = con.execute(sql("anagrafe/dichiarati")).fetchall()
    acts = con.execute(sql("parti/tutti" if whole else "parti/atti")).fetchall()
    return {body for (body,) in stated} | {body for _, body, _ in acts}


def _by_body(con: DuckDBPyConnection, stated: list[Stated]) -> tuple[dict[str, list[Stated]], list[Reason]]:
    """The statements of each body that has acts, and what is wrong with the others."""
    known: dict[str, set[str]] = defaultdict(set)
    for body, *names in con.execute(sql("anagrafe/enti")).fetchall():
        for name in filter(None, names):
            known[folded(name)].add(body)
    by_body: dict[str, list[Stated]] = defaultdict(list)
    problems: list[Reason] = []
    for each in stated:
        bodies = known.get(folded(each.said.ente), set())
        if len(bodies) == 1:
            by_body[min(bodies)].append(each)
        else:
            problems.append((SEVERAL if bodies else NONE).of(f"{each.where}: {each.said.ente}"))
    return by_body, problems


def _identities(con: DuckDBPyConnection, body: str, stated: list[Stated]) -> Identities:
    units = [_named(*row) for row in con.execute(sql("anagrafe/strutture_citate"), [body]).fetchall()]
    persons = dict(con.execute(sql("anagrafe/persone_citate"), [body]).fetchall())
    return identities(body, units, persons, stated)


def _named(key: str, level: str, code: str, names: list[str], shown: str, parent: str | None) -> Named:
    return Named(key, level, folded(code or shown), frozenset(map(folded, names)), shown, parent, code)


def _unify(
    con: DuckDBPyConnection,
    statement: str,
    columns: tuple[str, str],
    unified: list[dict[str, tuple[str, str]]],
    bodies: dict[str, list[str]],
) -> None:
    """Put units or persons in the place of the printed names' of some bodies."""
    rows: list[Row] = [
        dict(zip((*columns, "fonte"), (key, *to), strict=True)) for body in unified for key, to in body.items()
    ]
    unite = pa.Table.from_pylist(rows, schema=pa.schema([(name, pa.string()) for name in (*columns, "fonte")]))
    con.execute(sql(f"anagrafe/{statement}"), bodies)
    del unite  # used by DuckDB, which finds it by its name
