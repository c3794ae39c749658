"""How old a copy may be that a rule judges by: by what was heard, not by what is set up."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.mirror.recency import TOLD_AGE, Recency
from backend.store.engine import Database
from backend.store.inbox import InboxEntry, InboxStore

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
SYNC = timedelta(seconds=30)


@pytest.mark.parametrize(
    ("is_set_up", "heard", "age"),
    [
        (True, NOW - timedelta(minutes=59), TOLD_AGE),
        (True, NOW - timedelta(minutes=61), SYNC),
        (True, None, SYNC),
        (False, NOW, SYNC),
    ],
)
def test_only_a_webhook_that_told_of_changes_lately_counts(
    database: Database, is_set_up: bool, heard: datetime | None, age: timedelta
) -> None:
    inbox = InboxStore(database)
    if heard:
        inbox.keep("a", heard, InboxEntry("zendesk:tickets", 7, heard))
        inbox.done(list(inbox.waiting()), heard)
    assert Recency(inbox, is_set_up, SYNC, lambda: NOW).max_age() == age
