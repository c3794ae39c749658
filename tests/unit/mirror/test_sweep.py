"""What GitLab has deleted is gone from the mirror, open or closed lately: no event tells of it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from backend.domain.issues import Issue, Tracker
from backend.domain.listing import Listing, Skipped
from backend.mirror.sweep import sweep
from backend.store.engine import Database
from backend.store.sources import Skips
from backend.vendors.errors import Gone, Unavailable
from tests.unit.domain.makers import NOW, issue
from tests.unit.operations.makers import HANDBOOK, deps

RECENT = timedelta(days=HANDBOOK.gitlab.recently_closed_days)


@dataclass
class Tracked:
    """GitLab with some issues; it keeps which were asked for one by one."""

    issues: dict[int, Issue]
    asked: list[int]
    skipped: list[Skipped] = field(default_factory=list)
    unread: set[int] = field(default_factory=set)

    def shown_issues(self, tracker: Tracker, closed_since: datetime) -> Listing[Issue]:
        shown = (one for one in self.issues.values() if not one.closed or one.updated_at >= closed_since)
        return Listing(tuple(shown), tuple(self.skipped))

    def issue(self, tracker: Tracker, iid: int) -> Issue:
        self.asked.append(iid)
        if iid in self.unread:
            raise Unavailable("GitLab", "sent an answer that cannot be used", field="created_at")
        if iid not in self.issues:
            raise Gone("GitLab", f"there is no issue #{iid} any more")
        return self.issues[iid]


def known(iid: int, age: timedelta, closed: bool = False) -> Issue:
    return issue(iid=iid, closed=closed, updated_at=NOW - age)


def test_what_is_shown_and_not_listed_is_asked_for_and_forgotten(database: Database) -> None:
    hour = timedelta(hours=1)
    kept, gone = [known(1, hour), known(2, hour, closed=True)], [known(3, hour), known(4, hour, closed=True)]
    old = known(5, RECENT + hour, closed=True)
    gitlab = Tracked({one.iid: one for one in kept}, [])
    with_gitlab = deps(database, gitlab=gitlab)
    with_gitlab.mirror.issues.put((one, frozenset({1234})) for one in (*kept, *gone, old))
    sweep(with_gitlab, ("star",), lambda: None)
    assert sorted(gitlab.asked) == [3, 4]
    assert [one.iid for one in with_gitlab.mirror.snapshot(1234).issues] == [1, 2, 5]


def odd(iid: str) -> Skipped:
    return Skipped("GitLab", "star issue", iid, "created_at", "is no time")


def test_what_cannot_be_read_is_told_anew_and_its_old_copy_is_left_alone(database: Database) -> None:
    gitlab = Tracked({}, [], [odd("3"), odd("?")])
    with_gitlab = deps(database, gitlab=gitlab)
    with_gitlab.mirror.issues.put([(known(3, timedelta(hours=1)), frozenset({1234}))])
    moved = Skipped("GitLab", "project", "star", "path", "is new now")
    with_gitlab.mirror.sources.record_success("gitlab:star", NOW, NOW, Skips.of([odd("2"), odd("3"), moved]))
    sweep(with_gitlab, ("star",), lambda: None)
    row = with_gitlab.mirror.sources.get("gitlab:star")
    assert row
    assert (row.as_of, row.cursor, row.skips) == (NOW, NOW, Skips(3, (moved, odd("3"), odd("?"))))
    assert gitlab.asked == []


def test_one_that_is_not_listed_and_cannot_be_read_holds_up_no_other(database: Database) -> None:
    gitlab = Tracked({}, [], unread={3})
    with_gitlab = deps(database, gitlab=gitlab)
    with_gitlab.mirror.issues.put((known(iid, timedelta(hours=1)), frozenset({1234})) for iid in (3, 4))
    sweep(with_gitlab, ("star",), lambda: None)
    assert sorted(gitlab.asked) == [3, 4]
    assert [one.iid for one in with_gitlab.mirror.snapshot(1234).issues] == [3]
