"""Read a page from its content streams: the glyphs and rulings that pdfplumber gives, some thirty times faster.

Fonts (codes, widths, letters) are pdfminer's; only the interpreter is ours. Where it fails, on a page that is broken
or made in a way it doesn't know, pdfplumber's own reader stands in.
"""

from __future__ import annotations

from typing import Any

from pdfminer.pdftypes import stream_value

from extractors.canvas import Canvas
from extractors.geometry import displayed, visible_box
from extractors.glyphs import Fonts, read_glyphs
from extractors.page import PageContent, are_bands, is_readable
from extractors.rulings import read_rulings
from extractors.visibility import hidden

ENGINE = "flusso"


class ContentReader:
    """Reads the pages of one pdfplumber document."""

    def __init__(self, pdf: Any) -> None:
        self._resources = pdf.rsrcmgr
        self._fonts = Fonts()

    def read_page(self, page: Any) -> PageContent:
        """The content of a pdfplumber page, in points from the top left of the page as displayed.

        Raises:
            Exception: of many kinds; the page is broken, or made in a way that this reader doesn't know.
        """
        source = page.page_obj
        matrix, width, height = displayed(visible_box(source), source.rotate)
        canvas = Canvas(matrix, self._resources)
        canvas.run(b"\n".join(stream_value(stream).get_data() for stream in source.contents), source.resources)
        glyphs = read_glyphs(canvas.shows, self._fonts)
        horizontal, vertical, bands = read_rulings(canvas.paths)
        return PageContent(
            number=page.page_number,
            width=width,
            height=height,
            rotation=source.rotate,
            engine=ENGINE,
            text=glyphs.text,
            box=glyphs.box,
            hidden=hidden(glyphs, canvas, width, height),
            turn=glyphs.turn,
            horizontal=horizontal,
            vertical=vertical,
            has_images=canvas.has_images,
            readable=is_readable(glyphs.text),
            bands=bands[are_bands(bands, width, height)],
        )
