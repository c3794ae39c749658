"""Only a customer's own ticket that is open is named to them."""

from dataclasses import replace

import pytest

from backend.domain.continuing import problem_of
from backend.domain.tickets import Person, Ticket
from tests.unit.domain.makers import organization, ticket

THIS = ticket(requester=Person(5, "Jo"))
THEIRS = replace(organization(), id=8)


@pytest.mark.parametrize(
    ("other", "problem"),
    [
        pytest.param(ticket(id=9), None, id="of-the-organization"),
        pytest.param(ticket(id=9, requester=Person(5, "Jo"), organization=THEIRS), None, id="of-the-requester"),
        pytest.param(ticket(id=9, requester=Person(6, "Jo"), organization=THEIRS), "not_theirs", id="a-namesake's"),
        pytest.param(ticket(id=9, no_organization=True), "not_theirs", id="nobody-knows-whose"),
        pytest.param(ticket(id=9, status="closed"), "over", id="closed"),
    ],
)
def test_what_may_go_on(other: Ticket, problem: str | None) -> None:
    assert problem_of(other, THIS) == problem
