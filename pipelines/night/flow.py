"""The flow: register, read in parallel, load one by one, check the star, publish. A task is a document."""

# No annotations as strings here: `serve` sends the flow to another process without the names that they would need.

import logging
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger, task
from prefect.client.schemas.objects import State as PrefectState

import warehouse
from expectations import Tally
from pipelines import logs
from pipelines.documents import readings
from pipelines.documents.register import STATEMENTS_NAME, Source, register, rules_files
from pipelines.errors import NotPublishedError, ReadingError
from pipelines.fetching import Outcome, fetch_enabled
from pipelines.folders import CURATED, RAW, Folders
from pipelines.keeping import publishing, restoring
from pipelines.locking import writing
from pipelines.night import choosing, correcting, departed, loading, mending, pages
from pipelines.night.cluster import runner
from pipelines.night.reading import begun
from pipelines.night.server import is_own
from pipelines.night.state import (
    State,
    begin,
    current_state,
    held_state,
    is_published,
    only_documents_came,
    published_state,
    remember,
)
from pipelines.night.summary import DocumentLine, Summary
from pipelines.night.wish import NOTHING_SPECIAL, Wish
from pipelines.progress import Advance, tracking
from pipelines.reporting import artifacts, report, watch
from pipelines.reporting.report import Clock, Night
from pipelines.settings import current, fetch_limits, local

LOG = logging.getLogger("schedario.night")


def _may_pass(task: object, run: object, state: PrefectState[Any]) -> bool:
    """A disk or a share may come back in a minute; a wrong sources.yaml doesn't mend itself."""
    return isinstance(state.result(raise_on_failure=False), OSError)


@task(name="raccolta", retries=2, retry_delay_seconds=60, retry_condition_fn=_may_pass)
def gather(raw: Path) -> list[Outcome]:
    """Ask the sources for new and changed documents; what a source fails in is an outcome, and stops nothing.

    Raises:
        PipelineError: sources.yaml can't be read, or somebody else is fetching.
    """
    logger = get_run_logger()
    return fetch_enabled(
        raw, lambda outcome: logger.info("%s %s %s", outcome.kind, outcome.url, outcome.reason), fetch_limits()
    )


@flow(name="schedario", task_runner=runner(current().dask))
def schedario(
    raw: Path | str = RAW, curated: Path | str = CURATED, wish: Wish = NOTHING_SPECIAL, fetch: bool = False
) -> Summary:
    """Bring the warehouse in `curated` up to date with the acts in `raw`, folders or URLs; with `fetch`, after asking
    the sources.

    Raises:
        NotPublishedError: a check on the whole warehouse failed.
        PipelineError, WarehouseError: nothing could be done. In both cases the published files are as they were.
    """
    folders = Folders(local(raw), local(curated))
    with watch.failures(folders):
        logs.begin(current().log)
        summary = _night(folders, wish, fetch)
    watch.well(folders)
    return summary


def _night(folders: Folders, wish: Wish, fetch: bool) -> Summary:
    clock = Clock()
    if fetch:
        gather(folders.raw)
        clock.lap("raccolta")
    with writing(folders):
        sources = register(folders)
        state = current_state(folders, sources)
        wish = choosing.chosen(folders, sources, wish)
        if is_published(folders, state) and not wish.again:
            return Summary([DocumentLine(source.name, "invariato") for source in sources], [], [], [])
        before = published_state(folders)
        mending.mend(folders)
        restoring.bring_back(folders)
        begin(folders, state)
        clock.lap("confronto con ciò che è pubblicato")
        held: list[Tally] = []
        summary = _load(folders, sources, state, wish, held)
        clock.lap("lettura, carico, controlli")
        _log(summary)
        pages.build(folders, held)
        clock.lap("pagine dei controlli")
        if not summary.blocked:
            publishing.put_in_place(folders)
            clock.lap("pubblicazione")
        _tell(folders, Night(before, state, summary, clock))
        if summary.blocked:
            raise NotPublishedError(summary)
        remember(folders, state)  # last: a run that is killed before tells its night again
        return summary


def _log(summary: Summary) -> None:
    for line in summary.documents:
        if line.state != "invariato":
            LOG.info("document %s %s", line.state, f"{line.name}: {line.reason}" if line.reason else line.name)


def _tell(folders: Folders, night: Night) -> None:
    """Write the report. What is published is published: a report that fails is logged, and fails nothing."""
    try:
        told = report.facts(folders, night)
        page = report.write(folders, told)
        if not is_own():
            artifacts.create(folders, told, page)
    except Exception:
        LOG.exception("the night's report could not be written")


def _load(folders: Folders, sources: list[Source], state: State, wish: Wish, held: list[Tally]) -> Summary:
    """All documents and measured values into the working file, and the star's expectations; `held` takes what they
    found, `state` that it isn't known for documents that have to be read again.
    """
    with closing(warehouse.connect(folders.working)) as con:
        warehouse.load_rules(con, rules_files(folders.raw))
        corrections = correcting.corrections_in(folders.raw)
        stated = warehouse.read_statements(folders.raw / STATEMENTS_NAME)
        run_id = warehouse.begin_run(con, readings.current_version())
        before = held_state(folders)
        few = only_documents_came(before, state, sources)
        idle = correcting.without_act(corrections, sources)
        loader = loading.Loader(con, run_id, folders, not few, corrections, idle, held)
        changed = _changed(loader, sources, before, state, wish)
        renamed = [loading.as_document(source, 0) for source in changed]
        warehouse.forget_renamed(con, renamed, {source.sha256 for source in sources})
        changed = _changed(loader, sources, before, state, wish)  # and the other versions of their acts
        lost = departed.bring_along(loader, sources)
        names = {source.name for source in changed}
        unchanged = [source for source in sources if source.name not in names]
        warehouse.record_unchanged(con, loader.run_id, [loading.as_document(source, 0) for source in unchanged])
        lines = [DocumentLine(source.name, "invariato") for source in unchanged]
        lines += _read_and_load(loader, changed)
        loader.stale.extend(warehouse.settle(con, stated, loader.whole))
        results = loader.load_results()
        warehouse.release_absent(con, loader.run_id, [loading.as_document(source, 0) for source in sources])
        blocked, warnings = loading.told(loader.check_star())
        volume = loader.check_volume(wish.accept_less)
        blocked += loading.too_little(volume) + loader.stale
        warnings += loading.told([outcome for outcome in volume if outcome.gravita == "avviso"])[1]
        (warnings if wish.accept_less else blocked).extend(lost)
        warnings += departed.superseded(loader, sources)
        state.update(dict.fromkeys(loader.again, ""))
        if folders.published.is_file() and not warehouse.loaded_documents(con):
            blocked.append(loading.NOTHING_LOADED)
        released = warehouse.released(con, loader.run_id)
        lines.sort(key=lambda line: line.name)
        summary = Summary(lines, results, blocked, warnings, released, run_id)
        warehouse.end_run(con, loader.run_id, "fallita" if summary.blocked else "riuscita", summary.counts())
        return summary


def _changed(loader: loading.Loader, sources: list[Source], before: State, now: State, wish: Wish) -> list[Source]:
    """The documents that the warehouse doesn't hold as they are now; the same bytes once."""
    loaded = warehouse.loaded_documents(loader.con)
    first = {source.sha256: source for source in reversed(sources)}
    return [
        source
        for source in sources
        if first[source.sha256] is source
        and (
            loaded.get(source.sha256) != readings.current_version()
            or before.get(source.name, now[source.name]) != now[source.name]
            or source.name in wish.again
        )
    ]


def _read_and_load(loader: loading.Loader, sources: list[Source]) -> Iterator[DocumentLine]:
    """Read in parallel; load in the order of the sources, whichever is read first, so that runs are alike."""
    seconds: dict[str, float] = {}
    with tracking(len(sources)) as advance:
        for line in loader.load_all(_read(loader.folders, sources, seconds, advance)):
            advance(f"loaded {line.name}", 1)
            yield replace(line, reading_seconds=seconds.get(line.name, 0))


def _read(
    folders: Folders, sources: list[Source], seconds: dict[str, float], advance: Advance
) -> Iterator[tuple[Source, Path | str]]:
    """Where the reading of each document is kept, or why there is none; `seconds` takes how long it took."""
    for source, reading in zip(sources, begun(sources, folders.readings, folders.rows), strict=True):
        advance(f"reading {source.name}", 0)
        try:
            path, seconds[source.name] = reading()
            yield source, path
        except ReadingError as error:
            yield source, str(error)
