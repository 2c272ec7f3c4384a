"""What a Prefect server shows of a night: its summary, what is set aside, and where the pages are."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact

from pipelines.errors import in_italian
from pipelines.folders import Folders
from pipelines.reporting.nights import Figures

MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|~-])")
ASIDE = ("documento", "motivo", "voci", "pagine", "dal", "comando")
SHOWN = 500
"""Rows of the table: a server is no warehouse."""


def create(folders: Folders, told: dict[str, Any], page: Path) -> None:
    """Create the artifacts of a night from what its page tells."""
    create_markdown_artifact(_summary(told), key="notte", description="Riassunto della notte")
    table = [{name: row[name] for name in ASIDE} for row in told["da_parte"][:SHOWN]]
    create_table_artifact(table, key="quarantena", description="Che cosa è da parte, e perché")
    links = {"rapporto": page, "controlli": folders.curated / "data_docs" / "index.html"}
    for key, path in links.items():
        create_link_artifact(path.absolute().as_uri(), link_text=path.name, key=key)


def _summary(told: dict[str, Any]) -> str:
    figures: Figures = told["figures"]
    blocked = [f"- **non pubblicata**: {_plain(in_italian(reason))}" for reason in told["summary"].blocked]
    documents = [
        f"- {kind}: {', '.join(_plain(row['nome_file']) for row in rows)}"
        for kind, rows in told["documents"].items()
        if rows and kind != "invariato"
    ]
    silent = [f"- {_plain(name)} tace da {days} giorni" for name, days in told["silent"].items()]
    numbers = (
        f"Documenti: {figures.documenti}; righe: {figures.righe}; in quarantena: {figures.quarantena}; "
        f"attese mancate: {figures.attese_mancate}; secondi: {figures.secondi:.0f}"
    )
    return "\n".join([f"# Notte del {figures.data}", "", *blocked, numbers, "", *documents, *silent])


def _plain(text: str) -> str:
    """Text of a document or a site as text: neither markup nor Markdown."""
    return MARKDOWN.sub(r"\\\1", html.escape(text))
