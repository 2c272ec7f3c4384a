"""Read a page from its content streams; by pdfplumber where that fails, or where pdfium counts other glyphs."""

from __future__ import annotations

import functools
import unicodedata
from typing import Any

from extractors import plumber
from extractors.content import ContentReader
from extractors.page import PageContent
from extractors.pdfium import SecondLook

MISCOUNT = 0.02
"""The share of glyphs by which two readers may differ: pdfium drops letters that are printed twice to look bold."""


class Reader:
    """Reads the pages of a pdfplumber document, each checked against a second look at it."""

    def __init__(self, pdf: Any, second: SecondLook) -> None:
        self._content = ContentReader(pdf)
        self._second = second

    def read_page(self, page: Any) -> PageContent:
        """The content of a pdfplumber page; `engine` tells which reader it comes from."""
        content = self._from_streams(page)
        if content is None or (content.readable and not _agree(content, self._second.text(page.page_number))):
            content = plumber.read_page(page)
            self._second.hide_clipped(content)
        return content

    def _from_streams(self, page: Any) -> PageContent | None:
        try:
            return self._content.read_page(page)
        except Exception:  # whatever a broken page raises, the reference reader has the last word on it
            return None


def _agree(content: PageContent, text: str) -> bool:
    here, there = sum(_signs(letter) * count for letter, count in content.text.counts()), _printing(text)
    return abs(here - there) <= MISCOUNT * max(here, there)


def _printing(text: str) -> int:
    return len("".join(unicodedata.normalize("NFKC", text).split()))


@functools.cache
def _signs(letter: str) -> int:
    """How many signs a glyph's letter adds to a text: an accent of its own, that is set over a letter, adds none."""
    return 0 if unicodedata.combining(letter[:1] or " ") else _printing(letter)
