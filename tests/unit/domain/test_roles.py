"""Role from group or custom role, rights from the handbook."""

import pytest

from backend.domain.roles import can, is_named, role
from backend.handbook.model.handbook import Handbook


@pytest.mark.parametrize(
    ("zendesk_role", "groups", "custom_role", "expected"),
    [
        pytest.param("agent", ["Support Managers"], None, "manager", id="group"),
        pytest.param("admin", [], "Support Managers", "manager", id="custom-role"),
        pytest.param("agent", [" support  managers"], None, "manager", id="loose-spelling"),
        pytest.param("agent", ["Support Managers"], "Light agent", "manager", id="group-beats-custom-role"),
        pytest.param("agent", ["Support Managers EMEA"], None, "agent", id="longer-name"),
        pytest.param("agent", [], "Light agent", "light_agent", id="light"),
        pytest.param("agent", ["Support"], "Staff", "agent", id="agent"),
        pytest.param("admin", [], None, "agent", id="admin"),
        pytest.param("end-user", ["Support Managers"], None, None, id="end-user"),
        pytest.param("", [], None, None, id="nobody"),
    ],
)
def test_role(
    zendesk_role: str, groups: list[str], custom_role: str | None, expected: str | None, handbook: Handbook
) -> None:
    assert role(zendesk_role, groups, custom_role, handbook) == expected


def test_rights(handbook: Handbook) -> None:
    assert "trigger_emergency" in can("manager", handbook)
    assert "trigger_emergency" not in can("agent", handbook)
    assert can("light_agent", handbook) == ("open_star",)


def test_a_light_agent_is_told_by_zendesk_s_number_whatever_its_role_is_called(handbook: Handbook) -> None:
    assert role("agent", ["Support"], "Observers", handbook, role_type=1) == "light_agent"
    assert role("agent", ["Support"], "Observers", handbook, role_type=0) == "agent"
    assert role("agent", ["Support Managers"], "Observers", handbook, role_type=1) == "manager"


@pytest.mark.parametrize(
    ("name", "expected"), [("support  MANAGERS ", True), ("Ops", True), ("Support", False), ("", False)]
)
def test_a_name_is_the_handbooks_whatever_its_case_and_blanks(name: str, expected: bool) -> None:
    assert is_named(name, ["Support Managers", " ops"]) is expected
