"""Data Docs: the pages Great Expectations renders of the last validation of each document and of the star.

Its own index needs scripts from the network; a plain page in Italian takes its place as `index.html`.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from expectations.engine import VALIDATIONS, open_context

LOGO = re.compile(r"<img[^>]*great-expectations-web-assets[^>]*>|url\([^)]*great-expectations-web-assets[^)]*\)")
"""Fetched from the network, with an identifier in its address: nobody should learn who reads the pages."""

HEAD = """<!DOCTYPE html>
<html lang="it"><head><meta charset="utf-8"><title>schedario: controlli sui dati</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem }
table { border-collapse: collapse; width: 100% }
th, td { border-bottom: 1px solid #ccc; padding: .3rem; text-align: left; vertical-align: top }
.no { color: #a40000 }
</style></head><body>
<h1>Controlli sui dati</h1>
<p>Per ogni documento e per la stella: le attese dell'ultimo controllo, quante sono rispettate e quali no.
Ogni nome porta alla pagina con il dettaglio.</p>
"""


def build(home: Path, target: Path) -> Path:
    """Render the validations kept in `home` into the folder `target`, replacing it whole; gives the first page."""
    aside = home / "sito"
    shutil.rmtree(aside, ignore_errors=True)
    open_context(home, aside).build_data_docs()
    for page in aside.rglob("*.html"):
        page.write_text(LOGO.sub("", page.read_text(encoding="utf-8")), encoding="utf-8")
    (aside / "index.html").write_text(_index(home), encoding="utf-8")
    _swap(aside, target, home / "sito_vecchio")
    return target / "index.html"


def _swap(new: Path, target: Path, old: Path) -> None:
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    new.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _index(home: Path) -> str:
    results = sorted((home / VALIDATIONS).glob("*/*/*/*.json"), key=lambda path: (path.parts[-3], path.parts[-4]))
    sections = (_section(name, list(paths)) for name, paths in groupby(results, lambda path: path.parts[-3]))
    return f"{HEAD}{''.join(sections)}</body></html>\n"


def _section(name: str, paths: list[Path]) -> str:
    rows = "".join(_row(path) for path in paths)
    return (
        f"<h2>{escape(name)}</h2>\n<table><tr><th>Controllo</th><th>Attese rispettate</th>"
        f"<th>Non rispettate</th></tr>\n{rows}</table>\n"
    )


def _row(path: Path) -> str:
    result = json.loads(path.read_text(encoding="utf-8"))
    link = Path("validations", *path.parts[-4:]).with_suffix(".html").as_posix()
    numbers = result["statistics"]
    failed = "<br>".join(_failed(result["results"])) or "nessuna"
    return (
        f'<tr><td><a href="{escape(link)}">{escape(result["suite_name"])}</a></td>'
        f"<td>{numbers['successful_expectations']} su {numbers['evaluated_expectations']}</td><td>{failed}</td></tr>\n"
    )


def _failed(results: list[dict[str, Any]]) -> Iterator[str]:
    for result in results:
        if not result["success"]:
            config = result["expectation_config"]
            yield f'<span class="no">{escape(config["description"])}</span> ({escape(config["meta"]["gravita"])})'
