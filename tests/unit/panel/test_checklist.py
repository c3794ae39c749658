"""What the ticket says of an emergency is said until somebody who may has judged otherwise."""

from collections.abc import Mapping

import pytest

from backend.domain.eligibility.history import PastAssessment, Standing, VerdictOverride
from backend.handbook.loading.loader import load
from backend.panel.checklist import report_part
from tests.unit.domain.makers import NOW, ticket

HANDBOOK = load()
PAID = {"sub_sm_premium": True}
NO = dict.fromkeys(("production", "unusable", "compromise", *HANDBOOK.emergency.criteria), "no")
NONE = VerdictOverride("not_emergency", "A test system.")


def told(fields: Mapping[str, object], record: PastAssessment | None) -> bool:
    urgent = ticket(fields, priority="urgent")
    return report_part(urgent, [], Standing(record), HANDBOOK, NOW) is not None


@pytest.mark.parametrize(
    ("record", "there"),
    [
        pytest.param(None, True, id="nobody-judged"),
        pytest.param(PastAssessment(NOW, "Zoë", {}, NONE, by_manager=True), False, id="a-managers-override"),
        pytest.param(PastAssessment(NOW, "Jo", NO, NONE), True, id="an-agents-override"),
        pytest.param(PastAssessment(NOW, "Jo", NO), False, id="the-answers-speak-against-it"),
        pytest.param(PastAssessment(NOW, "Jo", {}), True, id="nothing-answered"),
    ],
)
def test_who_silences_it(record: PastAssessment | None, there: bool) -> None:
    assert told(PAID, record) is there


def test_a_recorded_not_entitled_silences_it() -> None:
    held = {"support_hold": True}
    assert told(held, None)
    assert not told(held, PastAssessment(NOW, "Jo", {}))
    yes = VerdictOverride("exception", "Sales agreed.")
    assert told(held, PastAssessment(NOW, "Zoë", {}, yes, by_manager=True))
