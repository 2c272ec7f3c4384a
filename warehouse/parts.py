"""The star as its checks look at it: part by part, so that memory stays bounded.

After a night with few new acts it is only what the night touched: nothing else can have changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pandas as pd
from duckdb import DuckDBPyConnection

from warehouse.catalogue import Relation, catalogue, relations
from warehouse.frames import data_frame
from warehouse.sql_files import sql

ACTS_AT_ONCE = 100
"""Acts of a part; an act has about two thousand rows in the star."""
Frames = dict[str, pd.DataFrame]


class Link(NamedTuple):
    """A reference of the star: `columns` of a table lead to `target_columns` of another one, or are NULL."""

    table: str
    columns: tuple[str, ...]
    target: str
    target_columns: tuple[str, ...]


Reference = tuple[str, tuple[str, ...], str, tuple[str, ...]]


def star_frames(con: DuckDBPyConnection) -> Frames:
    """The whole star, a frame for each table."""
    return {relation.name: _frame(con, f"from {relation.qualified}") for relation in relations("main")}


def star_parts(
    con: DuckDBPyConnection, references: Iterable[Reference], whole: bool
) -> Iterator[tuple[Frames, Frames]]:
    """What the star's checks have to look at: the rows of each part by table, and what their references lead to.

    Rows with the key of one of them are among them, wherever in the star they are.

    Args:
        references: those of the star, with the attributes of `Link`.
        whole: all of it; else the acts loaded since the last good run began, and the others of their bodies.
    """
    links = [Link(*reference) for reference in references]
    tables = relations("main", "tabella")
    chosen = con.execute(sql("parti/tutti" if whole else "parti/atti")).fetchall()
    acts = [act for act, _, _ in chosen]
    _choose(con, acts)
    if not whole and any(_any(con, _twice(table, whole)) for table in tables):
        # whose the key is can be told only beside all that it leads to
        yield from star_parts(con, links, True)
        return
    for view in relations("main", "vista"):
        _work_out(con, view, None if whole else sorted({body for _, body, _ in chosen}))
    by_act = [relation for relation in tables if _has(relation, "atto_id")]
    others = [relation for relation in relations("main") if relation not in by_act]
    if whole:
        acts += sorted(_acts(con, by_act) - set(acts))
        # a part shows what is twice in it, but not what another one has too
        twice = {relation: _twice(relation, whole) for relation in by_act}
        if found := {relation: rows for relation, rows in twice.items() if _any(con, rows)}:
            yield _part(con, found, links)
    yield _part(con, {relation: _chosen(relation, whole) for relation in others}, links)
    for start in range(0, len(acts), ACTS_AT_ONCE):
        _choose(con, acts[start : start + ACTS_AT_ONCE])
        yield _part(con, {relation: _chosen(relation, False) for relation in by_act}, links)


def _work_out(con: DuckDBPyConnection, view: Relation, bodies: list[str] | None) -> None:
    """Work out the rows of a view: all of them, or those of some bodies."""
    wanted, values = "", {}
    if bodies is not None:
        # an equation reaches both sides of the view's joins, a list only one of them
        one = len(bodies) == 1
        wanted = f" where {'ente_id = $enti' if one else 'list_contains($enti, ente_id)'}"
        values = {"enti": bodies[0] if one else bodies}
    con.execute(f"create or replace temp table {_place(view)} as from {view.qualified}{wanted}", values)


def _place(relation: Relation) -> str:
    """Where rows of the star are looked up: those of a view are worked out once."""
    return f"tutta_{relation.name}" if relation.kind == "vista" else relation.qualified


def _choose(con: DuckDBPyConnection, acts: list[str]) -> None:
    con.execute("create or replace temp table atti_scelti as select unnest(?::varchar[]) as atto_id", [acts])


def _chosen(relation: Relation, whole: bool) -> str:
    """The rows of a relation that belong to the chosen acts or to their bodies; those of neither only where all are."""
    if whole:
        return f"from {_place(relation)}"
    if _has(relation, "atto_id"):
        return f"from {_place(relation)} where atto_id in (from atti_scelti)"
    if _has(relation, "ente_id"):
        return sql("parti/per_ente").format(relazione=_place(relation))
    if _has(relation, "caricata_il"):
        return sql("parti/per_indicatore").format(relazione=_place(relation))
    return f"from {_place(relation)} limit 0"


def _twice(table: Relation, whole: bool) -> str:
    """The rows of a table with a key that is there twice, once at least among the chosen ones."""
    names = {"relazione": table.qualified, "chiave": ", ".join(table.key)}
    among = table.qualified if whole else sql("parti/uguali").format(scelte=_chosen(table, False), **names)
    return sql("parti/doppie").format(tra=among, **names)


def _any(con: DuckDBPyConnection, statement: str) -> bool:
    return bool(con.execute(f"select 1 from ({statement}) limit 1").fetchall())


def _acts(con: DuckDBPyConnection, by_act: Iterable[Relation]) -> set[str]:
    """The acts of all rows, whether they are loaded or not."""
    found = (con.execute(f"select distinct atto_id from {_place(relation)}").fetchall() for relation in by_act)
    return {act for rows in found for (act,) in rows} - {None}


def _part(con: DuckDBPyConnection, rows: dict[Relation, str], links: Iterable[Link]) -> tuple[Frames, Frames]:
    for relation, statement in rows.items():
        con.execute(f"create or replace temp table parte_{relation.name} as {statement}")
    frames = {relation.name: _frame(con, f"from parte_{relation.name}") for relation in rows}
    sought: dict[str, list[Link]] = {}
    for link in links:
        if link.table in frames:
            sought.setdefault(link.target, []).append(link)
    known = {target: _frame(con, _sought(target, own, target in frames)) for target, own in sought.items()}
    for name in frames:
        con.execute(f"drop table parte_{name}")
    return frames, frames | known


def _sought(target: str, links: Iterable[Link], with_part: bool) -> str:
    """The rows of a relation that rows of the part refer to, with those that are in the part."""
    found = [f"from parte_{target}"] if with_part else []
    there = _place(catalogue()[f"main.{target}"])
    for link in links:
        part, equal = f"parte_{link.table}", _equal(link)
        if with_part:
            part = sql("parti/altrove").format(parte=part, altra=target, uguali=equal)
        found.append(sql("parti/cercate").format(altra=there, parte=part, uguali=equal))
    return " union all ".join(f"({statement})" for statement in found)


def _equal(link: Link) -> str:
    pairs = zip(link.columns, link.target_columns, strict=True)
    return " and ".join(f"p.{column} = a.{target}" for column, target in pairs)


def _frame(con: DuckDBPyConnection, statement: str) -> pd.DataFrame:
    return data_frame(con.sql(statement).to_arrow_table())


def _has(relation: Relation, column: str) -> bool:
    return any(own.name == column for own in relation.columns)
