"""Measured values by hand: the form to fill in, and its way into the warehouse."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import expectations
import warehouse
from pipelines.errors import PipelineError
from pipelines.folders import Folders, shown
from pipelines.keeping import publishing
from pipelines.locking import writing
from pipelines.night.loading import told
from pipelines.night.summary import ResultsLine
from pipelines.querying import published


def template(folders: Folders, out: Path) -> int:
    """Write a line for each indicator that waits for a value; how many there are.

    Raises:
        PipelineError: nothing is published, or the file is there already or can't be written.
    """
    if out.exists():
        raise PipelineError(f"{shown(out)} is there already, perhaps filled in; name another file with --out FILE")
    with published(folders) as con:
        try:
            return warehouse.results_template(con, out)
        except OSError as error:
            raise PipelineError(f"can't write {shown(out)}: {error.strerror}") from error


def load(folders: Folders, file: Path, by: str | None = None) -> ResultsLine:
    """Load a filled-in template, and publish again unless the last run left something unpublished.

    Args:
        by: who loads it; by default the user of the operating system.

    Raises:
        PipelineError: no such file, no warehouse to load into, a run is going on, or nothing may be published.
        WarehouseError: the file as a whole can't be read.
    """
    if not file.is_file():
        raise PipelineError(f"no file {shown(file)}; write one with: schedario results template --out {shown(file)}")
    if not folders.working.is_file():
        raise PipelineError(f"no warehouse in {shown(folders.curated)} yet; run: schedario run")
    with writing(folders):
        unfinished = folders.pending.exists()
        folders.pending.touch()
        with closing(warehouse.connect(folders.working)) as con:
            if not warehouse.loaded_documents(con):
                raise PipelineError("the warehouse has no acts, or another version made it; run first: schedario run")
            report = warehouse.load_results(con, file, by)
            blocked, _ = told([] if unfinished else expectations.validate_star(warehouse.star_frames(con)))
        if unfinished or blocked:
            why = "; ".join(blocked) or "the last run didn't come to its end"
            raise PipelineError(f"{report.loaded} values are kept but not published ({why}); run: schedario run")
        publishing.put_in_place(folders)
        folders.pending.unlink()
    return ResultsLine(shown(file), report.loaded, report.unchanged, report.empty, report.errors)
