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

LOADED = [
    "backend.app",
    "backend.cli.sync",
    "backend.web.gateway",
    "gunicorn.app.wsgiapp",
    "sandbox.compare",
    "sandbox.server",
]
SAID = ("stdout", "stderr")
PROGRAMS = {"gunicorn", "sandbox"}
COUNTERS = "PROMETHEUS_MULTIPROC_DIR"
FOR_AN_INTERPRETER = ("PYTHONPATH", "LD_PRELOAD")
_cold = processes.begin


class Warm:
    """A program that was started so, with what the tests use of `subprocess.Popen`."""

    def __init__(self, words: list[str], variables: Mapping[str, str], said: Path | None = None) -> None:
        # As a daemon: what a test has left running does not hold up the end of the tests.
        self._process = _loaded().Process(target=_run, args=(words, dict(variables), said), daemon=True)
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
    return Warm(words[1:], variables)


def carried_out(words: list[str], variables: Mapping[str, str], patience: float) -> subprocess.CompletedProcess[str]:
    """Run a program to its end in so many seconds; give its status and what it said."""
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder)
        # What has been loaded counts into files: see `_loaded`.
        status = Warm(words, {COUNTERS: folder, **variables}, said).wait(patience)
        return subprocess.CompletedProcess(words, status, *((said / name).read_text() for name in SAID))


@cache
def _loaded() -> ForkServerContext:
    context = get_context("forkserver")
    context.set_forkserver_preload(LOADED)
    # prometheus_client decides on import whether several processes count together.
    counters = tempfile.mkdtemp(prefix="oncall-metrics-")
    atexit.register(shutil.rmtree, counters, ignore_errors=True)
    with patch.dict(os.environ, {COUNTERS: counters}):
        forkserver.ensure_running()
    return context


def _run(words: list[str], variables: dict[str, str], said: Path | None) -> None:
    os.setsid()
    if said:
        for stream, name in enumerate(SAID, start=1):
            os.dup2(os.open(said / name, os.O_CREAT | os.O_WRONLY), stream)
    # To look through what has been loaded for garbage would copy it.
    gc.freeze()
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(variables)
    time.tzset()
    sys.argv = words
    runpy.run_module(words[0], run_name="__main__", alter_sys=True)
