"""One job for each kind of operation: what it needs, what it calls, and what it may write: exactly that."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from tests.support.desk import Json, Sandbox

STAR_FORM: Json = {
    "urgency": "urgent",
    "plan": "Premium",
    "reason": "The launch waits.",
    "desired_result": "A call today.",
    "override_reason": "The deadline is today.",
}


@dataclass(frozen=True)
class Scene:
    """What one job works on: a ticket of its own, and the issues that the job needs."""

    ticket: int
    star: int | None = None
    feedback: int | None = None
    macro: int | None = None
    incident: str | None = None


@dataclass(frozen=True)
class Point:
    """One outside call of a job, as a fault of the sandbox finds it. `{ticket}` and the like are filled in."""

    vendor: str
    method: str
    path: str
    about: str = ""

    def fault(self, scene: Scene, **mode: object) -> Json:
        """Give the fault that meets this call of a scene, once."""
        where = {name: fill(getattr(self, name), scene) for name in ("path", "about") if getattr(self, name)}
        return {"vendor": self.vendor, "method": self.method, "times": 1} | where | mode

    @property
    def writes(self) -> bool:
        """Tell a write from a look."""
        return self.method != "GET"


def fill(words: str, scene: Scene) -> str:
    """Put a scene's numbers in; braces of regular expressions stay."""
    numbers = {"ticket": scene.ticket, "star": scene.star, "feedback": scene.feedback, "incident": scene.incident}
    return re.sub(r"\{(ticket|star|feedback|incident)\}", lambda found: str(numbers[found[1]]), words)


TICKET = r"^/api/v2/tickets/{ticket}\.json$"
TICKET_READ = Point("zendesk", "GET", TICKET, "include=")
PAGE = Point("pagerduty", "POST", "^/incidents$", "zendesk-{ticket}-")
INCIDENT_READ = Point("pagerduty", "GET", "^/incidents/{incident}$")
INCIDENT = Point("pagerduty", "PUT", "^/incidents/{incident}$")
INCIDENT_NOTE = (
    Point("pagerduty", "GET", "^/incidents/{incident}/notes$"),
    Point("pagerduty", "POST", "^/incidents/{incident}/notes$"),
)
RESPONDERS = Point("pagerduty", "POST", "^/incidents/{incident}/responder_requests$")
PAGE_LOOK = Point("pagerduty", "GET", "^/incidents$", "incident_key=zendesk-{ticket}-")
MARK_LOOK = Point("zendesk", "GET", r"^/api/v2/tickets/{ticket}/comments\.json$")
NOTE = Point("zendesk", "PUT", TICKET, '"comment"')
TAG_READ = Point("zendesk", "GET", TICKET, r"\A\n")
TAG = Point("zendesk", "PUT", TICKET, '"safe_update"')
MACRO_PREVIEW = Point("zendesk", "GET", r"^/api/v2/tickets/{ticket}/macros/")
MACRO = Point("zendesk", "PUT", TICKET, '"metadata"')
ISSUE = Point("gitlab", "POST", "issues$", "ZD#{ticket}")
TOLD = Point("slack", "POST", "postMessage$", "ZD#{ticket}")
ISSUE_LOOK = Point("gitlab", "GET", "issues$", "scope=created_by_me")


def noted(iid: str) -> tuple[Point, Point]:
    """Give the calls of a comment on an issue."""
    return Point("gitlab", "GET", rf"issues/{iid}/notes$"), Point("gitlab", "POST", rf"issues/{iid}/notes$")


def changed(iid: str) -> tuple[Point, Point]:
    """Give the calls of a change of an issue."""
    return Point("gitlab", "GET", rf"issues/{iid}$"), Point("gitlab", "PUT", rf"issues/{iid}$")


ON_TICKET = (MARK_LOOK, NOTE)
TAGGED = (TAG_READ, TAG)
MACRO_CALLS = (MARK_LOOK, TAG_READ, MACRO_PREVIEW, MACRO)


@dataclass(frozen=True)
class Job:
    """A kind of operation, its body for a scene, its calls in their order, and its writes as `signature` names them.

    `doubts` are the looks that come only after a write in doubt, each with the write.
    """

    kind: str
    body: Callable[[Scene], Json]
    calls: tuple[Point, ...]
    writes: tuple[str, ...]
    doubts: Mapping[Point, Point] = field(default_factory=dict)
    star: bool = False
    feedback: bool = False
    paged: bool = False

    def stage(self, sandbox: Sandbox, macro: int, *, keyed: bool = False) -> Scene:
        """Make what the job needs; `keyed`: a page bears our key, as if it had been sent from here."""
        ticket = sandbox.ticket()
        star = sandbox.issue("stars", f"Attention for ZD#{ticket}", "Requested by: @carla") if self.star else None
        title = f"Negative feedback for ticket {ticket}"
        feedback = sandbox.issue("feedback", title, labels=["SSAT::Contact"]) if self.feedback else None
        page = {"title": f"ZD#{ticket}", "service_id": "PL3TX00"}
        page |= {"incident_key": f"zendesk-{ticket}-emergency"} if keyed else {}
        incident = sandbox.control("POST", "incidents", page)["id"] if self.paged else None
        return Scene(ticket, star, feedback, macro, incident)


JOBS = (
    Job(
        "trigger_emergency", lambda scene: {"reason": "Down."}, (PAGE, *ON_TICKET, *TAGGED),
        ("pagerduty POST incidents", "zendesk PUT comment", "zendesk PUT tags"), {PAGE_LOOK: PAGE},
    ),
    Job(
        "page_backup_pool", lambda scene: {"summary": "A second outage."}, (PAGE, *ON_TICKET),
        ("pagerduty POST incidents", "zendesk PUT comment"), {PAGE_LOOK: PAGE},
    ),
    Job(
        "call_manager", lambda scene: {"summary": "A manager is needed."}, (PAGE, *ON_TICKET),
        ("pagerduty POST incidents", "zendesk PUT comment"), {PAGE_LOOK: PAGE},
    ),
    Job("acknowledge_page", lambda scene: {}, (INCIDENT_READ, INCIDENT), ("pagerduty PUT incident",), paged=True),
    Job(
        "resolve_page", lambda scene: {"contacted": True}, (INCIDENT_READ, INCIDENT, *ON_TICKET),
        ("pagerduty PUT incident", "zendesk PUT comment"), paged=True,
    ),
    Job(
        "note_page", lambda scene: {"text": "Waits for logs."}, INCIDENT_NOTE,
        ("pagerduty POST incident",), paged=True,
    ),
    Job(
        "add_responders", lambda scene: {"users": ["PENG003"], "message": "Please join."},
        (INCIDENT_READ, RESPONDERS, *ON_TICKET), ("pagerduty POST incident", "zendesk PUT comment"),
        paged=True,
    ),
    Job(
        "ask_for_people", lambda scene: {"text": "Who knows Geo?"}, (TICKET_READ, TOLD),
        ("slack POST chat.postMessage",), paged=True,
    ),
    Job(
        "escalate_page", lambda scene: {"level": 2}, (INCIDENT_READ, INCIDENT, *ON_TICKET),
        ("pagerduty PUT incident", "zendesk PUT comment"), paged=True,
    ),
    Job(
        "reassign_page", lambda scene: {"to": "PENG002", "reason": "No power."}, (INCIDENT_READ, INCIDENT, *ON_TICKET),
        ("pagerduty PUT incident", "zendesk PUT comment"), paged=True,
    ),
    Job(
        "hand_off", lambda scene: {"to": "Adébáyọ̀", "summary": "A call goes on."}, ON_TICKET, ("zendesk PUT comment",),
    ),
    Job(
        "record_assessment", lambda scene: {"answers": {"production": "yes"}}, (TICKET_READ, *ON_TICKET),
        ("zendesk PUT comment",),
    ),
    Job(
        "propose_escalation", lambda scene: {"answers": {}, "summary": "It drags on."}, (TICKET_READ, *ON_TICKET, TOLD),
        ("zendesk PUT comment", "slack POST chat.postMessage"),
    ),
    Job(
        "open_star", lambda scene: STAR_FORM, (TICKET_READ, ISSUE_LOOK, ISSUE, TOLD, *ON_TICKET, *TAGGED),
        ("gitlab POST issues", "slack POST chat.postMessage", "zendesk PUT comment", "zendesk PUT tags"),
    ),
    Job(
        "acknowledge_star", lambda scene: {}, MACRO_CALLS, ("zendesk PUT comment",), star=True,
    ),
    Job(
        "assign_star", lambda scene: {"username": "lukasz"},
        (Point("gitlab", "GET", "^/users$"), *changed("{star}")), ("gitlab PUT issue",), star=True,
    ),
    Job(
        "comment_star", lambda scene: {"text": "Which customers?"}, noted("{star}"), ("gitlab POST notes",), star=True,
    ),
    Job(
        "resolve_star", lambda scene: {"comment": "Ada has it."}, (*noted("{star}"), *changed("{star}")),
        ("gitlab POST notes", "gitlab PUT issue"), star=True,
    ),
    Job(
        "reject_star", lambda scene: {"why": "Too early.", "alternative": "Monday."},
        (*noted("{star}"), *changed("{star}")), ("gitlab POST notes", "gitlab PUT issue"), star=True,
    ),
    Job("tick_star", lambda scene: {"step": "triage"}, (), (), star=True),
    Job(
        "move_discussion", lambda scene: {"text": "Who knows Geo?"}, (TICKET_READ, TOLD),
        ("slack POST chat.postMessage",), star=True,
    ),
    Job(
        "link_feedback", lambda scene: {"issue": str(scene.feedback)},
        (changed("{feedback}")[0], *noted("{feedback}"), *ON_TICKET),
        ("gitlab POST notes", "zendesk PUT comment"), feedback=True,
    ),
    Job(
        "record_contact", lambda scene: {"iid": scene.feedback, "text": "Let us talk."},
        (*noted("{feedback}"), *changed("{feedback}")), ("gitlab POST notes", "gitlab PUT issue"), feedback=True,
    ),
    Job(
        "close_feedback", lambda scene: {"iid": scene.feedback, "override_reason": "They withdrew it."},
        (*noted("{feedback}"), *changed("{feedback}")), ("gitlab POST notes", "gitlab PUT issue"), feedback=True,
    ),
    Job(
        "note_feedback", lambda scene: {"iid": scene.feedback, "text": "They are happy now."}, noted("{feedback}"),
        ("gitlab POST notes",), feedback=True,
    ),
    Job("feedback_on_track", lambda scene: {"iid": scene.feedback}, (), (), feedback=True),
    Job("apply_macro", lambda scene: {"macro_id": scene.macro}, MACRO_CALLS, ("zendesk PUT comment",)),
)  # fmt: skip


def signature(effect: Json) -> str:
    """Name a committed write without its numbers: `zendesk PUT comment`, `gitlab POST notes`."""
    if effect["vendor"] == "zendesk":
        return f"zendesk {effect['method']} {'comment' if 'comment' in effect['body']['ticket'] else 'tags'}"
    last = effect["path"].rsplit("/", 1)[-1]
    one = "issue" if last.isdigit() else "incident" if "/incidents/" in effect["path"] else last
    return f"{effect['vendor']} {effect['method']} {one}"


def written(effects: Iterable[Json]) -> tuple[str, ...]:
    """Name committed writes, in order."""
    return tuple(signature(one) for one in effects)
