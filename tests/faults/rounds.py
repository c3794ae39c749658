"""Rounds of jobs with mischief behind their backs: set up, played, left to settle, and judged."""

import random
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial

from sandbox.product import ROOT, Product
from tests.faults.jobs import ISSUE, JOBS, Job
from tests.faults.ledger import Ledger, Refused
from tests.faults.mischief import Act, Stage, mischief_for, staged
from tests.faults.truth import Held, false_claims, false_in_notes, false_of_operation, false_on_board
from tests.support.desk import Json, Person, Sandbox, until

OPENING = ("trigger_emergency", "page_backup_pool", "call_manager", "open_star")
"""Kinds that open what is meddled with, besides those that work on something."""
SPREAD = 1.5
"""Seconds over which operations and mischief begin."""
APART = (1.2, 2.5)
"""Seconds between two mischiefs at the same thing: PagerDuty tells times in whole seconds."""
SOON = 30.0
"""Seconds after which nothing false is shown any more, once all has been read again."""
SLOW: Json = {"mode": "slow", "seconds": 1}
AFTER_COMMIT: tuple[Json, ...] = ({"mode": "slow_after_commit", "seconds": 4}, {"mode": "drop_after_commit"})
BEFORE_COMMIT: tuple[Json, ...] = (
    SLOW, {"mode": "slow", "seconds": 4}, {"mode": "error", "status": 503}, {"mode": "rate_limit", "seconds": 3},
    {"mode": "reset"},
)  # fmt: skip


@dataclass
class Round:
    """The jobs of a round, and what is done behind their backs; `refused` are those that a rule did not let in.

    The boss asks, and another manager looks: an agent's reads are limited.
    """

    boss: Person
    other: Person
    sandbox: Sandbox
    chance: random.Random
    ledger: Ledger = field(default_factory=Ledger)
    stages: list[Stage] = field(default_factory=list)
    accepted: dict[int, str] = field(default_factory=dict)

    def set_up(self, jobs: Sequence[Job], macro: int, soak: bool) -> None:
        """Make what the jobs need, and the faults that some of them meet."""
        self.stages = [staged(job, self.sandbox, macro, self.chance) for job in jobs]
        for stage in self.stages:
            until(partial(self._is_mirrored, stage))
        for fault in filter(None, (armed(stage, self.chance, soak) for stage in self.stages)):
            self.sandbox.control("POST", "faults", fault)

    def play(self, most: int) -> None:
        """Run all jobs at the same time, with up to so many mischiefs each."""
        tasks = [(stage, self.chance.randrange(2**32), self.chance.randint(1, most)) for stage in self.stages]
        with ThreadPoolExecutor(len(tasks)) as pool:
            for one in [pool.submit(self._meddle, *task) for task in tasks]:
                one.result()

    def falsehoods(self) -> list[str]:
        """Name all that is said falsely still when there was time for the last event to be read."""
        ends, left = time.monotonic() + SOON, self.stages
        while (found := self._false_of_each(left)) and time.monotonic() < ends:
            time.sleep(1)
            left = [one for one in left if one.ticket in found]
        told = {one.ticket: f"({one.job.kind} of {one.ticket}; {', '.join(one.done)})" for one in left}
        return [f"{words} {told[ticket]}" for ticket, listed in found.items() for words in listed]

    def _is_mirrored(self, stage: Stage) -> bool:
        panel, job = self.boss.panel(stage.ticket), stage.job
        shown = (panel["emergency"]["incident"], panel["star"]["issues"], panel["feedback"]["issues"])
        return all(known for needed, known in zip((job.paged, job.star, job.feedback), shown, strict=True) if needed)

    def _meddle(self, stage: Stage, seed: int, times: int) -> None:
        chance = random.Random(seed)
        starts = chance.uniform(0, SPREAD)
        with ThreadPoolExecutor(1) as pool:
            asked = pool.submit(self._ask, stage, starts)
            # What the job itself opens is not there before.
            time.sleep(chance.uniform(0, SPREAD) + (starts if stage.job.kind in OPENING else 0))
            for number in range(times):
                if number:
                    time.sleep(chance.uniform(*APART))
                acts = list(mischief_for(stage).items())
                chance.shuffle(acts)
                done = next((name for name, act in acts if self._did(act, stage, chance)), None)
                stage.done += [done] if done else []
            asked.result()

    def _ask(self, stage: Stage, starts: float) -> None:
        time.sleep(starts)
        try:
            entry = self.ledger.ask([self.boss], stage.job, stage.scene, not_yet=frozenset())
        except Refused as refused:
            stage.done.append(f"refused: {refused}")
        else:
            stage.done.append("accepted")
            self.accepted[stage.ticket] = entry.operation

    def _did(self, act: Act, stage: Stage, chance: random.Random) -> bool:
        try:
            return act(stage, self.sandbox, chance)
        except AssertionError:
            # Refused: our own operation has changed it between their look and their change.
            return False

    def _false_of_each(self, stages: Sequence[Stage]) -> dict[int, list[str]]:
        for stage in stages:
            stage.page(self.sandbox)
        held, board = Held.read(self.sandbox), self.other.call("GET", "/api/board?rows=5000").json()
        found = {
            stage.ticket: [
                *false_claims(self.other, held, stage),
                *false_on_board(board, held, stage),
                *false_in_notes(held, stage),
                *self._false_of_operation(stage, held),
            ]
            for stage in stages
        }
        return {ticket: words for ticket, words in found.items() if words}

    def _false_of_operation(self, stage: Stage, held: Held) -> Iterator[str]:
        if operation := self.accepted.get(stage.ticket):
            yield from false_of_operation(self.other.operation(operation), held, stage)
        else:
            yield from (f"doubled: refused, and wrote {one}" for one in held.written(stage))


def meddled_with() -> list[Job]:
    """List the jobs that open something, or work on something, which others can change."""
    return [one for one in JOBS if one.paged or one.star or one.feedback or one.kind in OPENING]


def armed(stage: Stage, chance: random.Random, soak: bool) -> Json | None:
    """Have one call of a job, or none, meet a fault: a look and its write lie further apart then."""
    if not stage.job.calls or chance.random() < 0.3:
        return None
    point = chance.choice(stage.job.calls)
    # An issue whose opening was not answered, and that somebody deletes before it is looked for, is opened again.
    modes = (*BEFORE_COMMIT, *(AFTER_COMMIT if point is not ISSUE else ())) if soak else (SLOW,)
    mode = chance.choice(modes)
    stage.lost_answer = mode["mode"] == "drop_after_commit"
    return point.fault(stage.scene, **mode)


def read_all(product: Product) -> None:
    """Have everything read again now: GitLab sends no event of a deletion, which is looked for every few minutes."""
    command = [sys.executable, "-m", "backend", "sync"]
    subprocess.run(command, env=dict(product.environment), cwd=ROOT, check=True, capture_output=True)
