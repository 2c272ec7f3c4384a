"""Typeset the plan of the tutorial's made-up body: `python tests/docs/typeset_new_body.py FILE.pdf`.

Everything in it is invented. The same rows always give the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

import reportlab
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

TITLE = (
    "ATTO DI ESEMPIO: ente, persone e dati inventati",
    "Unione dei Comuni della Valle Inventata",
    "Gli impegni del 2031",
)
HEADER = (
    ("Rif.", "Impegno dell'anno", "Capofila", "Chi lo cura", "", "Indicatore", "Traguardo 2031", "Peso",
     "Fonte dei dati", "Bilancio"),
    ("", "", "", "Cognome", "Nome", "", "", "", "", ""),
)  # fmt: skip
SECTIONS = {
    "SERVIZI ALLE PERSONE": (
        (("1", "Aprire lo sportello unico della valle", "Servizi sociali", "Larice", "Delia"), (
            ("Persone accolte allo sportello", "almeno 300", "60", "Registro degli accessi", "cap. 110"),
            ("Giorni di apertura alla settimana", "4", "40", "Orario pubblicato", ""),
        )),
        (("2", "Mettere in rete le biblioteche", "Cultura", "Frassino", "Ugo"), (
            ("Catalogo unico pubblicato", "entro il 30/09/2031", "100", "Sito dell'Unione", "cap. 214"),
        )),
    ),
    "AMBIENTE E TERRITORIO": (
        (("3", "Rendere sicuri i sentieri", "Patrimonio", "Sorbo", "Nives"), (
            ("Chilometri ripuliti", "≥ 45 km", "50", "Verbali di sopralluogo", "cap. 305"),
            ("Segnalazioni chiuse nei tempi", "90%", "25", "Registro delle segnalazioni", ""),
            ("Infortuni sui sentieri", "Zero infortuni", "25", "Soccorso della valle", ""),
        )),
    ),
}  # fmt: skip
ROWS_OF_PAGE_1 = 6
"""Under the header: the last objective goes on over the page break."""
WIDTHS = (28, 110, 75, 55, 50, 115, 90, 34, 100, 52)
"""Of the columns, in points."""
MERGED = 5
"""So many columns are merged over the indicators of an objective."""

FONTS = Path(reportlab.__file__).parent / "fonts"
CELL = ParagraphStyle("cella", fontName="Vera", fontSize=7.5, leading=9)
HEAD = ParagraphStyle("testata", parent=CELL, fontName="VeraBd")
TEXT = ParagraphStyle("titolo", parent=CELL, fontName="VeraBd", fontSize=12, leading=18)


def typeset(path: Path) -> None:
    """Write the plan."""
    for name in ("Vera", "VeraBd"):
        registerFont(TTFont(name, str(FONTS / f"{name}.ttf")))
    table = _table()
    titles = [*(Paragraph(text, TEXT) for text in TITLE), Spacer(0, 12)]
    wide, high = landscape(A4)
    table.wrap(wide, high)
    # so high that the first page ends after so many rows
    room = sum(table._rowHeights[: len(HEADER) + ROWS_OF_PAGE_1]) + len(TITLE) * TEXT.leading + 12 + 14
    margin = (high - room) / 2
    document = SimpleDocTemplate(
        str(path), pagesize=(wide, high), topMargin=margin, bottomMargin=margin, title=TITLE[-1], invariant=1
    )
    document.build([*titles, table])


def _table() -> Table:
    rows = [[Paragraph(text, HEAD) for text in row] for row in HEADER]
    alone = [column for column, text in enumerate(HEADER[1]) if not text]
    style = [
        ("GRID", (0, 0), (-1, -1), 0.5, "black"),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("SPAN", (3, 0), (4, 0)),
        *(("SPAN", (column, 0), (column, 1)) for column in alone),
    ]
    for section, objectives in SECTIONS.items():
        style.append(("SPAN", (0, len(rows)), (-1, len(rows))))
        rows.append([Paragraph(section, HEAD), *[""] * (len(WIDTHS) - 1)])
        for whose, measures in objectives:
            first, last = len(rows), len(rows) + len(measures) - 1
            style += [("SPAN", (column, first), (column, last)) for column in range(MERGED)]
            blank = ("",) * len(whose)
            rows += [
                [Paragraph(text, CELL) for text in (*(blank if i else whose), *measure)]
                for i, measure in enumerate(measures)
            ]
    return Table(rows, colWidths=WIDTHS, repeatRows=len(HEADER), style=style)


if __name__ == "__main__":
    typeset(Path(sys.argv[1]))
