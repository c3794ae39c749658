"""The demo: the product against the sandbox, on ports of one's choice, until Ctrl-C."""

import argparse
import fcntl
import os
import shutil
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DATA = Path(__file__).parents[1] / "data"
FIRST_TICKET = 2001
TO_THE_SANDBOX = 1000
"""How far the sandbox's port is from the backend's."""
LARGEST_PORT = 65535 - TO_THE_SANDBOX
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
"""Ctrl-C, kill, the terminal that closes, Ctrl-backslash."""


def main() -> int:
    """Run until interrupted; give the exit status."""
    stopping = threading.Event()
    for number in ENDINGS:
        signal.signal(number, lambda *_: stopping.set())
    # `make demo` holds Ctrl-C back until here, since an interpreter that is starting answers it with a traceback.
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    # What takes long to import comes after the handlers: Ctrl-C is quiet from the first moment.
    from sandbox.processes import StartError, Stopped

    options = arguments()
    try:
        with own_folder(options.port) as folder:
            run(folder, options, stopping)
    except StartError as error:
        print(f"demo: {error}", file=sys.stderr)
        return 1
    except Stopped:
        pass
    except BrokenPipeError:
        silence()
    except OSError as error:
        # A full disk, a folder of somebody else's: the system names which.
        where = f": {error.filename2 or error.filename}" if error.filename else ""
        print(f"demo: {error.strerror or error}{where}", file=sys.stderr)
        return 1
    return 0


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="sandbox.demo", description="Runs the product against the sandbox.")
    parser.add_argument("--port", type=port, default=8000, help=f"the backend's; the sandbox's: {TO_THE_SANDBOX} more")
    parser.add_argument("--keep", action="store_true", help="keep the database, and begin with the one kept")
    return parser.parse_args()


def port(text: str) -> int:
    """Read the backend's port, which leaves room for the sandbox's."""
    if not (text.isdecimal() and 1 <= int(text) <= LARGEST_PORT):
        raise argparse.ArgumentTypeError(f"must be a number from 1 to {LARGEST_PORT}, not {text!r}")
    return int(text)


@contextmanager
def own_folder(port: int) -> Iterator[Path]:
    """Hold the folder of the demo on a port for oneself: a second demo is refused before it touches anything."""
    from sandbox.processes import StartError

    DATA.mkdir(exist_ok=True)
    with (DATA / f"demo-{port}.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise StartError(
                f"a demo on port {port} runs already (pid {lock.read().strip()}): use it, end it by Ctrl-C there, "
                "or start another with make demo PORT=..."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield DATA / f"demo-{port}"


def run(folder: Path, options: argparse.Namespace, stopping: threading.Event) -> None:
    """Start, say where it is, wait for the end."""
    from sandbox.processes import StartError
    from sandbox.product import need_port, running_product

    backend_port, sandbox_port = options.port, options.port + TO_THE_SANDBOX
    need_port(backend_port, "backend")
    need_port(sandbox_port, "sandbox")
    if not options.keep:
        # The sandbox's world begins anew each time; a database that remembers the last one confuses.
        shutil.rmtree(folder, ignore_errors=True)
    wanted = surroundings()
    with running_product(folder, backend_port, sandbox_port, slack=True, stopping=stopping.is_set) as product:
        print(f"backend  {product.backend}")
        print(f"sandbox  {product.sandbox}")
        print(f"slack    {product.sandbox}/slack/")
        print(f"\nOpen this ticket:  {product.sandbox}/agent/tickets/{FIRST_TICKET}\n\nCtrl-C ends it.", flush=True)
        while not stopping.wait(0.2) and surroundings() == wanted:
            if any(process.poll() is not None for process in product.processes):
                raise StartError("a part of the product ended by itself (see above)")
    if not options.keep:
        shutil.rmtree(folder, ignore_errors=True)


def surroundings() -> tuple[int, bool]:
    """Tell who started us and whether there is a terminal: not every end of these two comes with a signal."""
    return os.getppid(), os.isatty(0)


def silence() -> None:
    """Let the interpreter's last flush go nowhere: whoever read our output has left."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
