"""Every notice: when it shows, when it does not, and in which order."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest

from backend.domain.eligibility.answers import parse_answers
from backend.domain.notices.notices import Notice, notices
from backend.domain.notices.rules import Circumstances
from backend.domain.paging.identity import incident_key
from backend.domain.paging.incident import Incident
from backend.domain.tickets import Person, SlaTarget, Ticket
from backend.handbook.model.handbook import Handbook
from tests.unit.domain.conftest import Changed
from tests.unit.domain.makers import NOW, SAAS, at, incident, organization, ticket

APAC_SATURDAY = at("2026-03-07T02:00Z")


def shown(
    handbook: Handbook,
    of: Ticket | None = None,
    incidents: Iterable[Incident] = (),
    now: datetime = NOW,
    switched_on: frozenset[str] = frozenset(),
    **answers: str,
) -> list[Notice]:
    given = parse_answers(answers, handbook) if answers else None
    return notices(Circumstances(of or ticket(), tuple(incidents), given, switched_on), handbook, now)


def ids(found: list[Notice]) -> list[str]:
    return [notice.id for notice in found]


def page(ticket_id: int, minutes_ago: float, now: datetime = NOW, **changes: object) -> Incident:
    created_at = now - timedelta(minutes=minutes_ago)
    return incident(str(ticket_id), created_at=created_at, number=ticket_id, **changes)  # type: ignore[arg-type]


def test_a_quiet_ticket(handbook: Handbook) -> None:
    assert shown(handbook) == []


@pytest.mark.parametrize("answers", [{"compromise": "yes"}, {"symptom": "unpatched"}])
def test_compromised_by_the_checklist(answers: dict[str, str], handbook: Handbook) -> None:
    (notice,) = shown(handbook, ticket(requester=Person(1, "Zoë {{x}} 😀")), **answers)  # type: ignore[arg-type]
    assert notice.id == "compromised"
    assert notice.text.startswith("The checklist says")
    assert "Incident::Compromised Instance" in notice.text
    assert "before the manager on call agrees" in notice.text
    assert notice.insert is not None
    assert notice.insert.startswith("Hello Zoë {\u200b{x}} 😀,")
    assert notice.insert.count("?") == 3


def test_compromised_by_its_tag_on_any_form(handbook: Handbook) -> None:
    tagged = ticket(tags=frozenset({"compromised_instance"}), form_id=SAAS)
    (notice,) = shown(handbook, tagged)
    assert notice.id == "compromised"
    assert notice.insert is not None
    assert notice.insert.startswith("Hello there,")


@pytest.mark.parametrize("answers", [{"compromise": "yes"}, {"symptom": "leaked"}])
def test_security_on_gitlab_com(answers: dict[str, str], handbook: Handbook) -> None:
    found = shown(handbook, ticket(form_id=SAAS), **answers)  # type: ignore[arg-type]
    assert ids(found) == ["security_saas"]
    assert "SIRT" in found[0].text


@pytest.mark.parametrize(
    ("form_id", "answers"),
    [
        pytest.param(SAAS, {"symptom": "unpatched"}, id="unpatched-is-self-managed"),
        pytest.param(426148, {"symptom": "leaked"}, id="leaked-is-gitlab-com"),
        pytest.param(426148, {"compromise": "no"}, id="no"),
        pytest.param(426148, {"compromise": "unknown"}, id="unknown"),
        pytest.param(None, {"compromise": "yes"}, id="no-form"),
    ],
)
def test_no_security_notice(form_id: int | None, answers: dict[str, str], handbook: Handbook) -> None:
    assert shown(handbook, ticket(form_id=form_id), **answers) == []  # type: ignore[arg-type]


@pytest.mark.parametrize("key", ["security_wide", "wide_incident", "upgrade_assistance"])
def test_a_person_switches_it_on(key: str, handbook: Handbook) -> None:
    (notice,) = shown(handbook, switched_on=frozenset({key}))
    assert notice.id == key
    assert notice.text == notice.text.strip()


def test_a_person_cannot_switch_on_what_data_decides(handbook: Handbook) -> None:
    assert shown(handbook, switched_on=frozenset({"dedicated"})) == []


def test_sending_notices_names_its_macro(handbook: Handbook) -> None:
    (notice,) = shown(handbook, switched_on=frozenset({"security_wide"}))
    assert "General::Outbound Contact Request" in notice.text
    assert "Director" in notice.text


@pytest.mark.parametrize(
    ("minutes_ago", "statuses", "expected"),
    [
        pytest.param((5, 15, 35), "ttt", True, id="three-within-30-min"),
        pytest.param((5, 15, 35.1), "ttt", False, id="one-a-little-earlier"),
        pytest.param((100, 110, 120), "aat", True, id="still-open"),
        pytest.param((100, 110, 120), "aar", False, id="one-is-over"),
        pytest.param((5, 10, 20), "rrr", True, id="answered-but-just-now"),
        pytest.param((5, 10), "tt", False, id="two"),
        pytest.param((5, 10, 60, 65, 70), "ttttt", True, id="window-in-the-middle"),
    ],
)
def test_wide_incident(minutes_ago: tuple[float, ...], statuses: str, expected: bool, handbook: Handbook) -> None:
    words = {"t": "triggered", "a": "acknowledged", "r": "resolved"}
    pages = [
        page(100 + n, ago, status=words[status])
        for n, (ago, status) in enumerate(zip(minutes_ago, statuses, strict=True))
    ]
    assert ("wide_incident" in ids(shown(handbook, incidents=pages))) is expected


def test_concurrent(handbook: Handbook) -> None:
    (notice,) = shown(handbook, incidents=[page(1234, 5), page(999, 60)])
    assert notice.id == "concurrent"
    assert "999" in notice.text
    assert "Backup Pool" not in notice.text


def test_concurrent_at_an_apac_weekend_names_the_backup_pool(handbook: Handbook) -> None:
    pages = [page(1234, 5, APAC_SATURDAY), page(999, 60, APAC_SATURDAY)]
    (notice,) = shown(handbook, incidents=pages, now=APAC_SATURDAY)
    assert "Customer Emergencies - APAC Backup Pool can be paged" in notice.text


@pytest.mark.parametrize(
    "others",
    [
        pytest.param([page(999, 5)], id="not-an-emergency-itself"),
        pytest.param([page(1234, 5), page(999, 5, status="resolved")], id="the-other-is-over"),
        pytest.param([page(1234, 5), page(1, 5, key=incident_key(1234, "emergency"))], id="both-are-ours"),
    ],
)
def test_not_concurrent(others: list[Incident], handbook: Handbook) -> None:
    assert shown(handbook, incidents=others) == []


@pytest.mark.parametrize(("minutes", "expected"), [(180, []), (181, ["account_escalation"])])
def test_account_escalation(minutes: int, expected: list[str], handbook: Handbook) -> None:
    found = shown(handbook, incidents=[page(1234, minutes)])
    assert ids(found) == expected
    assert not found or found[0].text.startswith("The emergency has been open for 3 h 1 min.")


@pytest.mark.parametrize(
    ("field", "words"),
    [("restricted_account", "restricted"), ("support_hold", "Sales"), ("partner_customer", "partner")],
)
def test_not_supported(field: str, words: str, handbook: Handbook) -> None:
    (notice,) = shown(handbook, ticket({field: True}))
    assert notice.id == "not_supported"
    assert words in notice.text


@pytest.mark.parametrize(
    ("seats", "created_at", "expected"),
    [
        pytest.param(1, NOW, True, id="number"),
        pytest.param("1.0", NOW - timedelta(hours=18), True, id="text-and-first-second-of-the-day"),
        pytest.param(1, NOW - timedelta(hours=18, seconds=1), False, id="yesterday"),
        pytest.param(2, NOW, False, id="two-seats"),
        pytest.param("one", NOW, False, id="word"),
        pytest.param(None, NOW, False, id="not-known"),
    ],
)
def test_same_day_purchase(seats: object, created_at: datetime, expected: bool, handbook: Handbook) -> None:
    fresh = organization({"seats_decimal": seats}, created_at=created_at)
    bought = ticket(organization=fresh)
    assert ids(shown(handbook, bought)) == (["same_day_purchase"] if expected else [])


def test_no_organization_is_no_purchase(handbook: Handbook) -> None:
    assert shown(handbook, ticket(no_organization=True)) == []


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("sub_usgov_12x5", "us_government"),
        ("sub_usgov_24x7", "us_government"),
        ("sub_gitlab_dedicated", "dedicated"),
        ("org_in_escalated_state", "escalated_org"),
        ("upgrade_assistance", "upgrade_assistance"),
    ],
)
def test_by_flag(field: str, expected: str, handbook: Handbook) -> None:
    assert ids(shown(handbook, ticket({field: True}))) == [expected]
    assert ids(shown(handbook, ticket(tags=frozenset({field})))) == [expected]


def test_the_us_government_instance(changed: Changed) -> None:
    assert ids(shown(changed("zendesk: {us_government_instance: true}"))) == ["us_government"]


@pytest.mark.parametrize("value", ["Upgrade Assistance Request", "upgrade_assistance_request"])
def test_upgrade_assistance_by_a_ticket_field(value: str, handbook: Handbook) -> None:
    assert ids(shown(handbook, ticket(fields_by_id={77: value, 78: None}))) == ["upgrade_assistance"]


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(61, None), (60, "First reply time: 60 min left."), (-10, "First reply time: missed 10 min ago.")],
)
def test_sla(minutes: int, words: str | None, handbook: Handbook) -> None:
    targets = (
        SlaTarget("next_reply_time", NOW + timedelta(days=1)),
        SlaTarget("first_reply_time", NOW + timedelta(minutes=minutes)),
    )
    found = shown(handbook, ticket(sla=targets))
    assert ids(found) == (["sla"] if words else [])
    assert not found or found[0].text.startswith(words or "")


def test_several_show_gravest_first(handbook: Handbook, changed: Changed) -> None:
    of = ticket({"sub_gitlab_dedicated": True, "support_hold": True}, tags=frozenset({"compromised_instance"}))
    assert ids(shown(handbook, of)) == ["compromised", "not_supported", "dedicated"]
    reordered = changed("notices: {dedicated: {order: 1}}")
    assert ids(shown(reordered, of)) == ["dedicated", "compromised", "not_supported"]
