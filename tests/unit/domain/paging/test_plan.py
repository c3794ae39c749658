"""A page is named before it is sent, and the way by hand names the same."""

from backend.domain.paging.plan import backup_pool_page, emergency_page
from backend.handbook.model.handbook import Handbook
from tests.unit.domain.conftest import Changed


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
