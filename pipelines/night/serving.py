"""`schedario serve`: the deployment of prefect.yaml on this machine, without a worker."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ruamel.yaml import YAML

from pipelines.folders import REPOSITORY, Folders, shown
from pipelines.locking import alone
from pipelines.night import running
from pipelines.night.server import own_server
from pipelines.settings import current

DEPLOYMENTS = REPOSITORY / "prefect.yaml"


def nightly() -> dict[str, Any]:
    """The deployment of prefect.yaml: name, description, tags, schedules, limit."""
    deployment: dict[str, Any] = YAML(typ="safe").load(DEPLOYMENTS)["deployments"][0]
    return deployment


def serve(fetch: bool) -> None:
    """Run every night at the hour of prefect.yaml, until somebody ends it.

    Raises:
        PipelineError: the settings are wrong, the flow engine doesn't start, or another one serves these folders.
    """
    found = current()
    folders = Folders(found.raw.absolute(), found.curated.absolute())
    running.prepare(folders)
    if "PREFECT_API_URL" in os.environ:
        return _serve(folders, fetch)
    # not the home of single runs: their server may be there at the same time
    home = folders.work / "serve"
    running.set_unless_set({"PREFECT_HOME": str(home)})
    busy = f"schedario serve is there already for {shown(folders.curated)}; end it first, or set another curated folder"
    refused = f"can't write to {shown(folders.curated)}: {{}}; set another curated folder"
    with alone(home, busy, refused), own_server(lasting=True) as address:
        os.environ["PREFECT_API_URL"] = address()
        _end_what_died()
        return _serve(folders, fetch)


def _end_what_died() -> None:
    """Say of nights that were killed with the `serve` before that they are over, so that they give their slot back.

    Nobody else asks a server of our own: what it still shows as going on can't be.
    """
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterState, FlowRunFilterStateType
    from prefect.client.schemas.objects import StateType
    from prefect.states import Crashed

    going_on = FlowRunFilterStateType(any_=[StateType.PENDING, StateType.RUNNING, StateType.CANCELLING])
    with get_client(sync_client=True) as client:
        for run in client.read_flow_runs(flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=going_on))):
            client.set_flow_run_state(run.id, Crashed(message="Ended with the `schedario serve` before."), force=True)


def _serve(folders: Folders, fetch: bool) -> None:
    # Prefect reads its settings when it is imported
    from prefect.client.schemas.objects import ConcurrencyLimitConfig
    from prefect.schedules import Cron
    from prefect.types.entrypoint import EntrypointType

    from pipelines.night.flow import schedario

    deployment = nightly()
    (schedule,) = deployment["schedules"]
    with _own_temporary_folder():
        schedario.serve(
            name=deployment["name"],
            description=deployment["description"],
            tags=deployment["tags"],
            schedule=Cron(schedule["cron"], timezone=schedule["timezone"]),
            parameters={"raw": str(folders.raw), "curated": str(folders.curated), "fetch": fetch},
            global_limit=ConcurrencyLimitConfig(**deployment["concurrency_limit"]),
            limit=1,
            entrypoint_type=EntrypointType.MODULE_PATH,
        )


@contextmanager
def _own_temporary_folder() -> Iterator[None]:
    """Prefect keeps what its runner needs under one name for all users, which is the first one's who served there."""
    with tempfile.TemporaryDirectory(prefix="schedario-serve-") as folder:
        tempfile.tempdir = folder
        try:
            yield
        finally:
            tempfile.tempdir = None
