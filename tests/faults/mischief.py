"""What people do behind our back at the vendors: to a ticket's page, its STAR, its feedback, its announcement."""

import random
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.faults.jobs import Job, Scene
from tests.support.desk import Json, Sandbox

SUPPORT, ELSEWHERE = "PL3TX00", "PTFI8XR"
ENGINEERS = ("PENG001", "PENG002", "PENG003")
DRIVERS = ("lukasz", "priya", "siobhan")
STARS_CHANNEL = ("C0STARS01", "support_ticket-attention-requests")


@dataclass
class Stage:
    """A job with its scene: the job's own page, STAR or feedback, and what became of them meanwhile.

    `bystander` is a ticket that a page is renamed to; `incidents` are all that were ever this ticket's. `lost_answer`:
    one of the job's calls is carried out and not answered.
    """

    job: Job
    scene: Scene
    bystander: int
    incidents: set[str] = field(default_factory=set)
    done: list[str] = field(default_factory=list)
    lost_answer: bool = False

    @property
    def ticket(self) -> int:
        """Give the ticket's number."""
        return self.scene.ticket

    def page(self, sandbox: Sandbox) -> Json | None:
        """Find the newest incident of this ticket: the one that was staged, opened by the job, or merged into."""
        listed = [one for one in sandbox.control("GET", "incidents") if self.owns(one)]
        self.incidents |= {one["id"] for one in listed}
        return listed[-1] if listed else None

    def owns(self, incident: Json) -> bool:
        """Tell whether an incident was ever this ticket's."""
        known = incident["id"] in {self.scene.incident, *self.incidents}
        return known or incident["incident_key"].startswith(f"zendesk-{self.ticket}-")

    def issue(self, sandbox: Sandbox, project: str) -> Json | None:
        """Find the newest issue of this ticket in a tracker."""
        listed = [one for one in sandbox.control("GET", "issues") if one["project"] == project]
        return next((one for one in reversed(listed) if one["title"].endswith(f"{self.ticket}")), None)


Act = Callable[[Stage, Sandbox, random.Random], bool]
"""Do it; False = there is nothing that it could be done to now."""


def staged(job: Job, sandbox: Sandbox, macro: int, chance: random.Random) -> Stage:
    """Make what a job needs; a page is our own by its key, or one that somebody has opened by hand."""
    stage = Stage(job, job.stage(sandbox, macro, keyed=chance.random() < 0.5), sandbox.ticket())
    stage.page(sandbox)
    return stage


def of_page(changes_of: Callable[[Stage, Json, random.Random], Json], *statuses: str) -> Act:
    """Make the change of a page that is in one of these statuses."""

    def act(stage: Stage, sandbox: Sandbox, chance: random.Random) -> bool:
        page = stage.page(sandbox)
        if page is None or page["status"] not in statuses:
            return False
        sandbox.control("PATCH", f"incidents/{page['id']}", changes_of(stage, page, chance))
        return True

    return act


OPEN = ("triggered", "acknowledged")


def merge(stage: Stage, sandbox: Sandbox, chance: random.Random) -> bool:
    """Merge an emergency's page into an incident that names no ticket."""
    page = stage.page(sandbox)
    if page is None or page["status"] == "resolved":
        return False
    if page["service_id"] != SUPPORT and not page["incident_key"].endswith("-emergency"):
        return False
    wish = {"title": f"All is down {secrets.token_hex(4)}", "service_id": SUPPORT}
    target = sandbox.control("POST", "incidents", wish)["id"]
    stage.incidents.add(target)
    sandbox.control("PATCH", f"incidents/{page['id']}", {"merged_into": target})
    return True


def of_issue(project: str, changes_of: Callable[[Sandbox, Json, random.Random], Json], *states: str) -> Act:
    """Make the change of an issue that is in one of these states, and goes on nowhere else."""

    def act(stage: Stage, sandbox: Sandbox, chance: random.Random) -> bool:
        issue = stage.issue(sandbox, project)
        if issue is None or issue["state"] not in states or issue["moved_to_id"]:
            return False
        sandbox.control("PATCH", f"issues/{project}/{issue['iid']}", changes_of(sandbox, issue, chance))
        return True

    return act


def delete(project: str) -> Act:
    """Make the deletion of an issue."""

    def act(stage: Stage, sandbox: Sandbox, chance: random.Random) -> bool:
        issue = stage.issue(sandbox, project)
        if issue:
            sandbox.control("DELETE", f"issues/{project}/{issue['iid']}")
        return issue is not None

    return act


def moved(sandbox: Sandbox, issue: Json, chance: random.Random) -> Json:
    """Let an issue go on in another project."""
    wish = {"project": "escalations", "title": "It goes on here", "description": ""}
    return {"moved_to_id": sandbox.control("POST", "issues", wish)["id"]}


def unsay(stage: Stage, sandbox: Sandbox, chance: random.Random) -> bool:
    """Delete the announcement of a STAR."""
    channel, name = STARS_CHANNEL
    said = [one for one in sandbox.control("GET", "slack")[name] if f"ZD#{stage.ticket}" in one["text"]]
    if said:
        sandbox.control("DELETE", "slack/messages", {"channel": channel, "ts": said[0]["ts"]})
    return bool(said)


PAGE_MISCHIEF: Mapping[str, Act] = {
    "resolve": of_page(lambda stage, page, chance: {"status": "resolved"}, *OPEN),
    "reopen": of_page(lambda stage, page, chance: {"status": "triggered"}, "resolved"),
    "time out": of_page(lambda stage, page, chance: {"status": "triggered"}, "acknowledged"),
    "move": of_page(lambda stage, page, chance: {"service_id": ELSEWHERE}, *OPEN),
    "rename": of_page(lambda stage, page, chance: {"title": f"ZD#{stage.bystander}"}, *OPEN),
    "give to a person": of_page(lambda stage, page, chance: {"assignees": [chance.choice(ENGINEERS)]}, *OPEN),
    "low urgency": of_page(lambda stage, page, chance: {"urgency": "low"}, *OPEN),
    "merge": merge,
}


def issue_mischief(project: str) -> dict[str, Act]:
    """List what is done to the issues of a tracker."""
    return {
        "close": of_issue(project, lambda sandbox, issue, chance: {"state": "closed"}, "opened"),
        "open again": of_issue(project, lambda sandbox, issue, chance: {"state": "opened", "labels": []}, "closed"),
        "name a driver": of_issue(project, lambda sandbox, issue, chance: {"assignees": [chance.choice(DRIVERS)]},
                                  "opened"),
        "move away": of_issue(project, moved, "opened"),
        "delete": delete(project),
    }  # fmt: skip


def mischief_for(stage: Stage) -> Mapping[str, Act]:
    """List what can be done to what a job works on."""
    if stage.job.star or stage.job.kind == "open_star":
        return issue_mischief("stars") | {"unsay": unsay}
    return issue_mischief("feedback") if stage.job.feedback else PAGE_MISCHIEF
