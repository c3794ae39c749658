"""One operation of every kind, written down as the version before contexts had a number did."""

from dataclasses import dataclass
from typing import Any

from backend.operations.engine.documents import Result
from backend.operations.kinds import KINDS
from backend.operations.shift.cover_shift import Covered
from backend.operations.steps.new_issue import OpenedIssue
from backend.operations.steps.page import Paged
from backend.operations.steps.slack import SlackMessage

ISSUE = {"iid": 7, "url": "https://gitlab.example/stars/-/issues/7"}
PAGE = {"incident_id": "QPAGE", "number": 31, "url": "https://pagerduty.example/incidents/QPAGE"}
OWN_PAGE = {**PAGE, "user_id": "PADA", "sender": "ada@example.com"}
MESSAGE = {"channel": "C0STARS01", "ts": "1764000000.000100"}
JUDGEMENT = {
    "entitlement": "E1",
    "entitlement_because": "The plan is Premium.",
    "verdict": "emergency",
    "rule": "Q1",
    "because": "The installation is down.",
}
IN_SLACK = ("slack_thread", "slack_sign")


@dataclass(frozen=True)
class Sample:
    """Body and context as stored, the steps' names in their order, and what those that leave something left."""

    kind: str
    body: dict[str, Any]
    facts: dict[str, Any]
    steps: tuple[str, ...]
    results: dict[str, dict[str, Any]]

    @property
    def context(self) -> dict[str, Any]:
        """The context as this version writes it."""
        stored: dict[str, Any] = KINDS[self.kind].Context.read(self.facts).stored()
        return stored

    def result(self, step: str, version: int) -> dict[str, Any] | None:
        """What a step left behind, as the previous version (0) or this one (1) writes it."""
        left, model = self.results.get(step), RESULTS.get(step)
        return model.read(left).stored() if left and model and version else left


def sample(kind: str, body: dict[str, Any], facts: dict[str, Any], *steps: str, **results: dict[str, Any]) -> Sample:
    return Sample(kind, body, facts, steps, results)


SAMPLES = {
    each.kind: each
    for each in (
        sample(
            "trigger_emergency",
            {"answers": {"production": "yes"}, "reason": "Down."},
            {"route": "pagerduty", "earlier": ["QOLD"], **JUDGEMENT},
            "page",
            "note",
            "tag",
            page=PAGE,
        ),
        sample("page_backup_pool", {"summary": "A second one."}, {"earlier": []}, "page", "note", page=PAGE),
        sample("call_manager", {"summary": "A manager is needed."}, {"earlier": []}, "page", "note", page=PAGE),
        sample("acknowledge_page", {}, OWN_PAGE, "acknowledge_page"),
        sample(
            "resolve_page",
            {"note": "Called them.", "contacted": True},
            {**OWN_PAGE, "replied": False},
            "resolve_page",
            "note",
            "incident_note",
        ),
        sample("note_page", {"text": "Waits for logs."}, OWN_PAGE, "incident_note"),
        sample(
            "add_responders",
            {"users": ["grace@example.com"], "message": "Please join."},
            {**OWN_PAGE, "requester": "PADA", "who": ["Grace"], "targets": [{"kind": "user", "id": "PGRACE"}]},
            "responders",
            "note",
        ),
        sample(
            "ask_for_people",
            {"text": "Who knows Geo?", "people": ["ada"]},
            {"channel": "self_managed", "slack": True},
            "discussion",
            discussion=MESSAGE,
        ),
        sample(
            "escalate_page",
            {"level": 2},
            {**PAGE, "before": ["Ada"], "who": "Grace (managers)", "users": ["PGRACE"], "level": 2},
            "escalate",
            "note",
        ),
        sample(
            "reassign_page",
            {"to": "level:2", "reason": "No answer."},
            {**PAGE, "before": ["Ada"], "who": "Grace (managers)", "users": ["PGRACE"], "level": 2},
            "reassign",
            "note",
        ),
        sample("hand_off", {"to": "Grace", "summary": "Waits for logs."}, PAGE, "note", "incident_note"),
        sample(
            "record_assessment",
            {"answers": {"production": "yes"}, "override": {"verdict": "emergency", "reason": "I saw it."}},
            JUDGEMENT,
            "note",
        ),
        sample(
            "propose_escalation",
            {"answers": {"over_3h": "yes"}, "summary": "It goes on."},
            {"with_issue": True},
            "note",
            "issue",
            "once",
        ),
        sample(
            "open_star",
            {"urgency": "urgent", "plan": "Premium", "reason": "A launch.", "desired_result": "A call."},
            {"overridden": [], "slack": True},
            "issue",
            "once",
            "note",
            "tag",
            "slack_thread",
            issue=ISSUE,
            once=ISSUE,
            slack_thread=MESSAGE,
        ),
        sample("acknowledge_star", {}, {**ISSUE, "slack": True}, "acknowledge", "macro", *IN_SLACK),
        sample("assign_star", {"username": "ada"}, {**ISSUE, "user_id": 5, "warnings": []}, "assign"),
        sample("comment_star", {"text": "Which version?"}, ISSUE, "issue_note"),
        sample("resolve_star", {"comment": "It is fixed."}, {**ISSUE, "slack": True}, "issue_note", "close", *IN_SLACK),
        sample(
            "reject_star",
            {"why": "It is a question.", "alternative": "A reply today."},
            {**ISSUE, "initiator": "ada"},
            "issue_note",
            "close",
        ),
        sample("tick_star", {"step": "triage"}, ISSUE, "tick"),
        sample(
            "move_discussion",
            {"text": "Does anybody know?"},
            {**ISSUE, "channel": "self_managed", "assignee": None, "slack": True},
            "discussion",
            "slack_thread",
            "slack_reply",
            discussion=MESSAGE,
            slack_thread=MESSAGE,
        ),
        sample("link_feedback", {"issue": "7"}, {**ISSUE, "title": "Feedback"}, "issue_note", "note", "link"),
        sample("record_contact", {"iid": 7, "text": "Called them."}, ISSUE, "issue_note", "close"),
        sample("close_feedback", {"iid": 7, "override_reason": "No wish."}, ISSUE, "issue_note", "close"),
        sample("feedback_on_track", {"iid": 7}, ISSUE, "on_track"),
        sample("note_feedback", {"iid": 7, "text": "Done."}, ISSUE, "issue_note"),
        sample("apply_macro", {"macro_id": 9}, {"title": "Downgrade"}, "macro"),
        sample(
            "do_the_rest",
            {"operation": "cd" * 16},
            {
                "earlier": "cd" * 16,
                "kind": "trigger_emergency",
                "body": {"answers": {}, "reason": "Down."},
                "context": {"version": 1, "route": "pagerduty", "earlier": [], "judgement": None},
                "agent_id": 7,
                "agent_name": "Ada",
                "created_at": "2026-03-01T10:00:00+00:00",
                "done": [{"name": "page", "url": None, "result": {"version": 1, **PAGE}}],
                "rest": ["note", "tag"],
            },
            "note",
            "tag",
        ),
        sample(
            "cover_shift",
            {"user": "PGRACE", "start": "2026-03-01T10:00:00Z", "end": "2026-11-24T14:00:00Z"},
            {
                "user_id": "PGRACE",
                "name": "Grace",
                "start": "2026-03-01T10:00:00+00:00",
                "end": "2026-03-01T14:00:00+00:00",
            },
            "override",
            override={"override_id": "QOVER1"},
        ),
        sample("end_cover", {"override_id": "QOVER2"}, {}, "override"),
        sample("post_hand_off", {"text": "All is quiet."}, {}, "hand_off", hand_off=MESSAGE),
        sample(
            "redirect_request",
            {"link": "https://example.slack.com/archives/C0OTHER01/p1764000000000100"},
            {"channel": "C0OTHER01", "ts": "1764000000.000100"},
            "redirect",
        ),
    )
}

RESULTS: dict[str, type[Result]] = {
    "page": Paged,
    "issue": OpenedIssue,
    "once": OpenedIssue,
    "slack_thread": SlackMessage,
    "override": Covered,
}
"""Results that later steps or the panel read."""
