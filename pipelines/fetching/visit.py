"""One source, one night: what it offers, document by document."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from pipelines.documents.sources import Origin
from pipelines.fetching.client import Answer, Client, Tags
from pipelines.fetching.envelopes import Opened, opened
from pipelines.fetching.limits import MEGABYTE, Limits
from pipelines.fetching.listing import Found, Listing, listing
from pipelines.fetching.memory import Address, Memory, now, recall, remember
from pipelines.fetching.outcomes import Failed, Gone, Kind, Outcome, Refused, Transient
from pipelines.fetching.store import keep


@dataclass(frozen=True, slots=True)
class Visit:
    """A source, asked by a client, with what is known of it."""

    origin: Origin
    raw: Path
    client: Client
    limits: Limits
    memory: Memory

    async def outcomes(self, dry_run: bool) -> AsyncIterator[Outcome]:
        """One outcome for each document, as they come."""
        if not dry_run and not self.memory.first_asked:
            self.memory.first_asked = now()
            remember(self.raw, self.origin.name, self.memory)
        try:
            offered = await listing(self.origin, self.raw, self.client, self.limits)
        except (Refused, Failed) as error:
            yield self._failed(self.origin.address, error)
            return
        for url, reason in offered.missing:
            yield Outcome(self.origin.name, Kind.ERRORE, url, reason=reason)
        async for outcome in self._documents(offered.documents) if not dry_run else self._known(offered.documents):
            yield outcome
        for outcome in self._vanished(offered, dry_run):
            yield outcome
        if not dry_run:
            self.memory.last_asked = now()
            remember(self.raw, self.origin.name, self.memory)

    async def _known(self, documents: list[Found]) -> AsyncIterator[Outcome]:
        for found in documents:
            kind = Kind.DA_CHIEDERE if found.url in self.memory.addresses else Kind.NUOVO
            yield Outcome(self.origin.name, kind, found.url)

    async def _documents(self, documents: list[Found]) -> AsyncIterator[Outcome]:
        """Each document in turn; a site that stopped answering is left alone."""
        failures = 0
        for done, found in enumerate(documents, start=1):
            try:
                outcomes = await self._document(found)
                failures = 0
            except (Refused, Failed) as error:
                outcomes = [self._failed(found.url, error)]
                failures = failures + 1 if isinstance(error, Transient) else 0
            remember(self.raw, self.origin.name, self.memory)
            for outcome in outcomes:
                yield outcome
            if failures == self.limits.patience and done < len(documents):
                reason = f"il sito non risponde: gli altri {len(documents) - done} documenti alla prossima notte"
                yield Outcome(self.origin.name, Kind.ERRORE, self.origin.address, reason=reason)
                return

    def _failed(self, url: str, error: Refused | Failed) -> Outcome:
        known = self.memory.addresses.get(url)
        if isinstance(error, Gone) and known and known.files:
            known.vanished = known.vanished or now()
            return self._gone(url, known)
        kind = Kind.RIFIUTATO if isinstance(error, Refused) else Kind.ERRORE
        return Outcome(self.origin.name, kind, url, reason=str(error))

    async def _document(self, found: Found) -> list[Outcome]:
        known = self.memory.addresses.get(found.url)
        answer = await self._asked(found.url, known.tags(self.raw) if known else None)
        seen = now()
        address = Address(first_seen=seen, last_seen=seen) if known is None else known
        address.last_seen, address.vanished = seen, None
        self.memory.addresses[found.url] = address
        if answer.body is not None:
            inside = await asyncio.to_thread(opened, _name(answer), answer.body, self.limits)
            return self._stored(found, answer, address, inside)
        refusals = [self._refused(found.url, name, reason) for name, reason in address.refused.items()]
        return refusals if not address.files else [self._unchanged(found.url, address), *refusals]

    async def _asked(self, url: str, tags: Tags | None) -> Answer:
        if urlsplit(url).scheme == "file":
            return await asyncio.to_thread(_from_file, url, self.limits.document, tags)
        return await self.client.get(url, self.limits.document, tags)

    def _stored(self, found: Found, answer: Answer, address: Address, inside: list[Opened]) -> list[Outcome]:
        """Store what is inside, and remember what the address holds now."""
        before = address.files
        tags = answer.tags
        address.final_url, address.etag, address.last_modified = answer.url, tags.etag, tags.last_modified
        address.files, address.refused = [], {}
        outcomes = []
        for document in inside:
            name = document.member or document.name
            if document.refused:
                address.refused[name] = document.refused
                outcomes.append(self._refused(found.url, name, document.refused))
                continue
            file, new = keep(self.raw, self.origin.name, document, self._provenance(found, answer, document.member))
            address.files.append(file)
            if new:
                kind = Kind.CAMBIATO if before and file not in before else Kind.NUOVO
                outcomes.append(Outcome(self.origin.name, kind, found.url, file))
        if address.files and not any(outcome.file for outcome in outcomes):
            outcomes.insert(0, self._unchanged(found.url, address))
        if any(outcome.file for outcome in outcomes if outcome.kind is not Kind.INVARIATO):
            self.memory.last_news = now()
        return outcomes

    def _provenance(self, found: Found, answer: Answer, member: str) -> dict[str, object]:
        """What the sidecar says. The address names the act, so that what changes under it is a version of the act."""
        act = f"{found.url}!{member}" if member else found.url
        return {
            "source": self.origin.name,
            "url": found.url,
            "final_url": answer.url,
            "fetched_at": now(),
            "headers": answer.headers,
            "source_facts": self.origin.facts,
            "facts": {"url": found.url, "atto_logico": act, **found.facts},
        }

    def _vanished(self, offered: Listing, dry_run: bool) -> list[Outcome]:
        """Known documents that aren't listed any more; nothing is said of them when the list isn't whole."""
        if offered.missing:
            return []
        listed = {found.url for found in offered.documents}
        gone = {url: known for url, known in self.memory.addresses.items() if url not in listed and not known.vanished}
        if gone and not listed:
            reason = "nessun link corrisponde più: la pagina è cambiata? controllare links in sources.yaml"
            return [Outcome(self.origin.name, Kind.ERRORE, self.origin.address, reason=reason)]
        if not dry_run:
            for known in gone.values():
                known.vanished = now()
        return [self._gone(url, known) for url, known in gone.items() if known.files]

    def _gone(self, url: str, known: Address) -> Outcome:
        return Outcome(self.origin.name, Kind.SPARITO, url, known.files[0], "non è più pubblicato; la copia resta")

    def _unchanged(self, url: str, address: Address) -> Outcome:
        return Outcome(self.origin.name, Kind.INVARIATO, url, address.files[0])

    def _refused(self, url: str, name: str, reason: str) -> Outcome:
        return Outcome(self.origin.name, Kind.RIFIUTATO, url, reason=f"{name}: {reason}")


def visit(origin: Origin, raw: Path, client: Client, limits: Limits) -> Visit:
    """A visit that remembers the ones before.

    Raises:
        PipelineError: what was remembered is damaged.
    """
    return Visit(origin, raw, client, limits, recall(raw, origin.name))


def _name(answer: Answer) -> str:
    """The file name that the site gives, else the last part of the address."""
    header = Message()
    header["content-disposition"] = answer.headers.get("content-disposition", "")
    given = header.get_filename() or unquote(urlsplit(answer.url).path)
    return PurePosixPath(given.replace("\\", "/")).name or "documento"


def _from_file(url: str, most: int, tags: Tags | None) -> Answer:
    """A file of a folder, by the rules of the web: its size and time are its tag."""
    path = Path(url2pathname(urlsplit(url).path))
    try:
        stat = path.stat()
        etag = f"{stat.st_size}-{stat.st_mtime_ns}"
        if stat.st_size > most:
            raise Refused(f"più di {most / MEGABYTE:g} MB")
        body = None if tags and tags.etag == etag else path.read_bytes()
    except OSError as error:
        raise Failed("il file non si legge; controllare che ci sia, e i permessi") from error
    return Answer(url, {"etag": etag}, body)
