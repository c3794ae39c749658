"""The sources that are read in the background, and when each is due."""

from collections.abc import Callable
from dataclasses import dataclass, field

from backend.deps import Deps
from backend.mirror import sources as sync

SLOW_SECONDS = 300.0
"""How often things are read that change a few times a year."""
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 8
"""A failing source is tried again after 2 s, then ever more seldom: up to eight times the usual interval."""
HEARD_PAUSE = 0.5
"""Seconds between two readings of a source that events ask for: a burst of them costs two calls a second."""


@dataclass(slots=True)
class Job:
    """One source. `run` is told whether to read from the beginning; times are seconds since the epoch.

    `full` holds the ids of requests for a full reading, `under_way` those that the present one is for.
    """

    name: str
    run: Callable[[bool], None]
    every: float
    due: float = 0.0
    began: float = 0.0
    failures: int = 0
    busy: bool = False
    heard: bool = False
    full: set[int] = field(default_factory=set)
    under_way: set[int] = field(default_factory=set)

    def hear(self) -> None:
        """Be read soon; a source that fails keeps its pause."""
        self.heard = True
        if not self.failures:
            self.due = min(self.due, self.began + HEARD_PAUSE)

    def begin(self, now: float) -> None:
        """Note that it is being read."""
        self.busy, self.heard, self.began = True, False, now
        self.under_way, self.full = self.full, set()

    def succeeded(self) -> None:
        """Plan the next reading; what was heard of meanwhile may not be in this one."""
        self.failures = 0
        self.due = self.began + (HEARD_PAUSE if self.heard else self.every)

    def failed(self, usual: float, asked_for: float) -> None:
        """Plan the next try: one that is read seldom comes as soon as the others, it may never have been read yet."""
        self.failures += 1
        pause = min(usual, FIRST_PAUSE) * 2 ** min(self.failures - 1, 16)
        self.due = self.began + max(min(pause, usual * LONGEST_PAUSE), asked_for)


def make_jobs(deps: Deps, seconds: float) -> dict[str, Job]:
    """List what is read, configured parts only, by name; `seconds` between two readings."""
    projects = deps.handbook.gitlab.projects
    jobs = [
        Job(sync.INCIDENTS, lambda full: sync.sync_incidents(deps), seconds),
        Job("pagerduty:on_calls", lambda full: sync.sync_on_calls(deps), seconds),
        Job("zendesk:macros", lambda full: sync.sync_macros(deps), max(SLOW_SECONDS, seconds)),
    ]
    if projects.stars:
        jobs.append(Job("gitlab:star", lambda full: sync.sync_issues(deps, "star", full), seconds))
    if projects.feedback:
        jobs.append(Job("gitlab:feedback", lambda full: sync.sync_issues(deps, "feedback", full), seconds))
    return {job.name: job for job in jobs}
