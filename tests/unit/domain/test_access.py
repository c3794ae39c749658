"""Which tickets an agent sees whom Zendesk restricts."""

from datetime import UTC, datetime

import pytest

from backend.domain.access import Reach, may_see
from backend.domain.tickets import Organization, Person, Ticket

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ME, MY_GROUP, MY_ORGANIZATION = 7, 70, 700


def ticket(**more: object) -> Ticket:
    return Ticket(1, "", "open", None, NOW, NOW, **more)  # type: ignore[arg-type]


MINE = {
    "groups": ticket(group_id=MY_GROUP),
    "public_groups": ticket(group_id=1, group_is_public=True),
    "organization": ticket(organization=Organization(MY_ORGANIZATION, "Ours", NOW)),
    "assigned": ticket(assignee=Person(ME, "Me")),
    "requested": ticket(requester=Person(ME, "Me")),
}
OTHERS = ticket(
    group_id=71,
    organization=Organization(701, "Theirs", NOW),
    assignee=Person(8, "You"),
    requester=Person(9, "They"),
)


def reach(restriction: str | None) -> Reach:
    return Reach(ME, restriction, frozenset({MY_GROUP}), MY_ORGANIZATION)


@pytest.mark.parametrize("restriction", MINE)
def test_what_lies_within_is_seen_and_nothing_else(restriction: str) -> None:
    assert may_see(reach(restriction), MINE[restriction])
    assert not may_see(reach(restriction), OTHERS)
    assert not may_see(reach(restriction), ticket())


def test_public_groups_come_besides_ones_own() -> None:
    assert may_see(reach("public_groups"), MINE["groups"])
    assert not may_see(reach("groups"), MINE["public_groups"])


def test_nobody_in_no_organization_sees_tickets_of_none() -> None:
    assert not may_see(Reach(ME, "organization"), ticket())


def test_without_restriction_everything_is_seen() -> None:
    assert may_see(reach(None), OTHERS)


def test_a_restriction_that_is_not_known_lets_nothing_pass() -> None:
    assert not any(may_see(reach("moonlit"), one) for one in (*MINE.values(), OTHERS))
    assert "not known" in reach("moonlit").words
