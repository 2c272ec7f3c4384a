"""One document in, its extraction out: read, take apart, stitch, account for every glyph."""

from __future__ import annotations

import hashlib
import math
import re
import string
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from extractors import ocr
from extractors.collector import paused_collector
from extractors.columns import with_columns
from extractors.errors import NotAPdfError
from extractors.furniture import furniture
from extractors.model import Block, Extraction, PageAccount
from extractors.pages import MOST_PAGES, read_document
from extractors.placing import displayed_size, put_back
from extractors.sheet import FreeLine, Sheet, text_of
from extractors.stitch import box_of, cell_lines, finish, stitch
from extractors.text import Lexicon, Line, join
from extractors.version import source_digest

VERSION = source_digest(Path(__file__).parent)
"""Changes with every change of this package: cached extractions of other versions are done again."""
PARAGRAPH = 0.4
"""Lines farther apart than this share of their height are two blocks."""
_NUMBER = re.compile(r"[0-9][0-9.,/:]*")


@paused_collector()
def extract(path: Path, password: str | None = None, processes: int = 1, most_pages: int = MOST_PAGES) -> Extraction:
    """Read all that a PDF prints; the pages of a big document in so many processes side by side.

    Raises:
        NotAPdfError, EncryptedError, DamagedError, TooLargeError: the file can't be read; the message says why and
            what to do.
    """
    data = path.read_bytes()
    _check_is_pdf(path, data)
    read = read_document(path, password, processes, most_pages)
    sheets, texts = with_columns([sheet for sheet, _ in read]), [text for _, text in read]
    is_furniture = furniture(sheets)
    logical = stitch(sheets, is_furniture)
    groups = [_blocks(sheet, is_furniture) for sheet in sheets]
    lexicon = Lexicon([*cell_lines(logical), *((lines, math.inf) for group in groups for _, lines in group)])
    tables, blocks = put_back(
        [finish(table, number, lexicon) for number, table in enumerate(logical, 1)],
        [
            _block(sheet, kind == "arredo", lines, lexicon)
            for sheet, group in zip(sheets, groups, strict=True)
            for kind, lines in group
        ],
        [sheet.page for sheet in sheets],
    )
    return Extraction(
        sha256=hashlib.sha256(data).hexdigest(),
        version=VERSION,
        pages=tuple(_account(s, t, is_furniture) for s, t in zip(sheets, texts, strict=True)),
        tables=tables,
        blocks=blocks,
        findings=tuple(filter(None, (ocr.finding(sheet.page) for sheet in sheets))),
    )


def _check_is_pdf(path: Path, data: bytes) -> None:
    if not data:
        raise NotAPdfError(
            f"{path.name} is empty (0 bytes): fetch it again from its source.",
            "Il file è vuoto (0 byte): va scaricato di nuovo dalla fonte.",
        )
    if b"%PDF-" not in data[:1024]:
        raise NotAPdfError(
            f"{path.name} isn't a PDF: it starts with {data[:12]!r}. Fetch it again from its source.",
            f"Il file non è un PDF: comincia con {data[:12]!r}. Va scaricato di nuovo dalla fonte.",
        )


def _blocks(sheet: Sheet, is_furniture: set[int]) -> list[tuple[str, list[Line]]]:
    """The free lines of a page as blocks: furniture line by line, text by paragraph."""
    blocks: list[tuple[str, list[Line]]] = []
    for item in sheet.free:
        kind = "arredo" if id(item) in is_furniture else "testo"
        if kind == "testo" and blocks and blocks[-1][0] == kind and _same_paragraph(sheet, blocks[-1][1][-1], item):
            blocks[-1][1].append(item.line)
        else:
            blocks.append((kind, [item.line]))
    return blocks


def _same_paragraph(sheet: Sheet, line: Line, item: FreeLine) -> bool:
    gap, height = item.line.box[1] - line.box[3], line.box[3] - line.box[1]
    between = any(line.box[3] <= grid.box[1] and grid.box[3] <= item.line.box[1] for grid in sheet.grids)
    similar = abs((item.line.box[3] - item.line.box[1]) - height) < 0.2 * height
    return gap < PARAGRAPH * height and similar and not between and not item.turn


def _block(sheet: Sheet, arredo: bool, lines: Sequence[Line], lexicon: Lexicon) -> Block:
    box = box_of(lines)
    text = join(lines, box[2] - box[0], lexicon)
    return Block(sheet.page.number, box, "arredo" if arredo else "testo", text, tuple(line.text for line in lines))


def _account(sheet: Sheet, text: str, is_furniture: set[int]) -> PageAccount:
    page = sheet.page
    width, height = displayed_size(page)
    in_furniture = sum(item.glyphs for item in sheet.free if id(item) in is_furniture)
    in_blocks = sum(item.glyphs for item in sheet.free if id(item) not in is_furniture)
    only_here, only_there = _second_reading(text_of(sheet), text)
    return PageAccount(
        page=page.number,
        width=width,
        height=height,
        rotation=page.rotation,
        engine=page.engine,
        glyphs=sheet.glyphs,
        in_cells=sheet.in_cells,
        in_blocks=in_blocks,
        in_furniture=in_furniture,
        residue=sheet.glyphs - sheet.in_cells - in_blocks - in_furniture,
        hidden=sheet.hidden,
        numbers_only_in_cells=only_here,
        numbers_only_in_text=only_there if not sheet.hidden else (),
        text=text,
    )


def _second_reading(here: str, there: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Numbers that only one of two readings of a page has. The same digits parted by blanks are the same."""
    if all(here.count(digit) == there.count(digit) for digit in string.digits):
        return (), ()
    ours, theirs = _numbers(here), _numbers(there)
    return tuple(sorted((ours - theirs).elements())), tuple(sorted((theirs - ours).elements()))


def _numbers(text: str) -> Counter[str]:
    return Counter(match.rstrip(".,/:") for match in _NUMBER.findall(text))
