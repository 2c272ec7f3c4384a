"""Options and help texts that the commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.folders import is_url, url_of
from pipelines.formats import Format

EXIT_CODES = "Exit codes: 0 done, 1 failed (standard error says why), 2 wrong usage."


def _folder(place: str | Path) -> Path:
    if not is_url(str(place)):
        return Path(place)
    # the settings say where local copies lie
    from pipelines.settings import local

    return local(str(place))


def _at_hand(curated: Path) -> Path:
    if url_of(curated):
        from pipelines.keeping import remote

        remote.at_hand(curated)
    return curated


Raw = Annotated[
    Path,
    typer.Option("--raw", metavar="DIR", parser=_folder, help="Folder of the PDFs, with its sub-folders, or its URL."),
]
Curated = Annotated[
    Path,
    typer.Option(
        "--curated", metavar="DIR", parser=_folder, callback=_at_hand, help="Folder of the warehouse, or its URL."
    ),
]
OutputFormat = Annotated[Format, typer.Option("--format", help="How to print the rows.")]


def examples(*lines: str) -> str:
    """What stands below a command's help."""
    return "\n".join(("Examples:", *(f"  {line}" for line in lines), "", EXIT_CODES))
