"""What was heard of the vendors."""

from datetime import UTC, datetime, timedelta

from backend.store.engine import Database
from backend.store.inbox import InboxEntry, InboxStore

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
TICKETS = "zendesk:tickets"


def test_a_source_was_heard_of_once_its_event_was_acted_on(database: Database) -> None:
    inbox = InboxStore(database)
    inbox.keep("a", NOW, InboxEntry(TICKETS, 7, NOW))
    inbox.keep("b", NOW, InboxEntry("gitlab:star"))
    assert not inbox.heard(TICKETS, NOW - HOUR)
    inbox.done(list(inbox.waiting()), NOW)
    assert inbox.heard(TICKETS, NOW - HOUR)
    assert not inbox.heard(TICKETS, NOW + HOUR)
    assert not inbox.heard("zendesk:organizations", NOW - HOUR)


def test_an_event_that_means_nothing_is_none_of_a_source(database: Database) -> None:
    inbox = InboxStore(database)
    inbox.keep("a", NOW, None)
    assert not inbox.heard(TICKETS, NOW - HOUR)
