"""A night's fetching: all sources side by side, one outcome for each document; a source that fails is alone in it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from pipelines.documents.sources import InFolder, Origin, chosen, read_sources, sources_path
from pipelines.errors import disk_trouble
from pipelines.fetching.client import Client
from pipelines.fetching.diary import Night, write_down
from pipelines.fetching.limits import Limits
from pipelines.fetching.manners import Pace
from pipelines.fetching.memory import now
from pipelines.fetching.outcomes import Kind, Outcome
from pipelines.fetching.store import OWN_FOLDER
from pipelines.fetching.visit import visit
from pipelines.folders import check_own, shown
from pipelines.locking import alone

Told = Callable[[Outcome], None]


def fetch(
    raw: Path,
    contact: str,
    origins: list[Origin],
    told: Told,
    dry_run: bool = False,
    limits: Limits | None = None,
) -> list[Outcome]:
    """Bring the documents of these sources into the raw folder, and tell each outcome as it comes.

    With `dry_run` only the lists are asked for, and nothing is written.

    Raises:
        PipelineError: somebody else is fetching into the folder, or it can't be written.
        OSError: the disk is full.
    """
    if not dry_run:
        check_own(raw)
    with _fetching(raw):
        return asyncio.run(_all(raw, contact, origins, told, dry_run, limits or Limits()))


def fetch_enabled(raw: Path, told: Told, limits: Limits | None = None) -> list[Outcome]:
    """The first step of a night: all enabled sources; nothing where there is no `sources.yaml`.

    Raises:
        PipelineError: the file can't be read, somebody else is fetching into the folder, or it lies behind a URL.
    """
    check_own(raw)
    if not sources_path(raw).is_file():
        return []
    sources, began = read_sources(raw), now()
    outcomes = fetch(raw, sources.contact, chosen(sources, []), told, limits=limits)
    write_down(raw, Night(began=began, ended=now(), outcomes=outcomes))
    return outcomes


async def _all(
    raw: Path, contact: str, origins: list[Origin], told: Told, dry_run: bool, limits: Limits
) -> list[Outcome]:
    pace, places = Pace(), asyncio.Semaphore(limits.at_once)

    async def one(origin: Origin) -> list[Outcome]:
        outcomes = []

        def tell(outcome: Outcome) -> None:
            outcomes.append(outcome)
            told(outcome)

        async with places, Client(contact, limits, pace, _private_hosts(origin)) as client:
            try:
                async for outcome in visit(origin, raw, client, limits).outcomes(dry_run):
                    tell(outcome)
            except Exception as error:
                if disk_trouble(error):
                    raise  # it is the same for all sources, and no fault of theirs
                # whatever a site does to us, the other sources go on
                reason = f"errore interno: {type(error).__name__}: {error}"
                tell(Outcome(origin.name, Kind.ERRORE, origin.address, reason=reason))
        return outcomes

    return [outcome for found in await asyncio.gather(*map(one, origins)) for outcome in found]


def _private_hosts(origin: Origin) -> frozenset[str]:
    """Hosts that may be private: the one the source names, not those that its links or redirects lead to."""
    if not origin.allow_private or isinstance(origin.where, InFolder):
        return frozenset()
    return frozenset({urlsplit(origin.where.url).hostname or ""})


@contextmanager
def _fetching(raw: Path) -> Iterator[None]:
    """One fetch at a time for a raw folder."""
    own = raw / OWN_FOLDER
    busy = f"another fetch is writing to {shown(raw)}; wait for it to end"
    with alone(own, busy, f"can't write to {shown(raw)}: {{}}; name another folder with --raw DIR"):
        for half in own.glob("*.part"):
            half.unlink()
        yield
