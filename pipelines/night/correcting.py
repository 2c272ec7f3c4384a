"""Corrections: lines of data in the raw folder that the star uses in the place of what is printed or was misread.

`correzioni.toml` holds `[[correzione]]` tables, as docs/operations.md describes. Each has a guard: the value that must
stand in the published field now. The published row stays as printed.
"""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipelines.errors import PipelineError
from pipelines.folders import shown
from pipelines.night import correction_lines
from pipelines.night.correction_lines import NAME, names
from warehouse.errors import Reason

if TYPE_CHECKING:
    from normalizers.records import Reading, Record
    from pipelines.documents.register import Source
    from warehouse.corrections import Corrected

ABOUT = {
    ("kpi", "target_raw"): ("kpi", "descrizione"),
    ("indicatore", "target_raw"): ("descrizione",),
    ("allegato1_kpi", "target_raw"): ("kpi_path",),
    ("portafoglio_indicatore", "target_raw"): ("indicatore",),
    ("riga_peg", "target_dup"): ("indicatore_dup",),
    ("riga_peg", "target_peg"): ("indicatore_peg",),
}
"""The fields that say what a corrected target is about, by table and field."""


class StaleError(PipelineError):
    """A correction no longer fits the act: nothing may be published until a person has looked at it."""

    def __init__(self, english: str, motivo: str) -> None:
        super().__init__(english)
        self.reason = Reason(english, motivo)


class Correction(BaseModel):
    """A line of `correzioni.toml`.

    Attributes:
        atto: name of the document in the raw folder, its atto_id, or the act's `atto_logico`.
        dove: field -> value, enough to name one row of the table.
        guardia: what the field must hold now, as published.
        valore: what the star uses; an `accettata` line says that the guarded value is right.
        verso: whether more is better (`crescente`) or less: in the place of the one that was deduced for a target.
        stato: `ritirata` lines are kept for their history and not applied.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    atto: str = Field(min_length=1)
    tabella: str = Field(min_length=1)
    dove: dict[str, str | int | bool] = Field(min_length=1)
    campo: str = Field(min_length=1)
    guardia: str
    valore: str | None = None
    verso: Literal["crescente", "decrescente"] | None = None
    perche: str = Field(min_length=1)
    chi: str = Field(min_length=1)
    quando: date
    stato: Literal["attiva", "accettata", "ritirata"]

    @model_validator(mode="after")
    def _value_fits_state(self) -> Correction:
        if self.stato == "attiva" and self.valore in (None, self.guardia) and self.verso is None:
            raise ValueError("valore is missing or equal to guardia; to accept the reading write stato = 'accettata'")
        if self.stato == "accettata" and self.valore not in (None, self.guardia):
            raise ValueError("an accepted reading has no other valore; leave it out")
        return self


def corrections_in(raw: Path) -> list[Correction]:
    """The checked lines.

    Raises:
        PipelineError: a line lacks something, has something unknown, names a table or field that can't be corrected,
            or gives a value that its column can't hold.
    """
    return [_checked(raw / NAME, n, line) for n, line in enumerate(correction_lines.corrections(raw), 1)]


def without_act(corrections: list[Correction], sources: list[Source]) -> list[str]:
    """What is wrong with corrections that no document of the folder has."""
    known = {name for source in sources for name in names(source)}
    lost = (correction for correction in corrections if correction.atto not in known)
    return [
        Reason(
            f"{NAME}: no act {c.atto} in the raw folder; mend the line of {_place(c)}",
            f"{NAME}: l'atto {c.atto} non è nella cartella degli atti; correggere la riga di {_place(c)}",
        )
        for c in lost
    ]


def correct(source: Source, reading: Reading, corrections: list[Correction]) -> Corrected | None:
    """A copy of a reading with the document's corrections in it, None without any; the reading itself stays.

    Raises:
        StaleError: a row isn't there, isn't the only one, its field doesn't hold what the guard says, or two lines
            correct it.
    """
    from warehouse.corrections import Applied, Corrected

    own = {n: c for n, c in enumerate(corrections, 1) if c.atto in names(source) and c.stato != "ritirata"}
    if not own:
        return None
    corrected = copy.copy(reading)
    corrected.records = copy.deepcopy(reading.records)
    applied = []
    for c, row in zip(own.values(), _rows(own, reading.records), strict=True):
        record = corrected.records[row]
        value = c.guardia if c.valore is None else c.valore
        _put(record, c.campo, value, source.year or reading.year)
        used = _turn(record, c) or value
        applied.append(
            Applied(record.kind, record.ordinal, c.campo, c.guardia, used, c.perche, c.chi, c.quando, c.stato)
        )
    return Corrected(corrected, applied)


def _checked(path: Path, number: int, line: dict[str, Any]) -> Correction:
    from pipelines.night.correctable import objection

    where = f"{shown(path)}, correction {number}"
    try:
        correction = Correction(**line)
    except ValidationError as error:
        told = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'line'}: {e['msg']}" for e in error.errors())
        raise PipelineError(f"{where}: {told}") from error
    if told := objection(correction):
        raise PipelineError(f"{where}: {told}")
    return correction


def _rows(own: dict[int, Correction], records: list[Record]) -> list[int]:
    """Which record each correction names, by the number of its line; no two name the same field of one."""
    cells: dict[tuple[int, str], int] = {}
    for number, c in own.items():
        cell = _guarded(c, records), c.campo
        first = cells.setdefault(cell, number)
        if first != number:
            raise StaleError(
                f"{NAME}: corrections {first} and {number} are of the same cell, {_place(c)}; keep one of them",
                f"{NAME}: le correzioni {first} e {number} sono della stessa cella, {_place(c)}; tenerne una",
            )
    return [row for row, _ in cells]


def _guarded(correction: Correction, records: list[Record]) -> int:
    """The place of the record that a correction names, if its field holds what the guard says."""
    rows = [
        row
        for row, record in enumerate(records)
        if record.kind == correction.tabella
        and all(str(record.fields.get(name, "")) == str(value) for name, value in correction.dove.items())
    ]
    if len(rows) != 1:
        raise StaleError(
            f"{NAME}: {len(rows)} rows are {_place(correction)}; name exactly one in dove, or set stato = 'ritirata'",
            f"{NAME}: {_place(correction)} è in {len(rows)} righe e non in una; precisare dove, o stato = 'ritirata'",
        )
    found = str(records[rows[0]].fields.get(correction.campo, ""))
    if found != correction.guardia:
        raise StaleError(
            f"{NAME}: {_place(correction)} now reads '{found}' and not '{correction.guardia}' as its guardia says; "
            "look at the page, then mend the line or set stato = 'ritirata'",
            f"{NAME}: {_place(correction)} ora dice '{found}' e non '{correction.guardia}' come vuole la guardia; "
            "guardare la pagina, poi correggere la riga o stato = 'ritirata'",
        )
    return rows[0]


def _put(record: Record, name: str, value: str, year: int | None) -> None:
    from normalizers.targets import read_target

    record.fields[name] = value
    if name in record.targets:
        fields = (record.fields.get(about, "") for about in ABOUT.get((record.kind, name), ()))
        texts = (" > ".join(map(str, text)) if isinstance(text, list) else str(text) for text in fields)
        record.targets[name] = read_target(value, " > ".join(filter(None, texts)), year)


def _turn(record: Record, correction: Correction) -> str:
    """Give all parts of a target the direction that a person says; what the star now uses, empty without one."""
    if correction.verso is None:
        return ""
    parts = record.targets.get(correction.campo, ())
    if not parts:
        raise StaleError(
            f"{NAME}: {_place(correction)} holds no target, so it has no verso; take verso out",
            f"{NAME}: {_place(correction)} non è un target e non ha un verso; togliere verso",
        )
    record.targets[correction.campo] = tuple(replace(part, verso=correction.verso) for part in parts)
    return f"{record.fields[correction.campo]} (verso {correction.verso})"


def _place(correction: Correction) -> str:
    row = ", ".join(f"{name} {value}" for name, value in correction.dove.items())
    return f"{correction.atto}, {correction.tabella} ({row}), {correction.campo}"
