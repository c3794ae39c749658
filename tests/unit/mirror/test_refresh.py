"""What is read again before a rule judges: as far as that can be done, and a bug of ours keeps nobody from paging."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

import pytest

from backend.domain.issues import Issue
from backend.domain.listing import Listing
from backend.domain.paging.incident import Incident
from backend.mirror.refresh import Refresher
from backend.mirror.tickets import Tickets
from backend.store.engine import Database
from backend.store.standing import Standing
from backend.vendors.errors import Unavailable
from tests.unit.domain.makers import NOW
from tests.unit.operations.makers import deps

OURS = Incident("QOURS", 2, "Down", "triggered", "https://pd.example/2", "PS", "zendesk-7-emergency", NOW)


class Vendor:
    """Gives one incident by its key; the rest fails."""

    page_size = 100

    def __init__(self, error: Exception) -> None:
        self.error = error

    def begin(self, ticket_id: int, standing: Standing) -> Callable[[], bool]:
        """Stand for the reader of tickets: it read nothing."""
        return lambda: False

    def open_incidents(self, service_ids: object) -> Listing[Incident]:
        raise self.error

    def incidents_by_key(self, key: str) -> list[Incident]:
        return [OURS]

    def changed_issues(self, tracker: str, since: datetime | None, page: int) -> Listing[Issue]:
        raise self.error


@pytest.mark.parametrize("error", [Unavailable("PagerDuty", "is down"), KeyError("a bug of ours")])
def test_what_cannot_be_read_leaves_the_last_reading(
    database: Database, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    vendor = Vendor(error)
    made = deps(database, pagerduty=vendor, gitlab=vendor)
    stands = made.mirror.standing(7)
    assert Refresher(made, cast(Tickets, cast(Any, vendor))).refresh(7, ["star"], "emergency", stands)
    assert made.mirror.incidents.get("QOURS") == OURS
    told = [record for record in caplog.records if record.getMessage().startswith("judging by the last reading of")]
    assert len(told) == 2
    assert [record.exc_info is not None for record in told] == [isinstance(error, KeyError)] * 2
