"""The command line. Heavy imports wait inside the commands, so that --help answers at once."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from pipelines.errors import PipelineError
from pipelines.folders import CURATED, RAW, Folders, shown
from pipelines.formats import Format, as_table, show, show_in_groups

EXIT_CODES = "Exit codes: 0 done, 1 failed (standard error says why), 2 wrong usage."


def examples(*lines: str) -> str:
    """What stands below a command's help."""
    return "\n".join(("Examples:", *(f"  {line}" for line in lines), "", EXIT_CODES))


app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
results = typer.Typer(no_args_is_help=True, help="Measured values (rilevazioni): write the form, load it filled in.")
app.add_typer(results, name="results")

Raw = Annotated[Path, typer.Option("--raw", metavar="DIR", help="Folder of the PDFs, read with its sub-folders.")]
Curated = Annotated[Path, typer.Option("--curated", metavar="DIR", help="Folder of the warehouse.")]
OutputFormat = Annotated[Format, typer.Option("--format", help="How to print the rows.")]


@app.callback(epilog=examples("schedario run", 'schedario query "from dim_atto"', "schedario COMMAND --help"))
def schedario() -> None:
    """Plans of Italian public bodies, from PDF acts to a warehouse that can be queried and traced to the cell."""


@app.command(epilog=examples("schedario run", "schedario run --raw ~/atti --curated ~/magazzino"))
def run(raw: Raw = RAW, curated: Curated = CURATED) -> None:
    """Read the new and changed acts of a folder, and publish the warehouse.

    A document that can't be read is set aside with its reason and the others go
    on: that is no failure. When a check on the whole warehouse fails, the
    published files stay as they were, and the exit code is 1.
    """
    from pipelines import running, summary

    folders = Folders(raw, curated)
    console = Console()
    documents = running.documents_to_look_at(folders)
    if not documents:
        console.print(f"Nothing new in {shown(raw)}: {shown(folders.published)} is up to date.", soft_wrap=True)
        return
    typer.echo(f"{documents} documents in {shown(raw)}; the flow engine takes some ten seconds to start ...", err=True)
    done = running.run(folders)
    summary.tell(done, folders, console)
    raise typer.Exit(1 if done.blocked else 0)


@app.command(
    epilog=examples(
        "schedario inspect data/raw/atto.pdf",
        "schedario inspect atto.pdf --json > tabelle.json",
        "schedario inspect atto.pdf --page 22 --image pagina-22.png",
        "schedario inspect riservato.pdf --password PASSWORD",
    )
)
def inspect(
    pdf: Annotated[Path, typer.Argument(metavar="FILE.pdf")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the tables as JSON.")] = False,
    page: Annotated[int, typer.Option(metavar="N", help="Page that --image draws.")] = 1,
    image: Annotated[Path | None, typer.Option(metavar="OUT.png", help="Draw what is found on a page.")] = None,
    password: Annotated[str | None, typer.Option(help="Password that opens the file.")] = None,
) -> None:
    """Show what is found in a PDF: pages, tables, the layout of each, what would be loaded. Loads nothing."""
    from pipelines import inspecting

    reading = inspecting.inspect_pdf(pdf, password)
    if image is not None:
        inspecting.draw(pdf, reading, page, image, password)
        print(f"page {page} of {pdf.name} is drawn in {image}")
        print("cells blue, merged cells violet, text green, furniture grey, what found no place red")
    elif as_json:
        json.dump(inspecting.as_json(reading), sys.stdout, ensure_ascii=False)
        print()
    else:
        Console().print(inspecting.as_report(reading))


@app.command(
    epilog=examples(
        'schedario query "from dim_atto"',
        'schedario query "select stato, count(*) as n from punteggi.realizzazione_indicatore group by all"',
        'schedario query "from pubblicato.kpi" --format csv > kpi.csv',
    )
)
def query(
    sql: Annotated[str, typer.Argument(metavar="SQL", help="Any statement of DuckDB that only reads.")],
    form: OutputFormat = Format.TABLE,
    curated: Curated = CURATED,
) -> None:
    """Ask the published warehouse in SQL. Nothing can be changed from here."""
    from pipelines import querying

    show(*querying.query(Folders(RAW, curated), sql), form)


@app.command(epilog=examples("schedario evidence 4f2a90c1d37be865"))
def evidence(
    key: Annotated[str, typer.Argument(metavar="KEY", help="evidenza_id, indicatore_id, obiettivo_id, ...")],
    form: OutputFormat = Format.TABLE,
    curated: Curated = CURATED,
) -> None:
    """Where a row is printed: act, page, box (points from the top left corner) and printed text of each field.

    KEY is an evidenza_id, or any key of the star whose rows have an evidence.
    """
    from pipelines import querying

    columns, rows = querying.evidence(Folders(RAW, curated), key)
    if form is Format.TABLE:
        show_in_groups(columns, rows, by=columns.index("campo"))
    else:
        show(columns, rows, form)


@app.command(epilog=examples("schedario status"))
def status(curated: Curated = CURATED) -> None:
    """The last published run: state of each document, and the rows set aside with their reasons."""
    from pipelines import querying

    console = Console()
    for heading, (columns, rows) in querying.status(Folders(RAW, curated)).items():
        console.print(f"[bold]{heading}[/]")
        console.print(as_table(columns, rows) if rows else "none")


@results.command(epilog=examples("schedario results template --out 2020.rilevazioni.csv"))
def template(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to write it.")] = Path("rilevazioni.csv"),
    curated: Curated = CURATED,
) -> None:
    """Write a CSV with a line for each indicator that waits for a value: fill in value, date and source."""
    from pipelines import measuring

    lines = measuring.template(Folders(RAW, curated), out)
    typer.echo(f"{lines} indicators in {shown(out)}; fill it in, then: schedario results load {shown(out)}")


@results.command(epilog=examples("schedario results load 2020.rilevazioni.csv"))
def load(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A filled-in template.")],
    curated: Curated = CURATED,
) -> None:
    """Load measured values and publish the warehouse again.

    Bad lines are told by number and left out, the good ones are kept; with bad
    lines the exit code is 1.
    """
    from pipelines import measuring
    from pipelines.summary import results_text

    line = measuring.load(Folders(RAW, curated), file)
    Console().print(results_text(line), soft_wrap=True)
    raise typer.Exit(1 if line.errors else 0)


def main() -> None:
    """Entry point: errors that a user can put right are one line on standard error, and exit code 1."""
    try:
        app()
    except Exception as error:
        # imported late: --help shouldn't wait for the database
        from warehouse import WarehouseError

        if not isinstance(error, PipelineError | WarehouseError):
            raise
        typer.echo(f"error: {error}", err=True)
        sys.exit(1)
