"""Commands about where acts come from: the sources, and fetching from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from pipelines.errors import PipelineError
from pipelines.folders import RAW, check_own, shown
from pipelines.formats import Format, show
from pipelines.options import OutputFormat, Raw, examples

if TYPE_CHECKING:
    from pipelines.documents.sources import Origin
    from pipelines.fetching import Outcome

sources = typer.Typer(no_args_is_help=True, help="Where acts are published (sources.yaml): list, check, add.")

STYLES = {"nuovo": "green", "cambiato": "green", "sparito": "yellow", "rifiutato": "red", "errore": "red"}
COLUMNS = ["source", "body", "kind", "where", "enabled", "documents", "vanished", "last_news", "silent_days"]

Name = Annotated[list[str] | None, typer.Option("--source", metavar="NAME", help="Only this one; may be repeated.")]


def add_to(app: typer.Typer) -> None:
    """Hang these commands on the program."""
    app.add_typer(sources, name="sources")
    app.command(epilog=examples("schedario fetch", "schedario fetch --source peg-vattelapesca --dry-run"))(fetch)


def fetch(
    source: Name = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be asked for.")] = False,
    raw: Raw = RAW,
) -> None:
    """Bring new and changed documents from the sources into the raw folder; nothing is fetched twice.

    One line for each document: nuovo, cambiato, invariato, sparito (no longer
    published; the copy stays), rifiutato or errore with the reason. When
    something is rifiutato or errore the exit code is 1; the rest is stored.
    """
    outcomes = _fetched(raw, source or [], dry_run) if source or dry_run else fetch_first(raw)
    counts = Counter(str(outcome.kind) for outcome in outcomes)
    typer.echo(", ".join(f"{number} {kind}" for kind, number in counts.items()) or "nothing to fetch")
    raise typer.Exit(1 if counts["errore"] or counts["rifiutato"] else 0)


def fetch_first(raw: Path) -> list[Outcome]:
    """The first step of a night, with a line for each outcome as it comes.

    Raises:
        PipelineError: there is no sources.yaml, or it can't be read, or the folder lies behind a URL.
    """
    check_own(raw)
    from pipelines.documents.sources import read_sources
    from pipelines.fetching import fetch_enabled
    from pipelines.settings import fetch_limits

    read_sources(raw)
    with _telling() as told:
        return fetch_enabled(raw, told, fetch_limits())


def _fetched(raw: Path, names: list[str], dry_run: bool) -> list[Outcome]:
    """The same for some sources, or without fetching."""
    from pipelines.documents.sources import chosen, read_sources
    from pipelines.fetching import fetch as fetch_all
    from pipelines.settings import fetch_limits

    known = read_sources(raw)
    with _telling() as told:
        return fetch_all(raw, known.contact, chosen(known, names), told, dry_run, fetch_limits())


@contextmanager
def _telling() -> Iterator[Callable[[Outcome], None]]:
    """A sign of life on standard error, and a line for each outcome on standard output."""
    console = Console()
    with Console(stderr=True).status("fetching ..."):
        yield lambda outcome: console.print(_line(outcome), soft_wrap=True)


def _line(outcome: Outcome) -> str:
    word = f"{outcome.kind:<10}"
    style = STYLES.get(outcome.kind, "dim")
    stored = f" -> {outcome.file}" if outcome.file else ""
    reason = f": {outcome.reason}" if outcome.reason else ""
    return f"[{style}]{word}[/] {escape(f'{outcome.source}  {outcome.url}{stored}{reason}')}"


@sources.command("list", epilog=examples("schedario sources list", "schedario sources list --format csv"))
def list_sources(form: OutputFormat = Format.TABLE, raw: Raw = RAW) -> None:
    """The sources, what was fetched from each, and for how many days nothing new has come."""
    from pipelines.documents.sources import read_sources

    show(COLUMNS, [_row(raw, origin) for origin in read_sources(raw).sources], form)


def _row(raw: Path, origin: Origin) -> tuple[object, ...]:
    from pipelines.fetching.memory import recall

    memory = recall(raw, origin.name)
    addresses = memory.addresses.values()
    return (
        origin.name,
        origin.body.denominazione,
        origin.where.kind,
        origin.address,
        origin.enabled,
        len({file for address in addresses for file in address.files}),
        sum(address.vanished is not None for address in addresses),
        memory.last_news[:10],
        memory.days_silent(datetime.now(UTC).date()),
    )


@sources.command(epilog=examples("schedario sources check", "schedario sources check --offline"))
def check(
    source: Name = None,
    offline: Annotated[bool, typer.Option("--offline", help="Only the file; no site is asked.")] = False,
    raw: Raw = RAW,
) -> None:
    """Check sources.yaml field by field, then ask each source what it offers; nothing is fetched."""
    from pipelines.documents.sources import read_sources, sources_path

    known = read_sources(raw)
    number = len(known.sources)
    typer.echo(f"{shown(sources_path(raw))}: {number} source{'s' if number != 1 else ''}, all fields valid")
    outcomes = [] if offline else _fetched(raw, source or [], dry_run=True)
    raise typer.Exit(1 if any(outcome.kind in ("errore", "rifiutato") for outcome in outcomes) else 0)


@sources.command(
    epilog=examples(
        "schedario sources add peg-vattelapesca --ente 'Comune di Vattelapesca' --ente-tipo comune "
        "--what 'Piano esecutivo di gestione' --kind page --url https://www.comune.example/peg --links 'peg.*[.]pdf'"
    )
)
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Lower-case letters, digits, hyphens; names the folder.")],
    ente: Annotated[str, typer.Option(help="The body's name.")],
    ente_tipo: Annotated[str, typer.Option(help="comune, città metropolitana, ...")],
    what: Annotated[str, typer.Option(help="What is published, in words.")],
    kind: Annotated[str, typer.Option(help="url, page, feed, sitemap or folder.")],
    url: Annotated[str, typer.Option(help="Address; for a folder its path.")],
    links: Annotated[str, typer.Option(help="Regular expression for links to documents; for a folder, *.pdf.")] = "",
    codice_ipa: Annotated[str, typer.Option(help="Code in the Indice PA.")] = "",
    codice_istat: Annotated[str, typer.Option(help="Code in ISTAT's list.")] = "",
    every: Annotated[int | None, typer.Option(metavar="DAYS", help="How often something new is expected.")] = None,
    contact: Annotated[str, typer.Option(help="Your mail or page, for the first source: sites read it.")] = "",
    raw: Raw = RAW,
) -> None:
    """Write one more source into sources.yaml; fields without an option are added with an editor."""
    from pipelines.documents.sources import add_source, sources_path

    if not contact and not sources_path(raw).is_file():
        raise PipelineError(
            "the first source needs --contact: a mail address or a page, that sites read in the user agent"
        )
    body = {"denominazione": ente, "tipo": ente_tipo, "codice_ipa": codice_ipa, "codice_istat": codice_istat}
    place = {"path": url, "files": links} if kind == "folder" else {"url": url, "links": links}
    entry = {
        "name": name,
        "body": _filled(body),
        "publishes": {"what": what},
        "where": {"kind": kind, **_filled(place)},
        **({"expected_every_days": every} if every is not None else {}),
    }
    add_source(raw, entry, contact)
    typer.echo(f"added to {shown(sources_path(raw))}; try it with: schedario fetch --source {name} --dry-run")


def _filled(fields: dict[str, str]) -> dict[str, str]:
    return {field: text for field, text in fields.items() if text}
