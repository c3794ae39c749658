"""Keeps the mirror up to date in the background: one process in the fleet does it at a time."""

import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from backend.mirror import sync
from backend.store.leases import LeaseStore
from backend.tools import Tools
from backend.vendors.budget import BACKGROUND, leaving
from backend.vendors.errors import RateLimited, VendorError

LEASE = "mirror"
LEASE_SECONDS = 30.0
TICK_SECONDS = 1.0
SLOW_SECONDS = 300.0
"""How often things are read that change a few times a year."""
MOST_DOUBLINGS = 3
"""A failing source is asked up to eight times less often than the usual ones."""

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Job:
    """One source, how often it is read, when it is due, and whether it is being read now."""

    name: str
    run: Callable[[], None]
    every: float
    due: float = 0.0
    failures: int = 0
    busy: bool = False


class Keeper:
    """A thread that has each source read when it is due; a slow source holds up no other."""

    def __init__(self, tools: Tools, leases: LeaseStore, seconds: float, each_round: Callable[[], None]) -> None:
        """Read every `seconds`; call `each_round` besides, once a tick, in every process."""
        self._tools = tools
        self._leases = leases
        self._each_round = each_round
        self._seconds = seconds
        self._holder = ""
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="mirror", daemon=True)
        projects = tools.handbook.gitlab.projects
        self._jobs = [
            Job("pagerduty:incidents", lambda: sync.sync_incidents(tools), seconds),
            Job("pagerduty:on_calls", lambda: sync.sync_on_calls(tools), seconds),
            Job("zendesk:macros", lambda: sync.sync_macros(tools), max(SLOW_SECONDS, seconds)),
        ]
        if projects.stars:
            self._jobs.append(Job("gitlab:star", lambda: sync.sync_issues(tools, "star"), seconds))
        if projects.feedback:
            self._jobs.append(Job("gitlab:feedback", lambda: sync.sync_issues(tools, "feedback"), seconds))
        self._pool = ThreadPoolExecutor(len(self._jobs), thread_name_prefix="mirror")

    @property
    def sources(self) -> list[str]:
        """Name what is read, configured parts only."""
        return [job.name for job in self._jobs]

    def once(self) -> Iterator[tuple[str, str | None]]:
        """Read every source now, one after the other; give each with why it failed, None = read."""
        for job in self._jobs:
            now = self._tools.clock()
            try:
                job.run()
            except VendorError as error:
                self._tools.mirror.failed(job.name, now, str(error))
                yield job.name, str(error)
            else:
                yield job.name, None

    def start(self, holder: str) -> None:
        """Begin, as the holder of that name."""
        self._holder = holder
        self._thread.start()

    def stop(self) -> None:
        """End, and let another process go on at once."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._leases.release(LEASE, self._holder)

    def _run(self) -> None:
        while not self._stopping.is_set():
            for part in (self._read_what_is_due, self._each_round):
                try:
                    part()
                except Exception:
                    # Whatever goes wrong in one round must not end the thread that keeps everything fresh.
                    log.exception("a round of the mirror failed")
            self._stopping.wait(min(TICK_SECONDS, self._seconds))

    def _read_what_is_due(self) -> None:
        now = self._tools.clock()
        if not self._leases.take(LEASE, self._holder, now, LEASE_SECONDS):
            return
        for job in self._jobs:
            if not job.busy and job.due <= now.timestamp():
                job.busy = True
                self._pool.submit(self._read, job)

    def _read(self, job: Job) -> None:
        now = self._tools.clock()
        try:
            with leaving(BACKGROUND):
                job.run()
        except VendorError as error:
            self._failed(job, now, str(error), error.retry_after if isinstance(error, RateLimited) else 0.0)
        except Exception as error:
            log.exception("reading %s failed", job.name)
            self._failed(job, now, f"could not be read ({type(error).__name__})")
        else:
            job.failures, job.due = 0, now.timestamp() + job.every
        finally:
            job.busy = False

    def _failed(self, job: Job, now: datetime, why: str, asked_for: float = 0.0) -> None:
        # A source that is read seldom is tried again as soon as the others: it may never have been read yet.
        job.due = now.timestamp() + max(self._seconds * 2**job.failures, asked_for)
        job.failures = min(job.failures + 1, MOST_DOUBLINGS)
        log.warning("reading %s failed: %s", job.name, why)
        self._tools.mirror.failed(job.name, now, why)
