"""A Prefect server for the length of one run, that ends with the run however the run ends.

Prefect starts one by itself where there is none, but a killed run would leave that one behind. Here a child process
starts it, tells its address on standard output, and stops it when standard input ends.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from pipelines.errors import PipelineError


@contextmanager
def own_server() -> Iterator[Callable[[], str]]:
    """A server that is starting; the function waits until it answers and gives the address of its API."""
    command = [sys.executable, "-m", "pipelines.server"]
    pipe = subprocess.PIPE
    # a session of its own: Ctrl-C ends the run, and the run's end ends the server
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, start_new_session=True) as child:
        yield partial(_address, child)


def _address(child: subprocess.Popen[str]) -> str:
    told = child.stdout.readline().strip() if child.stdout else ""
    if not told:
        raise PipelineError("the flow engine doesn't start; run again, or name a Prefect server with PREFECT_API_URL")
    return told


def _serve() -> None:
    from prefect.server.api.server import SubprocessASGIServer

    with SubprocessASGIServer() as server:
        print(server.api_url, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    _serve()
