"""`schedario serve`: the deployment of prefect.yaml on this machine, without a worker."""

from __future__ import annotations

import os
from typing import Any

from ruamel.yaml import YAML

from pipelines.folders import REPOSITORY, Folders
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
        PipelineError: the settings are wrong, or the flow engine doesn't start.
    """
    found = current()
    folders = Folders(found.raw.absolute(), found.curated.absolute())
    running.set_unless_set(running.ALWAYS)
    if "PREFECT_API_URL" in os.environ:
        return _serve(folders, fetch)
    # not the home of single runs: their server may be there at the same time
    running.set_unless_set({"PREFECT_HOME": str(folders.work / "serve")})
    with own_server(lasting=True) as address:
        os.environ["PREFECT_API_URL"] = address()
        return _serve(folders, fetch)


def _serve(folders: Folders, fetch: bool) -> None:
    # Prefect reads its settings when it is imported
    from prefect.client.schemas.objects import ConcurrencyLimitConfig
    from prefect.schedules import Cron
    from prefect.types.entrypoint import EntrypointType

    from pipelines.night.flow import schedario

    deployment = nightly()
    (schedule,) = deployment["schedules"]
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
