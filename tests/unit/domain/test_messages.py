"""Texts for the draft."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from backend.domain.eligibility.answers import parse_answers
from backend.domain.eligibility.assessment import assess
from backend.domain.eligibility.history import Decision
from backend.domain.eligibility.holding import Holding, what_holds
from backend.domain.messages import customer_reply, feedback_reply
from backend.domain.tickets import Organization, Person, Ticket
from backend.handbook.loading.loader import load
from backend.handbook.model.emergencies import Verdict
from backend.handbook.model.handbook import Handbook
from tests.unit.conftest import Changed
from tests.unit.domain import makers

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
HANDBOOK = load()
PREMIUM = Organization(1, "Customer", NOW, {"sub_sm_premium": True})
STRICT_NO = {"production": "no", "unusable": "no", "scope": "some", "degraded": "no", "compromise": "no"}
NO_EMERGENCY = STRICT_NO | dict.fromkeys(HANDBOOK.emergency.criteria, "no")


def ticket(name: str = "Jo") -> Ticket:
    return Ticket(42, "s", "open", "urgent", NOW, NOW, organization=PREMIUM, requester=Person(7, name))


def held(
    answers: dict[str, str], of: Ticket, now: datetime = NOW, decided: Verdict | None = None, by: Handbook = HANDBOOK
) -> Holding:
    decision = Decision(decided, "Zoë", "I know them.", now) if decided else None
    return what_holds(assess(parse_answers(answers, by), of, by, now), decision, of, by)


def message(
    answers: dict[str, str], of: Ticket, now: datetime = NOW, decided: Verdict | None = None, other: int | None = None
) -> str | None:
    return customer_reply(of, held(answers, of, now, decided), HANDBOOK, now, other)


def test_a_downgrade_says_the_definition_the_priority_and_why_which_ticket_goes_on_and_what_to_expect() -> None:
    text = message(NO_EMERGENCY, ticket()) or ""
    for words in (
        HANDBOOK.emergency.definition,
        "priority high",
        "no production instance",
        "Ticket 42",
        "4 hours",
        "Jo",
    ):
        assert words in text


CASES = {
    "security_emergency": {"compromise": "yes"},
    "emergency": {"production": "yes", "unusable": "yes", "scope": "all"},
    "exception": NO_EMERGENCY | {"legal": "yes"},
    "needs_info": {},
    "high_priority_now": NO_EMERGENCY | {"may_become_emergency": "yes"},
    "not_emergency": NO_EMERGENCY,
    "judgement": NO_EMERGENCY | {"production": "yes"},
}
INTERNAL = re.compile(
    r"\b[EQ][1-9]\b|_|\bSTAR\b|\bmatrix\b|\bverdict\b|\bcriterion\b|\bhandbook\b|\bseverity\b|\bDRI\b|macro|\bentitled\b"
)
UNFILLED = re.compile(r"[{}\[\]<>]|\(your |TODO")
AT_ONCE = re.compile(r"\b(working on it now|takes it now|immediately|already)\b")
DEADLINE = re.compile(r"\b[0-9.]+ (hours?|minutes?|days?)\b")


def faults(text: str) -> list[str]:
    """Say what is wrong with a text for a customer."""
    deadlines = [found[0] for found in DEADLINE.finditer(text)]
    said = [f"unfilled: {found[0]}" for found in UNFILLED.finditer(text)]
    said += [f"ours: {found[0]}" for found in INTERNAL.finditer(text)]
    if AT_ONCE.search(text) and deadlines:
        said.append(f"now, and within {deadlines[0]}")
    return said + (["two deadlines"] if len(set(deadlines)) > 1 else [])


@pytest.mark.parametrize("verdict", CASES)
def test_each_verdict_has_a_whole_text_in_the_customers_terms(verdict: str) -> None:
    judged = assess(parse_answers(CASES[verdict], HANDBOOK), ticket(), HANDBOOK, NOW).qualification
    assert judged
    assert judged.verdict == verdict
    text = message(CASES[verdict], ticket()) or ""
    assert faults(text) == []
    assert text.startswith("Hello Jo,\n\n")
    assert "42" in text


def test_every_verdict_is_tested_here() -> None:
    assert set(CASES) == set(HANDBOOK.emergency.verdicts)


@pytest.mark.parametrize("symptom", [key for key, row in HANDBOOK.emergency.matrix.items() if not row.always])
def test_a_mild_symptom_is_told_in_the_customers_terms(symptom: str) -> None:
    text = message(NO_EMERGENCY | {"symptom": symptom, "symptom_severe": "no"}, ticket()) or ""
    assert faults(text) == []
    told = HANDBOOK.emergency.matrix[symptom].told
    assert told
    assert told in text
    assert "or there is" not in text


@pytest.mark.parametrize("topic", HANDBOOK.emergency.never)
def test_a_topic_that_never_is_an_emergency_is_told_so(topic: str) -> None:
    text = message(NO_EMERGENCY | {"topic": topic}, ticket()) or ""
    assert faults(text) == []
    assert HANDBOOK.emergency.reasons.topic in text


@pytest.mark.parametrize("verdict", ["not_emergency", "high_priority_now"])
def test_where_another_ticket_continues_the_customer_reads_which(verdict: str) -> None:
    of = ticket()
    text = message(CASES[verdict], of, other=4711) or ""
    assert faults(text) == []
    assert "Your ticket 4711 is about the same and continues; please add anything new there. We close this one." in text
    assert "this one, continues" not in text
    assert message(CASES[verdict], of, other=of.id) == message(CASES[verdict], of)


SATURDAY = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
SIGNATURE = Organization(1, "Customer", NOW, {"sub_sm_premium": True, "sub_ss_ase": True})
GOVERNMENT = Organization(1, "Customer", NOW, {"sub_usgov_12x5": True})


@pytest.mark.parametrize(
    ("organization", "now", "begin"),
    [
        pytest.param(GOVERNMENT, NOW, "Monday 23 November, 05:00 PST", id="12x5-at-night"),
        pytest.param(GOVERNMENT, datetime(2026, 11, 23, 18, 0, tzinfo=UTC), None, id="12x5-by-day"),
        pytest.param(PREMIUM, NOW, None, id="24x5-at-night"),
        pytest.param(PREMIUM, SATURDAY, "Sunday 29 November, 15:00 PST", id="24x5-at-a-weekend"),
        pytest.param(SIGNATURE, SATURDAY, None, id="high-tickets-at-weekends-too"),
        pytest.param(
            replace(GOVERNMENT, tags=frozenset({"sub_ss_ase"})),
            SATURDAY,
            "Monday 30 November, 05:00 PST",
            id="12x5-whatever-else",
        ),
    ],
)
def test_outside_the_hours_of_a_plan_the_customer_reads_when_they_begin(
    organization: Organization, now: datetime, begin: str | None
) -> None:
    of = replace(ticket(), organization=organization)
    text = message(NO_EMERGENCY, of, now) or ""
    assert faults(text) == []
    counted = f", counted from {begin}, when your support hours begin again" if begin else ""
    assert f"Expect our next reply within 4 hours{counted}. Should" in text


@pytest.mark.parametrize(
    ("organization", "now", "due"),
    [
        pytest.param(PREMIUM, datetime(2026, 11, 28, 0, 30, tzinfo=UTC), "Sunday 29 November, 18:30 PST", id="24x5"),
        pytest.param(PREMIUM, datetime(2026, 11, 27, 21, 0, tzinfo=UTC), None, id="24x5-just-in-time"),
        pytest.param(GOVERNMENT, datetime(2026, 11, 28, 0, 59, tzinfo=UTC), "Monday 30 November, 08:59 PST", id="12x5"),
        pytest.param(GOVERNMENT, datetime(2026, 11, 26, 0, 0, tzinfo=UTC), "Thursday 26 November, 08:00 PST", id="eve"),
        pytest.param(SIGNATURE, datetime(2026, 11, 28, 0, 30, tzinfo=UTC), None, id="high-tickets-at-weekends-too"),
    ],
)
def test_where_the_hours_of_a_plan_end_before_the_customer_reads_the_real_time(
    organization: Organization, now: datetime, due: str | None
) -> None:
    text = message(NO_EMERGENCY, replace(ticket(), organization=organization), now) or ""
    assert faults(text) == []
    counted = f" within your support hours, so by {due}" if due else ""
    assert f"Expect our next reply within 4 hours{counted}. Should" in text


@pytest.mark.parametrize("verdict", ["security_emergency", "emergency", "exception"])
def test_who_is_helped_outside_the_hours_of_a_plan_reads_that_it_is_for_one_time(verdict: str) -> None:
    government, once = replace(ticket(), organization=GOVERNMENT), HANDBOOK.emergency.out_of_hours.once
    outside = message(CASES[verdict], government, SATURDAY) or ""
    assert faults(outside) == []
    assert f"\n\n{once}\n\n" in outside
    within = message(CASES[verdict], government, datetime(2026, 11, 25, 18, 0, tzinfo=UTC)) or ""
    assert once not in within
    assert "\n\n\n" not in within


def test_outside_the_hours_of_a_plan_nobody_is_promised_to_go_on_at_once() -> None:
    outside = message({}, replace(ticket(), organization=GOVERNMENT), SATURDAY) or ""
    assert "begin again on Monday 30 November, 05:00 PST: we go on then" in outside
    assert "as soon as we have your answer" not in outside
    assert "as soon as we have your answer" in (message({}, ticket(), SATURDAY) or "")


def test_outside_the_hours_of_a_plan_no_engineer_is_promised_now() -> None:
    outside = message(CASES["high_priority_now"], replace(ticket(), organization=GOVERNMENT), SATURDAY) or ""
    assert faults(outside) == []
    assert "begin again, on Monday 30 November, 05:00 PST, with priority high." in outside
    assert "takes it now" in (message(CASES["high_priority_now"], ticket(), SATURDAY) or "")


def test_only_what_is_still_open_is_asked() -> None:
    text = message({"production": "yes", "scope": "all"}, ticket()) or ""
    assert "- Can it be used at all, and what happens when you try?\n" in text
    assert "- Since when, and what has changed shortly before?" in text
    assert "production instance or service?" not in text
    assert "How many people" not in text


def test_what_decides_is_asked_in_the_customers_terms_and_nothing_twice() -> None:
    text = message(STRICT_NO | {"compromise": "unknown"}, ticket()) or ""
    rules = HANDBOOK.emergency
    for key in ("compromise", *rules.criteria):
        assert rules.questions[key].ask
        assert text.count(f"- {rules.questions[key].ask}\n") == 1
    assert faults(text) == []


@pytest.mark.parametrize("symptom", [key for key, row in HANDBOOK.emergency.matrix.items() if not row.always])
def test_how_bad_a_symptom_is_is_asked_as_its_row_words_it(symptom: str) -> None:
    text = message(NO_EMERGENCY | {"symptom": symptom}, ticket()) or ""
    assert f"this one:\n\n- {HANDBOOK.emergency.matrix[symptom].ask}\n- Since when" in text
    assert faults(text) == []


def test_with_nothing_to_ask_no_text_is_offered(changed: Changed) -> None:
    handbook = changed("emergency: {questions: {legal: {ask: null}}}")
    of, open_ = ticket(), NO_EMERGENCY | {"legal": "unknown"}
    assert customer_reply(of, held(open_, of, by=handbook), handbook, NOW) is None
    assert customer_reply(of, held(open_, of), HANDBOOK, NOW)


@pytest.mark.parametrize("symptom", [key for key, row in HANDBOOK.emergency.matrix.items() if row.always])
def test_what_always_is_an_emergency_has_a_text_of_its_own(symptom: str) -> None:
    text = message(NO_EMERGENCY | {"symptom": symptom}, ticket()) or ""
    assert faults(text) == []
    assert "Yours is another one" not in text
    assert {"leaked": "revoke the credential at once", "unpatched": "off the internet"}[symptom] in text


def test_lines_end_where_a_paragraph_or_an_item_of_a_list_does() -> None:
    texts = [message(CASES[verdict], ticket()) or "" for verdict in CASES]
    texts += [words.insert for words in HANDBOOK.notices.values() if words.insert]
    texts.append(feedback_reply(ticket(), HANDBOOK))
    for text in texts:
        for paragraph in text.split("\n\n"):
            first, *items = paragraph.split("\n")
            assert all(re.match(r"(?:-|[0-9]+\.)(?: |$)", line) for line in items), first


def test_who_has_no_emergency_support_reads_so_kindly() -> None:
    free = Organization(1, "Customer", NOW, {"support_level": "Free"})
    text = message({}, replace(ticket(), organization=free)) or ""
    assert faults(text) == []
    assert "Emergency support comes with some of our subscriptions, and we could not find it in yours." in text
    assert "continues with priority normal" in text
    assert "Expect our next reply within 8 hours." in text


def test_whose_plan_ended_reads_when() -> None:
    expired = Organization(1, "Customer", NOW, {"sub_sm_premium": True, "expiration_date": "2026-01-31"})
    text = message({}, replace(ticket(), organization=expired)) or ""
    assert faults(text) == []
    assert "and yours ended on 31 January 2026." in text
    assert "could not find" not in text


def test_who_is_not_served_here_at_all_is_promised_nothing() -> None:
    held = Organization(1, "Customer", NOW, {"support_hold": True})
    assert message({}, replace(ticket(), organization=held)) is None


def test_the_other_texts_for_customers_are_whole_too() -> None:
    for words in HANDBOOK.notices.values():
        assert faults((words.insert or "").format(customer="Jo")) == []
    assert faults(feedback_reply(ticket(), HANDBOOK).replace("{scheduling_link}", "https://example.com")) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("An engineer takes it now. Expect our next reply within 4 hours.", "now, and within 4 hours"),
        ("Expect us within 4 hours, or within 30 minutes.", "two deadlines"),
        ("Pick a time: (your scheduling link)", "unfilled: (your "),
        ("Hello {customer}", "unfilled: {"),
        ("By the matrix it is none.", "ours: matrix"),
        ("This is not_emergency.", "ours: _"),
    ],
)
def test_a_text_that_contradicts_itself_or_is_not_filled_in_fails(text: str, fault: str) -> None:
    assert fault in faults(text)


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
    judged = held(NO_EMERGENCY, answered, by=handbook)
    assert "1.5 hours" in (customer_reply(answered, judged, handbook, NOW) or "")
    assert "4 hours" in (customer_reply(ticket(), judged, handbook, NOW) or "")


def test_the_reply_to_feedback_is_filled_in_but_for_the_link(changed: Changed) -> None:
    other = changed("feedback: {reply: '{customer} {ticket} {scheduling_link}'}")
    assert feedback_reply(makers.ticket(requester=Person(1, "Zoë")), other) == "Zoë 1234 {scheduling_link}"
    assert feedback_reply(makers.ticket(), other) == "there 1234 {scheduling_link}"


@pytest.mark.parametrize("decided", CASES)
@pytest.mark.parametrize("found", ["not_emergency", "emergency"])
def test_after_an_override_text_and_macros_are_those_of_the_decision(found: str, decided: Verdict) -> None:
    text = message(CASES[found], ticket(), decided=decided) or ""
    assert faults(text) == []
    holding = held(CASES[found], ticket(), decided=decided)
    words = HANDBOOK.emergency.verdicts[decided]
    assert (holding.verdict, holding.macros) == (decided, tuple(HANDBOOK.zendesk.macros[key] for key in words.macros))
    assert ("make an exception this one time" in text) == (decided == "exception")
    if decided == "not_emergency" and found != decided:
        assert HANDBOOK.emergency.reasons.decided in text


def test_who_is_not_entitled_and_let_in_by_a_person_reads_so() -> None:
    of = replace(ticket(), organization=Organization(1, "Customer", NOW, {"support_hold": True}))
    assert message({}, of) is None
    assert "make an exception" in (message({}, of, decided="exception") or "")
