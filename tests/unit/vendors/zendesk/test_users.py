"""What Zendesk says of a user's view and rights, and of the account's setup."""

from typing import Any

import pytest
from pydantic import ValidationError

from backend.domain.access import Rights
from backend.vendors.zendesk.setup_records import SetupItem, setup_from
from backend.vendors.zendesk.users import UserAnswer, ZendeskUser, user_from


def answer(configuration: dict[str, Any] | None = None, **user: Any) -> dict[str, Any]:
    roles = [{"id": 5, "name": "Custom", "role_type": 0, "configuration": configuration}]
    return {"user": {"id": 1, "name": "A", "role": "agent", "custom_role_id": 5, **user}, "roles": roles}


def read(found: dict[str, Any]) -> ZendeskUser:
    return user_from(UserAnswer.model_validate(found))


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
    assert read(found).reach.restriction == restriction


def test_a_custom_role_says_what_its_agents_may() -> None:
    allowed = {"ticket_access": "all", "ticket_comment_access": "none", "ticket_editing": False}
    user = read(answer(allowed, role_type=1))
    assert user.rights == Rights("all", "none", may_edit=False)
    assert (user.custom_role, user.role_type) == ("Custom", 1)
    assert read(answer()).role_type == 0
    assert read(answer(custom_role_id=None)).rights == Rights()


@pytest.mark.parametrize(
    ("user", "active"),
    [({}, True), ({"active": False}, False), ({"suspended": True}, False), ({"active": None, "suspended": None}, True)],
)
def test_who_is_suspended_is_not_active(user: dict[str, Any], active: bool) -> None:
    assert read(answer(**user)).active is active


@pytest.mark.parametrize(
    "user",
    [
        {"id": None},
        {"role": None},
        {"ticket_restriction": {"odd": 1}},
        {"ticket_restriction": "x" * 33},
        {"suspended": "perhaps"},
        {"custom_role_id": "five"},
    ],
)
def test_rights_are_not_guessed_from_what_cannot_be_read(user: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        read(answer(**user))


@pytest.mark.parametrize(
    "configuration",
    [
        "all",
        {"ticket_access": 3},
        {"ticket_access": "x" * 33},
        {"ticket_comment_access": ["none"]},
        {"ticket_editing": "no way"},
    ],
)
def test_nor_from_a_custom_role_that_cannot_be_read(configuration: Any) -> None:
    with pytest.raises(ValidationError):
        read(answer(configuration))


def test_groups_are_named_and_numbered() -> None:
    user = read({**answer(organization_id=9), "groups": [{"id": 3, "name": "Managers"}, {"id": "x", "name": "odd"}]})
    assert (user.groups, user.reach.group_ids, user.reach.organization_id) == (("Managers",), frozenset({3}), 9)


def test_a_dropdowns_option_has_a_name_and_a_value() -> None:
    raw = {
        "id": 1,
        "title": "Kind",
        "active": True,
        "custom_field_options": [{"name": "Upgrade help", "value": "upgrade_help"}, {"name": "No value"}, "odd"],
    }
    found = setup_from(SetupItem.model_validate(raw))
    assert found.name == "Kind"
    assert found.values == {"Upgrade help", "No value"}
    assert found.options == {"upgrade_help"}
    assert not setup_from(SetupItem.model_validate({"id": 1, "key": "plan", "name": "Plan", "active": False})).active
