"""Keeps what was accepted, waits for its end, and judges it by what the stand-ins committed."""

import secrets
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock

import requests

from tests.faults.jobs import Job, Scene, written
from tests.support.desk import Json, Person, Sandbox, concerning, error, until

PATIENCE, LONG_PATIENCE = 180.0, 900.0
"""Seconds until all has to have ended; in the long form so much is asked for that the vendors' limits hold it up."""
SOONEST, SELDOM = 0.2, 3.0
"""Seconds between two looks at what has not ended, at first and later."""
NOT_YET = frozenset({"no_open_star", "no_open_page"})
"""Rules that object only until the mirror has read an issue or an incident that was opened a moment ago."""


class Refused(AssertionError):
    """A job was not let in, and asking again would not change that."""


@dataclass
class Entry:
    """An accepted operation, and how it ended."""

    job: Job
    scene: Scene
    operation: str
    accepted_at: float
    note: str = ""
    ended_at: float | None = None
    state: str = "running"
    detail: str = ""


@dataclass(frozen=True)
class Report:
    """What became of the operations of a scenario; `faulty` says of each that went wrong what it was."""

    accepted: int
    finished: int
    lost: int
    doubled: int
    unknown: int
    failed: int
    slowest: float
    faulty: tuple[str, ...] = ()

    @property
    def clean(self) -> bool:
        """Tell whether the promise held: everything done, once."""
        return self.finished == self.accepted and not self.faulty

    def __str__(self) -> str:
        return (
            f"{self.accepted} accepted, {self.finished} finished, {self.lost} lost, {self.doubled} doubled, "
            f"{self.unknown} left unknown, {self.failed} failed; the slowest took {self.slowest:.0f} s"
        )


@dataclass
class Ledger:
    """The operations of one scenario."""

    entries: list[Entry] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def ask(
        self,
        people: Sequence[Person],
        job: Job,
        scene: Scene,
        note: str = "",
        not_yet: frozenset[str] = NOT_YET,
        patience: float = PATIENCE,
    ) -> Entry:
        """Ask for a job until it is accepted, with one key, as a panel does: one person, on each backend by turns.

        Raise Refused when a rule objects that is none of those in `not_yet`.
        """
        key, turns = secrets.token_hex(8), iter(range(10**6))
        body, refusals = job.body(scene), Counter[str]()

        def probe() -> Json | None:
            found = _accepted(people[next(turns) % len(people)], job, scene, key, body, not_yet)
            if isinstance(found, str):
                refusals[found] += 1
                return None
            return found

        found = until(probe, patience, lambda: f"{job.kind} of ticket {scene.ticket}: {dict(refusals)}")
        entry = Entry(job, scene, found["id"], time.monotonic(), note)
        with self._lock:
            self.entries.append(entry)
        return entry

    def settle(self, person: Person, patience: float = PATIENCE) -> None:
        """Wait until everything has ended, or patience has."""
        until_when, pause = time.monotonic() + patience, SOONEST
        while (open_ones := [one for one in self.entries if one.ended_at is None]) and time.monotonic() < until_when:
            for entry in open_ones:
                self._look(person, entry)
            time.sleep(pause)
            # Many that wait for a minute would else be asked for thousands of times.
            pause = min(pause * 1.5, SELDOM)

    def judge(self, sandbox: Sandbox) -> Report:
        """Compare what was promised with what was committed."""
        effects = sandbox.control("GET", "effects")
        faults = {entry.operation: _fault(entry, effects) for entry in self.entries}
        kinds = Counter(kind for kind, _ in faults.values())
        ended = [one for one in self.entries if one.ended_at]
        return Report(
            accepted=len(self.entries),
            finished=len(ended),
            lost=kinds["lost"],
            doubled=kinds["doubled"],
            unknown=kinds["unknown"],
            failed=kinds["failed"],
            slowest=max((one.ended_at - one.accepted_at for one in ended if one.ended_at), default=0.0),
            faulty=tuple(words for kind, words in faults.values() if kind != "fine"),
        )

    def _look(self, person: Person, entry: Entry) -> None:
        try:
            found = person.operation(entry.operation)
        except (requests.RequestException, ValueError):
            return
        # The whole does not wait for Slack; the promise holds for it too.
        settled = all(one["state"] in {"done", "failed"} for one in found.get("steps", ()))
        if found.get("state") in {"done", "failed"} and settled:
            entry.ended_at, entry.state = time.monotonic(), found["state"]
        entry.detail = "; ".join(f"{one['name']} {one['state']}: {one['detail']}" for one in found.get("steps", ()))


def _accepted(person: Person, job: Job, scene: Scene, key: str, body: Json, not_yet: frozenset[str]) -> Json | str:
    """Ask once; give the operation, or why it may be let in later."""
    try:
        answer = person.ask(scene.ticket, job.kind, key, **body)
    except requests.RequestException as lost:
        return type(lost).__name__
    if answer.status_code in {200, 201, 202}:
        found: Json = answer.json()
        return found
    refused = error(answer)
    if answer.status_code == 429:
        # As the panel does: whoever asks again at once takes the room of those who wait.
        time.sleep(float(answer.headers["Retry-After"]))
    retryable = refused["retryable"] and refused["code"] != "internal"
    if not retryable and refused["details"].get("rule") not in not_yet:
        raise Refused(f"{job.kind}: {answer.status_code} {answer.text}")
    return f"{answer.status_code} {refused['message']}"


def _fault(entry: Entry, effects: list[Json]) -> tuple[str, str]:
    scene = entry.scene
    seen = Counter(written(concerning(effects, scene.ticket, scene.star, scene.feedback, scene.incident)))
    expected = Counter(entry.job.writes)
    kind = "fine"
    if seen - expected:
        kind = "doubled"
    elif entry.ended_at is None:
        kind = "unknown"
    elif entry.state == "failed":
        kind = "failed"
    elif expected - seen:
        kind = "lost"
    words = f"{kind}: {entry.job.kind} of ticket {scene.ticket} {entry.note}: wrote {dict(seen)}; {entry.detail}"
    return kind, words
