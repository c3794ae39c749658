"""One try at one step: look, write, and say honestly what came of it."""

import logging

from backend.deps import Clock, Deps
from backend.operations.engine import retry as policy
from backend.operations.engine.model import ASIDE, Step, StepResult
from backend.store.engine import StoreDown
from backend.store.operation_rows import OperationRow, OperationState, StepRow, StepState
from backend.store.operations import OperationStore, TakenOver
from backend.vendors.budget import FOLLOW_UP, PERSON, leaving
from backend.vendors.client import sent_within
from backend.vendors.errors import Conflict, OutcomeUnknown, RateLimited, Unavailable, VendorRejected


def _not_known(deps: Deps, operation: OperationRow) -> StepResult | None:
    raise VendorRejected("Support On-call", "this version does not know this step")


UNKNOWN_STEP = Step("", _not_known, lambda deps, operation: StepResult(""))
OUR_FAULT = "Something went wrong on our side"
PAST_DEADLINE = 1.0
"""Seconds after a step's deadline at which the last try says so; a vendor may ask us to wait for longer."""


log = logging.getLogger(__name__)


def attempt(
    deps: Deps,
    store: OperationStore,
    operation: OperationRow,
    step: Step | None,
    position: int,
    tries: int,
    clock: Clock,
) -> float | None:
    """Try a step once, write down what came of it, give the seconds until the next try; None = it is settled.

    No step = this version does not know it. Raises TakenOver when another executor carries the operation out by now.
    """
    return _Attempt(deps, store, operation, step or UNKNOWN_STEP, position, tries, clock).run()


class _Attempt:
    def __init__(
        self,
        deps: Deps,
        store: OperationStore,
        operation: OperationRow,
        step: Step,
        position: int,
        tries: int,
        clock: Clock,
    ) -> None:
        self._deps = deps
        self._store = store
        self._operation = operation
        self._step = step
        self._row = operation.steps[position]
        self._tries = tries
        self._now = clock
        self._sending = False

    def run(self) -> float | None:
        """Look, write, settle."""
        try:
            with leaving(PERSON if self._step.primary else FOLLOW_UP):
                return self._look_and_write()
        except RateLimited as error:
            return self._retry(str(error), error.retry_after)
        except (Unavailable, Conflict) as error:
            return self._retry(str(error))
        except VendorRejected as error:
            return self._failed(str(error))
        except OutcomeUnknown as error:
            return self._unknown(str(error))
        except (StoreDown, TakenOver):
            raise
        except Exception:
            log.exception("operation %s, step %s", self._operation.id, self._step.name)
            return self._unknown(OUR_FAULT) if self._sending else self._retry(OUR_FAULT)

    def _look_and_write(self) -> float | None:
        if self._row.last_sent_at is not None or not self._step.write_first:
            found = self._look()
            if found:
                return self._done(found)
        too_late = policy.given_up(self._step.primary, self._operation.created_at, self._now())
        if self._in_doubt and self._row.last_sent_at and (too_late or not self._step.idempotent):
            wait = policy.until_next_look(self._row.last_sent_at, self._now())
            if wait is not None:
                return self._unknown(self._row.detail or "not confirmed yet", wait)
        if too_late:
            why = "could not be confirmed" if self._in_doubt else "not sent"
            return self._failed(f"{self._row.detail or 'came too late'}; {why}")
        # The time to send in begins before the noting: others may take over from that moment on.
        with sent_within(policy.SENT_WITHIN):
            self._store.sending(self._operation.id, self._operation.fence, self._row.position, self._now())
            self._sending = True
            return self._done(self._step.write(self._deps, self._operation))

    def _look(self) -> StepResult | None:
        try:
            return self._step.look(self._deps, self._operation)
        except OutcomeUnknown as error:
            raise Unavailable(error.vendor, error.reason) from error
        except VendorRejected as error:
            if not self._in_doubt:
                raise
            # A write that may have happened is not called failed because we are not allowed to look now.
            raise Unavailable(error.vendor, error.reason) from error

    def _done(self, done: StepResult) -> float | None:
        self._settle("done", done.detail, done.url, dict(done.result))
        return None

    def _failed(self, why: str) -> float | None:
        self._settle("failed", why, rest="Not done, because the first step failed" if self._step.primary else None)
        return None

    def _retry(self, why: str, asked_for: float = 0.0) -> float | None:
        if self._gives_up():
            return self._failed(f"{why}; {'could not be confirmed' if self._in_doubt else 'given up'}")
        # Nothing was written this time; if no earlier sending is in doubt, the step is as if never sent.
        self._settle("unknown" if self._in_doubt else "waiting", f"{why}; trying again")
        return min(policy.delay(self._step.primary, self._tries, asked_for), self._left() + PAST_DEADLINE)

    def _unknown(self, why: str, wait: float | None = None) -> float:
        self._settle("unknown", why)
        if wait is None:
            idempotent = policy.delay(self._step.primary, self._tries)
            wait = idempotent if self._step.idempotent else policy.LOOK_AGAIN_AFTER[0]
        return wait

    def _gives_up(self) -> bool:
        return self._left() < 0

    def _left(self) -> float:
        # What is in doubt is looked for as long as a follow-up is tried, primary or not.
        primary = self._step.primary and not self._in_doubt
        return policy.left(primary, self._operation.created_at, self._now())

    @property
    def _in_doubt(self) -> bool:
        """Tell whether a write was sent and may have taken place."""
        return self._row.state in {"running", "unknown"} and self._row.last_sent_at is not None

    def _settle(
        self,
        state: StepState,
        detail: str,
        url: str | None = None,
        result: dict[str, object] | None = None,
        rest: str | None = None,
    ) -> None:
        self._store.settle(
            self._operation.id,
            self._operation.fence,
            self._row.position,
            state,
            at=self._now(),
            detail=detail,
            url=url,
            result=result,
            whole=overall(self._operation.steps, self._row.position, state, self._step.primary),
            rest=rest,
        )


def overall(steps: tuple[StepRow, ...], position: int, state: StepState, primary: bool) -> OperationState:
    """Tell the state of the whole once the step at `position` is in `state`."""
    counting = (one for one in steps if not one.name.startswith(ASIDE))
    states = [state if one.position == position else one.state for one in counting]
    if "unknown" in states:
        return "unknown"
    if primary and state == "failed":
        return "failed"
    if any(one in {"waiting", "running"} for one in states):
        return "running"
    return "failed" if "failed" in states else "done"
