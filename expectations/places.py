"""Where rows, fields and cells stand: on pages that exist, inside them, and the same place in every frame."""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd

from expectations.columns import Frames, Messages, bare, messages, standing

SIDES = ["x0", "alto", "x1", "basso"]
NOWHERE = (None, None, None, None)
sides = itemgetter(*SIDES)
CELL = ["atto_id", "tabella", "riga", "colonna"]
TABLE = ["atto_id", "tabella"]
PAGE = ["atto_id", "pagina"]
SLACK = 1.0
"""Points that a ruling may stand off the page's edge."""
ROUNDED = 0.02
"""Points: boxes are kept to the hundredth."""


def on_page(frame: pd.DataFrame, frames: Frames) -> Messages:
    """The box (columns, or a `box` of them) is whole, the right way round, and lies on its page."""
    boxes = _boxes(frame).join(_sizes(frame, frames))
    inside = boxes["x0"].ge(-SLACK) & boxes["alto"].ge(-SLACK)
    inside &= boxes["x1"].le(boxes["larghezza"] + SLACK) & boxes["basso"].le(boxes["altezza"] + SLACK)
    right = boxes["x0"].lt(boxes["x1"]) & boxes["alto"].lt(boxes["basso"])
    return messages(
        frame.assign(**boxes[SIDES]),
        ~(inside & right),
        lambda row: f"il riquadro {_written(row)} non sta nella pagina {row['pagina']}",
    )


def in_cell(frame: pd.DataFrame, frames: Frames) -> Messages:
    """A field that stands in a table has the box of its cell and its text or a part of it; others stand in their page's
    text."""
    cells = frames["cella"].drop_duplicates([*CELL, "pagina"])
    own = _keyed(frame).merge(_keyed(cells), on=[*CELL, "pagina"], how="left", suffixes=("", "_cella"))
    own.index = frame.index
    boxes = _boxes(frame)
    same = pd.concat([(boxes[s] - own[s]).abs().le(ROUNDED) for s in SIDES], axis=1).all(axis=1)
    texts = bare(frame["testo"])
    inside = [text in cell for text, cell in zip(texts, bare(own["testo_cella"]), strict=True)]
    placed = same & pd.Series(inside, index=frame.index, dtype=bool)
    placed[~placed] = _in_block(
        boxes[~placed].assign(testo=texts, atto_id=frame["atto_id"], pagina=frame["pagina"]), frames
    )
    return messages(
        frame.assign(_cella=own["testo_cella"]),
        ~placed,
        lambda row: (
            "testo o riquadro non sono quelli "
            + ("della cella" if row["tabella"] == row["tabella"] else "della pagina")
        ),
    )


def first_place(frame: pd.DataFrame, frames: Frames) -> Messages:
    """A row's box is the one that holds all its fields' boxes on the first of their pages."""
    fields = frames["campo"]
    places = _boxes(fields).assign(evidenza_id=fields["evidenza_id"], pagina=fields["pagina"])
    places = places[places["pagina"] == places.groupby("evidenza_id")["pagina"].transform("min")]
    extent = {"x0": "min", "alto": "min", "x1": "max", "basso": "max", "pagina": "min"}
    wanted = places.groupby("evidenza_id").agg(extent).reindex(frame["evidenza_id"].astype(str))
    wanted.index = frame.index
    found = _boxes(frame).assign(pagina=frame["pagina"])
    off = pd.concat([(found[c].astype(float) - wanted[c].astype(float)).abs().gt(ROUNDED) for c in extent], axis=1)
    return messages(
        frame.assign(_dove=wanted["pagina"]),
        off.any(axis=1) | (found["pagina"].isna() & wanted["pagina"].notna()),
        lambda row: f"pagina o riquadro non sono quelli dei suoi campi (pagina {row['_dove']:g})",
    )


def all_cells(frame: pd.DataFrame, frames: Frames) -> Messages:
    """The table's cells cover its rows and columns, each place once."""
    cells = frames["cella"]
    firsts = cells[cells["posto"] == 1]
    areas = (firsts["righe_unite"] * firsts["colonne_unite"]).groupby([firsts[c] for c in TABLE]).sum()
    found = _for_each(frame, areas)
    wanted = frame["righe"] * frame["colonne"]
    return messages(
        frame.assign(_coperti=found, _posti=wanted),
        found != wanted.fillna(0),
        lambda row: f"le celle coprono {row['_coperti']:g} posti su {row['_posti']}",
    )


def all_pages(frame: pd.DataFrame, frames: Frames) -> Messages:
    """The table has cells on each page from its first to its last, and on no other."""
    pages = frames["cella"].groupby(TABLE)["pagina"].agg(["min", "max", "nunique"])
    first, last, count = (_for_each(frame, pages[c]) for c in pages)
    wanted = frame["ultima_pagina"] - frame["prima_pagina"] + 1
    broken = (first != frame["prima_pagina"]) | (last != frame["ultima_pagina"]) | (count != wanted)
    return messages(
        frame.assign(_pagine=count, _prima=first, _ultima=last),
        broken & frame["prima_pagina"].notna(),
        lambda row: (
            f"celle su {row['_pagine']:g} pagine da {row['_prima']:g} a {row['_ultima']:g}, "
            f"la tabella va da {row['prima_pagina']} a {row['ultima_pagina']}"
        ),
    )


def cited(frame: pd.DataFrame, frames: Frames, column: str) -> Messages:
    """`column` data rows are as many rows of the table in which some record's own fields stand, or fewer: a row is a
    record's own if it is the last that the record cites, or cited by no other."""
    fields = frames["campo"]
    fields = fields.loc[fields["tabella"].notna(), [*TABLE, "riga", "evidenza_id"]].drop_duplicates()
    last = fields["riga"] == fields.groupby([*TABLE, "evidenza_id"])["riga"].transform("max")
    alone = ~fields.duplicated([*TABLE, "riga"], keep=False)
    own = fields[last | alone].drop_duplicates([*TABLE, "riga"])
    found = _for_each(frame, own.groupby(TABLE).size())
    broken = (frame[column] > found) & (frame["tracciato"] != "generica")
    return messages(
        frame.assign(_righe=found), broken, lambda row: f"{column} è {row[column]}, righe con campi {row['_righe']:g}"
    )


def _boxes(frame: pd.DataFrame) -> pd.DataFrame:
    """The four sides as columns of numbers."""
    if "box" not in frame:
        return frame[SIDES].astype("Float64").astype(float)
    if isinstance(frame["box"].dtype, pd.ArrowDtype):
        exploded: pd.DataFrame = frame["box"].struct.explode()
        return exploded[SIDES].astype(float)
    boxes = [sides(box) if isinstance(box, dict) else NOWHERE for box in frame["box"]]
    return pd.DataFrame(np.array(boxes, dtype=float).reshape(-1, 4), index=frame.index, columns=SIDES)


def _sizes(frame: pd.DataFrame, frames: Frames) -> pd.DataFrame:
    pages = frames["pagina"].drop_duplicates(PAGE).set_index(PAGE)[["larghezza", "altezza"]]
    found = pages.reindex(pd.MultiIndex.from_frame(frame[PAGE]))
    return found.astype(float).set_axis(frame.index)


def _keyed(frame: pd.DataFrame) -> pd.DataFrame:
    """Keys of cells in one type, whatever the frame's."""
    columns = [c for c in (*CELL, "pagina", "testo", *SIDES) if c in frame]
    numbers = {c: frame[c].astype("Float64") for c in (*CELL[1:], "pagina")}
    return frame[columns].assign(atto_id=frame["atto_id"].astype(str), **numbers)


def _in_block(fields: pd.DataFrame, frames: Frames) -> pd.Series:
    """Whether fields stand in a text block: inside its box, and in its text."""
    blocks = frames.get("blocco_testo", pd.DataFrame(columns=[*PAGE, "box", "testo"]))
    blocks = blocks[standing(blocks, PAGE, fields, PAGE)]
    around = _boxes(blocks).assign(testo=bare(blocks["testo"]), atto_id=blocks["atto_id"], pagina=blocks["pagina"])
    pairs = fields.rename_axis("campo").reset_index().merge(around, on=PAGE, suffixes=("", "_blocco"))
    inside = pairs["x0"].ge(pairs["x0_blocco"] - SLACK) & pairs["x1"].le(pairs["x1_blocco"] + SLACK)
    inside &= pairs["alto"].ge(pairs["alto_blocco"] - SLACK) & pairs["basso"].le(pairs["basso_blocco"] + SLACK)
    pairs = pairs[inside]
    said = [text in block for text, block in zip(pairs["testo"], pairs["testo_blocco"], strict=True)]
    return pd.Series(fields.index.isin(pairs.loc[said, "campo"]), index=fields.index)


def _for_each(frame: pd.DataFrame, values: pd.Series) -> pd.Series:
    """The value of each table; 0 for those without any."""
    found = values.reindex(pd.MultiIndex.from_frame(frame[TABLE])).fillna(0)
    return pd.Series(found.to_numpy(dtype=float), index=frame.index)


def _written(row: Mapping[Any, Any]) -> str:
    return ", ".join(f"{row[side]:g}" for side in SIDES)
