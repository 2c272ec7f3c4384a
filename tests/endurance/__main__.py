"""`python -m tests.endurance`: as many kills as wanted, full disks where the user may make small ones, and 50
publications under a reader's eyes, with figures.
"""

from __future__ import annotations

import random
import sys
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from . import disks, reading, steps, trials
from .processes import prefect
from .scene import Scene, prepared
from .trials import Trial

CHILDREN = ("pipelines.night.worker", "pipelines.night.server")
SIDE_BY_SIDE = 2
PUBLICATIONS = 50
DISKS = 20


def main() -> int:
    """Kill, ask, tell; the exit code."""
    parser = ArgumentParser(prog="python -m tests.endurance", description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="at each step, some children, the rest at random")
    parser.add_argument("--seed", type=int, default=1)
    wish = parser.parse_args()
    with TemporaryDirectory(prefix="schedario-") as folder, prefect(Path(folder) / "prefect"):
        home, began = Path(folder), time.monotonic()
        scene = prepared(home / "scena", names=True)
        seconds = trials.undisturbed(scene, home / "vera")
        print(f"an undisturbed run takes {seconds:.1f} s; {wish.kills} kills, seed {wish.seed}", flush=True)
        full = disks.trials(scene, home / "disco", DISKS)
        print(f"{len(full)} full disks" if full else "no full disks: only root can make small ones", flush=True)
        found = _all([*_trials(scene, seconds, wish.kills, random.Random(wish.seed)), *full], home)
        problems = _told(found, time.monotonic() - began)
        seen = reading.watched(scene.copied(home / "letture"), PUBLICATIONS)
    print(f"{PUBLICATIONS} publications under the eyes of:", *seen, sep="\n  ")
    for each in seen:
        for problem in (*each.failed, *each.mixed):
            print(f"{each.way}: {problem}")
    return 1 if problems or any(each.failed or each.mixed for each in seen) else 0


def _trials(scene: Scene, longest: float, kills: int, chance: random.Random) -> list[Callable[[Path], Trial]]:
    known: list[Callable[[Path], Trial]] = [
        partial(trials.at_a_step, scene, step=step) for step in (*steps.RUN, *steps.NAME_FREE)
    ]
    known += [partial(trials.child_killed, scene, command=command) for command in CHILDREN]
    left = kills - len(known)
    seeds = [chance.getrandbits(32) for _ in range(max(left, 0))]
    known += [partial(trials.at_random, scene, chance=random.Random(seed), longest=longest) for seed in seeds]
    return known[:kills]


def _all(todo: list[Callable[[Path], Trial]], home: Path) -> list[Trial]:
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        futures = [pool.submit(_one, trial, home / f"prova-{n}") for n, trial in enumerate(todo)]
        return [future.result() for future in futures]


def _one(trial: Callable[[Path], Trial], home: Path) -> Trial:
    done = trial(home)
    print(f"{done.name}: {done.seen or '?'} {'; '.join(done.problems) or 'well'}", flush=True)
    return done


def _told(found: list[Trial], seconds: float) -> int:
    """Print the figures; how many trials went wrong."""
    wrong = [trial for trial in found if trial.problems]
    seen = Counter(trial.seen for trial in found)
    in_time = sum(trial.killed for trial in found)
    print(f"{len(found)} trials, {in_time} kills in time, {seconds / 60:.0f} minutes")
    print(f"readers saw the version before in {seen['A']}, the new one in {seen['B']}, anything else in {seen['']}")
    print(f"the next run ended with the same warehouse in {len(found) - len(wrong)} of {len(found)}")
    for trial in wrong:
        print(f"WRONG {trial.name}: {'; '.join(trial.problems)}")
    return len(wrong)


if __name__ == "__main__":
    sys.exit(main())
