"""Records of a ruled table that no ruling parts: typeset here, of a made-up municipality, and read back."""

from pathlib import Path

import pytest
from reportlab.lib.colors import black
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, TableStyle
from reportlab.platypus import Table as Drawn

from extractors import extract

HEADER = ["N.", "Attività", "Che cosa si misura"]
WHAT = [
    "apertura dello sportello al pubblico",
    "pulizia delle strade e delle piazze del centro dopo il mercato",
    "verde",
]
MEASURED = ["giorni di apertura in un anno, contati dal registro delle presenze", "ore", "alberi piantati nei parchi"]
STYLE = ParagraphStyle("cella", fontName="Helvetica", fontSize=8, leading=9.6)


def rows(count: int) -> list[list[str]]:
    return [[str(n), WHAT[n % 3], MEASURED[n // 2 % 3]] for n in range(1, count + 1)]


def read(path: Path, texts: list[list[str]], align: str) -> list[list[str]]:
    """The texts in a table with lines between its columns and under its header only, read back."""
    drawn = Drawn([[Paragraph(text, STYLE) for text in row] for row in texts], colWidths=(30, 150, 150))
    lines = [("BOX", (0, 0), (-1, -1)), ("LINEAFTER", (0, 0), (-2, -1)), ("LINEBELOW", (0, 0), (-1, 0))]
    drawn.setStyle(TableStyle([(*line, 0.5, black) for line in lines] + [("VALIGN", (0, 0), (-1, -1), align)]))
    SimpleDocTemplate(str(path / "a.pdf"), pagesize=A4).build([drawn])
    (table,) = extract(path / "a.pdf").tables
    return [[cell.text if cell else "" for cell in row] for row in table.grid()]


@pytest.mark.parametrize("align", ["TOP", "MIDDLE"])
def test_records_are_parted_wherever_their_cells_stand(tmp_path: Path, align: str) -> None:
    texts = [HEADER, *rows(12)]
    assert read(tmp_path, texts, align) == texts


@pytest.mark.parametrize("align", ["TOP", "MIDDLE"])
def test_lists_in_a_row_are_no_records(tmp_path: Path, align: str) -> None:
    first = "<br/>".join(f"{n}. {WHAT[n % 3]}" for n in range(1, 9))
    texts = [HEADER, ["1<br/>2", first, "ore<br/>giorni<br/>8<br/>9<br/>10<br/>11<br/>12"]]
    assert len(read(tmp_path, texts, align)) == 2
