"""Where rows, fields and cells stand: on pages that exist, inside them, and the same place in every frame."""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd

from expectations.columns import Frames, Messages, bare, messages
from expectations.keys import first_rows, in_documents, numbered

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
    own = first_rows(frame[[*CELL, "pagina"]], frames["cella"][[*CELL, "pagina"]])
    cells = frames["cella"][[*SIDES, "testo"]].reset_index(drop=True).reindex(own)
    boxes = _boxes(frame)
    off = boxes.to_numpy() - cells[SIDES].astype("Float64").astype(float).to_numpy()
    there = np.flatnonzero(~(np.abs(off) > ROUNDED).any(axis=1))
    placed = np.zeros(len(frame), dtype=bool)
    placed[there] = _inside(frame["testo"].iloc[there], cells["testo"].iloc[there])
    placed[~placed] = _in_block(boxes[~placed].join(frame[[*PAGE, "testo"]]), frames)
    return messages(
        frame,
        ~placed,
        lambda row: (
            "testo o riquadro non sono quelli " + ("della cella" if pd.notna(row["tabella"]) else "della pagina")
        ),
    )


def first_place(frame: pd.DataFrame, frames: Frames) -> Messages:
    """A row's box is the one that holds all its fields' boxes on the first of their pages."""
    fields = frames["campo"]
    key = in_documents(["evidenza_id"], frame, fields)
    own, records = numbered(frame[key], fields[key])
    places = _boxes(fields).assign(pagina=fields["pagina"])
    first = places["pagina"] == places.groupby(records)["pagina"].transform("min")
    extent = {"x0": "min", "alto": "min", "x1": "max", "basso": "max", "pagina": "min"}
    wanted = places[first].groupby(records[first]).agg(extent).reindex(own).set_axis(frame.index)
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
    own = first_rows(frame[PAGE], frames["pagina"][PAGE])
    sizes = frames["pagina"][["larghezza", "altezza"]].astype("Float64").astype(float)
    return sizes.reset_index(drop=True).reindex(own).set_axis(frame.index)


def _inside(texts: pd.Series, places: pd.Series) -> np.ndarray:
    """Whether each text stands in that of its place; white space and hyphens don't count."""
    found = np.array(texts.astype("str").array == places.astype("str").array, dtype=bool)
    rest = np.flatnonzero(~found)
    pairs = zip(bare(texts.iloc[rest]), bare(places.iloc[rest]), strict=True)
    found[rest] = [text in place for text, place in pairs]
    return found


def _in_block(fields: pd.DataFrame, frames: Frames) -> np.ndarray:
    """Whether fields stand in a text block: inside its box, and in its text."""
    blocks = frames.get("blocco_testo", pd.DataFrame(columns=[*PAGE, "box", "testo"]))
    of_fields, of_blocks = (pd.DataFrame({"pagina": page}) for page in numbered(fields[PAGE], blocks[PAGE]))
    pairs = of_fields.rename_axis("campo").reset_index().merge(of_blocks.rename_axis("blocco").reset_index())
    field, block = pairs["campo"].to_numpy(), pairs["blocco"].to_numpy()
    own, around = fields[SIDES].to_numpy()[field], _boxes(blocks).to_numpy()[block]
    inside = ((own - around) * [1, 1, -1, -1] >= -SLACK).all(axis=1)
    field, block = field[inside], block[inside]
    said = _inside(fields["testo"].iloc[field], blocks["testo"].iloc[block])
    found = np.zeros(len(fields), dtype=bool)
    found[field[said]] = True
    return found


def _for_each(frame: pd.DataFrame, values: pd.Series) -> pd.Series:
    """The value of each table; 0 for those without any."""
    found = values.reindex(pd.MultiIndex.from_frame(frame[TABLE])).fillna(0)
    return pd.Series(found.to_numpy(dtype=float), index=frame.index)


def _written(row: Mapping[Any, Any]) -> str:
    return ", ".join(f"{row[side]:g}" for side in SIDES)
