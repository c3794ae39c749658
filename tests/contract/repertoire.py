"""Everything that people can do with the product, once each, and what it asks of its vendors for that."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sandbox.seeds.chat import LINKED, STARS_CHANNEL
from tests.support.desk import STRICT, Person, Sandbox, until

STAR = {
    "urgency": "timely",
    "plan": "Self-managed Premium",
    "reason": "The launch waits for it.",
    "desired_result": "An answer today.",
    "override_reason": "It cannot wait for support hours.",
}


@dataclass
class Player:
    """A manager who does one thing after the other, each of which must succeed; `played` names the kinds."""

    manager: Person
    sandbox: Sandbox
    played: set[str] = field(default_factory=set)

    def do(self, ticket: int, kind: str, **body: Any) -> None:
        """Do one thing and wait until every step of it is done, those in Slack too."""
        begun = self.begin(ticket, kind, **body)
        assert set(self.states(begun)) == {"done"}, self.manager.operation(begun)

    def begin(self, ticket: int, kind: str, **body: Any) -> str:
        """Do one thing; give the operation's id."""
        self.played.add(kind)
        return str(self.manager.do(ticket, kind, **body)["id"])

    def states(self, operation: str) -> list[str]:
        """Wait until every step has ended, and tell how."""
        found: list[str] = until(lambda: self._settled(operation))
        return found

    def _settled(self, operation: str) -> list[str] | None:
        states = [one["state"] for one in self.manager.operation(operation)["steps"]]
        return states if set(states) <= {"done", "failed"} else None


def play(player: Player) -> None:
    """Do every kind of operation, and read what panels and board read."""
    _emergency(player, player.manager, player.sandbox)
    _star(player, player.sandbox)
    _feedback(player, player.sandbox)
    _shift(player, player.manager, player.sandbox)
    _behind(player.sandbox)


def _emergency(player: Player, manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    manager.panel(ticket)
    player.do(ticket, "record_assessment", answers=STRICT)
    player.do(ticket, "trigger_emergency", answers=STRICT, reason="Everything is down.")
    player.do(ticket, "page_backup_pool", summary="A second emergency.")
    player.do(ticket, "hand_off", to="The next manager", summary="All is under way.")
    choices = manager.panel(ticket)["emergency"]["reassign"]
    choice = next(one for one in choices if not one["to"].startswith("level:"))
    player.do(ticket, "reassign_page", to=choice["to"], reason="Is ill.")
    player.do(ticket, "reassign_page", to="level:2", reason="Needs a manager.")
    player.do(ticket, "propose_escalation", answers={"over_3h": "yes"}, summary="It goes on.")
    player.do(ticket, "call_manager", summary="The customer wants a manager.")
    player.do(ticket, "add_responders", users=["PENG002"], message="Who knows Geo?")
    player.do(ticket, "ask_for_people", text="Who knows Geo?")
    player.do(ticket, "escalate_page", level=3)
    player.do(ticket, "acknowledge_page")
    player.do(ticket, "note_page", text="We look at it.")
    player.do(ticket, "resolve_page", contacted=True, note="Called them.")
    macro = next(one for one in manager.panel(ticket)["macros"] if not one["pages"])
    player.do(ticket, "apply_macro", macro_id=macro["id"])


def _star(player: Player, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    player.do(ticket, "open_star", **STAR)
    _half_done(player, sandbox, ticket)
    player.do(ticket, "tick_star", step="triage")
    player.do(ticket, "assign_star", username="priya")
    player.do(ticket, "comment_star", text="What is needed?")
    player.do(ticket, "move_discussion", text="Who knows Geo?")
    player.do(ticket, "resolve_star", comment="An engineer has it.")
    other = sandbox.ticket()
    player.do(other, "open_star", **STAR)
    player.do(other, "reject_star", why="It is within its target.", alternative="A call tomorrow.")


def _half_done(player: Player, sandbox: Sandbox, ticket: int) -> None:
    """Acknowledge while the macro for it has an attachment, which is refused; then do the rest."""
    sandbox.control("POST", "dialects", {"zendesk_macro_attachments": "some"})
    begun = player.begin(ticket, "acknowledge_star")
    assert "failed" in player.states(begun), begun
    sandbox.control("POST", "dialects", {"zendesk_macro_attachments": "none"})
    player.do(ticket, "do_the_rest", operation=begun)


def _feedback(player: Player, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    iid = sandbox.issue("feedback", f"Negative feedback for ticket {ticket}", labels=["SSAT::Contact"])
    player.do(ticket, "link_feedback", issue=str(iid))
    player.do(ticket, "record_contact", iid=iid, text="We have called.")
    player.do(ticket, "feedback_on_track", iid=iid)
    player.do(ticket, "close_feedback", iid=iid)
    player.do(ticket, "note_feedback", iid=iid, text="All is well.")


def _shift(player: Player, manager: Person, sandbox: Sandbox) -> None:
    manager.call("GET", "/api/board")
    manager.call("GET", "/api/board/trends")
    _cover(player, manager)
    # The account's schedules are upgraded; when all is done they are read in their new form.
    sandbox.control("POST", "dialects", {"pagerduty_schedules": "shift_based"})
    _cover(player, manager)
    player.do(0, "post_hand_off", text="All is quiet.")
    told = sandbox.control("POST", "slack/messages", {"channel": "support_self-managed", "text": "Please look at this"})
    player.do(0, "redirect_request", link=told["url"])
    # Read with the next `sync`: a manager takes the seeded STAR in Slack.
    sandbox.control(
        "POST", "slack/reactions", {"channel": STARS_CHANNEL, "ts": LINKED, "name": "eyes", "user": "U7101"}
    )


def _behind(sandbox: Sandbox) -> None:
    """Change what other people change: a ticket's status, and each part of an organization."""
    made = sandbox.control("POST", "tickets", {"organization": {"organization_fields": {"sub_sm_premium": True}}})
    sandbox.control("PATCH", f"tickets/{made['id']}", {"status": "pending"})
    change = {"name": "Acme & Co.", "tags": ["moved"], "organization_fields": {"sub_sm_premium": False}}
    sandbox.control("PATCH", f"organizations/{made['organization_id']}", change)


def _cover(player: Player, manager: Person) -> None:
    """Let somebody stand in, and take it back."""
    board = manager.call("GET", "/api/board").json()
    choice, start = board["cover"]["choices"][-1], datetime.now(UTC) + timedelta(hours=1)
    player.do(
        0,
        "cover_shift",
        user=choice["user"],
        start=start.strftime("%Y-%m-%dT%H:%M:%SZ"),
        end=(start + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
    (cover, *_) = manager.call("GET", "/api/board").json()["cover"]["covers"]
    player.do(0, "end_cover", override_id=cover["override_id"])


CALLS = {
    "gitlab": """
        GET /personal_access_tokens/self · GET /projects/{id} · GET /projects/{id}/issues ·
        GET /projects/{id}/issues/{iid} · GET /projects/{id}/issues/{iid}/notes · GET /projects/{id}/labels ·
        GET /projects/{id}/members/all/{user_id} · GET /user · GET /users · POST /projects/{id}/issues ·
        POST /projects/{id}/issues/{iid}/notes · PUT /projects/{id}/issues/{iid}
    """,
    "pagerduty": """
        DELETE /schedules/{id}/overrides/{override_id} · GET /escalation_policies/{id} · GET /incidents ·
        GET /incidents/{id} · GET /incidents/{id}/notes · GET /oncalls · GET /schedules/{id} ·
        GET /schedules/{id}/overrides · GET /services/{id} · GET /users · GET /users/{id} · POST /incidents ·
        POST /incidents/{id}/notes · POST /incidents/{id}/responder_requests · POST /schedules/{id}/overrides ·
        PUT /incidents/{id} · DELETE /v3/schedules/{id}/overrides/{override_id} · GET /v3/schedules/{id} ·
        GET /v3/schedules/{id}/overrides · POST /v3/schedules/{id}/overrides
    """,
    "slack": """
        GET /auth.test · GET /chat.getPermalink · GET /conversations.history · GET /conversations.replies ·
        GET /emoji.list · GET /reactions.get · GET /users.conversations · GET /users.info ·
        GET /users.lookupByEmail ·
        POST /chat.postMessage · POST /reactions.add
    """,
    "zendesk": """
        GET /api/v2/apps/installations/{id} · GET /api/v2/apps/{app_id}/public_key.pem · GET /api/v2/brands ·
        GET /api/v2/custom_roles · GET /api/v2/groups · GET /api/v2/groups/{group_id}/users ·
        GET /api/v2/users · GET /api/v2/macros/active · GET /api/v2/organization_fields ·
        GET /api/v2/ticket_fields · GET /api/v2/ticket_forms · GET /api/v2/tickets/{ticket_id} ·
        GET /api/v2/tickets/{ticket_id}/comments · GET /api/v2/tickets/{ticket_id}/macros/{macro_id}/apply ·
        GET /api/v2/users/me · GET /api/v2/users/{user_id} · POST /oauth/tokens · PUT /api/v2/tickets/{ticket_id}
    """,
}
"""The calls that belong to the repertoire: one that is not made any more is one that is not checked any more."""


EVENTS = {
    *(("pagerduty", f"incident.{kind}") for kind in ("triggered", "acknowledged", "annotated", "resolved")),
    *(("pagerduty", f"incident.{kind}") for kind in ("reassigned", "escalated")),
    *(("zendesk", f"ticket.{kind}") for kind in ("created", "comment_added", "tags_changed", "status_changed")),
    *(("zendesk", f"organization.{kind}") for kind in ("created", "name_changed", "tags_changed")),
    ("zendesk", "organization.custom_field_changed"),
    ("gitlab", "issue"),
}
"""The events that belong to it."""


def calls() -> set[str]:
    """Name each call with its vendor."""
    return {f"{vendor} {one.strip()}" for vendor, listed in CALLS.items() for one in listed.split("·")}
