"""A handbook that would page twice, or nobody, does not start; the fault names the line of the file that is changed."""

import pytest

from tests.unit.conftest import Changed

from .conftest import Faults


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "zendesk: {tags: {emergency_paged: trigger_manual_emergency}}",
            "overrides.yml:1: zendesk.tags.emergency_paged: is the tag by which Zendesk pages",
            id="paged-tag",
        ),
        pytest.param(
            "zendesk:\n  tags:\n    trigger_manual_emergency: Emergency_Paged",
            "overrides.yml:3: zendesk.tags.trigger_manual_emergency: is the tag by which Zendesk pages",
            id="paged-tag-from-the-other-side",
        ),
        pytest.param(
            "emergency: {verdicts: {emergency: {macros: [trigger_manual_emergency]}}}",
            "overrides.yml:1: emergency.verdicts.emergency.macros.0: is the macro that pages",
            id="verdict-offers-the-paging-macro",
        ),
        pytest.param(
            'zendesk: {macros: {exception: "Support::Managers::Trigger manual emergency"}}',
            "overrides.yml:1: zendesk.macros.exception: is the macro that pages",
            id="another-key-for-the-paging-macro",
        ),
        pytest.param(
            "notices: {dedicated: {macros: [trigger_manual_emergency]}}",
            "overrides.yml:1: notices.dedicated.macros.0: is the macro that pages",
            id="notice-offers-the-paging-macro",
        ),
        pytest.param(
            "pagerduty: {titles: {emergency: Emergency!}}",
            "overrides.yml:1: pagerduty.titles.emergency: must hold {ticket}",
            id="title-without-ticket",
        ),
        pytest.param(
            "pagerduty: {services: {apac_backup_pool: {id: PL3TX00}}}",
            "overrides.yml:1: pagerduty.services.apac_backup_pool.id: is the id of 'customer_support' too",
            id="one-service-twice",
        ),
        pytest.param(
            "hours: {schedules: {apac: {open: []}}}",
            "overrides.yml:1: hours.schedules.apac.open: must be open some time",
            id="never-open",
        ),
        pytest.param(
            "roles: {manager: {groups: [], custom_roles: []}}",
            "overrides.yml:1: roles.manager: nobody can have this role",
            id="nobody-is-manager",
        ),
        pytest.param(
            "star: {urgencies: {urgent: {minutes: 1800000}}}",
            "overrides.yml:1: star.urgencies.urgent.minutes: is 1800000, more than 10080 minutes",
            id="milliseconds",
        ),
        pytest.param(
            "pagerduty: {minutes: {first_reply: 20}}",
            "overrides.yml:1: pagerduty.minutes.first_reply: must be later than first_reply_amber",
            id="amber-after-due",
        ),
    ],
)
def test_a_broken_rule_is_named_in_words_with_its_line(faults: Faults, text: str, expected: str) -> None:
    found = faults(text)
    assert any(fault.startswith(expected) for fault in found), found


def test_all_of_them_are_named_at_once(faults: Faults) -> None:
    found = faults("pagerduty: {titles: {emergency: E}}\nhours: {schedules: {apac: {open: []}}}\nstar: {hours: night}")
    assert len(found) == 3


def test_a_role_that_may_do_nothing_needs_nobody(changed: Changed) -> None:
    assert changed("roles: {light_agent: {custom_roles: [], can: []}}").roles.light_agent.can == ()
