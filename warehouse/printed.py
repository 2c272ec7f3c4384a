"""Measured values that the acts print: the VERIFICA columns of the schede, columns of results, and later acts' results.

They are made again after an act of their body was loaded, so that the same documents give the same rows in whatever
order they come, and go with the rows that they stand in; what people load for the same day stands above them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

from duckdb import DuckDBPyConnection

from warehouse.documents import key
from warehouse.frames import Row, insert
from warehouse.measures import WORDS, RefusedError, parse_date
from warehouse.plausible import check_day, checked_measure
from warehouse.results import TABLE, Targets, current_targets, keep_refused, refused_row
from warehouse.sql_files import sql

BODIES_AT_ONCE = 20
MEASURED, PLANNED = (re.compile(WORDS["intestazioni"][kind], re.IGNORECASE) for kind in ("misurato", "previsto"))


class Printed(NamedTuple):
    """A printed value, as risultati/stampati.sql gives it.

    `origin` is `scheda`, `atto` or `atto successivo`; `verification` whether a form's column prints it, which may hold
    what is planned; `since` the first day of the plan that it is a value of.
    """

    indicatore_id: str
    evidenza_id: str
    origin: str
    verification: bool
    heading: str
    year: str
    text: str
    file_name: str
    acquired: datetime
    since: date | None


def load_printed(con: DuckDBPyConnection, *enti: str) -> None:
    """Make the printed values of bodies (`ente_id`) again; those that can't be true are kept apart with the reason."""
    for start in range(0, len(enti), BODIES_AT_ONCE):
        _load_printed(con, enti[start : start + BODIES_AT_ONCE])


def forget_printed(con: DuckDBPyConnection, atti: Sequence[str]) -> None:
    """Take out the printed values of acts' indicators, and those that stand in their rows."""
    for statement in ("togli_stampati", "togli_stampati_esclusi"):
        con.execute(sql(f"risultati/{statement}"), {"atti": atti})


def _load_printed(con: DuckDBPyConnection, enti: Sequence[str]) -> None:
    known = {"enti": list(enti)}
    forget_printed(con, [act for (act,) in con.execute(sql("risultati/atti"), known).fetchall()])
    cells = [Printed(*row) for row in con.execute(sql("risultati/stampati"), known).fetchall()]
    if not cells:
        return
    targets, values, refused = current_targets(con, enti), [], []
    parts: dict[str, list[int]] = {}
    for indicator, part in targets:
        parts.setdefault(indicator, []).append(part)
    for cell in cells:
        about = {"evidenza_id": cell.evidenza_id, "origine": cell.origin, "caricata_il": cell.acquired}
        try:
            values.append(_row(cell, targets, parts.get(cell.indicatore_id, [])) | about)
        except RefusedError as error:
            refused.append(refused_row(_line(cell), error) | about)
    insert(con, TABLE, _numbered(values))
    keep_refused(con, refused)


def _numbered(values: list[Row]) -> list[Row]:
    """Of several values for a part and a day the last has number 0, those before it -1, -2, ...: below loaded ones."""
    left = Counter(_moment(row) for row in values)
    numbered = []
    for row in values:
        left[_moment(row)] -= 1
        n = -left[_moment(row)]
        numbered.append(row | {"n": n, "rilevazione_id": key(*_moment(row), n)})
    return numbered


def _moment(row: Row) -> tuple[str, int, date]:
    return row["indicatore_id"], row["parte"], row["data"]


def _row(cell: Printed, targets: Targets, parts: list[int]) -> Row:
    """A value of the last day of its year, or of the day that the heading prints.

    Raises:
        RefusedError: why it is no measured value of its target.
    """
    part = _part(cell, targets, parts)
    # an act prints results of days before its own: they only have to be the plan's
    target = replace(targets[cell.indicatore_id, part], since=cell.since)
    if cell.verification and PLANNED.search(cell.heading):
        raise RefusedError("non_misurato", f"'{cell.heading}' holds what is planned")
    if cell.verification and not MEASURED.search(cell.heading):
        raise RefusedError("intestazione_ambigua", f"'{cell.heading}' may hold what is planned")
    day = _day(cell)
    check_day(day, cell.heading, target)
    measure = checked_measure(cell.text, target)
    return {
        "indicatore_id": cell.indicatore_id,
        "parte": part,
        "data": day,
        "valore": measure.number,
        "valore_data": measure.day,
        "testo": cell.text,
        "fonte": _source(cell),
    }


def _part(cell: Printed, targets: Targets, parts: list[int]) -> int:
    """The part of the target that the cell answers: the only one, or the one of its year.

    Raises:
        RefusedError: none was read; or several, and not just one of that year.
    """
    if not parts:
        raise RefusedError("indicatore_sconosciuto", "no target was read")
    if len(parts) > 1:
        parts = [p for p in parts if re.search(rf"\b{cell.year}\b", targets[cell.indicatore_id, p].condition)]
    if len(parts) != 1:
        raise RefusedError("piu_parti", "the target has several parts")
    return parts[0]


def _day(cell: Printed) -> date:
    dated = re.findall(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}", cell.heading)
    try:
        return parse_date(dated[-1]) if dated else date(int(cell.year), 12, 31)
    except ValueError as error:
        raise RefusedError("data_illeggibile", f"'{_when(cell)}' is of no year, or of several") from error


def _line(cell: Printed) -> dict[str, str]:
    return {
        "indicatore_id": cell.indicatore_id,
        "valore": cell.text,
        "data": _when(cell),
        "fonte": _source(cell),
    }


def _source(cell: Printed) -> str:
    return f"{_when(cell)}, {cell.file_name}"


def _when(cell: Printed) -> str:
    """The heading, with the year where it doesn't say it."""
    return cell.heading if cell.year in cell.heading else f"{cell.heading} {cell.year}".strip()
