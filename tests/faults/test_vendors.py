"""Every way in which a vendor can fail, at every outside call of every kind of operation: done, once."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from backend.operations.kinds import KINDS
from tests.faults.fleet import macro_of
from tests.faults.jobs import ISSUE, JOBS, TICKET_READ, Job, Point, Scene
from tests.faults.ledger import LONG_PATIENCE, PATIENCE, Ledger, Report
from tests.support.desk import Json, Person, Sandbox

MODES: dict[str, Json] = {
    "500": {"mode": "error", "status": 500},
    "502": {"mode": "error", "status": 502},
    "503": {"mode": "error", "status": 503},
    "timeout": {"mode": "timeout", "seconds": 30},
    "drop after commit": {"mode": "drop_after_commit"},
    "reset": {"mode": "reset"},
    "429": {"mode": "rate_limit", "seconds": 1},
    "429 without headers": {"mode": "error", "status": 429},
    "html": {"mode": "html"},
    "truncated": {"mode": "truncated"},
    "slow": {"mode": "slow", "seconds": 3},
    "drip": {"mode": "drip"},
    "half close": {"mode": "half_close"},
    "401": {"mode": "error", "status": 401},
    "403": {"mode": "error", "status": 403},
}
SHORT = 13
"""The short form tries every thirteenth case: every mode, and every call, but not each at each."""
PARTS = 3
"""The cases are tried in so many parts side by side: most of the time goes by in waiting for a look that is due."""
AT_ONCE = 48


@dataclass(frozen=True)
class Case:
    """A job that meets a fault; `first` is the write in doubt that brings a look about."""

    job: Job
    point: Point
    mode: str
    first: Point | None = None

    def faults(self, scene: Scene) -> Iterator[Json]:
        """Give the faults to arm."""
        if self.first:
            yield self.first.fault(scene, mode="drop_after_commit")
        yield self.point.fault(scene, **MODES[self.mode])


def cases() -> list[Case]:
    """List every mode at every call of every kind."""
    return [
        Case(job, point, mode, job.doubts.get(point))
        for job in JOBS
        for point in (*job.calls, *job.doubts)
        for mode in MODES
    ]


def test_every_kind_has_its_job() -> None:
    # What belongs to a shift and not to a ticket is tried in test_board.py.
    # Each step of `do_the_rest` is another kind's, tried there.
    assert {job.kind for job in JOBS} == {name for name, kind in KINDS.items() if not kind.on_board} - {"do_the_rest"}


def test_the_short_form_tries_every_mode_and_every_call() -> None:
    chosen = cases()[::SHORT]
    assert {case.mode for case in chosen} == set(MODES)
    assert {(case.job.kind, case.point) for case in chosen} == {(case.job.kind, case.point) for case in cases()}


@pytest.mark.long(110)
@pytest.mark.parametrize("part", range(PARTS))
def test_every_fault_at_every_call(
    part: int, stand_ins: Sandbox, boss: Person, soak: bool, tell: Callable[[Report, str], None]
) -> None:
    chosen = cases()[:: 1 if soak else SHORT][part::PARTS]
    macro, ledger = macro_of(boss), Ledger()
    scenes = [case.job.stage(stand_ins, macro) for case in chosen]
    for case, scene in zip(chosen, scenes, strict=True):
        for fault in case.faults(scene):
            stand_ins.control("POST", "faults", fault)
    patience = LONG_PATIENCE if soak else PATIENCE
    with ThreadPoolExecutor(AT_ONCE) as pool:
        asked = [
            pool.submit(ledger.ask, [boss], case.job, scene, f"with {case.mode} at {case.point}", patience=patience)
            for case, scene in zip(chosen, scenes, strict=True)
        ]
    for one in asked:
        one.result()
    ledger.settle(boss, patience)
    # While Zendesk fails, a ticket is judged by our copy and not asked for: some of those reads are spared.
    spared = {TICKET_READ.about}
    unmet = [one for one in stand_ins.control("GET", "faults") if not one["fired"] and one["about"] not in spared]
    tell(ledger.judge(stand_ins), f"{len(chosen)} faults")
    assert not unmet, unmet


@pytest.mark.long(85)
def test_an_issue_that_opens_twice_after_all_is_closed_again(
    stand_ins: Sandbox, boss: Person, tell: Callable[[Report, str], None]
) -> None:
    job = next(one for one in JOBS if one.kind == "open_star")
    scene = job.stage(stand_ins, 0)
    # Longer than a write in doubt is looked for: the second request is on its way before the first is carried out.
    stand_ins.control("POST", "faults", ISSUE.fault(scene, mode="slow", seconds=72))
    ledger = Ledger()
    entry = ledger.ask([boss], job, scene)
    ledger.settle(boss)
    assert entry.state == "done", entry.detail
    opened = [one for one in boss.panel(scene.ticket)["star"]["issues"] if one["state"] != "resolved"]
    twins = [one for one in stand_ins.effects(scene.ticket) if one["path"].endswith("/issues")]
    assert len(twins) == 2
    assert len(opened) == 1
    assert "closed" in entry.detail
    note = next(one for one in stand_ins.control("GET", "effects") if one["path"].endswith("/notes"))
    assert f"#{opened[0]['iid']} goes on" in note["body"]["body"]
