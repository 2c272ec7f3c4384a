"""How rows are damaged: the frames of a dict are replaced, those given stay as they were; and what a failure does."""

import pandas as pd

BLOCKS, PARTIAL, WARNS, STOPS = "blocca_documento", "parziale", "avviso", "blocca_pubblicazione"


def put(frames, table, row, **values):
    """Fields of a row; the row by its index."""
    changed = frames[table].copy()
    for column, value in values.items():
        where = changed.index.get_loc(row)
        cells = list(changed[column])
        cells[where] = value
        changed[column] = pd.Series(cells, index=changed.index, dtype=_like(changed[column], value))
    frames[table] = changed


def again(frames, table, row):
    """A row once more, at the end."""
    frames[table] = pd.concat([frames[table], frames[table].loc[[row]]], ignore_index=True)


def target_of(frames, kind):
    """Index of the first target of a kind."""
    return frames["target"].index[frames["target"]["genere"] == kind][0]


def two_parts(frames):
    """Indexes of the parts of a target that has two."""
    keys = frames["target"]["evidenza_id"]
    return frames["target"].index[keys.duplicated(keep=False)][:2].tolist()


def _like(values, new):
    """The column's type, unless the new value is none of it."""
    try:
        pd.Series([new], dtype=values.dtype)
    except (ValueError, TypeError):
        return object
    return values.dtype
