"""Which documents a source offers tonight."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.documents.sources import AtUrl, InFolder, Listed, Origin
from pipelines.fetching.client import Answer, Client
from pipelines.fetching.limits import Limits
from pipelines.fetching.links import Link, feed_links, page_links, sitemap_links
from pipelines.fetching.outcomes import Failed, Refused


@dataclass(frozen=True, slots=True)
class Found:
    """A document's address, and what the link says of the act: column of the register -> text."""

    url: str
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listing:
    """What a source offers."""

    documents: list[Found]
    missing: list[tuple[str, str]]
    """Pages that didn't come: address and reason. Then what isn't listed may still be there."""


async def listing(origin: Origin, raw: Path, client: Client, limits: Limits) -> Listing:
    """Look at where the source publishes.

    Raises:
        Refused, Failed: its page may not be asked for, doesn't come, or isn't what the file says.
    """
    match origin.where:
        case AtUrl(url=url):
            found = Listing([Found(url)], [])
        case InFolder() as where:
            found = Listing(await asyncio.to_thread(_in_folder, raw / where.path, where.files), [])
        case where:
            found = await _listed(where, client, limits)
    if len(found.documents) > limits.documents:
        raise Refused(f"{len(found.documents)} documenti, più di {limits.documents}: restringere links in sources.yaml")
    return found


def _in_folder(folder: Path, files: str) -> list[Found]:
    if not folder.is_dir():
        raise Failed(f"la cartella {folder} non c'è; montarla, o correggere where.path in sources.yaml")
    paths = sorted(path for path in folder.glob(files) if path.is_file())
    return [Found(path.resolve().as_uri()) for path in paths]


async def _listed(where: Listed, client: Client, limits: Limits) -> Listing:
    links, sitemaps = _read(where, await client.get(where.url, limits.page))
    pages = [link.url for link in links if where.follow and link.found(where.follow)]
    further = list(dict.fromkeys(url for url in (*sitemaps, *pages) if url != where.url))
    if len(further) > limits.pages:
        raise Refused(f"{len(further)} altre pagine, più di {limits.pages}: restringere follow in sources.yaml")
    missing: list[tuple[str, str]] = []
    for url in further:
        try:
            answer = await client.get(url, limits.page)
            links += sitemap_links(answer)[0] if url in sitemaps else page_links(answer)
        except (Refused, Failed) as error:
            missing.append((url, str(error)))
    return Listing(_documents(where, links), missing)


def _read(where: Listed, answer: Answer) -> tuple[list[Link], list[str]]:
    """Its links, and the further sitemaps that it names."""
    if where.kind == "feed":
        return feed_links(answer), []
    if where.kind == "sitemap":
        return sitemap_links(answer)
    return page_links(answer), []


def _documents(where: Listed, links: list[Link]) -> list[Found]:
    """Each address once, in the order of the links."""
    found: dict[str, Found] = {}
    for link in links:
        if match := link.found(where.links):
            facts = {column: text.strip() for column, text in match.groupdict().items() if text and text.strip()}
            found.setdefault(link.url, Found(link.url, facts))
    return list(found.values())
