"""Only replies to the customer are reply targets, and only while their clock runs."""

from datetime import timedelta

import pytest

from backend.domain.notices.notices import notices
from backend.domain.notices.rules import Circumstances
from backend.domain.paging.pages import Pages
from backend.domain.sla import reply_targets
from backend.domain.star.checks import checks
from backend.domain.tickets import SlaTarget
from backend.handbook.model.handbook import Handbook
from tests.unit.domain.makers import NOW, incident, ticket

SOON = NOW + timedelta(minutes=20)


@pytest.mark.parametrize(
    ("metric", "stage", "counts"),
    [
        pytest.param("first_reply_time", "active", True, id="first-reply"),
        pytest.param("next_reply_time", None, True, id="stage-not-told"),
        pytest.param("next_reply_time", "paused", False, id="paused"),
        pytest.param("first_reply_time", "fulfilled", False, id="fulfilled"),
        pytest.param("requester_wait_time", "active", False, id="no-reply"),
    ],
)
def test_which_targets_count(metric: str, stage: str | None, counts: bool, handbook: Handbook) -> None:
    asked = ticket(sla=(SlaTarget(metric, SOON, stage),))
    assert bool(reply_targets(asked, handbook)) == counts
    assert ("sla" in [one.id for one in notices(Circumstances(asked, Pages([], handbook)), handbook, NOW)]) == counts
    late = ticket(sla=(SlaTarget(metric, NOW - timedelta(minutes=5), stage),))
    assert ("just_breached" in [one.id for one in checks(late, False, handbook, NOW)]) == counts


def test_a_page_that_waits_has_the_first_replys_clock(handbook: Handbook) -> None:
    asked = ticket(sla=(SlaTarget("first_reply_time", SOON, "active"),))
    page = incident("1234", created_at=NOW)

    def shown(seen: Circumstances) -> bool:
        return "sla" in [one.id for one in notices(seen, handbook, NOW)]

    assert not shown(Circumstances(asked, Pages([page], handbook)))
    assert not shown(Circumstances(asked, Pages([incident("1234", "resolved")], handbook)))
    assert shown(Circumstances(asked, Pages([incident("99")], handbook)))
