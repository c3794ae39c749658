"""Every notice: when it shows, when it does not, and in which order."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from backend.domain.eligibility.answers import parse_answers
from backend.domain.notices.notices import Notice, notices
from backend.domain.notices.rules import Circumstances
from backend.domain.paging.identity import incident_key
from backend.domain.paging.incident import Incident, MergedInto
from backend.domain.paging.pages import Pages
from backend.domain.tickets import Person, SlaTarget, Ticket
from backend.handbook.model.handbook import Handbook
from tests.unit.conftest import Changed
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
    return notices(Circumstances(of or ticket(), Pages(incidents, handbook), given, switched_on), handbook, now)


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
    assert "- Hello Zoë {\u200b{x}} 😀. It looks as if" in notice.insert
    assert notice.insert.count("?") == 3


def test_compromised_by_its_tag_on_any_form(handbook: Handbook) -> None:
    tagged = ticket(tags=frozenset({"compromised_instance"}), form_id=SAAS)
    (notice,) = shown(handbook, tagged)
    assert notice.id == "compromised"
    assert notice.insert is not None
    assert "- Hello there. It looks as if" in notice.insert


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


@pytest.mark.parametrize(
    ("fields", "detail"),
    [
        ({"restricted_account": True}, "The account is restricted."),
        ({"support_hold": True}, "The account is on support hold: Sales takes it from here."),
        ({"partner_customer": True}, "The customer is served by a partner: that partner's own route."),
        ({"sub_usgov_24x7": True}, "The plan is a US Government plan."),
        ({"upgrade_assistance": True}, ""),
        ({"sub_gitlab_dedicated": True}, ""),
    ],
)
def test_what_the_ticket_shows_is_all_that_is_filled_in(
    fields: dict[str, object], detail: str, handbook: Handbook
) -> None:
    (found,) = shown(handbook, ticket(fields))
    words = handbook.notices[found.id]
    macros = ", ".join(handbook.zendesk.macros[key] for key in words.macros)
    text = words.text.format(**{**handbook.slack.channels, "detail": detail, "macros": macros}).strip()
    insert = words.insert and words.insert.format(customer="there")
    assert found == Notice(found.id, words.title, text, insert, tuple(handbook.links[key] for key in words.links))


def test_what_the_account_and_the_day_show(handbook: Handbook, changed: Changed) -> None:
    (government,) = shown(changed("zendesk: {us_government_instance: true}"))
    assert government.text.startswith("This Zendesk account serves US Government customers.")
    (bought,) = shown(handbook, ticket(organization=organization({"seats_decimal": 1}, created_at=NOW)))
    assert bought.text.startswith("The organization was created today.")


def test_texts_of_a_changed_handbook_are_filled_in(changed: Changed) -> None:
    other = changed(
        "notices: {upgrade_assistance: {text: '{detail}<{macros}> {on_call}', macros: [escalated_ticket, downgrade]}}"
    )
    titles = ", ".join(other.zendesk.macros[key] for key in ("escalated_ticket", "downgrade"))
    expected = f"<{titles}> {other.slack.channels['on_call']}"
    by_field = ticket(fields_by_id={77: "upgrade_assistance_request"})
    by_person = frozenset({"upgrade_assistance"})
    assert [notice.text for notice in shown(other, by_field)] == [expected]
    assert [notice.text for notice in shown(other, switched_on=by_person)] == [expected]


def test_a_field_is_read_by_the_name_of_its_own_option(handbook: Handbook) -> None:
    named = {77: ("Upgrade Assistance Request",)}
    assert ids(shown(handbook, ticket(fields_by_id={77: "v1"}, options=named))) == ["upgrade_assistance"]
    assert ids(shown(handbook, ticket(fields_by_id={78: "v1"}, options=named))) == []


def test_several_others_are_all_named_and_the_pool_stands_behind_them(handbook: Handbook) -> None:
    pages = [page(1234, 5, APAC_SATURDAY), page(999, 60, APAC_SATURDAY), page(998, 50, APAC_SATURDAY)]
    found = next(one for one in shown(handbook, incidents=pages, now=APAC_SATURDAY) if one.id == "concurrent")
    pool = handbook.pagerduty.services.apac_backup_pool.name
    assert found.text.startswith(f"Open beside this one: 999, 998. It is the APAC weekend: {pool} can be paged.")


def test_of_very_many_others_the_first_are_named(handbook: Handbook) -> None:
    pages = [page(1234, 5), *(page(100 + place, 300 - place) for place in range(9))]
    found = next(one for one in shown(handbook, incidents=pages) if one.id == "concurrent")
    assert found.text.startswith("Open beside this one: 100, 101, 102, 103, 104 and 4 more.")


def test_a_page_that_was_answered_or_merged_leaves_the_first_reply_its_target(handbook: Handbook) -> None:
    target = (SlaTarget("first_reply_time", NOW),)
    answered = ticket(sla=target, agent_replies=(NOW - timedelta(minutes=1),))
    merged = page(1234, 5, status="resolved", merged_into=MergedInto("Q7", 7))
    for of, paged in ((answered, page(1234, 5)), (ticket(sla=target), merged)):
        (found,) = shown(handbook, of, [paged])
        assert (found.id, found.text.startswith("First reply time: 0 min left.")) == ("sla", True)


def test_a_page_that_is_over_counts_at_the_very_edge(handbook: Handbook) -> None:
    pages = [page(100 + n, 30, status="resolved") for n in range(3)]
    assert ids(shown(handbook, incidents=pages)) == ["wide_incident"]


SATURDAY, FRIDAY_NIGHT = at("2026-03-07T18:00Z"), at("2026-03-07T00:59Z")


@pytest.mark.parametrize(
    ("flag", "priority", "status", "now", "there"),
    [
        pytest.param("sub_ss_ase", "high", "open", SATURDAY, True, id="high-at-a-weekend"),
        pytest.param("sub_ss_enterprise", "high", "new", SATURDAY, True, id="enterprise"),
        pytest.param("sub_ss_ase", "high", "open", FRIDAY_NIGHT, False, id="the-last-minute-of-the-week"),
        pytest.param("sub_ss_ase", "normal", "open", SATURDAY, False, id="normal"),
        pytest.param("sub_ss_ase", "urgent", "open", SATURDAY, False, id="urgent"),
        pytest.param("sub_ss_ase", "high", "solved", SATURDAY, False, id="solved"),
        pytest.param("sub_ss_ase", "high", "pending", SATURDAY, False, id="waits-for-the-customer"),
        pytest.param("sub_ss_ase", "high", "hold", SATURDAY, False, id="on-hold"),
        pytest.param("sub_sm_ultimate", "high", "open", SATURDAY, False, id="another-customer"),
    ],
)
def test_a_high_ticket_of_some_customers_pages_at_weekends(
    flag: str, priority: str, status: str, now: datetime, there: bool, handbook: Handbook
) -> None:
    found = shown(handbook, ticket({flag: True}, priority=priority, status=status), now=now)
    assert ids(found) == (["weekend_high"] if there else [])
    assert all(notice.text.startswith("Its priority is high, and the customer has: ") for notice in found)


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"restricted_account": True}, id="restricted"),
        pytest.param({"sub_sm_premium": True, "expiration_date": "2026-01-01"}, id="expired"),
        pytest.param({"sub_usgov_12x5": True}, id="12x5"),
    ],
)
def test_who_is_not_entitled_at_that_hour_pages_for_nothing_at_a_weekend(
    fields: dict[str, object], handbook: Handbook
) -> None:
    found = shown(handbook, ticket({"sub_ss_ase": True} | fields, priority="high"), now=SATURDAY)
    assert "weekend_high" not in ids(found)


def test_other_emergencies_of_the_same_customer_are_told_by_the_organizations_id(handbook: Handbook) -> None:
    theirs = replace(organization(), id=8)
    others = (ticket(id=9), ticket(id=5), ticket(id=6, organization=theirs), ticket(id=7, no_organization=True))

    def told(of: Ticket) -> list[str]:
        return [one.text for one in notices(Circumstances(of, Pages([], handbook), others=others), handbook, NOW)]

    (text,) = told(ticket())
    assert text.startswith("Emergencies are open on ticket #5, #9, too. Are they about one matter, choose")
    assert told(ticket(organization=replace(organization(), id=10))) == []
    assert told(ticket(no_organization=True)) == []
    assert told(ticket(status="closed")) == []


def test_a_notice_brings_the_pages_about_it_that_have_an_address(changed: Changed, handbook: Handbook) -> None:
    on = frozenset({"security_wide"})
    (notice,) = shown(handbook, switched_on=on)
    assert [page.title for page in notice.links] == ["Who does what in a security incident", "CMOC", "Sending Notices"]
    (fewer,) = shown(changed("links: {cmoc: {url: ''}}"), switched_on=on)
    assert [page.title for page in fewer.links] == ["Who does what in a security incident", "Sending Notices"]
