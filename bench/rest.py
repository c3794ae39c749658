"""What a server costs of which nobody asks anything: its start, its memory, its wake-ups; and a migration in vain."""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bench.line import Line, ratio
from bench.stage import served
from sandbox.product import ROOT, running_product
from tests.support.processes import children

SETTLING, SECONDS = 10.0, 60.0
# Sources are read as often as in production, and Python keeps bytecode, as it does where the product is installed.
ENVIRONMENT = {"SYNC_SECONDS": "30", "PYTHONDONTWRITEBYTECODE": ""}


def lines() -> Iterator[Line]:
    """Start it, with Slack and one worker, beside a server that has only imported the same libraries."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # Once before, for the bytecode.
        for sub in ("before", "measured"):
            with running_product(folder / sub, environment=ENVIRONMENT, slack=True) as product:
                if sub == "measured":
                    with served("bench.libraries:app", folder, product.environment) as (_, bare):
                        time.sleep(1)
                        yield from measured(family(product.processes[1].pid), family(bare))
                    yield migration(product.environment)


def measured(ours: Sequence[int], bare: Sequence[int]) -> Iterator[Line]:
    """Compare master and worker of both."""
    yield ratio("start, CPU until the sources are read, over its libraries", cpu(ours), cpu(bare), 2.8)
    time.sleep(SETTLING)
    began, before, woken = time.monotonic(), cpu(ours), wakes(ours)
    time.sleep(SECONDS)
    seconds = time.monotonic() - began
    share = (cpu(ours) - before) / seconds * 100
    threads = sum(len(tasks(pid)) for pid in ours)
    yield Line("at rest, % of a core", round(share, 3), 0.6, "<=", f"master and worker, {threads} threads")
    yield Line("wake-ups a second at rest", round((wakes(ours) - woken) / seconds, 1), 20, "<=")
    memory, least = pss(ours), pss(bare)
    seen = f"{memory:.0f} MB over {least:.0f} MB, PSS of master and worker"
    yield Line("memory at rest, over its libraries", round(memory / least, 3), 2.0, "<=", seen)


def migration(environment: Mapping[str, str]) -> Line:
    """Migrate where there is nothing to do."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "backend", "migrate"], cwd=ROOT, env=environment, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Line("migrate with nothing to do, s of CPU", round(seconds, 3), 0.5, "<=")


def family(master: int) -> list[int]:
    """List a master and its workers."""
    return [master, *children(master)]


def tasks(pid: int) -> list[Path]:
    """List a process's threads."""
    return list(Path(f"/proc/{pid}/task").iterdir())


def cpu(pids: Sequence[int]) -> float:
    """Give the seconds of CPU that processes have used."""
    ticks = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13] for pid in pids]
    return sum(int(one) for each in ticks for one in each) / os.sysconf("SC_CLK_TCK")


def wakes(pids: Sequence[int]) -> int:
    """Count how often threads of processes have waited for something."""
    statuses = [(task / "status").read_text().splitlines() for pid in pids for task in tasks(pid)]
    return sum(int(line.split()[1]) for lines in statuses for line in lines if line.startswith("voluntary"))


def pss(pids: Sequence[int]) -> float:
    """Give the megabytes that processes occupy; what they share counts once."""
    rollups = [Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines() for pid in pids]
    return sum(int(line.split()[1]) for lines in rollups for line in lines if line.startswith("Pss:")) / 1024
