"""Commands of whoever lets schedario run by itself: its settings, and the schedule of one machine."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from pipelines import given, logs
from pipelines.formats import Format, show
from pipelines.options import OutputFormat, examples

FOLDERS = ("raw", "curated")


def add_to(app: typer.Typer) -> None:
    """Hang these commands on the program."""
    app.command(epilog=examples("schedario config", "SCHEDARIO_VERSIONS=7 schedario config --format json"))(config)
    app.command(epilog=examples("schedario serve", "schedario serve --no-fetch"))(serve)


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
    context.default_map = _defaults(context.command, {name: str(getattr(found, name)) for name in FOLDERS})


def _defaults(command: Any, folders: dict[str, str]) -> dict[str, Any]:
    """The defaults of each command below this one that has such an option."""
    below = getattr(command, "commands", {})
    if below:
        return {name: _defaults(each, folders) for name, each in below.items()}
    known = {parameter.name for parameter in command.params}
    return {name: folder for name, folder in folders.items() if name in known}


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
