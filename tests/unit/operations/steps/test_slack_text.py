"""Whom the product mentions in Slack."""

from dataclasses import replace

import pytest

from backend.handbook.model.engineers import Engineer
from backend.operations.steps.slack_text import off_today
from backend.store.engine import Database
from tests.unit.domain.makers import NOW
from tests.unit.operations.makers import deps

ALL_WEEK, NEVER_TODAY = "Mon-Sun 00:00-24:00", "Sun 08:00-09:00"


def engineer(hours: str) -> Engineer:
    schedule = {"name": "Theirs", "zone": "UTC", "open": [hours]}
    return Engineer.model_validate(
        {"name": "Priya", "gitlab": "Priya", "email": "p@example.com", "zendesk_id": 7, "hours": schedule}
    )


@pytest.mark.parametrize(
    ("hours", "accounts", "off"),
    [
        pytest.param(NEVER_TODAY, {7, None}, True, id="by-their-number"),
        pytest.param(NEVER_TODAY, {"priya"}, True, id="by-their-gitlab-name"),
        pytest.param(NEVER_TODAY, {8, "p@example.com"}, True, id="by-their-e-mail"),
        pytest.param(ALL_WEEK, {7, None}, False, id="at-work"),
        pytest.param(NEVER_TODAY, {8, None}, False, id="nobody-that-is-known"),
    ],
)
def test_only_a_known_engineer_is_off(
    database: Database, hours: str, accounts: set[int | str | None], off: bool
) -> None:
    assert NOW.weekday() != 6
    assert off_today(replace(deps(database), engineers=(engineer(hours),)), accounts) is off
