"""Commands of whoever lets schedario run by itself: its settings, the schedule of one machine, documents once more."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from pipelines import given, logs
from pipelines.folders import CURATED, RAW, Folders, url_of
from pipelines.formats import Format, show
from pipelines.options import Curated, OutputFormat, Raw, examples

FOLDERS = ("raw", "curated")

Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD")]


def add_to(app: typer.Typer) -> None:
    """Hang these commands on the program."""
    app.command(epilog=examples("schedario config", "SCHEDARIO_VERSIONS=7 schedario config --format json"))(config)
    app.command(epilog=examples("schedario serve", "schedario serve --no-fetch"))(serve)
    app.command(
        epilog=examples(
            "schedario rerun esempio/comune-di-fantasia-pdo-2020.pdf",
            "schedario rerun --ente Roccafinta --since 2026-11-01",
            "schedario rerun --layout matrice_peg",
        )
    )(rerun)


def use_settings(context: typer.Context) -> None:
    """Let the folders of the settings, if there are any, be what the options --raw and --curated are by themselves.

    Raises:
        PipelineError: the settings are wrong.
    """
    if not given.are_given():
        return
    from pipelines.settings import current

    found = current()
    logs.begin(found.log)
    context.default_map = defaults(context.command, {name: str(getattr(found, name)) for name in FOLDERS})


def defaults(command: Any, folders: dict[str, str]) -> dict[str, Any]:
    """The defaults of a command and of each below it: the folders that it has an option for."""
    known = {parameter.name for parameter in command.params}
    below = {name: defaults(each, folders) for name, each in getattr(command, "commands", {}).items()}
    return {name: folder for name, folder in folders.items() if name in known} | below


def config(form: OutputFormat = Format.TABLE) -> None:
    """Show the settings as they are now, and where each comes from; wrong ones are an error.

    A setting stands in the environment (SCHEDARIO_ and its name in capitals), or
    in a TOML file: the one that SCHEDARIO_SETTINGS names, else schedario.toml in
    the current folder. The environment goes before the file.
    """
    from pipelines import settings

    found = settings.current()
    fields = type(found).model_fields
    rows: list[tuple[object, ...]] = [
        (name, _told(getattr(found, name)), settings.origin(name), field.description) for name, field in fields.items()
    ]
    show(["setting", "value", "from", "what"], rows, form)


def _told(value: object) -> str:
    if isinstance(value, Path):
        return url_of(value) or str(value)
    return "" if value is None else str(value)


def serve(
    fetch: Annotated[bool, typer.Option(help="Ask the sources first; nothing is asked without a sources.yaml.")] = True,
) -> None:
    """Stay, and run every night at the hour of prefect.yaml: for one machine, without a worker.

    Folders are those of the settings. Uses the Prefect server that
    PREFECT_API_URL names, else one of its own that ends with it. Ctrl-C ends it.
    """
    from pipelines.night import serving

    serving.serve(fetch)


def rerun(
    documents: Annotated[list[str] | None, typer.Argument(metavar="DOCUMENT", help="Names in the folder.")] = None,
    ente: Annotated[str, typer.Option(metavar="TEXT", help="Of bodies whose name contains it.")] = "",
    layout: Annotated[
        str, typer.Option(metavar="NAME", help="That this layout read; see: schedario layout list.")
    ] = "",
    since: Day = None,
    until: Day = None,
    raw: Raw = RAW,
    curated: Curated = CURATED,
) -> None:
    """Read and load documents again even if nothing changed, and publish.

    All that is given has to be true of a document. --since and --until are days
    (UTC) on which the warehouse first got it. Needed seldom: what changed, the
    layouts too, is read again by every run.
    """
    from pipelines.documents.register import register
    from pipelines.night import choosing, running, summary
    from pipelines.night.wish import Wish

    first, last = (day and day.date() for day in (since, until))
    wish = Wish(frozenset(documents or []), ente, layout, first, last)
    if not wish.asks_again:
        raise typer.BadParameter("say which documents: by name, --ente, --layout, --since or --until")
    folders = Folders(raw, curated)
    choosing.meant(folders, register(folders), wish)  # before the flow engine takes its time to start
    done = running.run(folders, wish)
    summary.tell(done, folders, Console())
    raise typer.Exit(1 if done.blocked else 0)
