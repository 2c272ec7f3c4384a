"""Options and help texts that the commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.formats import Format

EXIT_CODES = "Exit codes: 0 done, 1 failed (standard error says why), 2 wrong usage."

Raw = Annotated[Path, typer.Option("--raw", metavar="DIR", help="Folder of the PDFs, read with its sub-folders.")]
Curated = Annotated[Path, typer.Option("--curated", metavar="DIR", help="Folder of the warehouse.")]
OutputFormat = Annotated[Format, typer.Option("--format", help="How to print the rows.")]


def examples(*lines: str) -> str:
    """What stands below a command's help."""
    return "\n".join(("Examples:", *(f"  {line}" for line in lines), "", EXIT_CODES))
