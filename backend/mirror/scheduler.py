"""Keeps the mirror up to date in the background: one process in the fleet does it at a time.

It reads each source when it is due, and sooner when a vendor's event or a person asks for it. Whoever takes this
over begins by reading everything, so an event that was taken by a process that died is not lost with it.

When something is due is told by the monotonic clock, which nobody sets; the wall clock only gives times to store.
"""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from backend.deps import Deps
from backend.mirror.job import MOST_HANGING, OVERDUE_SECONDS, GivenUp, Job, Reading
from backend.mirror.jobs import make_jobs
from backend.mirror.outdated import outdate
from backend.store.faults import StoreDown
from backend.store.inbox import InboxStore
from backend.store.leases import LeaseStore
from backend.vendors.budget import BACKGROUND, leaving
from backend.vendors.errors import RateLimited, VendorError

LEASE = "mirror"
LEASE_SECONDS = 10.0
RENEW_SECONDS, ASK_SECONDS = 3.0, 1.0
"""How often the holder renews the lease, and how often the others ask for it."""
STAND_BACK_SECONDS = 60.0
"""How long a process whose readings all hang leaves the lease to others."""
LOOK_SECONDS = 0.25
"""How often the inbox is looked into for what another process has stored; one's own entries come at once."""
KEPT = timedelta(days=3)
"""How long deliveries are known again: PagerDuty repeats one for two days."""
PRUNE_SECONDS = 3600.0

log = logging.getLogger(__name__)


class SyncScheduler:
    """A thread that has each source read when it is due; a slow source holds up no other."""

    def __init__(
        self,
        deps: Deps,
        leases: LeaseStore,
        inbox: InboxStore,
        seconds: float,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Read every `seconds`."""
        self._deps = deps
        self._leases = leases
        self._inbox = inbox
        self._seconds = seconds
        self._monotonic = monotonic
        self._holds = False
        self._ask_at = self._prune_at = 0.0
        self._stopping = threading.Event()
        self._woken = threading.Event()
        self._thread = threading.Thread(target=self._run, name="mirror", daemon=True)
        self._jobs = make_jobs(deps, seconds)
        self._pool = ThreadPoolExecutor(len(self._jobs) * (1 + MOST_HANGING), thread_name_prefix="mirror")

    @property
    def sources(self) -> list[str]:
        """Name what is read, configured parts only."""
        return list(self._jobs)

    def start(self) -> None:
        """Begin. Call after any fork: threads do not survive one."""
        self._thread.start()

    def wake(self) -> None:
        """Look into the inbox now."""
        self._woken.set()

    def stop(self) -> None:
        """End, and let another process go on at once."""
        self._stopping.set()
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._leases.release(LEASE)

    def round(self) -> None:
        """Do what is due now; a part that fails stops no other."""
        self._safely(self._ask_for_lease)
        if self._holds:
            for part in (self._consume, self._give_up_overdue, self._begin_due, self._prune):
                self._safely(part)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self.round()
            self._woken.wait(min(LOOK_SECONDS, self._seconds))
            self._woken.clear()

    def _safely(self, part: Callable[[], None]) -> None:
        try:
            part()
        except Exception:
            # Whatever goes wrong in one round must not end the thread that keeps everything fresh.
            log.exception("a part of the mirror's round failed")

    def _ask_for_lease(self) -> None:
        now = self._monotonic()
        if now < self._ask_at:
            return
        held, self._holds = self._holds, False
        self._holds = self._leases.take(LEASE, LEASE_SECONDS)
        self._ask_at = now + (RENEW_SECONDS if self._holds else ASK_SECONDS)
        if self._holds and not held:
            for job in self._jobs.values():
                job.due = 0.0

    def _consume(self) -> None:
        """Act on what waits in the inbox; a full reading stays there until it has been made."""
        waiting, now = self._inbox.waiting(), self._deps.clock()
        outdate(self._deps.mirror.tickets, waiting, now)
        for number, entry in waiting.items():
            job = self._jobs.get(entry.source)
            if job and not (job.reading and number in job.reading.requests):
                job.request_soon()
                if entry.full:
                    job.full.add(number)
        done = [number for number, entry in waiting.items() if not (entry.full and entry.source in self._jobs)]
        if done:
            self._inbox.done(done, now)

    def _give_up_overdue(self) -> None:
        now = self._monotonic()
        for job in self._jobs.values():
            if job.give_up(now, self._seconds):
                self._record_failure(job, f"no progress for {OVERDUE_SECONDS:.0f} s: given up, and tried again")
        if all(job.overdue for job in self._jobs.values()):
            log.error("every reading hangs: the mirror is left to another process")
            for job in self._jobs.values():
                job.overdue = False
            self._holds, self._ask_at = False, now + STAND_BACK_SECONDS
            self._leases.release(LEASE)

    def _begin_due(self) -> None:
        if not self._holds:
            return
        now = self._monotonic()
        for job in self._jobs.values():
            if job.is_due(now):
                self._pool.submit(self._read, job, job.begin(self._monotonic))

    def _prune(self) -> None:
        if self._monotonic() >= self._prune_at:
            self._prune_at = self._monotonic() + PRUNE_SECONDS
            self._inbox.prune(self._deps.clock() - KEPT)

    def _read(self, job: Job, reading: Reading) -> None:
        try:
            with leaving(BACKGROUND):
                job.run(bool(reading.requests), reading.moved)
            if reading.requests:
                reading.moved()
                self._inbox.done(list(reading.requests), self._deps.clock())
        except VendorError as error:
            why = f"{error.vendor}: {error.reason_and_call}"
            self._failed(job, reading, why, error.retry_after if isinstance(error, RateLimited) else 0.0)
        except Exception as error:
            if not isinstance(error, GivenUp):
                log.exception("reading %s failed", job.name)
            self._failed(job, reading, f"could not be read ({type(error).__name__})")
        else:
            if not job.succeed(reading):
                log.warning("reading %s ended after it had been given up", job.name)
        self._woken.set()

    def _failed(self, job: Job, reading: Reading, why: str, asked_for: float = 0.0) -> None:
        if job.fail(reading, self._seconds, asked_for):
            self._record_failure(job, why)
        else:
            log.warning("reading %s ended after it had been given up: its result is not used", job.name)

    def _record_failure(self, job: Job, why: str) -> None:
        log.warning("reading %s failed: %s", job.name, why)
        try:
            self._deps.mirror.sources.record_failure(job.name, self._deps.clock(), why)
        except StoreDown as error:
            log.warning("the failure of %s could not be stored: %s", job.name, error)
