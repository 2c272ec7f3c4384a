"""The steps of a night by name, and what may happen to a process right before or after one."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from importlib import import_module
from typing import Any

Happening = Callable[[], None]

PR_CAPBSET_DROP = 24
CAPABILITY_VERSION = 0x20080522
CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 1, 2
"""Of <linux/prctl.h> and <linux/capability.h>."""


def die() -> None:
    """What nothing can catch, for the process and all that it started."""
    os.killpg(0, signal.SIGKILL)


def fill_the_disk() -> None:
    """From now on no file can grow, as on a disk without room; for what is started later, too."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))


def interrupt() -> None:
    """Ctrl-C reaches the whole group."""
    os.killpg(0, signal.SIGINT)


def stop() -> None:
    """Stand still, until somebody says to go on."""
    os.kill(os.getpid(), signal.SIGSTOP)


def lose_power() -> None:
    """Be bound by the rights of files even as root: give up the power to pass them by, for children too."""
    libc = ctypes.CDLL(None, use_errno=True)
    for power in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
        libc.prctl(PR_CAPBSET_DROP, power, 0, 0, 0)
    header, sets = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0), (ctypes.c_uint32 * 6)()
    libc.capget(header, sets)
    for n in range(3):
        sets[n] &= ~(1 << CAP_DAC_OVERRIDE | 1 << CAP_DAC_READ_SEARCH)
    libc.capset(header, sets)


@dataclass(frozen=True, slots=True)
class Step:
    """A function of ours, and what happens around one of its calls.

    Attributes:
        function: `module:name`; a method as `module:Class.name`.
        after: whether it happens after the call, or before.
        call: which one, counted from 1.
    """

    function: str
    after: bool = False
    call: int = 1
    happening: Happening = die

    def __str__(self) -> str:
        which = f" #{self.call}" if self.call > 1 else ""
        return f"{'after' if self.after else 'before'} {self.function}{which}"

    def prepare(self) -> None:
        """Have it happen in this process."""
        module, _, path = self.function.partition(":")
        *owners, name = path.split(".")
        owner = reduce(getattr, owners, import_module(module))
        function, calls = getattr(owner, name), 0

        def watched(*arguments: Any, **options: Any) -> Any:
            nonlocal calls
            calls += 1
            now = calls == self.call
            if now and not self.after:
                self.happening()
            result = function(*arguments, **options)
            if now and self.after:
                self.happening()
            return result

        setattr(owner, name, watched)


def _around(*functions: str) -> list[Step]:
    return [Step(function, after) for function in functions for after in (False, True)]


RUN = [
    *_around(
        "pipelines.night.mending:mend",
        "pipelines.night.flow:begin",
        "warehouse:connect",
        "warehouse:load_rules",
        "warehouse:begin_run",
        "pipelines.night.children:_ended",
        "pipelines.documents.readings:drop_other_versions",
        "pipelines.night.checking:rows_of",
        "expectations:hold_documents",
        "warehouse:record_outcomes",
        "warehouse:load_all",
        "warehouse.quarantine:renew",
        "warehouse.loading:record_corrections",
    ),
    Step("warehouse:set_aside_document", after=True),
    *_around(
        "warehouse:settle",
        "warehouse:load_results",
        "warehouse:release_absent",
        "warehouse:record_volume",
        "warehouse:end_run",
        "expectations.data_docs:_put",
        "expectations.data_docs:_index",
    ),
    *_around(
        "shutil:copyfile",
        "warehouse.publishing:export",
        "warehouse.versions:seal",
        "warehouse.versions:put_in_force",
        "pathlib:Path.symlink_to",
        "warehouse.versions:drop_old",
        "warehouse.versions:drop",
        "pipelines.reporting.nights:keep",
        "pipelines.reporting.report:write",
        "pipelines.night.flow:remember",
    ),
    Step("pipelines.night.state:_write", after=True, call=2),
    *_around("pipelines.reporting.watch:well"),
]
"""Of a run with everything to do, roughly in their order."""
NAME_FREE = _around("warehouse.publishing:write_name_free")
"""Of a run that publishes the edition without names."""
