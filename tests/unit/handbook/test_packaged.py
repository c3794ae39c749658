"""The handbook as it ships says what the process says."""

from zoneinfo import ZoneInfo

import pytest

from backend.handbook.loading.loader import load
from backend.handbook.model.checklist import RULE_KEYS
from backend.handbook.model.handbook import Handbook
from backend.handbook.model.weekly import DAY
from backend.operations.kinds import KINDS


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    return load()


def test_ids_that_are_public(handbook: Handbook) -> None:
    services = handbook.pagerduty.services
    assert (services.customer_support.id, services.support_managers.id) == ("PL3TX00", "PTFI8XR")
    assert handbook.pagerduty.escalation_policy.id == "PKV6GCH"
    assert handbook.zendesk.forms["self_managed"].id == 426148


def test_ids_that_are_not_public_are_not_configured(handbook: Handbook) -> None:
    assert handbook.pagerduty.services.apac_backup_pool.id is None
    assert handbook.gitlab.projects.escalations is None
    assert handbook.zendesk.forms["open_partner"].id is None


def test_managers_may_do_everything_and_others_their_part(handbook: Handbook) -> None:
    roles = handbook.roles
    assert set(roles.manager.can) == set(KINDS)
    assert set(roles.agent.can) == {
        "call_manager",
        "record_assessment",
        "open_star",
        "comment_star",
        "link_feedback",
        "apply_macro",
        "propose_escalation",
        "do_the_rest",
    }
    assert roles.light_agent.can == ("open_star",)


def test_urgencies(handbook: Handbook) -> None:
    urgencies = handbook.star.urgencies
    assert {value: (each.minutes, each.impact) for value, each in urgencies.items()} == {
        "not_urgent": (120, "low"),
        "timely": (60, "medium"),
        "urgent": (30, "high"),
    }


def test_questions_stand_in_the_order_of_the_rules(handbook: Handbook) -> None:
    criteria = ("financial_impact", "business_unusable", "legal", "audit", "security_risk")
    in_order = RULE_KEYS + criteria
    # What is added later follows.
    assert tuple(handbook.emergency.questions)[: len(in_order)] == in_order
    assert handbook.emergency.criteria[: len(criteria)] == criteria


def test_values_of_questions(handbook: Handbook) -> None:
    values = handbook.emergency.values
    assert values("production") == {"yes": "Yes", "no": "No"}
    assert list(values("scope")) == ["all", "most", "some", "one"]
    assert list(values("symptom"))[-2:] == ["duo", "other"]
    assert list(values("topic"))[-2:] == ["elasticsearch", "none"]


def test_forms_are_found_by_id(handbook: Handbook) -> None:
    zendesk = handbook.zendesk
    assert (zendesk.form_key(334447), zendesk.product(334447)) == ("saas", "gitlab_com")
    assert (zendesk.form_key(1), zendesk.product(1)) == (None, "other")
    assert zendesk.form_key(None) is None, "forms without an id match no ticket"


def test_zones_and_the_support_week(handbook: Handbook) -> None:
    week = handbook.hours.schedules["global_support"]
    assert week.zone == ZoneInfo("America/Los_Angeles")
    assert week.weekly == ((6 * DAY + 15 * 60, 5 * DAY + 2 * 60),)
