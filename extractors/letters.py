"""The letters of a page as numbers into an alphabet: what there is to ask is asked once a letter, not once a glyph."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Letters:
    """One Unicode string a glyph (a ligature may be several letters): `alphabet[number[glyph]]`.

    The pages of a document may share an alphabet, which holds more letters than a page has.
    """

    number: NDArray[np.int64]
    alphabet: Sequence[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Letters:
        """The letters of some glyphs."""
        numbers: dict[str, int] = {}
        number = [numbers.setdefault(text, len(numbers)) for text in texts]
        return cls(np.array(number, dtype=np.int64), list(numbers))

    def __len__(self) -> int:
        return len(self.number)

    def __getitem__(self, glyph: int) -> str:
        return self.alphabet[int(self.number[glyph])]

    def __iter__(self) -> Iterator[str]:
        return map(self.alphabet.__getitem__, self.number.tolist())

    def each(self, ask: Callable[[str], Any]) -> NDArray[Any]:
        """What a function says of each glyph's letter."""
        return np.array([ask(letter) for letter in self.alphabet])[self.number]

    def counts(self) -> Iterator[tuple[str, int]]:
        """The letters that there are, each with how many glyphs print it."""
        counts = np.bincount(self.number, minlength=len(self.alphabet)).tolist()
        return ((letter, count) for letter, count in zip(self.alphabet, counts, strict=True) if count)

    def signs(self, glyphs: NDArray[np.int64]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
        """The code points of some glyphs' letters one after the other, and how many each glyph has."""
        points = np.frombuffer("".join(self.alphabet).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        length = np.array(list(map(len, self.alphabet)), dtype=np.int64)
        number = self.number[glyphs]
        size = length[number]
        place = (length.cumsum() - length)[number] - (size.cumsum() - size)
        return points[np.repeat(place, size) + np.arange(size.sum())], size
