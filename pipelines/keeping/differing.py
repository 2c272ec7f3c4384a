"""`schedario diff`: two acts, or two versions of one, record by record."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from rich.console import Console
from rich.markup import escape

from pipelines.folders import Folders
from pipelines.formats import Rows
from pipelines.querying import Result, published
from warehouse.difference import differences

STYLES = {"aggiunto": "green", "tolto": "red", "cambiato": "yellow"}


def difference(folders: Folders, first: str, second: str) -> Result:
    """A row for each field that changed, and for each record that only one act has.

    Raises:
        PipelineError: nothing is published. WarehouseError: no such document.
    """
    with published(folders) as con:
        return differences(con, first, second)


def tell(columns: list[str], rows: Rows, console: Console) -> None:
    """Print each record with its fields below it, the two sides with their pages."""
    lines = [dict(zip(columns, row, strict=True)) for row in rows]
    records = [list(group) for _, group in groupby(lines, key=lambda line: (line["a_evidenza"], line["b_evidenza"]))]
    for record in records:
        head = record[0]
        kind = str(head["esito"])
        how = f" (by likeness {head['somiglianza']})" if head["abbinamento"] == "somiglianza" else ""
        console.print(f"[{STYLES[kind]}]{kind}[/] {head['tabella']} {escape(str(head['record']))}{how}", soft_wrap=True)
        for line in record:
            if line["campo"]:
                console.print(f"  {line['campo']}")
            for sign, side in (("-", "a"), ("+", "b")):
                if line[side] is not None:
                    text = f"    {sign} {line[side]}  [{_place(line, side)}]"
                    console.print(escape(text), soft_wrap=True)
    counts = Counter(str(record[0]["esito"]) for record in records)
    console.print(", ".join(f"{counts[kind]} {kind}" for kind in STYLES))


def _place(line: dict[str, object], side: str) -> str:
    box = line[f"{side}_riquadro"]
    corners = " ".join(f"{edge:.1f}" for edge in box.values()) if isinstance(box, dict) else ""
    return f"page {line[f'{side}_pagina']}, box {corners}" if corners else "not printed"
