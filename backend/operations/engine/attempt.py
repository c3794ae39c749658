"""One try at one step: look, write, and say honestly what came of it."""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.deps import Clock, Deps
from backend.operations.engine import retry as policy
from backend.operations.engine.operation import Step, StepResult
from backend.operations.engine.state import overall
from backend.store.faults import StoreDown
from backend.store.operation_rows import OperationRecord, StepRow, StepState
from backend.store.operations import OperationStore, TakenOver
from backend.telemetry.last_calls import LAST_CALLS
from backend.vendors.budget import FOLLOW_UP, PERSON, leaving
from backend.vendors.client import sent_within
from backend.vendors.errors import (
    Conflict,
    Denied,
    Gone,
    OutcomeUnknown,
    Over,
    RateLimited,
    Unavailable,
    VendorRejected,
)


def _not_known(deps: Deps, operation: OperationRecord) -> StepResult | None:
    raise VendorRejected("Support On-call", "this version does not know this step")


UNKNOWN_STEP: Step[OperationRecord] = Step("", _not_known, lambda deps, operation: StepResult(""))
OUR_FAULT = "Something went wrong on our side"
PAST_DEADLINE = 1.0
"""Seconds after a step's deadline at which the last try says so; a vendor may ask us to wait for longer."""


log = logging.getLogger(__name__)


@dataclass(slots=True)
class Attempt:
    """One try at one step: `row` is how it stands, `tries` how often it was tried here before.

    `optional` names the operation's steps that decide nothing about the whole.
    """

    deps: Deps
    store: OperationStore
    operation: OperationRecord
    step: Step[Any]
    row: StepRow
    tries: int
    now: Clock
    optional: frozenset[str] = frozenset()
    sending: bool = False
    told_to_wait: bool = False
    """The vendor said when to come again: that is no failed try, after which the next one would come later."""

    def run(self) -> float | None:
        """Look, write, write down what came of it; give the seconds until the next try, None = it is settled.

        Raises TakenOver when another executor carries the operation out by now, StoreDown when nothing can be written.
        """
        try:
            if self._lacks_a_step():
                return self._failed("Not done, because a step that it needs has failed")
            with leaving(PERSON if self.step.primary else FOLLOW_UP):
                return self._look_and_write()
        except RateLimited as error:
            self.told_to_wait = error.retry_after > 0
            return self._retry(error.for_people, error.retry_after)
        except Denied as error:
            # The look was refused, so the write is never tried: what we know of writes there is that they fail.
            LAST_CALLS.note(error.vendor, "write", error.plain)
            log.warning("operation %s, step %s: %s", self.operation.id, self.step.name, error.reason_and_call)
            return self._retry(error.for_people)
        except (Unavailable, Conflict) as error:
            return self._retry(error.for_people)
        except VendorRejected as error:
            log.warning("operation %s, step %s: %s", self.operation.id, self.step.name, error.reason_and_call)
            return self._failed(error.for_people)
        except OutcomeUnknown as error:
            return self._unknown(error.for_people)
        except (StoreDown, TakenOver):
            raise
        except Exception:
            log.exception("operation %s, step %s", self.operation.id, self.step.name)
            return self._unknown(OUR_FAULT) if self.sending else self._retry(OUR_FAULT)

    def _lacks_a_step(self) -> bool:
        """Tell whether a step has failed that this one needs."""
        return any(row.name in self.step.needs for row in self.operation.steps if row.state == "failed")

    def _look_and_write(self) -> float | None:
        if self.row.last_sent_at is not None or not self.step.write_first:
            found = self._look()
            if found:
                return self._done(found)
        too_late = policy.given_up(self.step.primary, self.operation.created_at, self.now())
        if self._in_doubt and self.row.last_sent_at and (too_late or not self.step.idempotent):
            wait = policy.until_next_look(self.row.last_sent_at, self.now(), self.step.repeatable)
            if wait is not None:
                return self._unknown(self.row.detail or "not confirmed yet", wait)
        if too_late:
            why = "could not be confirmed" if self._in_doubt else "not sent"
            return self._failed(f"{self.row.detail or 'came too late'}; {why}")
        # The time to send in begins before the noting: others may take over from that moment on.
        with sent_within(policy.SENT_WITHIN):
            self.store.sending(self.operation.id, self.operation.fence, self.row.position, self.now())
            self.sending = True
            return self._done(self.step.write(self.deps, self.operation))

    def _look(self) -> StepResult | None:
        try:
            return self.step.look(self.deps, self.operation)
        except OutcomeUnknown as error:
            raise Unavailable(error.vendor, error.plain) from error
        except VendorRejected as error:
            if not self._in_doubt:
                raise
            if isinstance(error, Gone | Over):
                # No later look can tell either, so people need not wait for one.
                raise VendorRejected(error.vendor, f"{error.reason}; could not be confirmed") from error
            # A write that may have happened is not called failed because we are not allowed to look now.
            raise Unavailable(error.vendor, error.plain) from error

    def _done(self, done: StepResult) -> float | None:
        result = done.result.stored() if done.result else None
        self._settle("done", done.detail, done.url, result, outdates=done.outdates)
        return None

    def _failed(self, why: str) -> float | None:
        self._settle("failed", why, rest="Not done, because the first step failed" if self.step.primary else None)
        return None

    def _retry(self, why: str, asked_for: float = 0.0) -> float | None:
        if self._gives_up():
            return self._failed(f"{why}; {'could not be confirmed' if self._in_doubt else 'given up'}")
        # Nothing was written this time: the step is as if never sent, or in doubt since the earlier sending.
        doubted_since = self.row.last_sent_at if self._in_doubt else None
        self._settle("unknown" if self._in_doubt else "waiting", f"{why}; trying again", sent_at=doubted_since)
        return min(policy.delay(self.step.primary, self.tries, asked_for), self._left() + PAST_DEADLINE)

    def _unknown(self, why: str, wait: float | None = None) -> float:
        self._settle("unknown", why)
        if wait is None:
            idempotent = policy.delay(self.step.primary, self.tries)
            wait = idempotent if self.step.idempotent else policy.LOOK_AGAIN_AFTER[0]
        return wait

    def _gives_up(self) -> bool:
        return self._left() < 0

    def _left(self) -> float:
        # What is in doubt is looked for as long as a follow-up is tried, primary or not.
        primary = self.step.primary and not self._in_doubt
        return policy.left(primary, self.operation.created_at, self.now())

    @property
    def _in_doubt(self) -> bool:
        """Tell whether a write was sent and may have taken place."""
        return self.row.state in {"running", "unknown"} and self.row.last_sent_at is not None

    def _settle(
        self,
        state: StepState,
        detail: str,
        url: str | None = None,
        result: dict[str, object] | None = None,
        rest: str | None = None,
        sent_at: datetime | None = None,
        outdates: bool = False,
    ) -> None:
        self.store.settle(
            self.operation.id,
            self.operation.fence,
            self.row.position,
            state,
            at=self.now(),
            detail=detail,
            url=url,
            result=result,
            whole=overall(self.operation.steps, self.row.position, state, self.step.primary, self.optional),
            rest=rest,
            sent_at=sent_at,
            outdates=outdates,
        )
