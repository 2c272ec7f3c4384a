"""Typeset the made-up act of `piano.toml`: one page of prose, then a table laid out as an "Allegato 3".

`python tests/esempio/typeset.py FILE.pdf` writes it; the same plan always gives the same bytes.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import Any

import reportlab
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

PLAN = Path(__file__).with_name("piano.toml")
WIDTHS = (26, 22, 76, 52, 48, 66, 62, 82, 82, 54, 102, 98)
"""Of the columns, in points."""
HEADER = (
    ("Tipo", "N", "Obiettivi Anno 2020", "Responsabile", "", "Direzione", "Unità Organizzativa Responsabile", "KPI",
     "Descrizione", "valore target", "Fonte rilevazione dati e metodologia controllo target",
     "AZIONI (da implementare solo se il KPI è un prodotto atteso)"),
    ("", "", "", "Cognome", "Nome", "", "", "", "", "", "", ""),
)  # fmt: skip
OBJECTIVE_COLUMNS = range(7)
"""Merged over the KPIs of an objective."""

FONTS = Path(reportlab.__file__).parent / "fonts"
CELL = ParagraphStyle("cella", fontName="Vera", fontSize=6.3, leading=7.8)
HEAD = ParagraphStyle("testata", parent=CELL, fontName="VeraBd", alignment=TA_CENTER)
PROSE = ParagraphStyle("prosa", parent=CELL, fontSize=11, leading=16, spaceAfter=10)
TITLE = ParagraphStyle("titolo", parent=PROSE, fontName="VeraBd", fontSize=13, leading=20, alignment=TA_CENTER)


def typeset(path: Path) -> None:
    """Write the act."""
    plan = tomllib.loads(PLAN.read_text(encoding="utf-8"))
    for name in ("Vera", "VeraBd"):
        registerFont(TTFont(name, str(FONTS / f"{name}.ttf")))
    wide = landscape(A4)
    document = BaseDocTemplate(str(path), pagesize=A4, title=plan["titolo"], author=plan["ente"], invariant=1)
    document.addPageTemplates(
        [
            PageTemplate("prosa", [Frame(60, 60, A4[0] - 120, A4[1] - 120)], pagesize=A4),
            PageTemplate("tabella", [Frame(36, 60, wide[0] - 72, wide[1] - 120)], _running_head, pagesize=wide),
        ]
    )
    document.build([*_prose(plan), NextPageTemplate("tabella"), PageBreak(), _table(plan)])


def _prose(plan: dict[str, Any]) -> list[Paragraph | Spacer]:
    titles = [Paragraph(plan[name], TITLE) for name in ("avviso", "ente", "titolo")]
    return [*titles, Spacer(0, 20), *(Paragraph(text, PROSE) for text in plan["prosa"])]


def _running_head(canvas: Canvas, document: BaseDocTemplate) -> None:
    width, height = landscape(A4)
    canvas.setFont("VeraBd", 7)
    canvas.drawCentredString(width / 2, height - 44, "ALLEGATO 3")
    canvas.drawCentredString(width / 2, height - 53, "Elementi di dettaglio")
    canvas.setFont("Vera", 6)
    canvas.drawCentredString(width / 2, 40, f"Pagina {document.page - 1}")


def _table(plan: dict[str, Any]) -> Table:
    """All the rows in one table that goes on over pages, its two header rows on each."""
    rows = [[Paragraph(text, HEAD) for text in row] for row in HEADER]
    style: list[tuple[Any, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.5, "black"),
        *((f"{side}PADDING", (0, 0), (-1, -1), 3) for side in ("LEFT", "RIGHT")),
        ("BACKGROUND", (0, 0), (-1, 1), "lightgrey"),
        ("VALIGN", (0, 0), (-1, 1), "MIDDLE"),
        ("VALIGN", (0, 2), (-1, -1), "TOP"),
        ("SPAN", (3, 0), (4, 0)),
        *(("SPAN", (column, 0), (column, 1)) for column in range(len(WIDTHS)) if column not in (3, 4)),
    ]
    for section in plan["direzione"]:
        style.append(("SPAN", (0, len(rows)), (-1, len(rows))))
        rows.append([Paragraph(section["nome"], CELL), *[""] * (len(WIDTHS) - 1)])
        for objective in section["obiettivo"]:
            first, last = len(rows), len(rows) + len(objective["kpi"]) - 1
            style += [("SPAN", (column, first), (column, last)) for column in OBJECTIVE_COLUMNS]
            rows += _objective_rows(section["nome"], objective)
    return Table(rows, colWidths=WIDTHS, repeatRows=2, style=style)


def _objective_rows(section: str, objective: dict[str, Any]) -> list[list[Paragraph]]:
    whose = [
        objective["tipo"],
        objective["n"],
        objective["titolo"],
        *objective["responsabile"],
        section,
        objective["unita"],
    ]
    return [
        [_cell(text) for text in (*(whose if i == 0 else [""] * len(whose)), *_measure(kpi))]
        for i, kpi in enumerate(objective["kpi"])
    ]


def _measure(kpi: dict[str, str]) -> list[str]:
    return [kpi.get(name, "") for name in ("kpi", "descrizione", "target", "fonte", "azioni")]


def _cell(text: str) -> Paragraph:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return Paragraph(escaped.replace("\n", "<br/>"), CELL)


if __name__ == "__main__":
    typeset(Path(sys.argv[1]))
