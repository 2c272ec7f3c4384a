"""`schedario verify`: the published files against every law, and against a warehouse made again from the PDFs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipelines.errors import PipelineError
from pipelines.folders import Folders, shown
from pipelines.night import running
from pipelines.night.wish import Wish
from pipelines.querying import told_if_damaged
from warehouse import database, versions
from warehouse.comparing import Difference, compare_files
from warehouse.verifying import CHECKSUMS, Check, verify

ASIDE = "rebuild"


def tell_laws(folders: Folders, console: Console) -> bool:
    """Print each law with its outcome; whether none is broken.

    Raises:
        WarehouseError: nothing is published.
    """
    checks = list(verify(folders.curated))
    view = Table("law", "outcome", "first of what breaks it")
    for check in checks:
        view.add_row(escape(check.law), _outcome(check), escape("\n".join(check.told)))
    console.print(view)
    for line in _advice(folders, checks):
        console.print(line, soft_wrap=True)
    return not any(check.broken and not check.warns for check in checks)


def tell_rebuild(folders: Folders, console: Console) -> bool:
    """Make the warehouse again, print what differs table by table; whether nothing does.

    Raises:
        PipelineError: nothing is published, or it is damaged, a run is going on in the folder aside, or it couldn't be
            published.
    """
    with told_if_damaged(folders), rebuilt(folders) as again:
        compared = list(compare_files(folders.published, again.published))
    different = [difference for _, _, difference in compared if difference]
    view = Table("relation", "hash of its rows", "outcome")
    for name, digest, difference in compared:
        view.add_row(name, digest, "[red]differs[/]" if difference else "[green]same[/]")
    console.print(view)
    for difference in different:
        console.print(_told(difference), soft_wrap=True)
    console.print(f"{len(compared) - len(different)} relations are the same, {len(different)} differ")
    return not different


@contextmanager
def rebuilt(folders: Folders) -> Iterator[Folders]:
    """A warehouse made from the raw folder alone, with what can't be made again taken from the published file: the
    values that people loaded, and the order in which the acts arrived. It is gone at the end.

    Raises:
        PipelineError: as `tell_rebuild`.
    """
    if not folders.published.is_file():
        raise PipelineError(f"nothing is published in {shown(folders.curated)} yet; run: schedario run")
    aside = Folders(folders.raw, folders.work / ASIDE)
    shutil.rmtree(aside.curated, ignore_errors=True)
    try:
        database.make(aside.working, kept_from=folders.published.resolve())
        summary = running.run(aside, Wish(accept_less=True))
        if summary.blocked:
            raise PipelineError(f"the warehouse made again can't be published: {'; '.join(summary.blocked)}")
        yield aside
    finally:
        shutil.rmtree(aside.curated, ignore_errors=True)


def _advice(folders: Folders, checks: list[Check]) -> Iterator[str]:
    """What mends each version whose files aren't what was published."""
    for check in checks:
        name = check.law.removeprefix(CHECKSUMS)
        if check.broken and check.law != name:
            place = shown(versions.place(folders.curated, name))
            in_force = name == versions.in_force(folders.curated)
            told = (
                "in force; make it again: schedario publish"
                if in_force
                else f"not in force; remove its folder: {place}"
            )
            yield escape(f"version {name} is damaged and {told}")


def _outcome(check: Check) -> str:
    if not check.broken:
        return "[green]holds[/]"
    return f"[yellow]{check.broken} to look at[/]" if check.warns else f"[red]broken {check.broken} times[/]"


def _told(difference: Difference) -> str:
    """Rows of each side, and the first ones that only one of them has."""
    published, again = difference.rows
    lines = [f"[bold]{difference.relation}[/]: {published} rows published, {again} rebuilt"]
    lines += [f"  only published: {escape(row)}" for row in difference.only_first]
    lines += [f"  only rebuilt: {escape(row)}" for row in difference.only_second]
    return "\n".join(lines)
