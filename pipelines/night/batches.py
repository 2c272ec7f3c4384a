"""Documents that go through a step together: as many as fit in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Protocol, TypeVar


class Kept(Protocol):
    """A document whose reading is kept on disk."""

    @property
    def reading(self) -> Path:
        """Where."""


T = TypeVar("T", bound=Kept)


def batches(documents: Iterable[T], size: int, apart: Callable[[T], object] = id) -> Iterator[list[T]]:
    """Documents in their order.

    Args:
        size: bytes of the readings of a batch; a bigger one is alone.
        apart: of documents with the same one, each is in a batch after that of the one before.
    """
    batch: list[T] = []
    known: set[object] = set()
    full = 0
    for each in documents:
        mark, own = apart(each), each.reading.stat().st_size
        if batch and (mark in known or full + own > size):
            yield batch
            batch, known, full = [], set(), 0
        batch.append(each)
        known.add(mark)
        full += own
    if batch:
        yield batch
