"""The shape `prosa`: facts of running text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.model import Block
from normalizers.layout import Layout
from normalizers.notes import Notes
from normalizers.prosa.act import read_act
from normalizers.prosa.list import read_list
from normalizers.prosa.profile import Prosa
from normalizers.prosa.sheet import read_sheets
from normalizers.prosa.signatures import add_records, adopter, signed_parts
from normalizers.prosa.text import Paragraph, paragraphs


@dataclass(slots=True)
class ProsaReader:
    """Reads the text of a document."""

    layout: Layout
    profile: Prosa
    notes: Notes

    def read(self, blocks: Sequence[Block]) -> None:
        """Add the records that the text states. `blocks` are those of running text, in reading order."""
        text = paragraphs(blocks)
        self._read_act(text)
        if self.profile.sheet is not None:
            read_sheets(self.profile.sheet, text, self.notes)
        if self.profile.list is not None:
            read_list(self.profile.list, text, self.notes)

    def _read_act(self, text: Sequence[Paragraph]) -> None:
        act, signatures = self.profile.act, self.profile.signatures
        sheets = signed_parts(signatures, text) if signatures is not None else []
        if act is not None:
            read_act(act, text, adopter(signatures, sheets) if signatures is not None else None, self.notes)
        if signatures is not None:
            add_records(signatures, sheets, self.notes)
