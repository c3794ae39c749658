"""Run the whole product: a sandbox, and a real backend under gunicorn pointed at it."""

import atexit
import errno
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sandbox.environment import backend_environment, slack_environment
from sandbox.listeners import listener
from sandbox.processes import Process, StartError, Stopped, await_answer, running

ROOT = Path(__file__).parents[1]
HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Product:
    """A running product."""

    backend: str
    sandbox: str
    processes: tuple[Process, ...]
    environment: Mapping[str, str]


def free_port(but: int = 0) -> int:
    """Find a port that is free now, and another one than `but`, on which nobody listens yet."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port if port != but else free_port(but)


def need_port(port: int, what: str) -> None:
    """Raise StartError if somebody listens on a port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise StartError(f"port {port} ({what}) cannot be used: {error.strerror}") from error
            holder = listener(port)
            by = f" by {holder}\n" if holder else ": "
            raise StartError(f"port {port} ({what}) is taken{by}stop whatever listens there, then try again") from error


@contextmanager
def running_product(
    data: Path,
    backend_port: int = 0,
    sandbox_port: int = 0,
    environment: Mapping[str, str] | None = None,
    slack: bool = False,
    stopping: Callable[[], bool] = lambda: False,
) -> Iterator[Product]:
    """Start sandbox and backend with their data in a folder; stop both at the end. Port 0 = any free one.

    Slack is connected when asked for: without its settings the product does without. Raises StartError, or Stopped as
    soon as `stopping` says so during the start.
    """
    backend_port = backend_port or free_port(sandbox_port)
    sandbox_port = sandbox_port or free_port(backend_port)
    need_port(sandbox_port, "sandbox")
    need_port(backend_port, "backend")
    backend, sandbox = f"http://{HOST}:{backend_port}", f"http://{HOST}:{sandbox_port}"
    variables = {
        **os.environ,
        **backend_environment(sandbox),
        **(slack_environment(sandbox) if slack else {}),
        "SESSION_KEY": secrets.token_hex(32),
        "LOG_LEVEL": "WARNING",
        "DATABASE_URL": f"sqlite:///{data / 'oncall.sqlite'}",
        "EXECUTOR_FOLDER": str(data),
        "HANDBOOK_OVERRIDES": str(Path(__file__).with_name("handbook.yml")),
        **(environment or {}),
    }
    data.mkdir(parents=True, exist_ok=True)
    try:
        _make_database(data / "oncall.sqlite", variables)
    except StartError:
        if stopping():
            # Until `migrate` has a session of its own, Ctrl-C ends it too.
            raise Stopped from None
        raise
    command = [sys.executable, "-m", "sandbox", "--port", str(sandbox_port), "--backend", backend]
    with running(command, ROOT, variables) as stand_in:
        await_answer(f"{sandbox}/_sandbox/users", stand_in, "sandbox", stopping)
        with running_backend(backend_port, variables, stopping) as server:
            yield Product(backend, sandbox, (stand_in, server), variables)


@contextmanager
def another_backend(
    product: Product, data: Path, environment: Mapping[str, str] | None = None, port: int = 0
) -> Iterator[Product]:
    """Start one more backend on a product's sandbox and database, as another machine would; stop it at the end.

    With the folder and the port of one that was killed, it is the same machine again. Port 0 = any free one.
    """
    port = port or free_port()
    variables = {**product.environment, "EXECUTOR_FOLDER": str(data), **(environment or {})}
    with running_backend(port, variables) as server:
        yield Product(f"http://{HOST}:{port}", product.sandbox, (product.processes[0], server), variables)


@contextmanager
def running_backend(
    port: int, variables: Mapping[str, str], stopping: Callable[[], bool] = lambda: False
) -> Iterator[Process]:
    """Run a backend that has heard from each vendor; stop it at the end."""
    command = [sys.executable, "-m", "gunicorn", "--log-level", "warning"]
    with running(command, ROOT, {**variables, "BIND": f"{HOST}:{port}"}) as server:
        await_answer(
            f"http://{HOST}:{port}/readyz",
            server,
            "backend",
            stopping,
            lambda answer: all(source["as_of"] for source in json.load(answer)["sources"].values()),
        )
        yield server


def _make_database(file: Path, variables: Mapping[str, str]) -> None:
    """Have the tables made; a process that starts many products has them made once, and copied."""
    if variables["DATABASE_URL"] == f"sqlite:///{file}" and not file.exists():
        shutil.copyfile(_empty_database(), file)
        file.chmod(0o600)
    else:
        _migrate(variables)


@cache
def _empty_database() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="oncall-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    file = folder / "empty.sqlite"
    settings = {**backend_environment(f"http://{HOST}"), "SESSION_KEY": secrets.token_hex(32)}
    _migrate({**os.environ, **settings, "DATABASE_URL": f"sqlite:///{file}"})
    return file


def _migrate(variables: Mapping[str, str]) -> None:
    command = [sys.executable, "-m", "backend", "migrate"]
    # Ctrl-C, which reaches a whole session, would have it fail with a traceback.
    done = subprocess.run(
        command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False, start_new_session=True
    )
    if done.returncode:
        raise StartError(done.stderr.strip() or "migrate failed")
