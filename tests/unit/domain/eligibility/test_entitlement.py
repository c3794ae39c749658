"""Rules E1 to E9: each alone, every pair in order, and every boundary."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.eligibility.entitlement import Entitlement, entitlement, tried
from backend.domain.tickets import Ticket
from backend.handbook.model.handbook import Handbook
from tests.unit.domain.makers import NOW, at, ticket

TODAY = NOW.date()


def expiring(days_ago: int) -> str:
    return str(TODAY - timedelta(days=days_ago))


ALONE: dict[str, tuple[dict[str, object], str]] = {
    "E1": ({"restricted_account": True}, "no"),
    "E2": ({"support_hold": True}, "no"),
    "E3": ({"partner_customer": True}, "no"),
    "E4": ({"sub_usgov_24x7": True}, "yes"),
    "E5": ({"sub_usgov_12x5": True}, "yes"),
    "E6": ({"sub_sm_premium": True}, "yes"),
    "E8": ({"sub_edu": True}, "no"),
    "E9": ({}, "unknown"),
}


@pytest.mark.parametrize("rule", ALONE)
def test_each_rule_alone(rule: str, handbook: Handbook) -> None:
    fields, answer = ALONE[rule]
    found = entitlement(ticket(fields), handbook, NOW)
    assert (found.answer, found.rule) == (answer, rule)
    assert found.because.endswith(".")
    assert found.fired == tuple(fields)


@pytest.mark.parametrize(("first", "second"), list(combinations(ALONE, 2)))
def test_the_first_rule_that_holds_wins(first: str, second: str, handbook: Handbook) -> None:
    both = ALONE[first][0] | ALONE[second][0]
    assert entitlement(ticket(both), handbook, NOW).rule == first


@pytest.mark.parametrize("first", ["E1", "E2", "E3", "E4", "E5"])
def test_what_comes_before_an_expired_plan(first: str, handbook: Handbook) -> None:
    fields = ALONE[first][0] | {"sub_sm_premium": True, "expiration_date": expiring(3)}
    assert entitlement(ticket(fields), handbook, NOW).rule == first


@pytest.mark.parametrize(
    "flag",
    ["sub_sm_premium", "sub_sm_ultimate", "sub_dotcom_premium", "sub_dotcom_ultimate", "sub_gitlab_dedicated"],
)
@pytest.mark.parametrize("place", ["field", "organization tag", "ticket tag"])
def test_a_plan_flag_may_stand_in_any_place(flag: str, place: str, handbook: Handbook) -> None:
    carriers = {
        "field": ticket({flag: "yes"}),
        "organization tag": ticket(org_tags=frozenset({flag})),
        "ticket tag": ticket(tags=frozenset({flag})),
    }
    assert entitlement(carriers[place], handbook, NOW).rule == "E6"


@pytest.mark.parametrize("level", ["Premium", "ultimate", " SILVER ", "Gold"])
def test_a_paid_support_level(level: str, handbook: Handbook) -> None:
    found = entitlement(ticket({"support_level": level}), handbook, NOW)
    assert (found.answer, found.rule) == ("yes", "E6")
    assert found.fired == (f"support_level={level.strip()}",)


@pytest.mark.parametrize(
    ("field", "word"),
    [
        ("account_type", "prospect"),
        ("account_type", "Trial"),
        ("account_type", "GRATIS"),
        ("account_type", "former_customer"),
        ("account_type", "Partner Prospect"),
        ("support_level", "Free"),
        ("support_level", "Expired"),
        ("support_level", "Starter"),
        ("support_level", "bronze"),
        ("support_level", "Consumption Only"),
        ("support_level", "Community"),
        ("support_level", "EDU"),
        ("support_level", "OSS"),
    ],
)
def test_an_unpaid_word(field: str, word: str, handbook: Handbook) -> None:
    found = entitlement(ticket({field: word}), handbook, NOW)
    assert (found.answer, found.rule) == ("no", "E8")


@pytest.mark.parametrize(
    ("value", "options"),
    [
        pytest.param("option_2", ("Former Customer",), id="value-unlike-its-name"),
        pytest.param(["option_2"], ("Former Customer",), id="in-a-list"),
        pytest.param(["customer", "former_customer"], (), id="one-of-a-list"),
        pytest.param("former_customer", ("No longer with us",), id="the-handbook-names-the-value"),
    ],
)
def test_an_option_is_known_by_its_value_or_its_name(
    value: object, options: tuple[str, ...], handbook: Handbook
) -> None:
    asked = ticket({"account_type": value})
    assert asked.organization
    known = replace(asked.organization, options={"account_type": options} if options else {})
    found = entitlement(replace(asked, organization=known), handbook, NOW)
    assert (found.answer, found.rule) == ("no", "E8")
    named = ", ".join(options or ("customer", "former_customer"))
    assert found.fired == (f"account_type={named}",)


def test_an_option_whose_name_is_not_known_tells_nothing(handbook: Handbook) -> None:
    assert entitlement(ticket({"account_type": "option_2"}), handbook, NOW).rule == "E9"


@pytest.mark.parametrize("fields", [{"sub_ss_enterprise": True}, {"support_level": "Custom"}, {"sub_edu": "no"}])
def test_what_tells_nothing_is_unknown(fields: dict[str, object], handbook: Handbook) -> None:
    assert entitlement(ticket(fields), handbook, NOW).rule == "E9"


def test_no_organization_is_unknown_and_says_so(handbook: Handbook) -> None:
    found = entitlement(ticket(no_organization=True), handbook, NOW)
    assert (found.answer, found.rule) == ("unknown", "E9")
    assert "no organization" in found.because


@pytest.mark.parametrize(
    ("days_ago", "answer", "rule"),
    [
        (-400, "yes", "E6"),
        (0, "yes", "E6"),
        (1, "likely", "E7"),
        (15, "likely", "E7"),
        (16, "no", "E8"),
        (4000, "no", "E8"),
    ],
)
def test_expiry(days_ago: int, answer: str, rule: str, handbook: Handbook) -> None:
    found = entitlement(ticket({"sub_sm_ultimate": True, "expiration_date": expiring(days_ago)}), handbook, NOW)
    assert (found.answer, found.rule) == (answer, rule)


@pytest.mark.parametrize(
    ("now", "rule"),
    [
        pytest.param("2026-03-04T23:59:59Z", "E6", id="last-second-of-the-day"),
        pytest.param("2026-03-05T00:00:00Z", "E7", id="next-day"),
        pytest.param("2026-03-04T20:00:00-08:00", "E7", id="next-day-in-utc-though-not-where-it-was-asked"),
    ],
)
def test_days_are_counted_in_utc(now: str, rule: str, handbook: Handbook) -> None:
    expires_today = ticket({"sub_sm_ultimate": True, "expiration_date": "2026-03-04"})
    assert entitlement(expires_today, handbook, at(now)).rule == rule


def test_a_date_that_cannot_be_read_is_unknown_and_says_so(handbook: Handbook) -> None:
    found = entitlement(ticket({"sub_sm_ultimate": True, "expiration_date": "soon"}), handbook, NOW)
    assert (found.answer, found.rule) == ("unknown", "E6")
    assert "'soon'" in found.because


@pytest.mark.parametrize(("days_ago", "rule"), [(15, "E7"), (16, "E8")])
def test_a_date_as_zendesk_sends_it_counts_as_its_day(days_ago: int, rule: str, handbook: Handbook) -> None:
    written = f"{expiring(days_ago)}T00:00:00+00:00"
    assert entitlement(ticket({"sub_sm_ultimate": True, "expiration_date": written}), handbook, NOW).rule == rule


@pytest.mark.parametrize("expires", ["2030-01-01", "2001-01-01", "soon", None])
def test_a_grace_period_beats_any_date(expires: str | None, handbook: Handbook) -> None:
    in_grace = ticket({"sub_sm_ultimate": True, "expiration_date": expires}, tags=frozenset({"within_grace_period"}))
    assert entitlement(in_grace, handbook, NOW).rule == "E7"


def test_a_grace_period_of_no_plan_tells_nothing(handbook: Handbook) -> None:
    assert entitlement(ticket(tags=frozenset({"within_grace_period"})), handbook, NOW).rule == "E9"


@pytest.mark.parametrize(
    ("when", "answer"),
    [
        pytest.param("2026-03-06T04:59:59", "out_of_hours", id="friday-before-five"),
        pytest.param("2026-03-06T05:00", "yes", id="friday-five"),
        pytest.param("2026-03-06T16:59", "yes", id="friday-last-minute"),
        pytest.param("2026-03-06T17:00", "out_of_hours", id="friday-closing"),
        pytest.param("2026-03-07T12:00", "out_of_hours", id="saturday"),
        pytest.param("2026-03-09T05:00", "yes", id="first-morning-of-summer-time"),
        pytest.param("2026-11-02T05:00", "yes", id="first-morning-of-winter-time"),
        pytest.param("2026-11-02T04:59", "out_of_hours", id="before-the-first-morning-of-winter-time"),
    ],
)
def test_us_government_hours(when: str, answer: str, handbook: Handbook) -> None:
    now = datetime.fromisoformat(when).replace(tzinfo=ZoneInfo("America/Los_Angeles"))
    found = entitlement(ticket({"sub_usgov_12x5": True, "sub_sm_ultimate": True}), handbook, now)
    assert (found.answer, found.rule) == (answer, "E5")


@pytest.mark.parametrize("flag", ["sub_usgov_24x7", "emergency_support_24x7"])
def test_round_the_clock_is_any_time(flag: str, handbook: Handbook) -> None:
    saturday = at("2026-03-07T12:00Z")
    assert entitlement(ticket(tags=frozenset({flag})), handbook, saturday).rule == "E4"


FLAGS = [
    "restricted_account",
    "support_hold",
    "partner_customer",
    "emergency_support_24x7",
    "sub_usgov_12x5",
    "sub_dotcom_premium",
    "within_grace_period",
    "sub_oss",
]
TICKETS = st.builds(
    lambda tags, level, expires: ticket({"support_level": level, "expiration_date": expires}, tags=tags),
    st.frozensets(st.sampled_from(FLAGS)),
    st.sampled_from(["Premium", "Free", "", None, "Custom", 7]),
    st.none() | st.text(max_size=12) | st.dates(date(2026, 1, 1), date(2026, 5, 1)).map(str),
)


@given(any_ticket=TICKETS)
def test_there_is_always_an_answer(any_ticket: Ticket, handbook: Handbook) -> None:
    found = entitlement(any_ticket, handbook, NOW)
    assert found.rule in {f"E{number}" for number in range(1, 10)}
    assert found.because
    assert found.fired or found.rule == "E9"


ENDED = "check with Licensing & Renewals."
KINDLY = "Lower the priority and say so kindly."
VERIFY = "verify the entitlement, and do not refuse until then."
PAID: dict[str, object] = {"sub_sm_premium": True}


def until_day(day: str) -> dict[str, object]:
    return PAID | {"expiration_date": day}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"restricted_account": True}, ("no", "E1", "The account is restricted and cannot receive support.")),
        (
            {"support_hold": True},
            ("no", "E2", "The account is on support hold: Sales takes it from here, unless a manager overrides."),
        ),
        (
            {"partner_customer": True},
            ("no", "E3", "The customer buys support from a partner and has that partner's own route."),
        ),
        (
            {"sub_usgov_24x7": True},
            ("yes", "E4", "The plan covers emergencies at any time, of severity 1 and of severity 2."),
        ),
        (PAID, ("yes", "E6", "The plan covers emergencies around the clock.")),
        ({"sub_edu": True}, ("no", "E8", f"The plan has no emergency support. {KINDLY}")),
        ({}, ("unknown", "E9", f"Nothing here tells the plan: {VERIFY}")),
    ],
)
def test_each_rule_says_why(fields: dict[str, object], expected: tuple[Any, str, str], handbook: Handbook) -> None:
    assert entitlement(ticket(fields), handbook, NOW) == Entitlement(*expected, tuple(fields))


@pytest.mark.parametrize(
    ("day", "answer", "rule", "because"),
    [
        ("2026-03-05", "yes", "E6", "The plan covers emergencies around the clock and has not expired."),
        ("2026-03-04", "yes", "E6", "The plan covers emergencies around the clock and has not expired."),
        ("2026-03-03", "likely", "E7", f"The plan expired 1 day ago and may be in renewal; {ENDED}"),
        ("2026-03-02", "likely", "E7", f"The plan expired 2 days ago and may be in renewal; {ENDED}"),
        ("2026-02-17", "likely", "E7", f"The plan expired 15 days ago and may be in renewal; {ENDED}"),
        ("2026-02-16", "no", "E8", f"The plan expired 16 days ago. {KINDLY}"),
        ("soon", "unknown", "E6", "The plan would cover it, but its expiration date 'soon' is not a date."),
    ],
)
def test_a_paid_plan_is_judged_by_its_last_day(
    day: str, answer: Any, rule: str, because: str, handbook: Handbook
) -> None:
    fired = ("sub_sm_premium", f"expiration_date={day}")
    assert entitlement(ticket(until_day(day)), handbook, NOW) == Entitlement(answer, rule, because, fired)


def test_a_grace_period_and_a_ticket_without_organization_say_why(handbook: Handbook) -> None:
    grace = ticket(PAID, tags=frozenset({"within_grace_period"}))
    because = f"The plan has ended and is in its grace period; {ENDED}"
    fired = ("sub_sm_premium", "within_grace_period")
    assert entitlement(grace, handbook, NOW) == Entitlement("likely", "E7", because, fired)
    because = f"The ticket has no organization: {VERIFY}"
    assert entitlement(ticket(no_organization=True), handbook, NOW) == Entitlement("unknown", "E9", because)


def test_a_plan_of_business_hours_says_whether_it_is_in_them(handbook: Handbook) -> None:
    hours = handbook.hours.schedules[handbook.entitlement.business_hours].name
    of, fired = ticket({"sub_usgov_12x5": True}), ("sub_usgov_12x5",)
    because = f"The plan covers emergencies of severity 1 in the hours of {hours}: now."
    assert entitlement(of, handbook, NOW) == Entitlement("yes", "E5", because, fired)
    because = (
        f"The plan covers emergencies only in the hours of {hours}, and it is outside them; "
        "an exception is the engineer's to grant."
    )
    assert entitlement(of, handbook, at("2026-03-07T12:00Z")) == Entitlement("out_of_hours", "E5", because, fired)


def test_the_rules_are_tried_by_their_ids(handbook: Handbook) -> None:
    assert [name for name, _ in tried(ticket(), handbook, NOW)] == ["E1", "E2", "E3", "E4", "E5", "E6", "E8", "E9"]
