"""Carry out one stage of the set-up: say what it does, and when it fails, what the tool said and what to do."""

import fcntl
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from provision.machine import MACHINE, ROOT

SHOWN_LINES = 15
ADVICE = (
    (
        r"No space left on device|ENOSPC|Errno 28|Disk quota exceeded",
        "The disk is full: free some space there (`df -h . ~ /tmp` shows where), then run it again.",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|SELF_SIGNED_CERT|UNABLE_TO_\w*ISSUER|UNABLE_TO_VERIFY|unable to get local issuer",
        "The registry's certificate comes from an authority that this machine does not know (a company's proxy?). "
        "Name the authority's file: PIP_CERT=... NODE_EXTRA_CA_CERTS=... make ...",
    ),
    (
        r"DO NOT MATCH THE HASHES|EINTEGRITY|integrity checksum failed",
        "A registry sent something else than what the lock file names. Do not use it; try another network or mirror.",
    ),
    (
        r"name resolution|nodename nor servname|ENOTFOUND|EAI_AGAIN|unreachable|ECONNREFUSED|Connection refused"
        r"|ETIMEDOUT|timed out|ECONNRESET|NewConnectionError|ERR_SOCKET",
        "A registry could not be reached. The first set-up needs PyPI and the npm registry (HTTPS_PROXY and pip's and "
        "npm's own settings are respected); afterwards nothing is downloaded.",
    ),
    (r"Permission denied|EACCES|Read-only file system|EROFS", "A folder may not be written: see whose it is."),
)


class StageError(Exception):
    """A tool failed; the text is what it printed."""


def run(*command: str | Path, folder: Path = ROOT, more: Mapping[str, str] | None = None) -> str:
    """Run a tool quietly; return what it printed, or raise StageError with it."""
    try:
        done = subprocess.run(
            [str(part) for part in command], cwd=folder, env={**os.environ, **(more or {})},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
            check=False,
        )  # fmt: skip
    except OSError as error:
        raise StageError(str(error)) from error
    if done.returncode:
        raise StageError(done.stdout or f"{command[0]} ended with status {done.returncode}")
    return done.stdout


@contextmanager
def stage(words: str) -> Iterator[None]:
    """Announce a stage and say how long it took; end the program with an explanation when it fails."""
    print(f"set-up: {words} ... ", end="", flush=True)
    begun = time.monotonic()
    try:
        yield
    except (StageError, OSError) as error:
        print("failed\n", flush=True)
        sys.exit(explanation(str(error)))
    except KeyboardInterrupt:
        print("interrupted; the next run goes on from here", flush=True)
        sys.exit(130)
    print(f"{time.monotonic() - begun:.0f} s", flush=True)


def explanation(output: str) -> str:
    """Give the end of what was said, and what it means."""
    lines = output.strip().splitlines()[-SHOWN_LINES:]
    return "\n".join([*(f"  {line}" for line in lines), "", advice(output)])


def advice(output: str) -> str:
    """Say in one sentence what a tool's output means."""
    found = next((words for pattern, words in ADVICE if re.search(pattern, output, re.IGNORECASE)), None)
    return f"set-up: {found or 'The lines above are what the tool said; after a change run the same command again.'}"


@contextmanager
def alone(ready: Path) -> Iterator[bool]:
    """Keep other set-ups in this folder waiting; yield False if one has meanwhile made `ready`."""
    MACHINE.mkdir(exist_ok=True)
    arrived = time.time()
    with (MACHINE / "lock").open("w") as lock:
        waited = False
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("set-up: waiting for another set-up in this folder ...", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
            waited = True
        yield not (waited and ready.exists() and ready.stat().st_ctime >= arrived)
