"""Keeps the mirror up to date in the background: one process in the fleet does it at a time.

It reads each source when it is due, and sooner when a vendor's event or a person asks for it. Whoever takes this
over begins by reading everything, so an event that was heeded by a process that died is not lost with it.
"""

import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from backend.deps import Deps
from backend.mirror.jobs import Job, make_jobs
from backend.mirror.tickets import SOURCE as TICKETS
from backend.store.inbox import InboxStore
from backend.store.leases import LeaseStore
from backend.vendors.budget import BACKGROUND, leaving
from backend.vendors.errors import RateLimited, VendorError

LEASE = "mirror"
LEASE_SECONDS = 10.0
RENEW_SECONDS, ASK_SECONDS = 3.0, 1.0
"""How often the holder renews the lease, and how often the others ask for it."""
LOOK_SECONDS = 0.25
"""How often hints are looked for that another process has stored; one's own come at once."""
KEPT = timedelta(days=3)
"""How long deliveries are known again: PagerDuty repeats one for two days."""
PRUNE_SECONDS = 3600.0

log = logging.getLogger(__name__)


class SyncScheduler:
    """A thread that has each source read when it is due; a slow source holds up no other."""

    def __init__(self, deps: Deps, leases: LeaseStore, inbox: InboxStore, seconds: float) -> None:
        """Read every `seconds`."""
        self._deps = deps
        self._leases = leases
        self._inbox = inbox
        self._seconds = seconds
        self._holder = ""
        self._holds = False
        self._ask_at = self._prune_at = 0.0
        self._stopping = threading.Event()
        self._woken = threading.Event()
        self._thread = threading.Thread(target=self._run, name="mirror", daemon=True)
        self._jobs = make_jobs(deps, seconds)
        self._pool = ThreadPoolExecutor(len(self._jobs), thread_name_prefix="mirror")

    @property
    def sources(self) -> list[str]:
        """Name what is read, configured parts only."""
        return list(self._jobs)

    def start(self, holder: str) -> None:
        """Begin, as the holder of that name."""
        self._holder = holder
        self._thread.start()

    def wake(self) -> None:
        """Look for hints now."""
        self._woken.set()

    def stop(self) -> None:
        """End, and let another process go on at once."""
        self._stopping.set()
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._leases.release(LEASE, self._holder)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._lead()
            except Exception:
                # Whatever goes wrong in one round must not end the thread that keeps everything fresh.
                log.exception("a round of the mirror failed")
            self._woken.wait(min(LOOK_SECONDS, self._seconds))
            self._woken.clear()

    def _lead(self) -> None:
        if not self._may_lead():
            return
        self._heed()
        now = self._deps.clock().timestamp()
        for job in self._jobs.values():
            if not job.busy and job.due <= now:
                job.begin(now)
                self._pool.submit(self._read, job)

    def _may_lead(self) -> bool:
        if time.monotonic() >= self._ask_at:
            held, self._holds = self._holds, False
            self._holds = self._leases.take(LEASE, self._holder, LEASE_SECONDS)
            self._ask_at = time.monotonic() + (RENEW_SECONDS if self._holds else ASK_SECONDS)
            if self._holds and not held:
                for job in self._jobs.values():
                    job.due = 0.0
        return self._holds

    def _heed(self) -> None:
        waiting, now = self._inbox.waiting(), self._deps.clock()
        changed = [hint for hint in waiting.values() if hint.source == TICKETS and hint.ticket_id]
        if changed:
            self._deps.mirror.outdate_tickets([(one.ticket_id or 0, one.changed_at) for one in changed])
        for number, hint in waiting.items():
            job = self._jobs.get(hint.source)
            if job and number not in job.under_way:
                job.hear()
                if hint.full:
                    job.full.add(number)
        # A full reading is asked for until it has been made.
        heeded = [number for number, hint in waiting.items() if not (hint.full and hint.source in self._jobs)]
        if heeded:
            self._inbox.done(heeded, now)
        if time.monotonic() >= self._prune_at:
            self._prune_at = time.monotonic() + PRUNE_SECONDS
            self._inbox.prune(now - KEPT)

    def _read(self, job: Job) -> None:
        try:
            with leaving(BACKGROUND):
                job.run(bool(job.under_way))
            if job.under_way:
                self._inbox.done(list(job.under_way), self._deps.clock())
        except VendorError as error:
            self._failed(job, str(error), error.retry_after if isinstance(error, RateLimited) else 0.0)
        except Exception as error:
            log.exception("reading %s failed", job.name)
            self._failed(job, f"could not be read ({type(error).__name__})")
        else:
            job.succeeded()
        finally:
            job.under_way = set()
            job.busy = False
            self._woken.set()

    def _failed(self, job: Job, why: str, asked_for: float = 0.0) -> None:
        job.failed(self._seconds, asked_for)
        log.warning("reading %s failed: %s", job.name, why)
        self._deps.mirror.record_failure(job.name, self._deps.clock(), why)
