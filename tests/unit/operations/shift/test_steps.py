"""Cover is arranged once, found again, and taken back."""

import pytest

from backend.handbook.model.handbook import Handbook
from backend.handbook.model.pagerduty import DutySource
from backend.operations.engine.model import Actor, Request, RuleViolation
from backend.operations.engine.worker import steps_of
from backend.operations.kinds import KINDS
from backend.operations.shift.cover_shift import OVERRIDE, Covered
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


def test_the_claim_on_cover_fits_its_column() -> None:
    cover = operation("cover_shift", context=operation("cover_shift").context.stored() | {"user_id": "P" * 40})
    claim_key = KINDS["cover_shift"].claim_key(cover.context)
    assert claim_key
    assert len(claim_key) == 32
    assert str(int(cover.context.start.timestamp())) in claim_key
    assert cover.context.start < NOW


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
