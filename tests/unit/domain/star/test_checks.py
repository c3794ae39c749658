"""Each pre-check of a STAR alone, with a ticket that is otherwise fine."""

from datetime import datetime, timedelta

import pytest

from backend.domain.star.checks import PreCheck, checks, namespace_required
from backend.domain.star.licence import licence_advice
from backend.domain.tickets import SlaTarget, Ticket
from backend.handbook.model.handbook import Handbook
from tests.unit.domain.makers import LICENSING, NOW, SAAS, at, ticket


def found(of: Ticket, handbook: Handbook, now: datetime = NOW, *, has_open_star: bool = False) -> list[tuple[str, str]]:
    return [(check.id, check.level) for check in checks(of, has_open_star, handbook, now)]


def test_a_fine_ticket(handbook: Handbook) -> None:
    assert found(ticket(), handbook) == []


def test_each_check_gives_its_reason(handbook: Handbook) -> None:
    bad = ticket(no_organization=True, status="closed", form_id=None, created_at=NOW)
    reasons = [check.because for check in checks(bad, True, handbook, NOW)]
    assert len(reasons) == 5
    assert all(reason.endswith(".") for reason in reasons)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"status": "closed"}, "ticket_closed", id="closed"),
        pytest.param({"no_organization": True}, "needs_organization", id="no-organization"),
        pytest.param({"form_id": 360001264259}, "form_not_allowed", id="emergencies-form"),
        pytest.param({"form_id": None}, "form_not_allowed", id="no-form"),
        pytest.param({"created_at": NOW - timedelta(minutes=29, seconds=59)}, "ticket_too_young", id="young"),
    ],
)
def test_what_refuses(changes: dict[str, object], expected: str, handbook: Handbook) -> None:
    assert found(ticket(**changes), handbook) == [(expected, "refuse")]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes", [{"status": "solved"}, {"created_at": NOW - timedelta(minutes=30)}, {"form_id": SAAS}]
)
def test_what_does_not(changes: dict[str, object], handbook: Handbook) -> None:
    assert found(ticket(**changes), handbook) == []  # type: ignore[arg-type]


def test_an_open_star_refuses(handbook: Handbook) -> None:
    assert found(ticket(), handbook, has_open_star=True) == [("open_star_exists", "refuse")]


@pytest.mark.parametrize(
    ("now", "refused"),
    [
        pytest.param("2026-03-07T00:59:59Z", False, id="friday-16:59-pacific"),
        pytest.param("2026-03-07T01:00:00Z", True, id="friday-17:00-pacific"),
        pytest.param("2026-03-08T21:59:59Z", True, id="sunday-14:59-pacific-summer-time"),
        pytest.param("2026-03-08T22:00:00Z", False, id="sunday-15:00-pacific-summer-time"),
    ],
)
def test_support_hours(now: str, refused: bool, handbook: Handbook) -> None:
    expected = [("outside_support_hours", "refuse")] if refused else []
    assert found(ticket(created_at=at("2026-03-01T00:00Z")), handbook, at(now)) == expected


@pytest.mark.parametrize(("form_id", "required"), [(SAAS, True), (360000803379, True), (LICENSING, False)])
def test_namespace(form_id: int, required: bool, handbook: Handbook) -> None:
    of = ticket(form_id=form_id)
    assert namespace_required(of, handbook) is required
    ids = [check.id for check in checks(of, False, handbook, NOW, namespace="  ")]
    assert ids == (["namespace_missing"] if required else [])
    assert checks(of, False, handbook, NOW, namespace="gitlab.com/acme") == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"latest_public_by": "agent"}, ["latest_not_from_customer"], id="we-wrote-last"),
        pytest.param({"latest_public_by": None}, [], id="nobody-wrote"),
        pytest.param({"agent_replies": (NOW,)}, ["first_reply_made"], id="replied"),
    ],
)
def test_the_conversation_warns(changes: dict[str, object], expected: list[str], handbook: Handbook) -> None:
    assert found(ticket(**changes), handbook) == [(each, "warn") for each in expected]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        pytest.param(61, ["inside_sla"], id="more-than-an-hour-left"),
        pytest.param(60, [], id="an-hour-left"),
        pytest.param(0, [], id="now"),
        pytest.param(-1, ["just_breached"], id="just-missed"),
        pytest.param(-59, ["just_breached"], id="missed-by-less-than-an-hour"),
        pytest.param(-60, [], id="missed-by-an-hour"),
    ],
)
def test_the_reply_target_warns(minutes: int, expected: list[str], handbook: Handbook) -> None:
    targets = (
        SlaTarget("next_reply_time", NOW + timedelta(days=2)),
        SlaTarget("first_reply_time", NOW + timedelta(minutes=minutes)),
    )
    assert found(ticket(sla=targets), handbook) == [(each, "warn") for each in expected]


@pytest.mark.parametrize("sla", [None, ()])
def test_an_unknown_reply_target_does_not_warn(sla: tuple[()] | None, handbook: Handbook) -> None:
    assert found(ticket(sla=sla), handbook) == []


@pytest.mark.parametrize(
    ("form_id", "expires", "expected"),
    [
        pytest.param(LICENSING, "2026-03-04", [], id="ends-today"),
        pytest.param(LICENSING, "2026-03-05", ["licence_not_expiring"], id="ends-in-30-hours"),
        pytest.param(LICENSING, "soon", [], id="unreadable"),
        pytest.param(LICENSING, None, [], id="no-date"),
        pytest.param(SAAS, "2027-01-01", [], id="other-form"),
    ],
)
def test_licence(form_id: int, expires: str | None, expected: list[str], handbook: Handbook) -> None:
    of = ticket({"expiration_date": expires}, form_id=form_id)
    assert found(of, handbook) == [(each, "warn") for each in expected]


def test_the_form_warns_once_it_is_filled_in(handbook: Handbook) -> None:
    result = checks(ticket(), False, handbook, NOW, reason=" ", engineer_contacted=False)
    assert [(check.id, check.level) for check in result] == [
        ("engineer_not_contacted", "warn"),
        ("no_business_reason", "warn"),
    ]
    assert checks(ticket(), False, handbook, NOW, reason="Renewal at risk", engineer_contacted=True) == []


def test_every_refusal_says_why_and_in_order(handbook: Handbook) -> None:
    sunday = at("2026-03-08T12:00Z")
    bad = ticket(no_organization=True, status="closed", form_id=None, created_at=sunday)
    forms = "SaaS, SaaS Account, Self-Managed, L&R, Open Partner, Select Partner, Alliance Partners"
    hours = handbook.hours.schedules[handbook.star.hours].name
    assert checks(bad, True, handbook, sunday) == [
        PreCheck("open_star_exists", "refuse", "This ticket has an open STAR already."),
        PreCheck("outside_support_hours", "refuse", f"It is outside {hours}, which open again Sun 22:00 UTC."),
        PreCheck("ticket_too_young", "refuse", "The ticket is younger than 30 minutes."),
        PreCheck("form_not_allowed", "refuse", f"Only tickets of these forms can be starred: {forms}."),
        PreCheck("needs_organization", "refuse", "The ticket has no organization: it needs one first."),
        PreCheck("ticket_closed", "refuse", "The ticket is closed."),
    ]


def test_every_warning_says_why_and_stands_behind_the_refusals(handbook: Handbook) -> None:
    of = ticket(
        form_id=SAAS,
        status="closed",
        latest_public_by="agent",
        agent_replies=(NOW,),
        sla=(SlaTarget("next_reply_time", NOW + timedelta(hours=2)),),
    )
    found = checks(of, False, handbook, NOW, namespace="", reason="", engineer_contacted=False)
    assert found == [
        PreCheck("ticket_closed", "refuse", "The ticket is closed."),
        PreCheck("namespace_missing", "refuse", "Tickets about GitLab.com need the group's URL or name."),
        PreCheck(
            "latest_not_from_customer", "warn", "The latest public comment is ours: the customer's answer is awaited."
        ),
        PreCheck(
            "first_reply_made",
            "warn",
            "The first reply has been made; only the internal target for the next one can be missed.",
        ),
        PreCheck("inside_sla", "warn", "The reply target is more than 60 minutes away."),
        PreCheck("engineer_not_contacted", "warn", "Nobody has asked the engineer on the ticket first."),
        PreCheck("no_business_reason", "warn", "No business reason is given."),
    ]


def test_a_missed_target_and_a_licence_case_say_why(handbook: Handbook) -> None:
    of = ticket(
        {"expiration_date": "2026-03-05"},
        form_id=LICENSING,
        sla=(SlaTarget("next_reply_time", NOW - timedelta(minutes=1)),),
    )
    assert checks(of, False, handbook, NOW) == [
        PreCheck("just_breached", "warn", "The reply target was missed by less than 60 minutes."),
        PreCheck("licence_not_expiring", "warn", "The plan, grace period or trial ends in more than 24 hours."),
    ]
    assert checks(of, False, handbook, at("2026-03-05T00:00Z")) == []


@pytest.mark.parametrize(
    ("answers", "level"),
    [({"subject": "trial", "sales_assisted": "no"}, "refuse"), ({"subject": "reassociate"}, "warn")],
)
def test_what_the_licence_questions_say_is_told_as_it_is(
    answers: dict[str, str], level: str, handbook: Handbook
) -> None:
    advice = licence_advice(answers, handbook)
    (check,) = checks(ticket(form_id=LICENSING), False, handbook, NOW, licence=answers)
    assert (check.id, check.level, check.because) == (f"licence_{advice.outcome}", level, advice.because)


def test_a_refusal_of_the_licence_questions_stands_before_a_warning(handbook: Handbook) -> None:
    of = ticket(form_id=LICENSING, latest_public_by="agent")
    found = checks(of, False, handbook, NOW, licence={"subject": "trial", "sales_assisted": "no"})
    assert [check.id for check in found] == ["licence_trial_not_assisted", "latest_not_from_customer"]
