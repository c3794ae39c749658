"""Programs that run beside us: started, waited for until they answer, and stopped."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

START_SECONDS = 120.0
"""Far more than a start takes: eight at once on two busy cores took 30 s and more."""


class StartError(Exception):
    """The product could not be started; one line says why."""


class Stopped(Exception):
    """Somebody wanted it to end while it was still starting."""


class Process(Protocol):
    """A program that was started, as `subprocess.Popen` has it."""

    @property
    def pid(self) -> int:
        """Give its process id, which is that of its session too."""

    def poll(self) -> int | None:
        """Tell how it ended, None while it runs."""

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; raise TimeoutExpired if that takes longer."""

    def send_signal(self, number: int, /) -> None:
        """Send a signal, if it still runs."""

    def kill(self) -> None:
        """End it without warning."""


def begin(command: list[str], folder: Path, variables: Mapping[str, str]) -> Process:
    """Start a program in a folder."""
    # In a session of its own: Ctrl-C reaches only us, and we stop the parts in order. What is entered last ends
    # first: the backend finishes what is under way against a sandbox that still answers.
    return subprocess.Popen(command, cwd=folder, env=variables, start_new_session=True)


@contextmanager
def running(command: list[str], folder: Path, variables: Mapping[str, str]) -> Iterator[Process]:
    """Run a program in a folder; stop it at the end, or when we ourselves are killed."""
    process = begin(command, folder, variables)
    # As a file, not as a module: it needs nothing of the sandbox, whose import takes longer than all that it does.
    holding = [sys.executable, "-I", "-S", str(Path(__file__).with_name("leash.py")), str(process.pid)]
    leash = subprocess.Popen(holding, cwd=folder, stdin=subprocess.PIPE, start_new_session=True)
    try:
        yield process
    finally:
        _stop(process)
        leash.communicate(b".")


def await_answer(
    url: str,
    process: Process,
    what: str,
    stopping: Callable[[], bool],
    enough: Callable[[IO[bytes]], bool] = lambda _: True,
) -> None:
    """Wait until an address answers enough; raise StartError when it does not, or Stopped once `stopping` says so."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        ended = process.poll() is not None
        # Asked after the look: what ends the program, before it has a session of its own, was told to us too.
        if stopping():
            raise Stopped
        if ended:
            raise StartError(f"the {what} ended while it started (see above)")
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if enough(answer):
                    return
        except (urllib.error.URLError, OSError):
            pass
        time.sleep(0.05)
    raise StartError(f"the {what} did not answer within {START_SECONDS:.0f} s")


def _stop(process: Process) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
