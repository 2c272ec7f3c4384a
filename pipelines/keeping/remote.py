"""A warehouse behind a URL: a local copy that is written as ever, brought up to date before and sent after.

Storages of objects have neither links nor renaming, so one small object tells the version in force, `corrente.json`: a
version is sent whole, its manifest last, and only then that object is replaced. Who reads it first and the version's
files after it always has a whole version. It also tells what a machine without a copy needs to go on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from pipelines.errors import BusyError, NotPublishedError, PipelineError
from pipelines.folders import RAW, Folders, shown, url_of
from pipelines.keeping import restoring
from pipelines.keeping.pointer import POINTER, Pointer, told_by
from pipelines.locking import held
from pipelines.reporting import nights
from pipelines.storage import Storage, opened, put
from warehouse import versions
from warehouse.versions import FOLDER, MANIFEST, NAME_FREE


@contextmanager
def in_step(folders: Folders) -> Iterator[None]:
    """Take over what other machines have published, let this one write, and send what it has published.

    What a killed block leaves is sent by the next one.

    Raises:
        PipelineError: the storage fails; another machine has published what this one hasn't seen; the key of the
            edition without names isn't here.
    """
    storage = opened(url_of(folders.curated))
    before = storage.read(POINTER)
    if before is not None and before != _seen(folders):
        _take_over(storage, folders, before)
    if not _begun(folders).is_file():
        put(_begun(folders), versions.in_force(folders.curated).encode())
    try:
        yield
    except NotPublishedError:
        _send_reports(storage, folders)
        raise
    _send(storage, folders, before)
    _begun(folders).unlink()


def at_hand(curated: Path) -> None:
    """Have the version in force in the local copy of a URL, for who only reads.

    Raises:
        PipelineError: the storage fails.
    """
    folders = Folders(RAW, curated)
    if _is_ahead(folders):
        return  # what a killed run published here is sent by the next one
    storage = opened(url_of(curated))
    with suppress(BusyError), held(folders):
        content = storage.read(POINTER)
        if content is None:
            return
        pointer = told_by(storage, content)
        if pointer.versione != versions.in_force(curated):
            _take_version(storage, folders, pointer.versione, storage.files(FOLDER))
            versions.put_in_force(curated, pointer.versione)


def _take_over(storage: Storage, folders: Folders, content: bytes) -> None:
    """Make the local copy what the storage tells; what comes first may come again after a kill."""
    pointer, curated = told_by(storage, content), folders.curated
    _refuse_two_heads(folders, pointer)
    if any(name.startswith(f"{NAME_FREE}/") for name in pointer.impronte) and not folders.pseudonym_key.is_file():
        raise PipelineError(
            f"{storage.url} has an edition without names; put its key at {folders.pseudonym_key}, and run again"
        )
    there = storage.files(FOLDER)
    for name in _whole(there):
        _take_version(storage, folders, name, there)
    restoring.take(folders, pointer.ultima)
    folders.pending.unlink(missing_ok=True)
    put(folders.state, json.dumps(pointer.stato, ensure_ascii=False, indent=1).encode())
    versions.put_in_force(curated, pointer.versione)
    storage.take(_missing_reports(storage, folders), curated)
    put(folders.work / "remoto.json", content)


def _refuse_two_heads(folders: Folders, pointer: Pointer) -> None:
    """Raise if a block that was killed has published something here, and another machine something else since."""
    here = versions.in_force(folders.curated)
    if _is_ahead(folders) and here != pointer.versione:
        raise PipelineError(
            f"another machine has published {pointer.versione} in {shown(folders.curated)}, and this one {here}, which "
            f"isn't there; to go on from the other's, move {folders.curated} away and run again"
        )


def _is_ahead(folders: Folders) -> bool:
    """Whether a block that was killed has published something here that isn't sent."""
    begun = _begun(folders)
    return begun.is_file() and begun.read_text() != versions.in_force(folders.curated)


def _take_version(storage: Storage, folders: Folders, name: str, there: dict[str, dict[str, Any]]) -> None:
    """Bring a version unless it is here; its manifest comes last, as where it was made."""
    place, under = versions.place(folders.curated, name), f"{FOLDER}/{name}"
    if (place / MANIFEST).is_file():
        return
    manifest = storage.read(f"{under}/{MANIFEST}") or b"{}"
    prints = _prints(manifest)
    storage.take(
        {path: there[path]["size"] for each in prints if (path := f"{under}/{each}") in there}, folders.curated
    )
    if not prints or any(not _is_sound(place / each, sha256) for each, sha256 in prints.items()):
        raise PipelineError(f"{storage.url}/{under} is damaged; publish again from the machine that made it")
    put(place / MANIFEST, manifest)


def _prints(manifest: bytes) -> dict[str, str]:
    """What a manifest tells of its version's files; nothing where it is damaged."""
    try:
        prints: dict[str, str] = json.loads(manifest)["impronte"]
    except (ValueError, TypeError, KeyError):
        return {}
    return prints


def _is_sound(path: Path, sha256: str) -> bool:
    return path.is_file() and versions.fingerprint(path) == sha256


def _send(storage: Storage, folders: Folders, before: bytes | None) -> None:
    """Send the versions that aren't there, then the pointer, then let go what is no longer kept."""
    pointer = _pointer(folders)
    if pointer is None or pointer == before:
        return
    if storage.read(POINTER) != before:
        raise PipelineError(f"another machine has just published in {storage.url}; what this one has made isn't sent")
    kept, there = versions.kept_versions(folders.curated), storage.files(FOLDER)
    for version in kept:
        if f"{FOLDER}/{version.nome}/{MANIFEST}" not in there:
            place, under = versions.place(folders.curated, version.nome), f"{FOLDER}/{version.nome}"
            storage.give(version.impronte, place, under)
            storage.give([MANIFEST], place, under)
    _send_reports(storage, folders)
    storage.replace(POINTER, pointer)
    put(folders.work / "remoto.json", pointer)
    # what is damaged here may be whole there
    names = {version.nome for version in kept} | versions.damaged_versions(folders.curated).keys()
    gone = [path for path in there if path.split("/")[1] not in names]
    storage.drop(sorted(gone, key=lambda path: not path.endswith(MANIFEST)))


def _pointer(folders: Folders) -> bytes | None:
    kept = {version.nome: version for version in versions.kept_versions(folders.curated)}
    version = kept.get(versions.in_force(folders.curated))
    if version is None:
        return None
    state = json.loads(folders.state.read_bytes()) if folders.state.is_file() else {}
    return Pointer(version.nome, version.impronte, max(kept), state).as_bytes()


def _send_reports(storage: Storage, folders: Folders) -> None:
    """The pages of the nights, as far as they aren't there; the index each time."""
    there = storage.files(nights.FOLDER)
    pages = [path.relative_to(folders.curated).as_posix() for path in nights.told_in(folders).glob("[!.]*")]
    storage.give([name for name in pages if name not in there or name.endswith(nights.INDEX)], folders.curated)


def _missing_reports(storage: Storage, folders: Folders) -> dict[str, int]:
    there = storage.files(nights.FOLDER)
    return {name: facts["size"] for name, facts in there.items() if not (folders.curated / name).is_file()}


def _whole(there: dict[str, dict[str, Any]]) -> list[str]:
    return [path.split("/")[1] for path in there if path.endswith(f"/{MANIFEST}")]


def _seen(folders: Folders) -> bytes | None:
    """The pointer as this machine last left or found it."""
    path = folders.work / "remoto.json"
    return path.read_bytes() if path.is_file() else None


def _begun(folders: Folders) -> Path:
    """Stands while this machine may have published what isn't sent: the version that was in force before."""
    return folders.work / "remoto.iniziato"
