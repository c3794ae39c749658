"""The demo does no harm: not to another one, not to the terminal, and it leaves nothing behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from sandbox.demo import DATA, TO_THE_SANDBOX
from sandbox.product import HOST, ROOT, free_port
from tests.support.desk import until
from tests.support.processes import children


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


@pytest.fixture
def port() -> Iterator[int]:
    """Find a port that is free together with the one that the sandbox takes."""
    candidates = (free_port() % 20_000 + 20_000 for _ in range(100))
    found = next(one for one in candidates if not listens(one) and not listens(one + TO_THE_SANDBOX))
    yield found
    (DATA / f"demo-{found}.lock").unlink(missing_ok=True)
    shutil.rmtree(DATA / f"demo-{found}", ignore_errors=True)


def started(port: int | str, *options: str) -> subprocess.Popen[str]:
    # As `make demo` does: Ctrl-C waits until the interpreter is up.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return subprocess.Popen(
            [sys.executable, "-m", "sandbox.demo", f"--port={port}", *options], cwd=ROOT,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


@contextmanager
def running(port: int, *options: str) -> Iterator[subprocess.Popen[str]]:
    with started(port, *options) as demo:
        try:
            assert demo.stdout
            assert any("Open this ticket" in line for line in demo.stdout)
            yield demo
        finally:
            if demo.poll() is None:
                demo.send_signal(signal.SIGINT)


def quiet_end(demo: subprocess.Popen[str]) -> None:
    _, said = demo.communicate(timeout=30)
    assert (demo.returncode, said) == (0, "")


def test_a_second_one_is_refused_before_it_touches_the_first_ones_database(port: int) -> None:
    database = DATA / f"demo-{port}" / "oncall.sqlite"
    with running(port) as first:
        file = database.stat().st_ino
        second = started(port)
        _, said = second.communicate(timeout=30)
        assert second.returncode == 1
        assert f"(pid {first.pid})" in said
        assert database.stat().st_ino == file
        first.send_signal(signal.SIGQUIT)
        quiet_end(first)
    assert not database.parent.exists()


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        ("at once", signal.SIGINT),
        ("begun", signal.SIGINT),
        ("migrating", signal.SIGINT),
        ("half started", signal.SIGINT),
        ("half started", signal.SIGHUP),
    ],
)
def test_it_ends_quietly_while_it_starts(port: int, number: signal.Signals, moment: str) -> None:
    lock = DATA / f"demo-{port}.lock"
    with started(port) as demo:
        if moment == "begun":
            until(lambda: lock.exists() and lock.read_text() == str(demo.pid), 30)
        elif moment == "migrating":
            until(lambda: bool(children(demo.pid)), 30)
        elif moment == "half started":
            assert demo.stdout
            assert demo.stdout.readline().startswith("sandbox ready")
        # A terminal tells the whole group.
        os.killpg(demo.pid, number)
        quiet_end(demo)
    assert not listens(port)
    assert not listens(port + TO_THE_SANDBOX)


def test_when_it_is_killed_its_parts_end(port: int) -> None:
    with running(port) as demo:
        parts = children(demo.pid)
        assert len(parts) >= 2
        demo.kill()
        demo.wait()
        until(lambda: not any(map(alive, parts)), 30)
    assert not listens(port)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_whoever_holds_its_port_is_named(port: int) -> None:
    with socket.create_server((HOST, port + TO_THE_SANDBOX)):
        demo = started(port)
        _, said = demo.communicate(timeout=30)
    assert demo.returncode == 1
    assert f"port {port + TO_THE_SANDBOX} (sandbox) is taken by pid {os.getpid()}: " in said


@pytest.mark.parametrize("wanted", ["0", "64536", "-5", "http"])
def test_a_port_that_leaves_no_room_is_refused(wanted: str) -> None:
    demo = started(wanted)
    _, said = demo.communicate(timeout=30)
    assert demo.returncode == 2
    assert f"must be a number from 1 to 64535, not '{wanted}'" in said


def test_what_the_disk_refuses_is_one_line(port: int) -> None:
    folder = DATA / f"demo-{port}"
    DATA.mkdir(exist_ok=True)
    folder.touch()
    try:
        demo = started(port)
        _, said = demo.communicate(timeout=30)
    finally:
        folder.unlink()
    assert (demo.returncode, said) == (1, f"demo: File exists: {folder}\n")


def test_a_database_can_be_kept(port: int) -> None:
    with running(port, "--keep") as demo:
        demo.send_signal(signal.SIGTERM)
        quiet_end(demo)
    database = DATA / f"demo-{port}" / "oncall.sqlite"
    kept = database.stat().st_ino
    with running(port, "--keep"):
        assert database.stat().st_ino == kept
    with running(port) as demo:
        demo.send_signal(signal.SIGINT)
        quiet_end(demo)
    assert not database.exists()
