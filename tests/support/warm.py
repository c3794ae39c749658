"""Start the product's programs from a process that has loaded them: to load them takes most of what a start costs.

It forks one for each start, as gunicorn does with its workers. What a new interpreter reads for itself - a path, a
folder of code, a clock that is set - is started as ever.
"""

import atexit
import gc
import os
import runpy
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from functools import cache
from multiprocessing import forkserver, get_context
from multiprocessing.context import ForkServerContext
from pathlib import Path
from unittest.mock import patch

from sandbox import processes
from sandbox.product import ROOT

LOADED = ["backend.app", "backend.web.gateway", "gunicorn.app.wsgiapp", "sandbox.compare", "sandbox.server"]
PROGRAMS = {"gunicorn", "sandbox"}
FOR_AN_INTERPRETER = ("PYTHONPATH", "LD_PRELOAD")
_cold = processes.begin


class Warm:
    """A program that was started so, with what the tests use of `subprocess.Popen`."""

    def __init__(self, module: str, words: list[str], variables: Mapping[str, str]) -> None:
        # As a daemon: what a test has left running does not hold up the end of the tests.
        self._process = _loaded().Process(target=_run, args=(module, words, dict(variables)), daemon=True)
        self._process.start()
        assert self._process.pid
        self.pid = self._process.pid

    def poll(self) -> int | None:
        """Tell how it ended, None while it runs."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end, and tell how it ended."""
        self._process.join(timeout)
        if (ended := self.poll()) is None:
            raise subprocess.TimeoutExpired(self._process.name, timeout or 0)
        return ended

    def send_signal(self, number: int) -> None:
        """Send a signal, if it still runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it without warning."""
        self._process.kill()


def begin(command: list[str], folder: Path, variables: Mapping[str, str]) -> processes.Process:
    """Start a program: forked if it has been loaded and would be loaded the same way, else as ever."""
    python, *words = command
    ours = any(variables.get(name) != os.environ.get(name) for name in FOR_AN_INTERPRETER)
    if (python, folder, words[0]) != (sys.executable, ROOT, "-m") or words[1] not in PROGRAMS or ours:
        return _cold(command, folder, variables)
    return Warm(words[1], words[2:], variables)


@cache
def _loaded() -> ForkServerContext:
    context = get_context("forkserver")
    context.set_forkserver_preload(LOADED)
    # prometheus_client decides on import whether several processes count together.
    counters = tempfile.mkdtemp(prefix="oncall-metrics-")
    atexit.register(shutil.rmtree, counters, ignore_errors=True)
    with patch.dict(os.environ, {"PROMETHEUS_MULTIPROC_DIR": counters}):
        forkserver.ensure_running()
    return context


def _run(module: str, words: list[str], variables: dict[str, str]) -> None:
    os.setsid()
    # To look through what has been loaded for garbage would copy it.
    gc.freeze()
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(variables)
    time.tzset()
    sys.argv = [module, *words]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
