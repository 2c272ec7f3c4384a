"""Documents that are published, but whose PDF is in the folder no more: a working file made anew takes them from what
was read of them, so that the older versions of an act stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import asdict
from pathlib import Path

import duckdb

import warehouse
from pipelines.documents import readings
from pipelines.documents.register import Source
from pipelines.folders import Folders
from pipelines.night.loading import Loader
from warehouse import Document, WarehouseError, versions
from warehouse.errors import Reason


def bring_along(loader: Loader, sources: list[Source]) -> list[Reason]:
    """Load those that the working file lacks; a sentence for each that can't be.

    Args:
        sources: the files that are in the folder.
    """
    there = {source.sha256 for source in sources} | warehouse.loaded_documents(loader.con).keys()
    gone = [_source(document) for document in _published(loader.folders) if document.sha256 not in there]
    for some in _apart(gone):
        list(loader.load_all((source, path) for source in some if (path := _kept(loader.folders, source))))
    warehouse.forget_notes(loader.con, loader.run_id, [source.name for source in gone])  # the folder hasn't got them
    loaded = warehouse.loaded_documents(loader.con)
    return [_lost(source.name) for source in gone if source.sha256 not in loaded]


def superseded(loader: Loader, sources: list[Source]) -> list[Reason]:
    """A sentence for each file of the folder that isn't in force: a later version is, and its PDF is gone."""
    found = warehouse.superseded(loader.con, {source.sha256 for source in sources})
    return [
        Reason(
            f"{name} is version {version} of its act; in force is version {newer} ({other}), which came after it and is"
            " not in the folder any more",
            f"{name} è la versione {version} del suo atto; in vigore è la {newer} ({other}), arrivata dopo, che non è"
            " più nella cartella",
        )
        for name, version, other, newer in found
    ]


def _published(folders: Folders) -> list[Document]:
    """In order of acquisition, those of the version in force or of the newest that can be read; none without one."""
    kept = [versions.place(folders.curated, v.nome) / versions.FILE for v in versions.kept_versions(folders.curated)]
    for path in (folders.published, *reversed(kept)):
        with suppress(WarehouseError, duckdb.Error), closing(warehouse.connect(path, read_only=True)) as con:
            return warehouse.acquired_documents(con)
    return []


def _source(document: Document) -> Source:
    facts = {name: value for name, value in asdict(document.metadata).items() if value is not None}
    return Source(document.nome_file, Path(), document.sha256, document.bytes, facts)


def _kept(folders: Folders, source: Source) -> Path | None:
    """Its reading, of whatever version of the reader, as long as this one understands it."""
    return next((path for path in folders.readings.glob(f"{source.sha256}-*.json") if readings.is_readable(path)), None)


def _apart(sources: list[Source]) -> Iterator[list[Source]]:
    """Lists in which each name is once: versions of an act may have had the same."""
    while sources:
        some = {source.name: source for source in reversed(sources)}
        yield list(some.values())
        sources = [source for source in sources if some[source.name] is not source]


def _lost(name: str) -> Reason:
    return Reason(
        f"{name} is published, but its PDF is not in the folder any more and can't be loaded from what was read of it;"
        " put the PDF back, or go on without it: schedario run --accept-less",
        f"{name} è pubblicato, ma il suo PDF non è più nella cartella, e non si può caricare da ciò che ne è stato"
        " letto; rimettere il PDF, o proseguire senza: schedario run --accept-less",
    )
