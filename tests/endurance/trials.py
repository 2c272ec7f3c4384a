"""One trial: a run is killed, readers are asked, the next run ends, and everything is as if nothing had happened."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from shutil import rmtree

from pipelines.folders import Folders

from . import looking
from .looking import NotWholeError
from .processes import begun, finished, tried
from .scene import Scene
from .steps import Step

RUN = "from pipelines.cli import main; main()"


@dataclass(slots=True)
class Trial:
    """What came of one kill.

    Attributes:
        name: when it came.
        killed: whether it came in time; a run that ended before is no kill.
        seen: the version that readers found after it, `A` or `B`.
        problems: what was not as it should be, one sentence each.
    """

    name: str
    killed: bool = True
    seen: str = ""
    problems: list[str] = field(default_factory=list)


def at_a_step(scene: Scene, home: Path, step: Step) -> Trial:
    """A run dies at a step of its own."""
    with _folders(scene, home) as folders:
        ended = tried("run", home=home, step=step)
        trial = Trial(str(step), ended.code == -signal.SIGKILL)
        if not trial.killed:
            trial.problems.append(f"it did not come to this step: {ended.code} {ended.said}")
        return after(trial, scene, folders)


def undisturbed(scene: Scene, home: Path) -> float:
    """How long a real `schedario run` takes, checks and all, in seconds; it ends like the others."""
    with _folders(scene, home) as folders:
        began = time.monotonic()
        run = real_run(folders, own_server=False)
        assert run.wait() == 0, "the undisturbed run failed"
        seconds = time.monotonic() - began
        wrong = differences(scene, folders)
        assert not wrong, wrong
    return seconds


def chain(scene: Scene, home: Path, kills: Iterable[Callable[[Path], None]]) -> list[str]:
    """Run after run is killed in the same folder, and readers ask after each; the last one may end.

    Returns:
        What is not as an undisturbed run leaves it.

    Raises:
        NotWholeError: readers found something half done.
    """
    with _folders(scene, home) as folders:
        for kill in kills:
            kill(home)
            looking.seen(folders.curated)
        finished("run", home=home)
        return differences(scene, folders)


def step_kill(step: Step) -> Callable[[Path], None]:
    """A run that dies at a step."""

    def kill(home: Path) -> None:
        ended = tried("run", home=home, step=step)
        assert ended.code == -signal.SIGKILL, f"{step}: it did not come to this step: {ended.code} {ended.said}"

    return kill


def timed_kill(delay: float) -> Callable[[Path], None]:
    """A run that is killed, with all that it started, so many seconds after it began."""

    def kill(home: Path) -> None:
        with begun("run", home=home) as (process, _):
            time.sleep(delay)
            with suppress(ProcessLookupError):
                os.killpg(process.pid or 0, signal.SIGKILL)

    return kill


def at_random(scene: Scene, home: Path, chance: random.Random, longest: float) -> Trial:
    """A real `schedario run` and all that it started is killed after a random time; one in ten has its own Prefect
    server."""
    own_server = chance.random() < 0.1
    delay = chance.uniform(0.1, longest)
    with _folders(scene, home) as folders:
        run = real_run(folders, own_server)
        with suppress(subprocess.TimeoutExpired):
            run.wait(delay)
        trial = Trial(f"after {delay:.1f} s", run.poll() is None)
        with suppress(ProcessLookupError):
            os.killpg(run.pid, signal.SIGKILL)
        run.wait()
        return after(trial, scene, folders)


def child_killed(scene: Scene, home: Path, command: str) -> Trial:
    """Only a process that a real run started is killed, as soon as it is there: a reader, or its Prefect server."""
    with _folders(scene, home) as folders:
        run = real_run(folders, own_server=True)
        trial = Trial(f"only {command}", killed=False)
        while run.poll() is None and not trial.killed:
            for child in _children(run.pid, command):
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
                    trial.killed = True
            time.sleep(0.05)
        run.wait()
        return after(trial, scene, folders)


def after(trial: Trial, scene: Scene, folders: Folders) -> Trial:
    """Ask as a reader does, let the next run end, and hold what it leaves against an undisturbed one."""
    try:
        trial.seen = version_seen(scene, folders)
        ended = tried("run", home=folders.raw.parent)
        if ended.code != 0:
            trial.problems.append(f"the next run fails: {ended.said}")
        trial.problems += differences(scene, folders)
    except NotWholeError as error:
        trial.problems.append(f"readers: {error}")
    return trial


def version_seen(scene: Scene, folders: Folders) -> str:
    """`A` or `B`.

    Raises:
        NotWholeError: readers find anything else.
    """
    version = looking.seen(folders.curated)
    if version == scene.version:
        return "A"
    wrong = _other(scene, folders)
    if wrong:
        raise NotWholeError(f"neither A nor B: {wrong}")
    return "B"


def differences(scene: Scene, folders: Folders) -> list[str]:
    """What is not as an undisturbed run leaves it."""
    looking.seen(folders.curated)
    wrong = [f"differs: {name}" for name in _other(scene, folders)]
    return wrong + [f"left over: {path}" for path in looking.left_over(folders.curated, folders.raw)]


def _other(scene: Scene, folders: Folders) -> list[str]:
    found = looking.prints(folders.curated)
    return sorted(name for name in found.keys() | scene.end.keys() if found.get(name) != scene.end.get(name))


@contextmanager
def _folders(scene: Scene, home: Path) -> Iterator[Folders]:
    try:
        yield scene.copied(home)
    finally:
        rmtree(home, ignore_errors=True)


def real_run(folders: Folders, own_server: bool) -> subprocess.Popen[bytes]:
    left_out = {"PREFECT_API_URL", "PREFECT_HOME"} if own_server else set()
    return subprocess.Popen(
        [sys.executable, "-c", RUN, "run", "--raw", str(folders.raw), "--curated", str(folders.curated)],
        env={name: value for name, value in os.environ.items() if name not in left_out},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _children(parent: int, command: str) -> list[int]:
    """Processes below one whose command line holds these words."""
    asked = subprocess.run(["ps", "-e", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True)
    lines = [line.split(None, 2) for line in asked.stdout.splitlines()]
    return [int(pid) for pid, above, words in lines if int(above) == parent and command in words]
