"""A hand-off is checked for the names of every US Government customer on the board, read here before or not."""

from dataclasses import replace
from unittest.mock import Mock

import pytest

from backend.domain.tickets import Ticket
from backend.operations.engine.request import Actor, Request, RuleViolation
from backend.operations.shift.post_hand_off import MOST_READ, PostHandOff, PostHandOffContext, PostHandOffKind
from backend.store.engine import Database
from backend.vendors.errors import NotFound, Unavailable
from tests.unit.domain.makers import NOW, issue, ticket
from tests.unit.operations.makers import deps

GOVERNMENT = ticket({"sub_usgov_24x7": True})


def posting(database: Database, numbers: int, read: Ticket | Exception) -> PostHandOffContext:
    """Post a hand-off while STARs are open for tickets that nobody has looked at."""
    zendesk = Mock()
    zendesk.ticket.side_effect = [read] * numbers
    ours = deps(database, zendesk=zendesk)
    ours.mirror.issues.put([(replace(issue(), iid=n), frozenset({n})) for n in range(1, numbers + 1)])
    request = Request(ours, ours.mirror.snapshot(0), Actor(7, "Ada", "manager"), 0, NOW)
    return PostHandOffKind().prepare(request, PostHandOff(text="Ångström GmbH waits."))


def test_a_name_is_refused_though_nobody_has_looked_at_its_ticket(database: Database) -> None:
    with pytest.raises(RuleViolation, match="us_government_name"):
        posting(database, 1, GOVERNMENT)


def test_another_customers_name_is_no_matter(database: Database) -> None:
    assert posting(database, 1, ticket()).receivers == []


def test_a_ticket_that_zendesk_does_not_know_names_nobody(database: Database) -> None:
    assert posting(database, 2, NotFound("Zendesk", "says there is none")).receivers == []


def test_nothing_is_posted_while_a_name_cannot_be_checked(database: Database) -> None:
    with pytest.raises(Unavailable):
        posting(database, 1, Unavailable("Zendesk", "is down"))
    with pytest.raises(RuleViolation, match="tickets_unread"):
        posting(database, MOST_READ + 1, ticket())
