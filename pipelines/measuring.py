"""Measured values by hand: the form to fill in, and its way into the warehouse."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import warehouse
from pipelines.errors import PipelineError
from pipelines.folders import Folders, shown
from pipelines.locking import writing
from pipelines.querying import published
from pipelines.summary import ResultsLine


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


def load(folders: Folders, file: Path) -> ResultsLine:
    """Load a filled-in template and publish again.

    Raises:
        PipelineError: no such file, no warehouse to load into, or a run is going on.
        WarehouseError: the file as a whole can't be read.
    """
    if not file.is_file():
        raise PipelineError(f"no file {shown(file)}; write one with: schedario results template --out {shown(file)}")
    if not folders.working.is_file():
        raise PipelineError(f"no warehouse in {shown(folders.curated)} yet; run: schedario run")
    with writing(folders):
        with closing(warehouse.connect(folders.working)) as con:
            report = warehouse.load_results(con, file)
        warehouse.publish(folders.working, folders.curated)
    return ResultsLine(shown(file), report.loaded, report.unchanged, report.empty, report.errors)
