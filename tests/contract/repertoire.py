"""Everything that the product asks of its vendors, once each, through its own API."""

from datetime import UTC, datetime, timedelta

from tests.support.desk import STRICT, Person, Sandbox

STAR = {
    "urgency": "timely",
    "plan": "Self-managed Premium",
    "reason": "The launch waits for it.",
    "desired_result": "An answer today.",
    "override_reason": "It cannot wait for support hours.",
}


def play(manager: Person, sandbox: Sandbox) -> None:
    """Do every kind of operation, and read what panels and board read."""
    _emergency(manager, sandbox)
    _star(manager, sandbox)
    _feedback(manager, sandbox)
    _shift(manager, sandbox)


def _emergency(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    manager.panel(ticket)
    manager.do(ticket, "record_assessment", answers=STRICT)
    manager.do(ticket, "trigger_emergency", answers=STRICT, reason="Everything is down.")
    manager.do(ticket, "page_backup_pool", summary="A second emergency.")
    manager.do(ticket, "hand_off", to="The next manager", summary="All is under way.")
    (choice, *_) = manager.panel(ticket)["emergency"]["reassign"]
    manager.do(ticket, "reassign_page", to=choice["to"], reason="Is ill.")
    manager.do(ticket, "reassign_page", to="level:2", reason="Needs a manager.")
    manager.do(ticket, "propose_escalation", answers={"over_3h": "yes"}, summary="It goes on.")
    macro = next(one for one in manager.panel(ticket)["macros"] if not one["pages"])
    manager.do(ticket, "apply_macro", macro_id=macro["id"])


def _star(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    manager.do(ticket, "open_star", **STAR)
    manager.do(ticket, "acknowledge_star")
    manager.do(ticket, "assign_star", username="priya")
    manager.do(ticket, "comment_star", text="What is needed?")
    manager.do(ticket, "move_discussion", text="Who knows Geo?")
    manager.do(ticket, "resolve_star", comment="An engineer has it.")
    other = sandbox.ticket()
    manager.do(other, "open_star", **STAR)
    manager.do(other, "reject_star", why="It is within its target.", alternative="A call tomorrow.")


def _feedback(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    iid = sandbox.issue("feedback", f"Negative feedback for ticket {ticket}", labels=["SSAT::Contact"])
    manager.do(ticket, "link_feedback", issue=str(iid))
    manager.do(ticket, "record_contact", iid=iid, text="We have called.")
    manager.do(ticket, "close_feedback", iid=iid)
    manager.do(ticket, "note_feedback", iid=iid, text="All is well.")


def _shift(manager: Person, sandbox: Sandbox) -> None:
    manager.call("GET", "/api/board")
    manager.call("GET", "/api/board/trends")
    board = manager.call("GET", "/api/board").json()
    choice, start = board["cover"]["choices"][-1], datetime.now(UTC) + timedelta(hours=1)
    covered = manager.do(
        0,
        "cover_shift",
        user=choice["user"],
        start=start.strftime("%Y-%m-%dT%H:%M:%SZ"),
        end=(start + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
    assert covered["state"] == "done", covered
    (cover, *_) = manager.call("GET", "/api/board").json()["cover"]["covers"]
    manager.do(0, "end_cover", override_id=cover["override_id"])
    manager.do(0, "post_hand_off", text="All is quiet.")


CALLS: frozenset[str] = frozenset()
