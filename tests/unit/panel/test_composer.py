"""A panel's size has bounds, however much is open elsewhere."""

from datetime import UTC, datetime, timedelta

from backend.domain.paging.incident import Incident
from backend.domain.tickets import Person, Ticket
from backend.handbook.loading.loader import load
from backend.panel.emergency import OTHERS_SHOWN
from backend.panel.ticket import Composer
from backend.store.engine import Database
from backend.store.mirror import MirrorStore
from backend.store.operations import OperationStore

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
HANDBOOK = load(None)
MANY = OTHERS_SHOWN + 30


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
