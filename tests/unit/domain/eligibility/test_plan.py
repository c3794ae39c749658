"""Facts are read from wherever they may stand."""

from dataclasses import replace
from datetime import date

import pytest

from backend.domain.eligibility.plan import Expiry, account_team, ended_plan, expiry, flags, plan_label, us_government
from backend.handbook.model.handbook import Handbook
from tests.unit.conftest import Changed
from tests.unit.domain.makers import NOW, ticket


@pytest.mark.parametrize("value", [True, 1, 1.0, "true", "True", " yes ", "1", "on", "checked"])
def test_a_field_that_says_yes_is_a_flag(value: object, handbook: Handbook) -> None:
    assert "support_hold" in flags(ticket({"support_hold": value}), handbook)


@pytest.mark.parametrize("value", [False, None, 0, "", "false", "no", "0", "2026-01-01", [], {}])
def test_any_other_field_is_none(value: object, handbook: Handbook) -> None:
    assert "support_hold" not in flags(ticket({"support_hold": value}), handbook)


def test_tags_are_flags(handbook: Handbook) -> None:
    assert {"a", "b"} <= flags(ticket(tags=frozenset({"a"}), org_tags=frozenset({"b"})), handbook)


def test_a_tag_counts_though_the_field_says_no(handbook: Handbook) -> None:
    assert "support_hold" in flags(ticket({"support_hold": False}, tags=frozenset({"support_hold"})), handbook)


def test_without_an_organization_the_ticket_still_has_tags(handbook: Handbook) -> None:
    assert flags(ticket(tags=frozenset({"a"}), no_organization=True), handbook) == {"a"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("2026-03-31", Expiry(date(2026, 3, 31)), id="day"),
        pytest.param(" 2026-03-31 ", Expiry(date(2026, 3, 31)), id="spaces-around"),
        pytest.param(None, Expiry(), id="none"),
        pytest.param("  ", Expiry(), id="blank"),
        pytest.param("soon", Expiry(unreadable="soon"), id="word"),
        pytest.param("2026-02-30", Expiry(unreadable="2026-02-30"), id="no-such-day"),
        pytest.param("20260331", Expiry(unreadable="20260331"), id="compact"),
        pytest.param("2026-W10-1", Expiry(unreadable="2026-W10-1"), id="week"),
        pytest.param("31.03.2026", Expiry(unreadable="31.03.2026"), id="other-order"),
        pytest.param("2026-03-31T00:00:00+00:00", Expiry(date(2026, 3, 31)), id="as-zendesk-sends-a-date"),
        pytest.param("2026-03-31T00:00:00Z", Expiry(date(2026, 3, 31)), id="with-z"),
        pytest.param("2026-03-31T23:59:59.000-11:00", Expiry(date(2026, 3, 31)), id="the-day-at-its-front-counts"),
        pytest.param("2026-03-31T", Expiry(unreadable="2026-03-31T"), id="half-a-time"),
        pytest.param("2026-03-31 and later", Expiry(unreadable="2026-03-31 and later"), id="more-behind"),
        pytest.param("٢٠٢٦-٠٣-٣١", Expiry(unreadable="٢٠٢٦-٠٣-٣١"), id="other-digits"),
        pytest.param(20260331, Expiry(unreadable="20260331"), id="number"),
    ],
)
def test_expiry(value: object, expected: Expiry, handbook: Handbook) -> None:
    assert expiry(ticket({"expiration_date": value}), handbook) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({"sub_sm_ultimate": True}, "Self-managed Ultimate", id="flag"),
        pytest.param(
            {"sub_usgov_12x5": True, "sub_sm_premium": True, "support_level": "Premium"},
            "Self-managed Premium, US Government 12x5",
            id="flag-beats-level",
        ),
        pytest.param(
            {"support_level": "Starter", "sub_ss_ase": "yes"}, "Starter, Assigned support engineer", id="level"
        ),
        pytest.param({}, "", id="nothing"),
    ],
)
def test_plan_label(fields: dict[str, object], expected: str, handbook: Handbook) -> None:
    assert plan_label(ticket(fields), handbook) == expected


@pytest.mark.parametrize(
    ("flag", "expected"), [("sub_usgov_12x5", True), ("sub_usgov_24x7", True), ("sub_sm_premium", False)]
)
def test_us_government(flag: str, expected: bool, handbook: Handbook) -> None:
    assert us_government(ticket({flag: True}), handbook) is expected


def test_everybody_is_us_government_in_their_instance(changed: Changed) -> None:
    assert us_government(ticket(), changed("zendesk: {us_government_instance: true}"))


@pytest.mark.parametrize(
    ("fields", "names", "ended"),
    [
        pytest.param(
            {"support_level": "Ultimate", "expiration_date": "2026-03-03"}, {}, date(2026, 3, 3), id="yesterday"
        ),
        pytest.param({"support_level": "Ultimate", "expiration_date": "2026-03-04"}, {}, None, id="the-last-day"),
        pytest.param({"support_level": "Ultimate"}, {}, None, id="no-date"),
        pytest.param({"support_level": "Free", "expiration_date": "2026-03-03"}, {}, None, id="not-paid"),
        pytest.param({"expiration_date": "2026-03-03"}, {}, None, id="no-plan-known"),
        pytest.param(
            {"support_level": "ultimate", "expiration_date": "2026-03-03"},
            {"support_level": ("GitLab Ultimate",)},
            date(2026, 3, 3),
            id="by-the-value-of-an-option",
        ),
        pytest.param(
            {"support_level": "lvl_3", "expiration_date": "2026-03-03"},
            {"support_level": ("Ultimate",)},
            date(2026, 3, 3),
            id="by-the-name-of-an-option",
        ),
    ],
)
def test_a_plan_has_ended_that_was_one_with_emergency_support(
    fields: dict[str, object], names: dict[str, tuple[str, ...]], ended: date | None, handbook: Handbook
) -> None:
    asked = ticket(fields)
    assert asked.organization
    assert ended_plan(replace(asked, organization=replace(asked.organization, options=names)), handbook, NOW) == ended


def test_the_account_team_is_who_the_organization_names(changed: Changed) -> None:
    own = changed("zendesk: {account_team: {csm: CSM, ae: Account Executive}}")
    team = account_team(ticket({"csm": "Ada", "ae": "", "account_owner": "Kim", "not_asked_for": "Lee"}), own)
    assert team == (("Account owner", "Kim"), ("CSM", "Ada"))
