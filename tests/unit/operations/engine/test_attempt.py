"""What comes of a try: of one step, and of the whole."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from backend.deps import Deps
from backend.operations.engine.attempt import OUR_FAULT, UNKNOWN_STEP, Attempt
from backend.operations.engine.operation import AnyOperation, Step, StepResult
from backend.operations.engine.state import overall
from backend.store.engine import Database
from backend.store.operation_rows import NewOperation, OperationRow, StepRow, StepState
from backend.store.operations import OperationStore, TakenOver
from backend.telemetry.last_calls import LAST_CALLS, LastCall
from backend.vendors.errors import Denied, Gone, OutcomeUnknown, Over, RateLimited, VendorRejected

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def rows(*states: StepState) -> tuple[StepRow, ...]:
    return tuple(StepRow(at, f"step{at}", state, None, None, None, None, None, None) for at, state in enumerate(states))


@pytest.mark.parametrize(
    ("others", "position", "state", "primary", "whole"),
    [
        pytest.param(("waiting", "waiting"), 0, "done", True, "running", id="primary-done-rest-to-do"),
        pytest.param(("done", "waiting"), 1, "done", False, "done", id="all-done"),
        pytest.param(("waiting", "waiting"), 0, "unknown", True, "unknown", id="in-doubt"),
        pytest.param(("waiting", "waiting"), 0, "failed", True, "failed", id="primary-failed"),
        pytest.param(("done", "waiting", "waiting"), 1, "failed", False, "running", id="a-follow-up-failed-rest-to-do"),
        pytest.param(("done", "failed", "waiting"), 2, "done", False, "failed", id="a-follow-up-failed"),
        pytest.param(("done", "waiting"), 1, "waiting", False, "running", id="trying-again"),
    ],
)
def test_overall(others: tuple[StepState, ...], position: int, state: StepState, primary: bool, whole: str) -> None:
    assert overall(rows(*others), position, state, primary) == whole


class World:
    """A store with one operation of one step, a clock that we move, and a step that does as it is told."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.store, self.now, self.written = OperationStore(self.database), NOW, 0
        self.write: list[Exception | None] = []
        self.found = False
        self.look_fault: Exception | None = None
        new = NewOperation(
            "ab" * 16, "note_feedback", 1, 2, "Ada", "the-key-1", {}, {}, ["note"], None, NOW, executor="here-0"
        )
        self.operation, _ = self.store.accept(new, lambda other: True)

    def clock(self) -> datetime:
        return self.now

    def step(self, **traits: Any) -> Step[AnyOperation]:
        def look(deps: Deps, operation: AnyOperation) -> StepResult | None:
            if self.look_fault:
                raise self.look_fault
            return StepResult("found") if self.found else None

        def write(deps: Deps, operation: AnyOperation) -> StepResult:
            self.written += 1
            if fault := self.write.pop(0):
                raise fault
            return StepResult("written")

        given: dict[str, Any] = dict(traits)
        return Step("note", look, write, **given)

    def of(self, operation: OperationRow, step: Step[Any], tries: int = 0) -> float | None:
        # Steps use the clock and nothing else of the deps here.
        return Attempt(cast(Deps, self), self.store, operation, step, operation.steps[0], tries, self.clock).run()

    def attempt(self, tries: int = 0, after: float = 0.0, **traits: bool) -> tuple[float | None, StepRow]:
        self.now += timedelta(seconds=after)
        operation = self.store.get(self.operation.id)
        assert operation
        again_in = self.of(operation, self.step(**traits), tries)
        settled = self.store.get(self.operation.id)
        assert settled
        return again_in, settled.steps[0]


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def test_what_was_refused_before_it_was_sent_is_as_if_never_sent(world: World) -> None:
    world.write = [RateLimited("GitLab", 3), None]
    again_in, row = world.attempt()
    assert again_in is not None
    assert again_in > 3
    assert (row.state, row.last_sent_at) == ("waiting", None)
    again_in, row = world.attempt(1, after=4)
    assert (again_in, row.state, row.first_sent_at == row.last_sent_at) == (None, "done", True)


def test_a_write_in_doubt_is_sent_again_only_after_a_minute_of_looking(world: World) -> None:
    world.write = [OutcomeUnknown("GitLab", "did not answer in time"), None]
    again_in, row = world.attempt()
    assert row.state == "unknown"
    for wait in (2, 3, 10, 15):
        assert again_in is not None
        again_in, row = world.attempt(after=wait)
        assert (world.written, row.state) == (1, "unknown")
    _, row = world.attempt(after=31)
    assert (world.written, row.state) == (2, "done")


@pytest.mark.parametrize("error", [Over, Gone])
def test_a_write_in_doubt_whose_place_is_gone_ends_at_once_and_says_so(
    world: World, error: type[VendorRejected]
) -> None:
    world.write = [OutcomeUnknown("GitLab", "did not answer in time")]
    world.attempt()
    world.look_fault = error("GitLab", "there is no issue #7 any more")
    again_in, row = world.attempt(after=3)
    assert (again_in, row.state) == (None, "failed")
    assert row.detail == "GitLab: there is no issue #7 any more; could not be confirmed"


def test_a_refusal_after_a_write_in_doubt_is_sent_again_when_the_vendor_allows(world: World) -> None:
    world.write = [OutcomeUnknown("GitLab", "failed with status 503"), RateLimited("GitLab", 4), None]
    world.attempt()
    again_in, row = world.attempt(after=61)
    assert again_in is not None
    assert 4 < again_in < 6
    assert (row.state, row.last_sent_at) == ("unknown", NOW), "only the first sending is in doubt"
    assert world.attempt(1, after=again_in)[1].state == "done"
    assert world.written == 3


def test_a_step_does_not_take_place_once_what_it_needs_has_failed(world: World) -> None:
    operation = replace(world.operation, steps=(*rows("failed"), replace(world.operation.steps[0], position=0)))
    step = replace(world.step(), needs=("step0",))
    Attempt(cast(Deps, world), world.store, operation, step, operation.steps[1], 0, world.clock).run()
    settled = world.store.get(world.operation.id)
    assert settled
    assert (settled.steps[0].state, world.written) == ("failed", 0)
    # The name of a step is for us: people read what it is called.
    assert settled.steps[0].detail == "Not done, because a step that it needs has failed"


def test_a_write_in_doubt_that_is_found_is_not_sent_again(world: World) -> None:
    world.write, world.found = [OutcomeUnknown("GitLab", "broke the connection off")], False
    world.attempt()
    world.found = True
    assert world.attempt(after=2)[1].detail == "found"
    assert world.written == 1


def test_a_repeatable_write_in_doubt_is_sent_again_once_a_call_would_be_over(world: World) -> None:
    world.write, world.found = [OutcomeUnknown("PagerDuty", "broke the connection off"), None], False
    world.attempt(primary=True, repeatable=True)
    again_in, row = world.attempt(after=5.5, primary=True, repeatable=True)
    assert (row.state, world.written) == ("unknown", 1)
    assert 4 < (again_in or 0) < 5
    assert world.attempt(after=5, primary=True, repeatable=True)[1].state == "done"
    assert world.written == 2


def test_an_urgent_step_is_not_sent_when_it_comes_too_late(world: World) -> None:
    again_in, row = world.attempt(after=700, primary=True)
    assert (again_in, row.state, world.written) == (None, "failed", 0)
    assert "not sent" in (row.detail or "")


def test_a_page_in_doubt_at_its_deadline_is_looked_for_before_it_is_called_failed(world: World) -> None:
    world.write = [OutcomeUnknown("PagerDuty", "did not answer in time")]
    world.attempt(after=595, primary=True, idempotent=True)
    again_in, row = world.attempt(after=8, primary=True, idempotent=True)
    assert (again_in is not None, row.state) == (True, "unknown")
    again_in, row = world.attempt(after=55, primary=True, idempotent=True)
    assert (again_in, row.state, world.written) == (None, "failed", 1)
    assert "could not be confirmed" in (row.detail or "")


def test_a_step_that_this_version_does_not_know_fails_with_that_reason(world: World) -> None:
    world.of(world.operation, UNKNOWN_STEP)
    settled = world.store.get(world.operation.id)
    assert settled
    assert (settled.state, settled.steps[0].state) == ("failed", "failed")
    assert "does not know" in (settled.steps[0].detail or "")


def test_a_vendor_cannot_make_a_step_wait_beyond_its_deadline(world: World) -> None:
    world.write = [RateLimited("PagerDuty", 3600)]
    again_in, _ = world.attempt(primary=True)
    assert again_in is not None
    assert again_in < 602
    assert world.attempt(after=again_in, primary=True)[1].state == "failed"


@pytest.mark.parametrize(("asks", "grows"), [(0.0, True), (3.0, False)])
def test_a_vendor_that_names_no_time_to_wait_is_asked_ever_more_seldom(world: World, asks: float, grows: bool) -> None:
    world.write = [RateLimited("PagerDuty", asks)]
    operation = world.store.get(world.operation.id)
    assert operation
    one = Attempt(cast(Deps, world), world.store, operation, world.step(), operation.steps[0], 0, world.clock)
    one.run()
    # What counts as a try makes the pause before the next one longer.
    assert one.told_to_wait is not grows


@pytest.mark.parametrize(("sent", "state"), [(True, "unknown"), (False, "waiting")])
def test_a_fault_of_our_own_leaves_open_only_what_may_have_been_sent(world: World, sent: bool, state: str) -> None:
    world.write = [RuntimeError("a bug")] if sent else []
    step = world.step()
    if not sent:
        step = replace(step, look=lambda deps, operation: 1 / 0)  # type: ignore[arg-type, return-value]
    world.of(world.operation, step)
    settled = world.store.get(world.operation.id)
    assert settled
    assert (settled.steps[0].state, settled.steps[0].detail) == (state, OUR_FAULT + "; trying again" * (not sent))


def test_who_was_taken_over_writes_nothing(world: World) -> None:
    (mine,) = world.store.orphans("here-0")
    assert world.store.adopt([mine], "there-0") == {mine.id}
    assert world.store.adopt([mine], "elsewhere-0") == set()
    world.write = [None]
    with pytest.raises(TakenOver):
        world.of(world.operation, world.step())
    assert world.written == 0


@pytest.mark.parametrize("primary", [True, False])
def test_a_refusal_of_us_is_tried_on_as_long_as_an_outage_is(world: World, primary: bool) -> None:
    denied = Denied("Zendesk", "does not accept our credentials for this")
    world.write = [denied, denied, None]
    pauses = []
    for tries in range(2):
        again_in, row = world.attempt(tries=tries, after=5.0, primary=primary)
        assert (row.state, row.detail) == ("waiting", f"{denied}; trying again")
        # Nothing was written: it is not looked for, and not in doubt.
        assert row.last_sent_at is None
        pauses.append(again_in or 0.0)
    assert 0 < pauses[0] < pauses[1]
    assert world.attempt(after=5.0, primary=primary)[1].state == "done"


def test_a_refusal_of_us_that_lasts_ends_the_step_at_its_deadline(world: World) -> None:
    world.write = [Denied("PagerDuty", "does not accept our token")] * 2
    world.attempt(primary=True)
    again_in, row = world.attempt(after=601.0, primary=True)
    assert (again_in, row.state) == (None, "failed")
    assert "does not accept our token" in (row.detail or "")


def test_a_refusal_by_a_rule_fails_at_once(world: World) -> None:
    world.write = [VendorRejected("Zendesk", "refused the request (status 422)")]
    again_in, row = world.attempt()
    assert (again_in, row.state) == (None, "failed")


def test_a_refused_look_is_told_as_a_write_that_cannot_be_made(world: World) -> None:
    LAST_CALLS.take_new()
    world.write = [Denied("Zendesk", "says no")]
    world.attempt()
    assert LAST_CALLS.take_new() == [LastCall("Zendesk", "write", "says no")]
