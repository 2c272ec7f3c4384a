"""`schedario run`: look first whether there is anything to do, and start the flow engine only then."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path

from pipelines.documents.register import register
from pipelines.errors import NotPublishedError, PipelineError
from pipelines.folders import Folders, shown
from pipelines.locking import writing
from pipelines.night.server import own_server
from pipelines.night.state import current_state, is_published, is_rolled_back
from pipelines.night.summary import Summary
from pipelines.night.wish import Wish

ALWAYS = {
    "DO_NOT_TRACK": "1",
    "GX_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
}
# The log of a server that lives as long as the run says nothing that our summary doesn't.
OWN_SERVER = {
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
}
SLOW_IMPORT = "expectations.engine"


def documents_to_look_at(folders: Folders) -> int:
    """How many documents a run would go through; 0 when all is published as it stands.

    Raises:
        PipelineError: nothing to read, or another run is going on.
    """
    with writing(folders):
        sources = register(folders)
        return 0 if is_published(folders, current_state(folders, sources)) else len(sources)


def nothing_new(folders: Folders) -> str:
    """What to say when there is nothing to do."""
    told = f"Nothing new in {shown(folders.raw)}: {shown(folders.published)} is up to date."
    if is_rolled_back(folders):
        told += " An older version is in force since a rollback; to go forward: schedario publish"
    return told


def run(folders: Folders, wish: Wish | None = None) -> Summary:
    """Run the flow here, on the server that PREFECT_API_URL names or on one of its own; errors as the flow's.

    A run that ended without publishing is no error: its summary says why. That the flow engine is gone is one.
    """
    prepare(folders)
    if "PREFECT_API_URL" in os.environ:
        return _run_flow(folders, wish)
    set_unless_set(OWN_SERVER | {"PREFECT_HOME": str(folders.work.resolve() / "prefect")})
    with own_server() as address:
        import_module(SLOW_IMPORT)  # while the server starts
        os.environ["PREFECT_API_URL"] = address()
        try:
            return _run_flow(folders, wish)
        finally:
            del os.environ["PREFECT_API_URL"]  # the next run here has another one


def prepare(folders: Folders) -> None:
    """Set what the flow engine needs before it is imported, be it our own or a named one."""
    set_unless_set(ALWAYS)
    try:
        Path.home()
    except RuntimeError:  # a container's user may have none, and Prefect ends at its import then
        os.environ["HOME"] = str(folders.work.resolve())


def set_unless_set(settings: dict[str, str]) -> None:
    """Set variables of the environment that nobody set."""
    for name, value in settings.items():
        os.environ.setdefault(name, value)


def _run_flow(folders: Folders, wish: Wish | None) -> Summary:
    # slow imports; Prefect reads its settings with its own, and again where somebody imported it before
    import httpx
    from prefect.context import refresh_global_settings_context

    from pipelines.night.flow import schedario

    refresh_global_settings_context()
    try:
        return schedario(folders.raw, folders.curated, wish or Wish())
    except NotPublishedError as error:
        return error.summary
    except httpx.HTTPError as error:
        url = os.environ["PREFECT_API_URL"]
        raise PipelineError(
            f"the flow engine at {url} fails or is gone ({error}); what is published is whole; run again"
        ) from error
