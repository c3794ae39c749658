"""A panel's size has bounds, however much is open elsewhere."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from backend.domain.listing import Listing
from backend.domain.named_tickets import with_tickets
from backend.domain.paging.incident import Incident
from backend.domain.tickets import Person, Ticket
from backend.handbook.loading.loader import load
from backend.panel.emergency import OTHERS_SHOWN
from backend.panel.ticket import Composer
from backend.store.engine import Database
from backend.store.mirror import MirrorStore
from backend.store.operation_rows import NewOperation, OperationRow
from backend.store.operations import OperationStore
from backend.store.sources import Skips
from backend.vendors.fields import Record
from backend.vendors.listings import fitting
from tests.unit.domain.makers import issue

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
HANDBOOK = load(None)
MANY = OTHERS_SHOWN + 30


class Unfit(Record):
    wanted: int


def page(number: int) -> Incident:
    ticket, service = 100 + number, HANDBOOK.pagerduty.services.customer_support.id
    return Incident(
        f"Q{number}",
        number,
        f"ZD#{ticket}",
        "acknowledged" if number == MANY - 1 else "triggered",
        f"https://pd.example/{number}",
        service or "",
        f"zendesk-{ticket}-emergency",
        NOW - timedelta(minutes=number),
    )


def test_a_panel_names_so_many_of_the_other_emergencies_and_counts_them_all(database: Database) -> None:
    mirror = MirrorStore(database)
    mirror.tickets.put(Ticket(7, "Down", "open", None, NOW, NOW, requester=Person(1, "Ana")), NOW, changes_read=0)
    mirror.incidents.put([(page(number), frozenset({100 + number})) for number in range(MANY)], NOW)
    composer = Composer(mirror, OperationStore(database), HANDBOOK, lambda: NOW, 30.0, "", with_slack=False)
    shown = composer.panel(7).emergency
    assert (len(shown.others_open), shown.others_total) == (OTHERS_SHOWN, MANY)
    # The one that somebody has taken would come last, though it is the oldest.
    assert shown.others_open[0].number == MANY - 2


def test_a_star_that_cannot_be_read_is_never_shown_as_none(database: Database) -> None:
    def odd(iid: str, title: object, description: object) -> Listing[str]:
        raw = {"iid": iid, "title": title, "description": description}
        return fitting("GitLab", "star issue", [raw], Unfit, str, "iid", ("title", "description"))

    listed = [
        odd("501", "STAR for ticket ZD#7", "words"),
        odd("502", None, "Ticket: ZD#7"),
        odd("503", "STAR for ticket ZD#8", None),
        odd("504", "Words", None),
        odd("505", {}, "Ticket: ZD#8"),
        odd("506", "Words", 7),
    ]
    skips = Skips.of(
        with_tickets(one, "star", HANDBOOK, "https://acme.zendesk.com") for page in listed for one in page.skipped
    )
    mirror = MirrorStore(database)
    mirror.tickets.put(Ticket(7, "Down", "open", None, NOW, NOW, requester=Person(1, "Ana")), NOW, changes_read=0)
    mirror.sources.record_success("gitlab:star", NOW, NOW, skips)
    composer = Composer(
        mirror,
        OperationStore(database),
        HANDBOOK,
        lambda: NOW,
        30.0,
        "",
        with_slack=False,
        stars_url="https://g.example",
    )
    star = composer.panel(7).star
    assert (star.state, [one.iid for one in star.unreadable]) == ("none", [501, 502, 505, 506])
    assert star.unreadable[0].url == "https://g.example/501"
    assert star.unreadable[0].because == "GitLab star issue 501: wanted is missing"
    assert [one.iid for one in composer.panel(8).star.unreadable] == [503, 505, 506]


class Ending(OperationStore):
    """Ends the operation, which closes the STAR, at the moment in which somebody asks for it."""

    def of_ticket(self, ticket_id: int, most: int) -> list[OperationRow]:
        MirrorStore(self._database).issues.put([(STAR_CLOSED, frozenset({ticket_id}))])
        self.settle("ends", 0, 0, "done", at=NOW, whole="done")
        return super().of_ticket(ticket_id, most)


STAR = issue(title="STAR for ZD#7", created_at=NOW, updated_at=NOW)
STAR_CLOSED = replace(STAR, closed=True, closed_at=NOW, updated_at=NOW + timedelta(seconds=1))


def test_what_an_operation_has_changed_is_shown_as_soon_as_it_is_told_as_done(database: Database) -> None:
    mirror, operations = MirrorStore(database), Ending(database)
    mirror.tickets.put(Ticket(7, "Down", "open", None, NOW, NOW, requester=Person(1, "Ana")), NOW, changes_read=0)
    mirror.issues.put([(STAR, frozenset({7}))])
    body = {"comment": "A call."}
    new = NewOperation("ends", "resolve_star", 7, 1, "Ana", "a-key-of-a-click", body, {}, ("close",), None, NOW, "here")
    operations.accept(new, lambda _: True)
    composer = Composer(mirror, operations, HANDBOOK, lambda: NOW, 30.0, "", with_slack=False)
    shown = composer.panel(7)
    assert [operation.state for operation in shown.operations] == ["done"]
    assert [star.state for star in shown.star.issues] == ["resolved"]
