"""What is read again right before a rule is asked, so that it judges by the latest and not by the last sync."""

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime

from backend.deps import Deps
from backend.domain.issues import Tracker
from backend.domain.paging.identity import Purpose, incident_key
from backend.domain.paging.incident import Incident
from backend.mirror.incidents import keep_incidents, watched_services
from backend.mirror.sources import sync_issues
from backend.mirror.sweep import read_again
from backend.mirror.tickets import Tickets
from backend.store.faults import StoreDown
from backend.store.standing import Standing
from backend.vendors.connection import deadline
from backend.vendors.errors import VendorError

PAGES_SECONDS = 2.0
"""How long PagerDuty may take to say what is open: a page never waits longer for that."""
READERS = 8
TRACKER_SECONDS = 1.0
"""How long a person waits for the latest of a tracker: together with their first step at most 2 s."""

log = logging.getLogger(__name__)


class Refresher:
    """Reads a ticket, its pages, and the trackers that a rule looks at, as far as that can be done now."""

    def __init__(self, deps: Deps, tickets: Tickets) -> None:
        self._deps = deps
        self._tickets = tickets
        self._pool = ThreadPoolExecutor(READERS, thread_name_prefix="pages")

    def refresh(self, ticket_id: int, trackers: Sequence[Tracker], purpose: Purpose | None, standing: Standing) -> bool:
        """Bring the mirror up to date, by how the ticket stands; tell whether anything was read.

        A vendor that fails leaves it as it was. May raise TicketUnknown.
        """
        until = time.monotonic() + PAGES_SECONDS
        asked_at = self._deps.clock()
        asked = self._begin(ticket_id, purpose, standing) if purpose else []
        waited = self._tickets.begin(ticket_id, standing=standing)()
        for tracker in trackers:
            try:
                with deadline(TRACKER_SECONDS):
                    sync_issues(self._deps, tracker)
                    self._forget_gone(ticket_id, tracker)
            except VendorError as error:
                log.warning("judging by the last reading of %s: %s", tracker, error)
            except StoreDown:
                raise
            except Exception:
                log.exception("judging by the last reading of %s", tracker)
        for answer in asked:
            self._keep(answer, asked_at, until)
        return waited or bool(trackers or asked)

    def _begin(self, ticket_id: int, purpose: Purpose, standing: Standing) -> list["Future[list[Incident]]"]:
        """Ask what is open on our services, under the ticket's key on any service, and of what we take for open."""
        pagerduty, services = self._deps.pagerduty, watched_services(self._deps)
        calls: list[Callable[[], Iterable[Incident]]] = []
        if services:
            calls.append(lambda: pagerduty.open_incidents(services))
        calls.append(lambda: pagerduty.incidents_by_key(incident_key(ticket_id, purpose)))
        if standing.has_pages:
            incidents = self._deps.mirror.snapshot(ticket_id, standing).incidents
            if known := [incident.id for incident in incidents if incident.is_open]:
                calls.append(lambda: [pagerduty.incident(incident_id) for incident_id in known])
        return [self._pool.submit(_in_time, call) for call in calls]

    def _forget_gone(self, ticket_id: int, tracker: Tracker) -> None:
        """Ask for each open issue of the ticket: one that was deleted stands in nobody's way."""
        for issue in self._deps.mirror.snapshot(ticket_id).issues:
            if issue.tracker == tracker and not issue.closed:
                read_again(self._deps, issue)

    def _keep(self, answer: "Future[list[Incident]]", asked_at: datetime, until: float) -> None:
        try:
            found = answer.result(timeout=max(0.0, until - time.monotonic()))
            keep_incidents(self._deps, found, asked_at)
            targets = {incident.merged_into.id for incident in found if incident.merged_into}
            with deadline(max(0.0, until - time.monotonic())):
                merged_into = [self._deps.pagerduty.incident(target) for target in sorted(targets)]
                keep_incidents(self._deps, merged_into, asked_at)
        except (VendorError, TimeoutError, StoreDown) as error:
            log.warning("judging by the last reading of PagerDuty's incidents: %s", error or "it is late")
        except Exception:
            # A bug of ours in reading one incident keeps nobody from paging for another ticket.
            log.exception("judging by the last reading of PagerDuty's incidents")


def _in_time(call: Callable[[], Iterable[Incident]]) -> list[Incident]:
    with deadline(PAGES_SECONDS):
        return list(call())
