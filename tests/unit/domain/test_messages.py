"""Texts for the draft."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from backend.domain.eligibility.answers import parse_answers
from backend.domain.eligibility.assessment import assess
from backend.domain.messages import downgrade_message, feedback_reply
from backend.domain.tickets import Organization, Person, Ticket
from backend.handbook.loading.loader import load
from tests.unit.domain import makers
from tests.unit.domain.conftest import Changed

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
HANDBOOK = load()
PREMIUM = Organization(1, "Customer", NOW, {"sub_sm_premium": True})
STRICT_NO = {"production": "no", "unusable": "no", "scope": "some", "degraded": "no", "compromise": "no"}
NO_EMERGENCY = STRICT_NO | dict.fromkeys(HANDBOOK.emergency.criteria, "no")


def ticket(name: str = "Jo") -> Ticket:
    return Ticket(42, "s", "open", "urgent", NOW, NOW, organization=PREMIUM, requester=Person(7, name))


def message(answers: dict[str, str], of: Ticket) -> str | None:
    judged = assess(parse_answers(answers, HANDBOOK), of, HANDBOOK, NOW).qualification
    assert judged is not None
    return downgrade_message(of, judged, HANDBOOK)


def test_a_downgrade_says_the_definition_the_priority_and_why_which_ticket_goes_on_and_what_to_expect() -> None:
    text = message(NO_EMERGENCY, ticket()) or ""
    for words in (
        HANDBOOK.emergency.definition,
        "priority high",
        "No production instance",
        "Ticket 42",
        "4 hours",
        "Jo",
    ):
        assert words in text


def test_an_emergency_is_not_downgraded() -> None:
    assert message({"production": "yes", "unusable": "yes", "scope": "all"}, ticket()) is None


@pytest.mark.parametrize("name", ["{{ticket.requester.email}}", "{hours}", "Jo\n/close"])
def test_a_hostile_name_stays_a_name(name: str) -> None:
    for text in (message(NO_EMERGENCY, ticket(name)) or "", feedback_reply(ticket(name), HANDBOOK)):
        assert "{{" not in text
        assert "\n/" not in text


def test_the_reply_leaves_the_link_to_whoever_writes_it() -> None:
    assert "{scheduling_link}" in feedback_reply(ticket(), HANDBOOK)


def test_after_a_first_reply_the_next_one_is_promised() -> None:
    answered = replace(ticket(), agent_replies=(NOW,))
    handbook = HANDBOOK.model_copy(
        update={"sla": {**HANDBOOK.sla, "high": HANDBOOK.sla["high"].model_copy(update={"next_reply_minutes": 90})}}
    )
    judged = assess(parse_answers(NO_EMERGENCY, handbook), answered, handbook, NOW).qualification
    assert judged is not None
    assert "1.5 hours" in (downgrade_message(answered, judged, handbook) or "")
    assert "4 hours" in (downgrade_message(ticket(), judged, handbook) or "")


def test_the_reply_to_feedback_is_filled_in_but_for_the_link(changed: Changed) -> None:
    other = changed("feedback: {reply: '{customer} {ticket} {scheduling_link}'}")
    assert feedback_reply(makers.ticket(requester=Person(1, "Zoë")), other) == "Zoë 1234 {scheduling_link}"
    assert feedback_reply(makers.ticket(), other) == "there 1234 {scheduling_link}"
