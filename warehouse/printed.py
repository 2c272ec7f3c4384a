"""Measured values that the acts print themselves, in the VERIFICA columns of the schede.

They are made again whenever their act is loaded, so that the same documents give the same rows; what people load for
the same day stands above them.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import NamedTuple

from duckdb import DuckDBPyConnection

from warehouse.documents import key
from warehouse.frames import Row, insert
from warehouse.measures import WORDS, RefusedError, parse_date
from warehouse.plausible import check_day, checked_measure
from warehouse.results import TABLE, Targets, current_targets, keep_refused, refused_row
from warehouse.sql_files import sql

ORIGIN = "scheda"
MEASURED, PLANNED = (re.compile(WORDS["intestazioni"][kind], re.IGNORECASE) for kind in ("misurato", "previsto"))


class Printed(NamedTuple):
    """A cell of a VERIFICA column, as risultati/stampati.sql gives it."""

    indicatore_id: str
    evidenza_id: str
    heading: str
    year: str
    text: str
    file_name: str
    acquired: datetime


def load_printed(con: DuckDBPyConnection, atto_id: str) -> None:
    """Make the printed values of a loaded act again; those that can't be true are kept apart with the reason."""
    known = {"atto_id": atto_id}
    for statement in ("togli_stampati", "togli_stampati_esclusi"):
        con.execute(sql(f"risultati/{statement}"), known)
    cells = [Printed(*row) for row in con.execute(sql("risultati/stampati"), known).fetchall()]
    if not cells:
        return
    targets, values, refused = current_targets(con), [], []
    for cell in cells:
        about = {"evidenza_id": cell.evidenza_id, "origine": ORIGIN, "caricata_il": cell.acquired}
        try:
            values.append(_row(cell, targets) | about)
        except RefusedError as error:
            refused.append(refused_row(_line(cell), error) | about)
    insert(con, TABLE, values)
    keep_refused(con, refused)


def _row(cell: Printed, targets: Targets) -> Row:
    """A value of the last day of its year, or of the day that the heading prints.

    Raises:
        RefusedError: why it is no measured value of its target.
    """
    part = _part(cell, targets)
    target = targets[cell.indicatore_id, part]
    if PLANNED.search(cell.heading):
        raise RefusedError("non_misurato", f"'{cell.heading}' holds what is planned")
    if not MEASURED.search(cell.heading):
        raise RefusedError("intestazione_ambigua", f"'{cell.heading}' may hold what is planned")
    day = _day(cell)
    check_day(day, cell.heading, target)
    measure = checked_measure(cell.text, target)
    return {
        "indicatore_id": cell.indicatore_id,
        "parte": part,
        "rilevazione_id": key(cell.indicatore_id, part, day, 0),
        "data": day,
        "n": 0,
        "valore": measure.number,
        "valore_data": measure.day,
        "testo": cell.text,
        "fonte": _source(cell),
    }


def _part(cell: Printed, targets: Targets) -> int:
    """The part of the target that the cell answers: the only one, or the one of its year.

    Raises:
        RefusedError: none was read; or several, and not just one of that year.
    """
    parts = [part for indicator, part in targets if indicator == cell.indicatore_id]
    if not parts:
        raise RefusedError("indicatore_sconosciuto", "no target was read")
    if len(parts) > 1:
        parts = [p for p in parts if re.search(rf"\b{cell.year}\b", targets[cell.indicatore_id, p].condition)]
    if len(parts) != 1:
        raise RefusedError("piu_parti", "the target has several parts")
    return parts[0]


def _day(cell: Printed) -> date:
    dated = re.search(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}", cell.heading)
    try:
        return parse_date(dated[0]) if dated else date(int(cell.year), 12, 31)
    except ValueError as error:
        raise RefusedError("data_illeggibile", f"'{cell.heading}' has no year") from error


def _line(cell: Printed) -> dict[str, str]:
    return {
        "indicatore_id": cell.indicatore_id,
        "valore": cell.text,
        "data": cell.heading or cell.year,
        "fonte": _source(cell),
    }


def _source(cell: Printed) -> str:
    return f"{cell.heading or cell.year}, {cell.file_name}"
