"""Running text of a made-up municipality as two typesettings print it: a block for each line, or lines joined."""

import textwrap
from collections.abc import Iterator
from itertools import groupby

from extractors.model import Block
from normalizers.layout import layouts
from normalizers.notes import Notes
from normalizers.prosa.reader import ProsaReader
from normalizers.records import Record, Value

LETTER, LINE, LEFT, ACROSS = 5.0, 12.0, 50.0, 100
"""Width of a letter, height of a line, left margin in points; letters across a page."""


def blocks(text: str, *, joined: bool) -> list[Block]:
    """Text as blocks: what blank lines part is one block, or each of its lines is. `---` is a page break."""
    page, top, made = 1, LEFT, []
    for group in _groups(text):
        if group == ["---"]:
            page, top = page + 1, LEFT
            continue
        for lines in [group] if joined else [[line] for line in group]:
            made.append(_block(lines, page, top))
            top = made[-1].box[3] + LINE
    return made


def _groups(text: str) -> Iterator[list[str]]:
    lines = text.strip("\n").split("\n")
    return (list(group) for printed, group in groupby(lines, lambda line: bool(line.strip())) if printed)


def _block(lines: list[str], page: int, top: float) -> Block:
    indent = min(len(line) - len(line.lstrip()) for line in lines)
    printed = [part for line in lines for part in textwrap.wrap(line.strip(), ACROSS)]
    left = LEFT + LETTER * indent
    box = (left, top, left + LETTER * max(map(len, printed)), top + LINE * len(printed))
    return Block(page, box, "testo", " ".join(printed), tuple(printed))


def records(made: list[Block]) -> list[Record]:
    """What all layouts of running text read in some blocks."""
    notes = Notes()
    for layout in layouts():
        if layout.prosa is not None:
            ProsaReader(layout, layout.prosa, notes).read(made)
    return notes.in_order()


def read(text: str) -> dict[str, list[dict[str, Value]]]:
    """Kind -> fields of its records, blank ones left out: the same from both typesettings."""
    found: list[dict[str, list[dict[str, Value]]]] = []
    for joined in (False, True):
        kinds: dict[str, list[dict[str, Value]]] = {}
        for record in records(blocks(text, joined=joined)):
            printed = {name: value for name, value in record.fields.items() if value not in ("", [])}
            assert printed.keys() == record.evidence.keys() & record.fields.keys(), record.kind
            kinds.setdefault(record.kind, []).append(printed)
        found.append(kinds)
    assert found[0] == found[1]
    return found[0]
