"""What is shown of an operation that ended in part, and of those that did its rest."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from backend.operations.engine.operation import AnyOperation
from backend.operations.engine.request import Actor, Request
from backend.operations.kinds import KINDS
from backend.operations.ticket.do_the_rest import RestContext
from backend.panel.operations import NAMED_BY_STEP, operation_parts
from backend.panel.schemas.operation import OperationOut
from backend.store.operation_rows import OperationState, StepRow, StepState
from tests.unit.domain.makers import NOW
from tests.unit.operations.makers import HANDBOOK, operation
from tests.unit.operations.samples import ISSUE

FIRST, SECOND, THIRD = "aa" * 16, "bb" * 16, "cc" * 16
REJECTED: dict[str, StepState] = {
    "issue_note": "done",
    "close": "failed",
    "slack_thread": "failed",
    "slack_reply": "failed",
}


def rows(states: dict[str, StepState]) -> tuple[StepRow, ...]:
    return tuple(
        StepRow(at, name, is_, None, None, NOW, NOW, NOW, None) for at, (name, is_) in enumerate(states.items())
    )


def rejection() -> AnyOperation:
    context = ISSUE | {"slack": True}
    return operation("reject_star", id=FIRST, state="failed", context=context, steps=rows(REJECTED))


def rest(states: dict[str, StepState], state: OperationState, id: str = SECOND, minutes: int = 1) -> AnyOperation:
    earlier = rejection()
    context = RestContext(
        earlier=earlier.id,
        kind=earlier.kind,
        body=earlier.body.model_dump(mode="json"),
        context=earlier.context.stored(),
        agent_id=7,
        agent_name="Ada",
        created_at=NOW,
        done=[],
        rest=list(states),
    ).stored()
    at = NOW + timedelta(minutes=minutes)
    body = {"operation": earlier.id}
    return operation("do_the_rest", id=id, state=state, created_at=at, body=body, context=context, steps=rows(states))


def shown(*newest_first: AnyOperation) -> dict[str, OperationOut]:
    return {part.id: part for part in operation_parts(newest_first, 10, HANDBOOK, NOW)}


SLACK_FAILED: dict[str, StepState] = {"close": "done", "slack_thread": "failed", "slack_reply": "failed"}


def test_alone_it_offers_its_rest() -> None:
    part = shown(rejection())[FIRST]
    assert (part.rest, part.replaced) == (["close", "slack_thread", "slack_reply"], False)


def test_while_the_rest_goes_on_it_stays_and_offers_nothing() -> None:
    parts = shown(rest({"close": "running"}, "running"), rejection())
    assert [(one.rest, one.replaced) for one in parts.values()] == [([], False), ([], False)]


@pytest.mark.parametrize("order", [1, -1])
def test_once_the_rest_has_ended_its_receipt_takes_the_place_and_offers_what_is_left(order: int) -> None:
    parts = shown(*[rest(SLACK_FAILED, "done"), rejection()][::order])
    assert (parts[FIRST].rest, parts[FIRST].replaced) == ([], True)
    assert (parts[SECOND].rest, parts[SECOND].replaced) == (["slack_thread", "slack_reply"], False)
    assert (parts[SECOND].outcome, parts[SECOND].rest_of) == ("partly", "reject_star")


def test_a_rest_that_failed_takes_the_place_too() -> None:
    parts = shown(rest({"close": "failed"}, "failed"), rejection())
    assert (parts[FIRST].replaced, parts[SECOND].rest) == (True, ["close"])


def test_the_newest_rest_takes_the_place_of_one_before() -> None:
    parts = shown(rest({"slack_thread": "done"}, "done", THIRD, 2), rest(SLACK_FAILED, "done"), rejection())
    assert {id: (one.rest, one.replaced) for id, one in parts.items()} == {
        FIRST: ([], True),
        SECOND: ([], True),
        THIRD: ([], False),
    }


def test_a_step_that_lacked_another_one_says_so() -> None:
    lacks = {step.name: step.lacks for step in shown(rejection())[FIRST].steps}
    assert lacks == {"issue_note": None, "close": None, "slack_thread": None, "slack_reply": "slack_thread"}
    told = shown(rest(SLACK_FAILED, "done"))[SECOND]
    assert {step.name: step.lacks for step in told.steps}["slack_reply"] == "slack_thread"


def test_what_a_rest_has_left_is_asked_for_by_its_own_name() -> None:
    known = {FIRST: rejection(), SECOND: rest(SLACK_FAILED, "done")}
    request = Request(
        cast(Any, SimpleNamespace(handbook=HANDBOOK)),
        cast(Any, None),
        Actor(8, "Grace", "manager"),
        1234,
        NOW,
        known.get,
        lambda key: known[SECOND] if key == FIRST else None,
    )
    kind = KINDS["do_the_rest"]
    for id in known:
        context = kind.prepare(request, kind.Body(operation=id))
        assert (context.earlier, context.rest) == (FIRST, ["slack_thread", "slack_reply"])
        assert kind.claim_key(context) == FIRST


@pytest.mark.parametrize("name", sorted(NAMED_BY_STEP))
def test_a_vendor_is_named_once(name: str) -> None:
    vendor = NAMED_BY_STEP[name]
    titles = json.loads((Path(__file__).parents[3] / "zendesk_app/translations/en.json").read_text())["common"][
        "step_name"
    ]
    assert titles[name].endswith(vendor)
    step = replace(rows({name: "failed"})[0], detail=f"{vendor}: it does not answer; given up")
    (told,) = shown(replace(rejection(), steps=(step,)))[FIRST].steps
    assert told.detail == "it does not answer; given up"
