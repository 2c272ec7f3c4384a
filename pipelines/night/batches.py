"""Which documents enter the working file together: as many as fit in memory, and no two versions of an act."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipelines.night.checking import Checked

BYTES_AT_ONCE = 128 * 10**6
"""Size of the readings of a batch, about 450,000 rows."""


def batches(documents: Iterable[Checked]) -> Iterator[list[Checked]]:
    """Documents in their order. A version of an act is numbered when those before it are loaded, so it is in a batch
    after theirs.
    """
    batch: list[Checked] = []
    acts: set[str] = set()
    size = 0
    for each in documents:
        act, own = each.document.atto_logico, each.reading.stat().st_size
        if batch and (act in acts or size + own > BYTES_AT_ONCE):
            yield batch
            batch, acts, size = [], set(), 0
        batch.append(each)
        acts.add(act)
        size += own
    if batch:
        yield batch
