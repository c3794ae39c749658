"""The sources that are read in the background, and how often."""

from functools import partial

from backend.deps import Deps
from backend.domain.issues import Tracker
from backend.mirror import sources as sync
from backend.mirror.incidents import INCIDENTS, sync_incidents
from backend.mirror.job import Job
from backend.mirror.people import MANAGERS, sync_managers
from backend.mirror.signs import SIGNS, SignReader
from backend.mirror.sweep import SWEEP, sweep

SLOW_SECONDS = 300.0
"""How often things are read that change a few times a year."""
SIGN_SECONDS = 20.0
"""How often signs are looked for in Slack, at most: each STAR that waits costs a call, and Slack takes 50 a minute."""


def make_jobs(deps: Deps, seconds: float) -> dict[str, Job]:
    """List what is read, configured parts only, by name; `seconds` between two readings."""
    projects = deps.handbook.gitlab.projects
    jobs = [
        Job(INCIDENTS, lambda full, moved: sync_incidents(deps, moved), seconds),
        Job(sync.ON_CALLS, lambda full, moved: sync.sync_on_calls(deps, moved), seconds),
        Job(sync.MACROS, lambda full, moved: sync.sync_macros(deps, moved), max(SLOW_SECONDS, seconds)),
        Job(MANAGERS, lambda full, moved: sync_managers(deps, moved), max(SLOW_SECONDS, seconds)),
    ]
    if deps.slack:
        signs = SignReader(deps, deps.slack)
        jobs.append(Job(SIGNS, lambda full, moved: signs.read(moved), max(SIGN_SECONDS, seconds)))
    projects_of: dict[Tracker, str | None] = {"star": projects.stars, "feedback": projects.feedback}
    trackers = tuple(tracker for tracker, project in projects_of.items() if project)
    if trackers:
        jobs.append(Job(SWEEP, lambda full, moved: sweep(deps, trackers, moved), max(SLOW_SECONDS, seconds)))
    for tracker in trackers:
        jobs.append(Job(f"gitlab:{tracker}", partial(sync.sync_issues, deps, tracker), seconds))
    return {job.name: job for job in jobs}
