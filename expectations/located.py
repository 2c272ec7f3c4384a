"""Records and their targets with the page, table and row or cell that their fields were read from."""

from __future__ import annotations

import pandas as pd

from expectations.columns import Frames
from expectations.owners import EVIDENCE

PLACE = ("pagina", "tabella", "riga", "colonna")
FIELDS = "campo"
"""The frame that says where each field stands."""


def located(frames: Frames) -> dict[str, pd.DataFrame]:
    """The frames, each of records or of their targets with page, table and row or cell."""
    places = _places(frames)
    return {name: frame if name == FIELDS else _located(frame, places) for name, frame in frames.items()}


def _places(frames: Frames) -> Frames:
    """Where each record begins, and where each of its fields does, by what names them; nothing without evidence."""
    fields = frames.get(FIELDS)
    if fields is None or not {EVIDENCE, FIELDS, *PLACE} <= set(fields):
        return {}
    first = fields.drop_duplicates(EVIDENCE).set_index(EVIDENCE)[["pagina", "tabella"]]
    # the cells above a record's own row are those that it shares with others
    rows = first.assign(riga=fields.groupby(EVIDENCE)["riga"].max())
    cells = fields.drop_duplicates([EVIDENCE, FIELDS]).set_index([EVIDENCE, FIELDS])[list(PLACE)]
    return {"row": rows, "cell": cells}


def _located(frame: pd.DataFrame, places: Frames) -> pd.DataFrame:
    """A frame of records, or of their targets, with page, table and row or cell."""
    if not places or EVIDENCE not in frame or not len(frame):
        return frame
    kind, key = ("cell", [EVIDENCE, FIELDS]) if FIELDS in frame else ("row", [EVIDENCE])
    missing = [c for c in places[kind] if c not in frame]
    return frame.join(places[kind][missing], on=key)
