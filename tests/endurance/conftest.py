"""One Prefect server, and one scene that trials copy."""

from collections.abc import Iterator

import pytest

from .processes import prefect
from .scene import Scene, prepared


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with prefect(tmp_path_factory.mktemp("prefect")):
        yield


@pytest.fixture(scope="session")
def scene(engine: None, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return prepared(tmp_path_factory.mktemp("scena"))
