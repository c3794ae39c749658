"""Who of GitLab's users is a manager is told by the same person's accounts elsewhere."""

from collections.abc import Mapping

import pytest

from backend.domain.paging.on_call import OnCall
from backend.domain.star.managers import KnownPeople, manager_by_slack, manager_usernames
from backend.handbook.model.handbook import Handbook
from backend.handbook.model.roles import Colleague
from tests.unit.conftest import Changed
from tests.unit.domain.makers import NOW

LISTED = """
people:
  - {name: Ana, gitlab: Ana, zendesk_id: 5}
  - {name: Bo, gitlab: bo, pagerduty_id: PBO}
  - {name: Cy, gitlab: Cy, email: Cy@example.com}
  - {name: Di, zendesk_id: 6, email: di@example.com}
"""
ACCOUNTS = {"cy2": "cy@example.com", "ed": "ed@example.com", "shy": None}


def on_call(role: str, user_id: str | None = None, email: str | None = None) -> OnCall:
    return OnCall(role, "Somebody", NOW, None, user_id, email)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("people", "on_calls", "expected"),
    [
        pytest.param(KnownPeople(accounts=ACCOUNTS), [], set(), id="nobody-is-a-manager"),
        pytest.param(KnownPeople(frozenset({5, 6})), [], {"ana"}, id="by-zendesks-number"),
        pytest.param(
            KnownPeople(manager_emails=frozenset({"cy@example.com"}), accounts=ACCOUNTS),
            [],
            {"cy", "cy2"},
            id="by-e-mail-and-all-accounts-of-it",
        ),
        pytest.param(KnownPeople(), [on_call("manager", "PBO")], {"bo"}, id="on-call-by-number"),
        pytest.param(
            KnownPeople(accounts=ACCOUNTS), [on_call("manager", None, "ED@example.com")], {"ed"}, id="on-call-by-e-mail"
        ),
        pytest.param(
            KnownPeople(accounts=ACCOUNTS), [on_call("engineer", "PBO", "ed@example.com")], set(), id="engineers"
        ),
    ],
)
def test_a_manager_is_known_by_any_account(
    people: KnownPeople, on_calls: list[OnCall], expected: set[str], changed: Changed
) -> None:
    assert manager_usernames(people, on_calls, changed(LISTED)) == expected


@pytest.mark.parametrize("accounts", [{}, {"shy": None}])
def test_without_anything_known_nobody_is(accounts: Mapping[str, str | None], changed: Changed) -> None:
    assert manager_usernames(KnownPeople(accounts=accounts), [], changed(LISTED)) == frozenset()


@pytest.mark.parametrize(
    ("user", "email", "expected"),
    [
        pytest.param("U1", "Ada@Example.com", 1, id="by-e-mail-without-case"),
        pytest.param("U1", "eve@example.com", None, id="somebody-else"),
        pytest.param("U1", None, None, id="no-e-mail"),
        pytest.param("U2", "eve@example.com", 2, id="by-the-handbook's-id"),
        pytest.param("U3", "ada@example.com", None, id="the-handbook-says-who-it-is"),
        pytest.param("U4", "private@example.com", 1, id="by-the-handbook's-e-mail"),
    ],
)
def test_a_manager_is_known_in_slack(user: str, email: str | None, expected: int | None, handbook: Handbook) -> None:
    people = (
        Colleague(name="Bob", slack="U2", zendesk_id=2),
        Colleague(name="Eve", slack="U3", zendesk_id=3),
        Colleague(name="Ada", slack="U4", email="Ada@example.com"),
    )
    known = {1: "ada@example.com", 2: None}
    assert manager_by_slack(user, email, known, handbook.model_copy(update={"people": people})) == expected
