"""`schedario rules`: scoring rules as files; a user's own lie in the raw folder, beside the acts that state them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import expectations
import warehouse
from pipelines.documents.register import RULES_FOLDER, rules_files
from pipelines.errors import PipelineError
from pipelines.folders import Folders, check_own, shown
from pipelines.formats import Rows
from pipelines.keeping import publishing
from pipelines.locking import writing
from pipelines.night.loading import told

COLUMNS = ("ente", "anno", "componente", "parametro", "valore", "regola", "atto", "pagina", "file")


def listed(folders: Folders, body: str = "") -> tuple[list[str], Rows]:
    """The rules that a run would take, of bodies whose name contains `body`, beside those of all bodies.

    Raises:
        WarehouseError: a user's file is wrong.
    """
    rules = warehouse.rules_in_force(rules_files(folders.raw))
    wanted = [rule for rule in rules if body.casefold() in (rule["ente"] or body).casefold()]
    return list(COLUMNS), [tuple(rule.get(name) for name in COLUMNS) for rule in wanted]


def load(folders: Folders, file: Path) -> str:
    """Keep a file of rules in the raw folder, and publish again with it; what was done, in a sentence.

    A file of the same name there is replaced.

    Raises:
        WarehouseError: something in the file is wrong, or another file says the same.
        PipelineError: a run is going on, nothing may be published, or the acts lie behind a URL.
    """
    check_own(folders.raw)
    kept = folders.raw / RULES_FOLDER / f"{file.stem}.toml"
    others = [path for path in rules_files(folders.raw) if path.name != kept.name]
    rules = warehouse.read_rules(file)
    warehouse.rules_in_force([*others, file])
    with writing(folders):
        _keep(file, kept)
        done = f"{len(rules)} rules kept in {shown(kept)}"
        if not folders.working.is_file() or folders.pending.exists():
            return f"{done}; the next run takes them: schedario run"
        _publish(folders)
    return f"{done} and published"


def _keep(file: Path, kept: Path) -> None:
    """Copy aside, then rename: a run never sees half a file."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    aside = kept.with_name(f".{kept.name}.{os.getpid()}")
    shutil.copyfile(file, aside)
    aside.replace(kept)


def _publish(folders: Folders) -> None:
    folders.pending.touch()
    with closing(warehouse.connect(folders.working)) as con:
        if not warehouse.loaded_documents(con):
            raise PipelineError("the rules are kept, but another version made the warehouse; run: schedario run")
        warehouse.load_rules(con, rules_files(folders.raw))
        blocked, _ = told(expectations.validate_star(warehouse.star_frames(con)))
    if blocked:
        raise PipelineError(f"the rules are kept but not published ({'; '.join(blocked)}); run: schedario run")
    publishing.put_in_place(folders)
    folders.pending.unlink()


def problems(files: Iterable[Path]) -> list[str]:
    """What is wrong in files of rules, a sentence each, with the file's name."""
    found: list[str] = []
    for file in files:
        try:
            warehouse.read_rules(file)
        except warehouse.RuleError as error:
            found += [f"{shown(file)}, {problem}" for problem in error.problems]
    return found
