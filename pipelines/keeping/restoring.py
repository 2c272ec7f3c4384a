"""The working file taken from a published version, which was made as a copy of it."""

from __future__ import annotations

import shutil

from pipelines.folders import Folders
from pipelines.night.state import forget
from warehouse import versions
from warehouse.versions import FILE


def bring_back(folders: Folders) -> None:
    """Take a working file that is gone from the newest version that is as it was published: what people loaded, the
    order in which acts came and the diary of the nights stand nowhere else.
    """
    if folders.working.is_file():
        return
    for version in reversed(versions.kept_versions(folders.curated)):
        if not any(versions.changed_files(folders.curated, version)):
            forget(folders)  # that version may be older than what was written down
            take(folders, version.nome)
            return


def take(folders: Folders, name: str) -> None:
    """Make the working file what it was when a version was published; a copy that is killed leaves it as it is."""
    aside = folders.working.with_name(f"{FILE}.nuovo")
    shutil.copyfile(versions.place(folders.curated, name) / FILE, aside)
    folders.working.with_name(f"{FILE}.wal").unlink(missing_ok=True)
    aside.replace(folders.working)
