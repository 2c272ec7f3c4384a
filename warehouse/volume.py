"""How much there is of each document, beside what the last good run had: too little is a sign that reading broke."""

from __future__ import annotations

import pandas as pd
from duckdb import DuckDBPyConnection

from warehouse.catalogue import Relation, relations
from warehouse.sql_files import sql

NOT_FIELDS = frozenset({"atto_id", "ordinale", "evidenza_id", "layout", "confidenza"})


def record_volume(con: DuckDBPyConnection, run_id: str, whole: bool = True) -> pd.DataFrame:
    """Count what is loaded now, keep it in `qualita.volume` with what the last good run had, and return those rows.

    Args:
        whole: count, and return, all documents; else those loaded since the last good run began, and the lost ones.
    """
    chosen = con.execute(sql("parti/tutti" if whole else "parti/atti")).fetchall()
    known = {"atti": [act for act, _, loaded in chosen if loaded]}
    counts = " union all ".join(_count(relation) for relation in relations("pubblicato", "tabella"))
    con.execute(f"create or replace temp table volume_ora as {counts}", known)
    con.execute(sql("volume/confronto"), {"run_id": run_id} | known)
    return con.execute(sql("volume/della_corsa"), {"run_id": run_id} | known).df()


def _count(relation: Relation) -> str:
    fields = [column.name for column in relation.columns if column.name not in NOT_FIELDS]
    filled = " + ".join(f"""(coalesce("{name}"::varchar, '') not in ('', '[]', '{{}}'))::integer""" for name in fields)
    return sql("volume/conta").format(nome=relation.name, relazione=relation.qualified, pieni=filled)
