"""What is done by hand in Slack names the right channel."""

import pytest

from backend.domain.shift.reminders import cover, star_reminders
from backend.handbook.model.handbook import Handbook
from tests.unit.conftest import Changed
from tests.unit.domain.makers import LICENSING, SAAS, SELF_MANAGED, ticket


@pytest.mark.parametrize(
    ("form_id", "channel"),
    [
        (SAAS, "#support_gitlab-com"),
        (SELF_MANAGED, "#support_self-managed"),
        (LICENSING, "#support_licensing-subscription"),
        (None, "#support_self-managed"),
    ],
)
def test_the_channel_follows_the_product(form_id: int | None, channel: str, handbook: Handbook) -> None:
    experts, redirect = star_reminders(ticket(form_id=form_id), handbook)
    assert channel in experts
    assert "#support_ticket-attention-requests" in experts
    assert ":escalate:" in redirect
    assert len(star_reminders(None, handbook)) == 2


def test_cover_is_asked_for_among_the_managers(handbook: Handbook, changed: Changed) -> None:
    assert "#support_leadership" in cover(handbook)
    assert cover(changed("reminders: {cover: null}")) == ""
    assert cover(changed("reminders: {cover: 'Ask in {leadership}!'}")) == "Ask in #support_leadership!"


def test_reminders_are_added_and_taken_out_without_code(changed: Changed) -> None:
    own = changed("reminders: {experts: null, redirect: null, triage: 'Read {stars} first.'}")
    assert star_reminders(None, own) == ("Read #support_ticket-attention-requests first.",)
