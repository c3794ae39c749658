"""A ticket that speaks of an emergency, by whatever it says."""

import pytest

from backend.domain.eligibility.reported import Report, reported
from backend.handbook.model.handbook import Handbook
from tests.unit.domain.makers import ticket

FORM = 360001264259


@pytest.mark.parametrize(
    ("fields", "answers", "sign"),
    [
        pytest.param({"form_id": FORM, "priority": "urgent"}, {}, "form", id="the-emergency-form"),
        pytest.param({}, {"production": "yes"}, "answers", id="an-answer"),
        pytest.param({"priority": "urgent"}, {"production": "no"}, "priority", id="the-priority"),
        pytest.param({"priority": "high"}, {"scope": "all"}, None, id="an-ordinary-ticket"),
        pytest.param({"form_id": FORM, "status": "solved"}, {"production": "yes"}, None, id="solved"),
    ],
)
def test_signs(fields: dict[str, object], answers: dict[str, str], sign: str | None, handbook: Handbook) -> None:
    made = ticket(**{"priority": "normal", **fields})  # type: ignore[arg-type]
    found = reported(made, answers, None, handbook)
    assert found == (Report(sign, made.created_at) if sign else None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("verdict", "told"),
    [("not_emergency", False), ("high_priority_now", False), ("needs_info", True), ("emergency", True)],
)
def test_a_verdict_against_it_silences_it(verdict: str, told: bool, handbook: Handbook) -> None:
    found = reported(ticket(priority="urgent"), {"production": "yes"}, verdict, handbook)
    assert (found is not None) == told
