"""A support-ops person changes the process in a file of differing lines, and the rules follow."""

from datetime import timedelta

from backend.domain.eligibility.answers import parse_answers
from backend.domain.eligibility.assessment import Qualification, assess
from backend.domain.eligibility.entitlement import entitlement
from backend.domain.eligibility.plan import plan_label
from backend.domain.feedback import lifecycle as feedback
from backend.domain.paging.clock import page_clock
from backend.domain.paging.identity import incident_tickets
from backend.domain.roles import can, role
from backend.domain.star import lifecycle as star
from backend.domain.star.checks import checks
from backend.handbook.model.handbook import Handbook
from tests.unit.conftest import Changed

from .eligibility.test_assessment import REST_NO, STRICT
from .makers import NOW, at, incident, issue, ticket

PREMIUM = ticket({"sub_sm_premium": True})


def judged(handbook: Handbook, answers: dict[str, str]) -> Qualification:
    found = assess(parse_answers(answers, handbook), PREMIUM, handbook, NOW).qualification
    assert found is not None
    return found


def test_a_macro_is_renamed(changed: Changed) -> None:
    handbook = changed("zendesk: {macros: {strict_definition: 'Emergency::Accepted'}}")
    assert judged(handbook, STRICT).macros == ("Emergency::Accepted",)


def test_a_verdict_gets_other_macros(changed: Changed) -> None:
    handbook = changed("emergency: {verdicts: {judgement: {macros: [exception]}}}")
    assert judged(handbook, REST_NO | {"production": "yes"}).macros == ("General::Emergency::Exception",)


def test_a_label_is_renamed(changed: Changed) -> None:
    handbook = changed("gitlab: {labels: {unstarred: STAR-declined, contact_requested: 'Contact::Wanted'}}")
    declined = issue(closed=True, labels=frozenset({"STAR-declined"}))
    assert star.star_state(declined, False, handbook) == "unstarred"
    wanted = issue("feedback", labels=frozenset({"Contact::Wanted"}))
    assert feedback.feedback_state(wanted, handbook, False) == "contact_due"


def test_an_hour_moves(changed: Changed) -> None:
    handbook = changed("hours: {schedules: {us_government: {open: [Mon-Fri 05:00-18:00]}}}")
    quarter_past_five = at("2026-03-07T01:15Z")
    federal = ticket({"sub_usgov_12x5": True})
    assert entitlement(federal, handbook, quarter_past_five).answer == "yes"


def test_a_question_is_worded_anew_and_a_criterion_added(changed: Changed) -> None:
    handbook = changed(
        """
emergency:
  questions:
    legal: {text: "Is there a lawyer on the phone?"}
    safety: {text: "Is anybody in danger?", group: exception}
"""
    )
    assert handbook.emergency.questions["legal"].text == "Is there a lawyer on the phone?"
    assert judged(handbook, REST_NO | {"safety": "yes"}).fired == ("safety=yes",)
    assert judged(handbook, REST_NO).missing == ("safety",)


def test_a_matrix_row_is_added_and_another_made_certain(changed: Changed) -> None:
    handbook = changed(
        """
emergency:
  matrix:
    registry: {symptom: The registry is down, emergency_if: for all, not_if: for one project}
    git: {always: true}
"""
    )
    mild = judged(handbook, REST_NO | {"symptom": "registry"})
    assert (mild.rule, mild.because) == ("Q7", "By the matrix it is no emergency if for one project.")
    assert judged(handbook, REST_NO | {"symptom": "registry", "symptom_severe": "yes"}).rule == "Q3"
    assert judged(handbook, REST_NO | {"symptom": "git"}).rule == "Q3"


def test_a_topic_is_added_to_the_never_list(changed: Changed) -> None:
    handbook = changed("emergency: {never: {theming: Colours and logos}}")
    found = judged(handbook, REST_NO | {"topic": "theming"})
    assert (found.rule, "Colours and logos" in found.because) == ("Q6", True)


def test_a_narrower_strict_definition(changed: Changed) -> None:
    handbook = changed("emergency: {wide_scopes: [all]}")
    assert judged(handbook, REST_NO | STRICT | {"scope": "most"}).rule == "Q8"


def test_thresholds_move(changed: Changed) -> None:
    handbook = changed(
        """
pagerduty: {minutes: {to_managers: 3, to_seniors: 4}}
entitlement: {recently_expired_days: 20}
star: {minimum_age_minutes: 90, amber_fraction: 0.5, urgencies: {timely: {label: Soon, minutes: 20}}}
"""
    )
    assert page_clock(incident(), ticket(), handbook, NOW + timedelta(minutes=4)).level == "red"
    expired = ticket({"sub_sm_premium": True, "expiration_date": str((NOW - timedelta(days=20)).date())})
    assert entitlement(expired, handbook, NOW).rule == "E7"
    assert [check.id for check in checks(ticket(), False, handbook, NOW)] == ["ticket_too_young"]
    soon = issue(description="Urgency: Soon")
    assert star.due_at(soon, handbook) == NOW + timedelta(minutes=20)
    assert star.clock_level(soon, handbook, NOW + timedelta(minutes=10)) == "amber"


def test_roles_are_renamed_and_given_more(changed: Changed) -> None:
    handbook = changed("roles: {manager: {groups: [SLOTH]}, light_agent: {can: [open_star, comment_star]}}")
    assert role("agent", ["SLOTH"], None, handbook) == "manager"
    assert role("agent", ["Support Managers"], None, handbook) == "agent"
    assert can("light_agent", handbook) == ("open_star", "comment_star")


def test_patterns_and_plans_change(changed: Changed) -> None:
    handbook = changed(
        r"""
gitlab:
  patterns:
    incident_ticket: ['^Case-(?P<ticket>[0-9]+)(?!\w)']
    incident_examples: [{title: Case-77 and 1234, ticket: 77}]
entitlement: {plans: {sub_sm_enterprise: Self-managed Enterprise}}
"""
    )
    assert incident_tickets(incident("Case-77 and 1234"), handbook) == {77}
    enterprise = ticket({"sub_sm_enterprise": True})
    assert (plan_label(enterprise, handbook), entitlement(enterprise, handbook, NOW).rule) == (
        "Self-managed Enterprise",
        "E6",
    )
