"""What Zendesk says of a user's view."""

from typing import Any

import pytest

from backend.vendors.zendesk.records import user_from


def answer(configuration: dict[str, Any] | None = None, **user: Any) -> dict[str, Any]:
    roles = [{"id": 5, "name": "Custom", "configuration": configuration}]
    return {"user": {"id": 1, "name": "A", "role": "agent", "custom_role_id": 5, **user}, "roles": roles}


@pytest.mark.parametrize(
    ("found", "restriction"),
    [
        (answer(), None),
        (answer(ticket_restriction="assigned"), "assigned"),
        (answer({"ticket_access": "all"}), None),
        (answer({"ticket_access": "within-groups"}), "groups"),
        (answer({"ticket_access": "within-groups-and-public-groups"}, ticket_restriction="groups"), "public_groups"),
        (answer({"ticket_access": "assigned-only"}), "assigned"),
        (answer({"ticket_access": "within-organization"}), "organization"),
        (answer({"ticket_access": "something-new"}), "something-new"),
        (answer({}, ticket_restriction="requested"), "requested"),
    ],
)
def test_a_custom_role_says_which_tickets_and_else_the_user(found: dict[str, Any], restriction: str | None) -> None:
    assert user_from(found).reach.restriction == restriction
