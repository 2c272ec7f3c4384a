"""`schedario publish`: the versions that are kept, the way back to the one before, and forward again."""

from __future__ import annotations

import warehouse
from pipelines import settings
from pipelines.errors import PipelineError
from pipelines.folders import Folders, shown
from pipelines.locking import writing
from pipelines.querying import Result
from warehouse.pseudonyms import key_of
from warehouse.versions import damaged_versions, in_force


def put_in_place(folders: Folders) -> warehouse.Published:
    """Publish the working file; whoever calls it holds the folder's lock.

    Raises:
        PipelineError: a setting is wrong.
        WarehouseError: as `warehouse.publish`.
    """
    return warehouse.publish(
        folders.working, folders.curated, keep=settings.current().versions, pseudonym_key=_pseudonym_key(folders)
    )


def publish(folders: Folders) -> warehouse.Published:
    """Publish the working file as the last run left it: the way forward after a rollback.

    Raises:
        PipelineError: there is none, a run is going on, or the last one didn't come to its end.
    """
    with writing(folders):
        if not folders.working.is_file() or folders.pending.exists():
            raise PipelineError("what the last run left is not ready to be published; run: schedario run")
        return put_in_place(folders)


def rollback(folders: Folders) -> warehouse.Version:
    """Put the version before in force; the working file and the acts stay as they are.

    Raises:
        PipelineError: a run is going on. WarehouseError: there is no version to go back to.
    """
    with writing(folders):
        return warehouse.rollback(folders.curated)


def listed(folders: Folders) -> Result:
    """The versions that are kept, newest first, with the one in force marked.

    Raises:
        PipelineError: nothing is published.
    """
    current = in_force(folders.curated)
    if not current:
        raise PipelineError(f"nothing is published in {shown(folders.curated)} yet; run: schedario run")
    rows: list[tuple[object, ...]] = [
        (v.nome, v.pubblicata_il, v.righe.get("main.dim_atto"), sum(v.righe.values()), v.nome == current)
        for v in reversed(warehouse.kept_versions(folders.curated))
    ]
    return ["version", "published_utc", "acts", "rows", "in_force"], rows


def damaged(folders: Folders) -> list[str]:
    """A line for each version that was published and can't be put back."""
    found = damaged_versions(folders.curated)
    return [f"version {name} is damaged and can't be put back: {why}" for name, why in found.items()]


def without_names(folders: Folders) -> None:
    """From now on publish the edition without names, too: it is made as long as its key is there."""
    with writing(folders):
        key_of(folders.pseudonym_key)


def _pseudonym_key(folders: Folders) -> bytes | None:
    return key_of(folders.pseudonym_key) if folders.pseudonym_key.exists() else None
