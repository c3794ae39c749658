"""The mirror's rounds, with real stores, vendors that a test steers, and clocks that it moves."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from backend.deps import Deps
from backend.domain.issues import Issue
from backend.domain.listing import Listing, Skipped
from backend.domain.marks import Marks
from backend.domain.paging.incident import Incident
from backend.domain.tickets import Ticket
from backend.handbook.loading.loader import load
from backend.mirror.incidents import sync_incidents
from backend.mirror.job import OVERDUE_SECONDS
from backend.mirror.scheduler import LEASE, STAND_BACK_SECONDS, SyncScheduler
from backend.mirror.sources import sync_issues
from backend.store.board import BoardStore
from backend.store.engine import Database
from backend.store.inbox import InboxEntry, InboxStore
from backend.store.leases import LeaseStore
from backend.store.mirror import MirrorStore
from backend.vendors.errors import NotFound, Unavailable
from tests.support.clock import Clock, WallClock

MARKS = Marks(["a key"])
NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
END_OF_TIME = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
INCIDENT = Incident("P1", 1, "Down", "triggered", "https://pd.example/1", "PS", "zendesk-7-emergency", NOW)
ISSUE = Issue("star", 1, "ZD#7", "", "https://g.example/1", False, frozenset(), "ana", None, NOW, NOW)
BAD = Skipped("PagerDuty", "incident", "P9", "html_url", "is missing")
SECONDS = 30.0


@dataclass
class Vendor:
    """Stands in for every vendor's client: what it lists, how often it was asked, and what happens first.

    The first list of incidents may come `late`: once an event is set.
    """

    page_size: int = 100
    incidents: Listing[Incident] = field(default_factory=lambda: Listing(()))
    single: dict[str, Incident | Exception] = field(default_factory=dict)
    issues: list[Listing[Issue]] = field(default_factory=list)
    asked: int = 0
    late: tuple[threading.Event, Listing[Incident]] | None = None
    before: Callable[[], object] = lambda: None

    def open_incidents(self, services: object) -> Listing[Incident]:
        self.asked += 1
        self.before()
        if self.late:
            (hold, found), self.late = self.late, None
            hold.wait(10)
            return found
        return self.incidents

    def incident(self, incident_id: str) -> Incident:
        found = self.single.get(incident_id, NotFound("PagerDuty", "gone"))
        if isinstance(found, Exception):
            raise found
        return found

    def on_calls(self, rotations: object, now: object) -> Listing[Any]:
        self.before()
        return Listing(())

    def macros(self) -> Listing[Any]:
        self.before()
        return Listing(())

    def setup(self, collection: str) -> Listing[Any]:
        self.before()
        return Listing(())

    def shown_issues(self, tracker: str, closed_since: datetime) -> Listing[Issue]:
        self.before()
        return Listing(())

    def moved_to(self, tracker: str) -> None:
        return None

    def changed_issues(self, tracker: str, since: object, page: int) -> Listing[Issue]:
        self.before()
        return self.issues.pop(0) if self.issues and tracker == "star" else Listing(())


@pytest.fixture
def wall() -> WallClock:
    return WallClock(NOW)


@pytest.fixture
def clock() -> Clock:
    return Clock(1000.0)


@pytest.fixture
def vendor() -> Vendor:
    return Vendor()


@pytest.fixture
def deps(database: Database, vendor: Vendor, wall: WallClock) -> Deps:
    client = cast(Any, vendor)
    mirror, board = MirrorStore(database), BoardStore(database)
    return Deps(
        load(None), client, client, client, None, mirror, board, wall, (), "https://z.example", "", Marks(["a key"])
    )


@pytest.fixture
def scheduler(database: Database, deps: Deps, clock: Clock) -> Iterator[SyncScheduler]:
    made = SyncScheduler(deps, LeaseStore(database, lambda: "this one"), InboxStore(database), SECONDS, clock)
    yield made
    made.stop()
    # Rounds that a test goes itself leave readings under way, which still use the database.
    made._pool.shutdown()


def rounds(scheduler: SyncScheduler, until: Callable[[], object]) -> None:
    """Go round until something holds; readings take place in threads of their own."""
    end = time.monotonic() + 5
    while not until():
        assert time.monotonic() < end
        scheduler.round()
        time.sleep(0.005)


def as_of(deps: Deps, source: str = "pagerduty:incidents") -> datetime | None:
    row = deps.mirror.sources.get(source)
    return row.as_of if row else None


def test_a_clock_that_is_set_back_stops_no_reading(
    scheduler: SyncScheduler, deps: Deps, wall: WallClock, clock: Clock
) -> None:
    rounds(scheduler, lambda: as_of(deps))
    wall.set_by(-timedelta(hours=1))
    clock.advance(SECONDS + 1)
    rounds(scheduler, lambda: as_of(deps) == wall())
    assert wall() < NOW


def test_a_clock_that_is_set_ahead_makes_nothing_due(
    scheduler: SyncScheduler, deps: Deps, vendor: Vendor, wall: WallClock
) -> None:
    rounds(scheduler, lambda: as_of(deps))
    asked = vendor.asked
    wall.set_by(timedelta(days=400))
    for _ in range(5):
        scheduler.round()
    assert vendor.asked == asked


def test_an_event_from_the_end_of_time_is_taken_without_its_time(
    scheduler: SyncScheduler, database: Database, deps: Deps
) -> None:
    inbox = InboxStore(database)
    deps.mirror.tickets.put(Ticket(7, "Down", "open", None, NOW, NOW), NOW, changes_read=0)
    inbox.keep("far", NOW, InboxEntry("zendesk:tickets", 7, END_OF_TIME))
    inbox.keep("next", NOW, InboxEntry("gitlab:star", full=True))
    rounds(scheduler, lambda: as_of(deps) and not inbox.waiting())
    copy = deps.mirror.tickets.copy(7)
    assert copy
    assert copy.outdated


def test_an_entry_that_cannot_be_used_is_left_out_alone(
    scheduler: SyncScheduler,
    database: Database,
    deps: Deps,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    inbox = InboxStore(database)
    deps.mirror.tickets.put(Ticket(7, "Down", "open", None, NOW, NOW), NOW, changes_read=0)
    bad = InboxEntry("zendesk:tickets", 2**70)
    waiting = InboxStore.waiting
    monkeypatch.setattr(InboxStore, "waiting", lambda self: waiting(self) | ({} if caplog.records else {999: bad}))
    inbox.keep("good", NOW, InboxEntry("zendesk:tickets", 7, NOW + timedelta(minutes=1)))
    rounds(scheduler, lambda: as_of(deps) and not inbox.waiting())
    copy = deps.mirror.tickets.copy(7)
    assert copy
    assert copy.outdated
    assert "entry 999 of the inbox" in caplog.text


def test_a_part_that_fails_stops_no_other(
    scheduler: SyncScheduler, database: Database, deps: Deps, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: InboxStore) -> dict[int, InboxEntry]:
        raise OverflowError("date value out of range")

    monkeypatch.setattr(InboxStore, "waiting", broken)
    rounds(scheduler, lambda: as_of(deps))


def test_a_reading_that_hangs_is_given_up_said_and_begun_again(
    scheduler: SyncScheduler, deps: Deps, vendor: Vendor, clock: Clock
) -> None:
    hold = threading.Event()
    vendor.late = hold, Listing((replace(INCIDENT, title="Late"),))
    vendor.incidents = Listing((INCIDENT,))
    rounds(scheduler, lambda: vendor.asked == 1 and as_of(deps, "zendesk:macros"))
    clock.advance(OVERDUE_SECONDS + 1)
    scheduler.round()
    row = deps.mirror.sources.get("pagerduty:incidents")
    assert row
    assert row.error == "no progress for 60 s: given up, and tried again"
    clock.advance(SECONDS)
    rounds(scheduler, lambda: as_of(deps))
    hold.set()
    rounds(scheduler, lambda: scheduler._jobs["pagerduty:incidents"].hanging == 0)
    found = deps.mirror.incidents.get("P1")
    assert found
    assert found.title == "Down"


def test_who_hangs_altogether_leaves_the_mirror_to_another(
    scheduler: SyncScheduler, database: Database, deps: Deps, vendor: Vendor, clock: Clock
) -> None:
    hold = threading.Event()
    vendor.before = lambda: hold.wait(10)
    rounds(scheduler, lambda: all(job.reading for job in scheduler._jobs.values()))
    other = LeaseStore(database, lambda: "other")
    assert not other.take(LEASE, 10)
    clock.advance(OVERDUE_SECONDS + 1)
    scheduler.round()
    assert other.take(LEASE, 10)
    other.release(LEASE)
    clock.advance(STAND_BACK_SECONDS - 1)
    scheduler.round()
    assert other.take(LEASE, 10)
    other.release(LEASE)
    hold.set()
    clock.advance(2)
    rounds(scheduler, lambda: as_of(deps))


def test_what_was_skipped_is_kept_logged_once_and_everything_else_goes_on(
    deps: Deps, vendor: Vendor, caplog: pytest.LogCaptureFixture
) -> None:
    vendor.incidents = Listing((INCIDENT,), (BAD,))
    for _ in range(2):
        sync_incidents(deps)
    row = deps.mirror.sources.get("pagerduty:incidents")
    assert row
    assert (row.as_of, row.error, row.skips.count, row.skips.first) == (NOW, None, 1, (BAD,))
    assert deps.mirror.incidents.get("P1") == INCIDENT
    assert [one.getMessage() for one in caplog.records] == [
        "pagerduty:incidents: skipped PagerDuty incident P9: html_url is missing"
    ]
    vendor.incidents = Listing((INCIDENT,))
    sync_incidents(deps)
    row = deps.mirror.sources.get("pagerduty:incidents")
    assert row
    assert row.skips.count == 0


def test_an_ended_incident_that_cannot_be_used_holds_up_no_other(deps: Deps, vendor: Vendor) -> None:
    vendor.incidents = Listing((INCIDENT, replace(INCIDENT, id="P2")))
    sync_incidents(deps)
    odd = Unavailable("PagerDuty", "sent an answer that cannot be used")
    odd.field = "html_url"
    vendor.incidents = Listing(())
    vendor.single = {"P1": odd, "P2": replace(INCIDENT, id="P2", status="resolved")}
    sync_incidents(deps)
    row, other = deps.mirror.sources.get("pagerduty:incidents"), deps.mirror.incidents.get("P2")
    assert row
    assert [one.id for one in row.skips.first] == ["P1"]
    assert other
    assert other.status == "resolved"
    vendor.single["P1"] = Unavailable("PagerDuty", "could not be reached")
    with pytest.raises(Unavailable):
        sync_incidents(deps)


def issue(iid: int, minutes: int) -> Issue:
    return replace(ISSUE, iid=iid, updated_at=NOW + timedelta(minutes=minutes))


def odd(iid: int) -> Skipped:
    return Skipped("GitLab", "issue", str(iid), "title", "is missing")


def test_a_skipped_issue_is_named_until_it_could_be_read(deps: Deps, vendor: Vendor) -> None:
    vendor.page_size = 2
    # A page of nothing but skipped records does not end the reading.
    vendor.issues = [Listing((issue(1, 1),), (odd(2),)), Listing((), (odd(3), odd(4))), Listing((issue(5, 5),))]
    sync_issues(deps, "star")

    def skipped() -> list[str]:
        row = deps.mirror.sources.get("gitlab:star")
        assert row
        assert row.skips.count == len(row.skips.first)
        return [one.id for one in row.skips.first]

    assert skipped() == ["2", "3", "4"]
    assert {one.iid for one in deps.mirror.issues.open("star")} == {1, 5}
    vendor.issues = [Listing((issue(3, 6),))]
    sync_issues(deps, "star")
    assert skipped() == ["2", "4"]
    # A full reading tells anew; what it skips is there all the same, so its copy stays.
    vendor.issues = [Listing((issue(1, 1),), (odd(3),)), Listing((issue(4, 7),))]
    deps.mirror.issues.put([(replace(issue(5, -60)), frozenset())])
    sync_issues(deps, "star", full=True)
    assert skipped() == ["3"]


def test_what_readings_skip_again_counts_once_however_many_there_are(deps: Deps, vendor: Vendor) -> None:
    many = Listing((issue(1, 1),), tuple(odd(iid) for iid in range(2, 402)))
    for full in (False, False, False, True):
        vendor.page_size, vendor.issues = 1000, [many]
        sync_issues(deps, "star", full=full)
        row = deps.mirror.sources.get("gitlab:star")
        assert row
        assert (row.skips.count, len(row.skips.first)) == (400, 200)
