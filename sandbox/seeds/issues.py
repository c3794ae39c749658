"""GitLab projects, people, and the STAR and feedback issues that other tools have opened."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox import clock
from sandbox.errors import Json
from sandbox.gitlab.records import Issue
from sandbox.gitlab.tracker import Tracker
from sandbox.seeds.people import AGENTS

STARS, FEEDBACK, ESCALATIONS = 27_001, 27_002, 27_003
FIRST_NEW_IID = 501
LABELS = (
    "Escalation::License-Issue", "Escalation::Response-Time", "unstarred", "SSAT::Contact",
    "ssat-manager-contacted-customer", "support-on-call",
)  # fmt: skip
BOT, FORM_BOT = "support-oncall-bot", "support-forms-bot"


@dataclass(frozen=True)
class Seed:
    """One issue as another tool left it."""

    project: int
    iid: int
    title: str
    description: str
    minutes_ago: float
    labels: tuple[str, ...] = ()
    author: str = FORM_BOT
    assignee: str | None = None
    closed_after: float | None = None
    notes: tuple[tuple[str, str], ...] = ()


def _seeds(base_url: str) -> tuple[Seed, ...]:
    """List the issues; a ticket is named by its address or by its number, as other tools do."""
    ticket = f"{base_url}/agent/tickets/"
    return (
        Seed(STARS, 411, "STAR: Crème & Brûlée Logistique, merge trains",
             f"Ticket: {ticket}2002\n\nRequested by @tomas.ruiz\n\nReason: forty changes wait for a freeze "
             "tomorrow.\n\nDesired result: an engineer looks today.\n\nThread: "
             "https://example.slack.com/archives/C0STARS01/p1795512345678900", 12, ("Urgency::Urgent",)),
        Seed(STARS, 409, "STAR ZD#2003 LDAP group sync",
             "Ticket ZD#2003\nUrgency: Timely\nRequested by @dana.whitfield\n\nThe audit is on "
             "Thursday.", 150,
             notes=(("dana.whitfield", "Is somebody looking at this one?"),)),
        Seed(STARS, 398, "Attention for ticket 2017",
             f"{ticket}2017\n\nUrgency: Not Urgent\nRequested by @tomas.ruiz", 3600, ("unstarred",),
             closed_after=50, assignee="adebayo",
             notes=(("adebayo", "Inside its reply target; agreed to wait for the export."),)),
        Seed(STARS, 402, "STAR: a neighbour in number only",
             f"{ticket}20010\nUrgency: Urgent\nRequested by @tomas.ruiz\n\nLooks like 2001, is another "
             f"ticket.", 30),
        Seed(FEEDBACK, 77, "Negative feedback for ticket 2004",
             f"Ticket: {ticket}2004\n\nRating: negative\nContact requested: yes\n\nThree people, three "
             f"answers.",
             1800, ("SSAT::Contact",), assignee="zoe.mueller"),
        Seed(FEEDBACK, 78, "Positive feedback for ticket 2017", f"Ticket: {ticket}2017\n\nQuick and "
                                                                f"kind!", 3300),
        Seed(FEEDBACK, 71, "Neutral feedback for ticket 2018", "ZD#2018\n\nWaiting for a date.", 700,
             closed_after=300, assignee="yael.cohen"),
        Seed(FEEDBACK, 80, "Negative feedback for ticket 20040", "ZD#20040\n\nA neighbour in number "
                                                                 "only.", 200),
        Seed(ESCALATIONS, 12, "Åkerlund: account escalation after the spring upgrade",
             "For the next quarter: a weekly call.", 90_000, author="dana.whitfield"),
    )  # fmt: skip


def plant_projects(tracker: Tracker) -> None:
    """Make projects and people."""
    for project_id, key, path, name in (
        (STARS, "stars", "gitlab-com/support/ticket-attention-requests", "Ticket Attention Requests"),
        (FEEDBACK, "feedback", "gitlab-com/support/feedback", "Customer Feedback"),
        (ESCALATIONS, "escalations", "gitlab-com/support/escalations", "Account Escalations"),
    ):
        project = tracker.add_project(project_id, key, path, name, FIRST_NEW_IID)
        for label in LABELS:
            tracker.add_label(project, label)
    tracker.bot = tracker.user(BOT, "Support On-call Bot")
    tracker.user(FORM_BOT, "Support Forms Bot")
    for agent in AGENTS:
        tracker.user(agent.handle, agent.name)
    tracker.user("tomas.ruiz", "Tomás Ruiz")
    tracker.user("dana.whitfield", "Dana Whitfield")


def plant(tracker: Tracker) -> None:
    """Make the issues with the times of their stories."""
    for seed in _seeds(tracker.base_url):
        created = clock.now() - timedelta(minutes=seed.minutes_ago)
        project, author = tracker.projects[seed.project], tracker.user(seed.author)
        issue = tracker.add_issue(project, seed.title, seed.description, author,
                                  iid=seed.iid, created_at=created, indexed_from=created)  # fmt: skip
        issue.labels = sorted(tracker.add_label(project, label)["name"] for label in seed.labels)
        issue.assignees = [tracker.user(seed.assignee)] if seed.assignee else []
        issue.updated_at = _history(tracker, issue, seed, author)


def _history(tracker: Tracker, issue: Issue, seed: Seed, author: Json) -> datetime:
    last = issue.created_at
    for number, (username, body) in enumerate(seed.notes, start=1):
        last = issue.created_at + timedelta(minutes=8 * number)
        tracker.add_note(issue, body, tracker.user(username), last)
    if seed.closed_after is not None:
        issue.set_state("closed", author)
        last = issue.closed_at = issue.created_at + timedelta(minutes=seed.closed_after)
    return last
