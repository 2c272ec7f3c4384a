"""Commands of whoever keeps the warehouse: quarantine, versions, checks, differences."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from pipelines.commands.operating import defaults
from pipelines.folders import CURATED, RAW, Folders
from pipelines.formats import Format, show
from pipelines.options import Curated, OutputFormat, Raw, examples

quarantine = typer.Typer(
    invoke_without_command=True,
    epilog=examples("schedario quarantine", "schedario quarantine show 3", "schedario quarantine replay"),
)


def add_to(app: typer.Typer) -> None:
    """Hang these commands on the program."""
    app.add_typer(quarantine, name="quarantine")
    app.command(epilog=examples("schedario publish --list", "schedario publish --rollback"))(publish)
    app.command(epilog=examples("schedario diff piano.pdf@1 piano.pdf", "schedario diff a.pdf b.pdf --format json"))(
        diff
    )
    app.command(epilog=examples("schedario verify", "schedario verify --rebuild"))(verify)


@quarantine.callback()
def listed(
    context: typer.Context, form: OutputFormat = Format.TABLE, raw: Raw = RAW, curated: Curated = CURATED
) -> None:
    """What is set aside now: document, page, table, row, reason, days, and the command that shows it.

    Without a sub-command it is a list. What a run let go is in its summary, and
    in qualita.uscita_quarantena with the reason.
    """
    if context.invoked_subcommand is not None:
        # folders that are named before a sub-command are its own
        context.default_map = defaults(context.command, {"raw": str(raw), "curated": str(curated)})
        return
    from pipelines.keeping import quarantine as keeping

    columns, rows = keeping.listed(Folders(raw, curated))
    if rows or form is not Format.TABLE:
        show(columns, rows, form)
    else:
        typer.echo(keeping.NONE)


@quarantine.command(
    "show", epilog=examples("schedario quarantine show 3", "schedario quarantine show 3 --image riga.png")
)
def show_item(
    number: Annotated[int, typer.Argument(metavar="N", help="Number in the list of: schedario quarantine.")],
    image: Annotated[Path | None, typer.Option(metavar="OUT.png", help="Draw the page with what was found.")] = None,
    raw: Raw = RAW,
    curated: Curated = CURATED,
) -> None:
    """One item that is set aside: why, its content, its cells with their boxes, and perhaps its page drawn."""
    from pipelines.keeping import quarantine as keeping

    folders = Folders(raw, curated)
    found = keeping.item(folders, number)
    place = [
        f"{name} {n}" for name, n in (("page", found.page), ("table", found.table), ("row", found.row)) if n is not None
    ]
    print(", ".join([found.document, *place]))
    print(f"reason: {found.reason}")
    if found.content:
        print(f"content: {found.content}")
    columns, rows = keeping.cells(folders, found)
    if rows:
        show(columns, rows, Format.TABLE)
    if image is not None:
        print(f"page {keeping.draw(folders, found, image)} is drawn in {image}")


@quarantine.command(
    epilog=examples(
        "schedario quarantine replay", "schedario quarantine replay 3", "schedario quarantine replay atto-2020.pdf"
    )
)
def replay(
    which: Annotated[
        str | None, typer.Argument(metavar="[N|DOCUMENT]", help="An item's number, or a document.")
    ] = None,
    raw: Raw = RAW,
    curated: Curated = CURATED,
) -> None:
    """Read and load again what is set aside, even if nothing else changed, and publish.

    To be used after a layout or the program was mended, or a password given.
    """
    from pipelines.keeping import quarantine as keeping
    from pipelines.night import summary

    folders = Folders(raw, curated)
    done = keeping.replay(folders, which)
    summary.tell(done, folders, Console())
    raise typer.Exit(1 if done.blocked else 0)


def publish(
    go_back: Annotated[bool, typer.Option("--rollback", help="Put the version before in force.")] = False,
    list_them: Annotated[bool, typer.Option("--list", help="List the versions that are kept.")] = False,
    form: OutputFormat = Format.TABLE,
    curated: Curated = CURATED,
) -> None:
    """Go back to the version before, or publish again what the last run left.

    After a rollback the older version stays in force until a run has something
    to do, results are loaded, or schedario publish goes forward. Readers that
    hold a file open are never disturbed.
    """
    from pipelines.keeping import publishing

    folders = Folders(RAW, curated)
    if go_back and list_them:
        raise typer.BadParameter("give either --rollback or --list")
    if list_them:
        show(*publishing.listed(folders), form)
        for line in publishing.damaged(folders):
            typer.echo(line, err=True)
    elif go_back:
        version = publishing.rollback(folders)
        print(f"version {version.nome} is in force again, as published on {version.pubblicata_il} UTC")
        print("to go forward again: schedario publish")
    else:
        print(f"version {publishing.publish(folders).version} is in force")


def verify(
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Make it all again from the PDFs, and compare.")] = False,
    raw: Raw = RAW,
    curated: Curated = CURATED,
) -> None:
    """Hold the published files against every law again; exit code 1 if one is broken.

    With --rebuild every PDF of the raw folder is read again into a warehouse
    aside (as long as a first run takes), and each table outside the diary of
    runs is compared row for row. Nothing that readers see is changed.
    """
    from pipelines.keeping import verifying

    folders, console = Folders(raw, curated), Console()
    sound = verifying.tell_laws(folders, console)
    if rebuild:
        sound = verifying.tell_rebuild(folders, console) and sound
    raise typer.Exit(0 if sound else 1)


def diff(
    first: Annotated[str, typer.Argument(metavar="ATTO_A", help="atto_id, file or act; NAME@1 is its version 1.")],
    second: Annotated[str, typer.Argument(metavar="ATTO_B", help="The same; without @N the newest version.")],
    form: OutputFormat = Format.TABLE,
    curated: Curated = CURATED,
) -> None:
    """Records added, dropped and changed from one act to another, each side with page and box.

    Records of a kind are paired by their numbers and names, then by likeness of
    their words.
    """
    from pipelines.keeping import differing

    columns, rows = differing.difference(Folders(RAW, curated), first, second)
    if form is Format.TABLE:
        differing.tell(columns, rows, Console())
    else:
        show(columns, rows, form)
