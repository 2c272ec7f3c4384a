"""`schedario layout`: list the layouts, try them on a PDF, draft a new one."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from pipelines.folders import shown
from pipelines.formats import Format, as_records, show
from pipelines.options import OutputFormat, examples

layout = typer.Typer(no_args_is_help=True, help="Layout profiles: list them, try them on a PDF, draft a new one.")


@layout.command("list", epilog=examples("schedario layout list", "schedario layout list --format json"))
def list_layouts(form: OutputFormat = Format.TABLE) -> None:
    """List the layouts: the records that each gives, what a table or a text must print to be one of it, its file."""
    from pipelines.layouts import claiming as layouts

    columns, rows = layouts.listing()
    if form is Format.TABLE:
        Console().print(as_records(columns, rows))
    else:
        show(columns, rows, form)


@layout.command(
    epilog=examples(
        "schedario layout check atto.pdf",
        "schedario layout check atto.pdf --with bozza.toml",
        "schedario layout check atto.pdf --json > tracciati.json",
    ),
)
def check(
    pdf: Annotated[Path, typer.Argument(metavar="FILE.pdf")],
    draft: Annotated[Path | None, typer.Option("--with", metavar="DRAFT.toml", help="A layout to try.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
    password: Annotated[str | None, typer.Option(help="Password that opens the file.")] = None,
) -> None:
    """Show which layout claims which table of a PDF and why, how near the others came, and what is left over."""
    from pipelines.layouts import claiming as layouts
    from pipelines.layouts import telling as layout_report

    done = layouts.check(pdf, password, draft)
    if as_json:
        json.dump(layouts.as_json(done), sys.stdout, ensure_ascii=False)
        print()
    else:
        Console().print(layout_report.as_report(done), highlight=False)


@layout.command(
    epilog=examples(
        "schedario layout propose atto.pdf",
        "schedario layout propose atto.pdf --table 3 --out bozza.toml",
    )
)
def propose(
    pdf: Annotated[Path, typer.Argument(metavar="FILE.pdf")],
    table: Annotated[int | None, typer.Option(metavar="N", help="The table; else the first without layout.")] = None,
    out: Annotated[Path | None, typer.Option(metavar="DRAFT.toml", help="Where to write it; else printed.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    password: Annotated[str | None, typer.Option(help="Password that opens the file.")] = None,
) -> None:
    """Draft a layout from a table that none claims, with guessed fields and what is left for a person to decide."""
    from pipelines.layouts import proposing

    draft = proposing.propose_layout(pdf, table, password)
    if out is None:
        print(draft.text, end="")
        return
    proposing.write(draft, out, force)
    print(
        f"table {draft.table} on page {draft.page}: {draft.guessed} columns have a field, {draft.waiting} wait for you"
    )
    print(f"answer what {shown(out)} asks, then: schedario layout check {shown(pdf)} --with {shown(out)}")
