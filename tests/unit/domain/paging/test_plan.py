"""A page is named before it is sent, and the way by hand names the same."""

import pytest

from backend.domain.paging.manager_call import manager_page
from backend.domain.paging.plan import PagePlan, backup_pool_page, emergency_page
from backend.handbook.model.handbook import Handbook
from tests.unit.conftest import Changed


def test_the_emergency_page(handbook: Handbook) -> None:
    plan = emergency_page(handbook, 1234)
    assert (plan.service, plan.service_id) == ("Customer Support", "PL3TX00")
    assert (plan.policy, plan.policy_id) == ("Customer Emergency Rotation", "PKV6GCH")
    assert (plan.title, plan.configured) == ("1234", True)
    assert "Impacted Service: Customer Support" in plan.manual
    assert "Assign To: Customer Emergency Rotation" in plan.manual
    assert "Title: 1234" in plan.manual


def test_the_backup_pool_page_is_not_configured_as_it_ships(handbook: Handbook) -> None:
    plan = backup_pool_page(handbook, 123456, "All {broken}")
    assert plan.title == "Duplicate emergency - ZD#123456"
    assert not plan.configured
    assert "Impacted Service: Customer Emergencies - APAC Backup Pool" in plan.manual
    assert "Description: All {broken}" in plan.manual


def test_it_is_configured_by_one_line(changed: Changed) -> None:
    configured = changed("pagerduty: {services: {apac_backup_pool: {id: PAPAC01}}}")
    assert backup_pool_page(configured, 1, "").service_id == "PAPAC01"


def test_the_pages_are_planned_whole(handbook: Handbook, changed: Changed) -> None:
    by_hand = "Type /pd trigger in Slack, or choose New Incident in PagerDuty."
    support, pool = "Customer Support", "Customer Emergencies - APAC Backup Pool"
    policy, empty = "Customer Emergency Rotation", "Leave everything else empty."
    manual = (by_hand, f"Impacted Service: {support}", f"Assign To: {policy}", "Title: 7", empty)
    assert emergency_page(handbook, 7) == PagePlan(support, "PL3TX00", policy, "PKV6GCH", "7", manual, True)
    title = "Duplicate emergency - ZD#7"
    blank = "Leave Assign To and Priority blank."
    manual = (by_hand, f"Impacted Service: {pool}", f"Title: {title}", "Description: Two", blank)
    configured = changed("pagerduty: {services: {apac_backup_pool: {id: PAPAC01}}}")
    assert backup_pool_page(configured, 7, "Two") == PagePlan(pool, "PAPAC01", "", None, title, manual, True)


@pytest.mark.parametrize("words", ["{policy}|{summary}", "{title}"])
def test_what_a_page_does_not_have_is_blank_in_its_lines(words: str, changed: Changed) -> None:
    lines = f"['{words}']"
    other = changed(f"pagerduty: {{manual_way: {{emergency: {lines}, backup_pool: {lines}, manager: {lines}}}}}")
    policy = other.pagerduty.escalation_policy.name
    expected = {
        "{policy}|{summary}": (f"{policy}|", "|Two", "|Two"),
        "{title}": ("7", "Duplicate emergency - ZD#7", "ZD#7: Two"),
    }
    plans = (emergency_page(other, 7), backup_pool_page(other, 7, "Two"), manager_page(other, 7, "Two"))
    assert tuple(plan.manual[0] for plan in plans) == expected[words]


@pytest.mark.parametrize("missing", ["services: {customer_support: {id: ''}}", "escalation_policy: {id: ''}"])
def test_a_page_with_an_id_missing_is_not_configured(missing: str, changed: Changed) -> None:
    assert not emergency_page(changed(f"pagerduty: {{{missing}}}"), 7).configured
