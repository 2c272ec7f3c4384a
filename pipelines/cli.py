"""The command line. Heavy imports wait inside the commands, so that --help answers at once."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from pipelines.commands import gathering, operating, upkeep
from pipelines.commands import layouts as layout_commands
from pipelines.errors import PipelineError, disk_message, let_go
from pipelines.folders import CURATED, RAW, Folders, shown
from pipelines.formats import Format, as_table, show, show_in_groups, without_empty
from pipelines.options import Curated, OutputFormat, Raw, examples

INTERRUPTED = "Query interrupted"
"""What DuckDB says, in the place of Python's own exception, when Ctrl-C comes during a query."""

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
results = typer.Typer(no_args_is_help=True, help="Measured values (rilevazioni): write the form, load it filled in.")
app.add_typer(results, name="results")
app.add_typer(layout_commands.layout, name="layout")
rules = typer.Typer(no_args_is_help=True, help="Scoring rules (regole): show, check, load your own.")
app.add_typer(rules, name="rules")

upkeep.add_to(app)
gathering.add_to(app)
operating.add_to(app)


@app.callback(epilog=examples("schedario run", 'schedario query "from dim_atto"', "schedario COMMAND --help"))
def schedario(context: typer.Context) -> None:
    """Plans of Italian public bodies, from PDF acts to a warehouse that can be queried and traced to the cell."""
    operating.use_settings(context)


@app.command(epilog=examples("schedario run", "schedario run --raw ~/atti --curated ~/magazzino"))
def run(
    raw: Raw = RAW,
    curated: Curated = CURATED,
    accept_less: Annotated[
        bool, typer.Option("--accept-less", help="Publish even if there is less than the last good run had.")
    ] = False,
    without_names: Annotated[
        bool, typer.Option("--without-names", help="From now on publish senza_nomi/, the edition without names, too.")
    ] = False,
    fetch: Annotated[bool, typer.Option("--fetch", help="First fetch from the sources of sources.yaml.")] = False,
) -> None:
    """Read the new and changed acts of a folder, and publish the warehouse.

    A document that can't be read is set aside with its reason and the others go
    on: that is no failure. When a check on the whole warehouse fails, the
    published files stay as they were, and the exit code is 1.
    """
    from pipelines.night import running, summary
    from pipelines.night.wish import Wish
    from pipelines.reporting import watch

    folders = Folders(raw, curated)
    console = Console()
    if without_names:
        from pipelines.keeping import publishing

        publishing.without_names(folders)
    with watch.failures(folders):
        if fetch:
            gathering.fetch_first(raw)
        documents = running.documents_to_look_at(folders)
    if not documents:
        watch.well(folders)
        console.print(running.nothing_new(folders), soft_wrap=True)
        return
    typer.echo(f"{documents} documents in {shown(raw)}; the flow engine takes some ten seconds to start ...", err=True)
    done = running.run(folders, Wish(accept_less=accept_less))
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

    Where a person corrected a field, `correzione` says what the star uses, and why.

    KEY is an evidenza_id, or any key of the star whose rows have an evidence.
    """
    from pipelines import querying

    columns, rows = querying.evidence(Folders(RAW, curated), key)
    if form is Format.TABLE:
        columns, rows = without_empty(columns, rows)
        show_in_groups(columns, rows, by=columns.index("campo"))
    else:
        show(columns, rows, form)


@app.command(epilog=examples("schedario status", "schedario status --json"))
def status(
    as_json: Annotated[bool, typer.Option("--json", help="Health in one JSON object, for a monitor.")] = False,
    curated: Curated = CURATED,
) -> None:
    """The last published run: state of each document, and the rows set aside with their reasons.

    With --json: how the last night ended, when the last good one did, documents
    by state, quarantine. The exit code is 1 then when the last night failed or
    was interrupted, or the last good one is too long ago (setting stale_hours).
    """
    from pipelines import querying
    from pipelines.reporting import health

    if as_json:
        found = health.health(Folders(RAW, curated))
        print(json.dumps(found, ensure_ascii=False, indent=1))
        raise typer.Exit(0 if found["healthy"] else 1)
    console = Console()
    for heading, (columns, rows) in querying.status(Folders(RAW, curated)).items():
        console.print(f"[bold]{heading}[/]")
        console.print(as_table(columns, rows) if rows else "none")


@results.command(
    epilog=examples(
        "schedario results template --out 2020.rilevazioni.xlsx",
        "schedario results template --out 2020.rilevazioni.csv",
    )
)
def template(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="A .csv or .xlsx file.")] = Path("rilevazioni.csv"),
    curated: Curated = CURATED,
) -> None:
    """Write a CSV or XLSX form with a line for each indicator that waits: fill in value, date and source."""
    from pipelines.scoring import measuring

    lines = measuring.template(Folders(RAW, curated), out)
    typer.echo(f"{lines} indicators in {shown(out)}; fill it in, then: schedario results load {shown(out)}")


@results.command(epilog=examples("schedario results load 2020.rilevazioni.xlsx --by 'Ada Bianchi'"))
def load(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A filled-in template, CSV or XLSX.")],
    by: Annotated[str | None, typer.Option(metavar="NAME", help="Who loads it; by default your user name.")] = None,
    curated: Curated = CURATED,
) -> None:
    """Load measured values and publish the warehouse again.

    Bad lines are told by number and kept in punteggi.rilevazione_esclusa, out of
    the scores; the good ones are loaded. With bad lines the exit code is 1.
    """
    from pipelines.night.summary import results_text
    from pipelines.scoring import measuring

    line = measuring.load(Folders(RAW, curated), file, by)
    Console().print(results_text(line), soft_wrap=True)
    raise typer.Exit(1 if line.errors else 0)


@app.command(
    epilog=examples(
        'schedario target "almeno 300 iscritti entro giugno" --contesto "Numero di iscritti" --year 2020',
        "schedario target --file target.jsonl > letture.jsonl",
    )
)
def target(
    text: Annotated[str | None, typer.Argument(metavar="TEXT", help="A target as printed.")] = None,
    context: Annotated[str, typer.Option("--contesto", "--about", help="The indicator's words.")] = "",
    year: Annotated[int | None, typer.Option(help="The plan's first year, for deadlines without one.")] = None,
    file: Annotated[Path | None, typer.Option(metavar="IN.jsonl", help="One object a line.")] = None,
    form: OutputFormat = Format.TABLE,
) -> None:
    """Show how a printed target is read, or why it can't be.

    With --file: one JSON object a line, with "target" and perhaps "contesto" and
    "anno"; prints one JSON reading a line.
    """
    from pipelines.scoring import targeting

    if (text is None) == (file is None):
        raise typer.BadParameter("give either a TEXT or --file IN.jsonl")
    if file is not None:
        for reading in targeting.readings(file):
            print(json.dumps(reading, ensure_ascii=False))
    elif form is Format.JSON:
        print(json.dumps(targeting.reading(text or "", context, year), ensure_ascii=False))
    else:
        show(*targeting.rows(targeting.reading(text or "", context, year)), form)


@rules.command(
    "list", epilog=examples("schedario rules list", 'schedario rules list --ente "Comune di Roccafinta (inventato)"')
)
def list_rules(
    body: Annotated[str, typer.Option("--ente", metavar="TEXT", help="Only bodies whose name contains it.")] = "",
    form: OutputFormat = Format.TABLE,
    raw: Raw = RAW,
) -> None:
    """Show the scoring rules: parameter, value, and the act and page that state it.

    They are those of the package, with your own (in the folder "regole" of the
    raw folder) in their place where both say the same thing.
    """
    from pipelines.scoring import ruling

    show(*ruling.listed(Folders(raw, CURATED), body), form)


@rules.command("check", epilog=examples("schedario rules check comune-2021.toml"))
def check_rules(files: Annotated[list[Path], typer.Argument(metavar="FILE.toml...")]) -> None:
    """Check files of rules, and say for each problem in which rule it is and what to write."""
    from pipelines.scoring import ruling

    problems = ruling.problems(files)
    for problem in problems:
        typer.echo(problem, err=True)
    typer.echo(f"{len(files)} files, {len(problems)} problems")
    raise typer.Exit(1 if problems else 0)


@rules.command("load", epilog=examples("schedario rules load comune-2021.toml"))
def load_rules(
    file: Annotated[Path, typer.Argument(metavar="FILE.toml")], raw: Raw = RAW, curated: Curated = CURATED
) -> None:
    """Add the rules of a body and year, and publish the warehouse again.

    The file is copied into the folder "regole" of the raw folder, where each run
    finds it; a file of the same name is replaced. To take rules away, delete it
    there and run again.
    """
    from pipelines.scoring import ruling

    typer.echo(ruling.load(Folders(raw, curated), file))


@app.command(
    epilog=examples(
        "schedario simulate --threshold 70",
        'schedario simulate --threshold 70 --tolerance 5 --unit "Bilancio"',
        "schedario simulate --set obiettivi_direzione.peso=50 --set portafoglio.peso=5",
    )
)
def simulate(
    threshold: Annotated[float | None, typer.Option(metavar="PERCENT", help="Minimum threshold.")] = None,
    tolerance: Annotated[float | None, typer.Option(metavar="PERCENT", help="Tolerance.")] = None,
    unit: Annotated[str, typer.Option(metavar="TEXT", help="Only units whose name contains it.")] = "",
    setting: Annotated[
        list[str] | None, typer.Option("--set", metavar="COMPONENT.PARAMETER=VALUE", help="Any rule; may be repeated.")
    ] = None,
    form: OutputFormat = Format.TABLE,
    curated: Curated = CURATED,
) -> None:
    """Work out the shares of the pay under other rules, before and after. Changes nothing.

    --threshold and --tolerance are in per cent and hold for every component;
    values of --set are written as in a file of rules (see: schedario rules list).
    """
    from pipelines.scoring import simulating

    changes = [simulating.change(text) for text in setting or []]
    for parameter, per_cent in (("soglia_minima", threshold), ("tolleranza", tolerance)):
        changes += [simulating.percentage(parameter, per_cent)] if per_cent is not None else []
    if not changes:
        raise typer.BadParameter("say what to change: --threshold, --tolerance or --set")
    columns, rows = simulating.simulate(Folders(RAW, curated), changes, unit)
    if form is Format.TABLE:
        Console().print(as_table(columns, rows))
    else:
        show(columns, rows, form)


@app.command(epilog=examples("schedario explain 4f2a90c1d37be865", 'schedario explain 6.1 --unit "Territorio"'))
def explain(
    objective: Annotated[str, typer.Argument(metavar="OBIETTIVO", help="Its obiettivo_id, or its printed number.")],
    unit: Annotated[str, typer.Option(metavar="TEXT", help="With a number: its unit's name, or part of it.")] = "",
    curated: Curated = CURATED,
) -> None:
    """Show how a score comes about: targets, values, arithmetic, rules with act and page, the share of the pay."""
    from pipelines.scoring import explaining

    Console().print(explaining.explain(Folders(RAW, curated), objective, unit))


def main() -> None:
    """Entry point: errors that a user can put right are one line on standard error, and exit code 1."""
    try:
        app()
    except Exception as error:
        if str(error) == INTERRUPTED:
            sys.exit(130)
        # imported late: --help shouldn't wait for the database
        from warehouse import WarehouseError

        told = disk_message(error)
        if not told and not isinstance(error, PipelineError | WarehouseError):
            raise
        typer.echo(f"error: {told or error}", err=True)
        let_go(error)
        sys.exit(1)
