"""Cover is arranged once, found again, and taken back."""

from datetime import timedelta
from unittest.mock import Mock

import pytest

from backend.domain.paging.on_call import OnCall
from backend.domain.paging.responders import Responder
from backend.handbook.model.handbook import Handbook
from backend.handbook.model.pagerduty import DutySource
from backend.operations.engine.request import Actor, Request, RuleViolation
from backend.operations.engine.worker import steps_of
from backend.operations.kinds import KINDS
from backend.operations.shift.cover_shift import OVERRIDE, CoverContext, Covered, CoverShift, CoverShiftKind
from backend.operations.shift.redirect_request import RedirectContext, RedirectRequest, RedirectRequestKind
from backend.store.engine import Database
from tests.unit.domain.makers import NOW
from tests.unit.operations.fakes import FakePagerDuty
from tests.unit.operations.makers import HANDBOOK, deps, operation


def with_schedule() -> Handbook:
    duty = HANDBOOK.pagerduty.on_call
    manager = (DutySource(schedule="PSCHED1"),)
    pagerduty = HANDBOOK.pagerduty.model_copy(update={"on_call": duty.model_copy(update={"manager": manager})})
    return HANDBOOK.model_copy(update={"pagerduty": pagerduty})


def test_cover_is_found_again_and_taken_back(database: Database) -> None:
    pagerduty, cover = FakePagerDuty(), operation("cover_shift", 0)
    with_pagerduty = deps(database, handbook=with_schedule(), pagerduty=pagerduty, now=cover.context.start)
    step = steps_of(cover, cover.steps[0])[OVERRIDE]
    assert step.look(with_pagerduty, cover) is None
    made = step.write(with_pagerduty, cover)
    assert made.detail == "Grace covers from 2026-03-01 10:00 to 2026-03-01 14:00 UTC"
    assert step.look(with_pagerduty, cover) == made
    assert isinstance(made.result, Covered)
    end = operation("end_cover", body={"override_id": made.result.override_id})
    step = steps_of(end, end.steps[0])[OVERRIDE]
    assert step.look(with_pagerduty, end) is None
    step.write(with_pagerduty, end)
    assert step.look(with_pagerduty, end) is not None
    assert pagerduty.listed == []


def claim(**changes: object) -> str:
    cover = operation("cover_shift", context=operation("cover_shift").context.stored() | changes)
    key = KINDS["cover_shift"].claim_key(cover.context)
    assert key
    return key


def test_only_the_very_same_cover_is_one() -> None:
    assert claim() == claim()
    other = [{"end": "2026-03-01T16:00:00Z"}, {"start": "2026-03-01T11:00:00Z"}, {"schedule_id": "PEMEA"}]
    keys = {claim(), *(claim(**one) for one in other), claim(user_id="P" * 40)}
    assert [len(one) for one in keys] == [32] * 5


ANA = Responder("PANA", "Ana")


def arranging(database: Database, start: float, end: float) -> CoverContext:
    """Let Ana cover for some hours; Grace has the turn until three hours from now, then Ana."""
    turns = [
        OnCall("manager", "Grace", NOW, NOW + timedelta(hours=3), "PGRACE", schedule_id="PSCHED1"),
        OnCall("manager", "Ana", NOW + timedelta(hours=3), NOW + timedelta(hours=9), "PANA", schedule_id="PSCHED1"),
        OnCall("engineer", "Kim", NOW, NOW + timedelta(hours=9), "PKIM", schedule_id="PENG"),
    ]
    with_rota = deps(database, handbook=with_schedule(), pagerduty=Mock(responder=lambda _: ANA))
    with_rota.mirror.on_calls.replace(turns)
    request = Request(with_rota, with_rota.mirror.snapshot(0), Actor(7, "Ada", "manager"), 0, NOW)
    hours = {"start": f"{NOW + timedelta(hours=start)}", "end": f"{NOW + timedelta(hours=end)}"}
    return CoverShiftKind().prepare(request, CoverShift.model_validate({"user": "PANA"} | hours))


def test_cover_says_for_whom_and_what_speaks_against_it(database: Database) -> None:
    assert arranging(database, 1, 2).instead_of == ["Grace"]
    assert arranging(database, 1, 2).warnings == []
    over = arranging(database, 1, 4)
    assert (over.instead_of, over.warnings) == (["Grace"], ["Ana is on call in these hours anyway."])
    cover = operation("cover_shift", 0, context=over.stored())
    pagerduty = FakePagerDuty()
    made = steps_of(cover, cover.steps[0])[OVERRIDE].write(
        deps(database, handbook=with_schedule(), pagerduty=pagerduty), cover
    )
    assert made.detail.startswith("Ana covers for Grace from ")
    assert made.detail.endswith(" UTC. Ana is on call in these hours anyway.")


def test_cover_that_is_over_already_is_refused(database: Database) -> None:
    with pytest.raises(RuleViolation, match="hours"):
        arranging(database, -0.2, -0.1)
    assert arranging(database, -0.2, 0.5).instead_of == ["Grace"]


class Workspace:
    """A Slack workspace with one channel for STARs."""

    def homes(self) -> frozenset[str]:
        return frozenset({"https://example.slack.com/"})

    def channel(self, name: str) -> str:
        return "C0STARS01"


def redirecting(database: Database, link: str) -> RedirectContext:
    with_slack = deps(database, slack=Workspace())
    request = Request(with_slack, with_slack.mirror.snapshot(0), Actor(7, "Ada", "manager"), 0, NOW)
    return RedirectRequestKind().prepare(request, RedirectRequest(link=link))


def test_a_message_of_our_workspace_is_redirected(database: Database) -> None:
    found = redirecting(database, " https://example.slack.com/archives/C0OTHER01/p1764000000000100 ")
    assert (found.channel, found.ts) == ("C0OTHER01", "1764000000.000100")


@pytest.mark.parametrize(
    ("link", "rule"),
    [
        ("https://evil.slack.com/archives/C0OTHER01/p1764000000000100", "message_link"),
        ("https://example.slack.com/archives/C0OTHER01", "message_link"),
        ("https://example.slack.com/archives/C0STARS01/p1764000000000100", "right_channel"),
    ],
)
def test_any_other_link_is_refused(database: Database, link: str, rule: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        redirecting(database, link)
    assert refused.value.rule == rule
