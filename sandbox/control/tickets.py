"""Make, change and delete tickets as somebody other than the product would."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, jsonify

from sandbox import clock
from sandbox.control import read
from sandbox.control.comments import author_of
from sandbox.errors import Json, bad_control
from sandbox.seeds.setup import FORMS
from sandbox.world import this_world
from sandbox.zendesk import tickets as rules
from sandbox.zendesk.comments import add_comment
from sandbox.zendesk.desk import Desk

tickets = Blueprint("control_tickets", __name__)


@tickets.post("/tickets")
def make_ticket() -> tuple[Response, int]:
    """Make a ticket with its organization, requester and conversation."""
    wish = read.body()
    read.only(wish, "ticket", "organization", "comments")
    desk = this_world().desk
    comments = read.objects(wish, "comments")
    given = dict(read.table(wish, "ticket"))
    organization = _organization(desk, dict(read.table(wish, "organization"))) if wish.get("organization") else None
    requester = _requester(desk, given.pop("requester", None), organization)
    ticket = desk.add_ticket(_fields(desk, given, requester, organization))
    rules.set_custom_fields(ticket, given.get("custom_fields"))
    _converse(desk, ticket, comments, requester)
    found = {"id": ticket["id"], "organization_id": ticket["organization_id"], "requester_id": requester["id"]}
    return jsonify(found), 201


@tickets.patch("/tickets/<int:ticket_id>")
def change_ticket(ticket_id: int) -> Response:
    """Change a ticket, past every check but the paging trigger."""
    desk, wish = this_world().desk, read.body()
    ticket = desk.ticket(ticket_id)
    comment = read.table(wish, "comment")
    wish.pop("comment", None)
    read.only(wish, *ticket, "slas")
    if comment:
        add_comment(desk, ticket, comment, author_of(desk, comment, desk.users[ticket["requester_id"]]))
    if "tags" in wish:
        rules.set_tags(desk, ticket, wish.pop("tags"))
    rules.set_custom_fields(ticket, wish.pop("custom_fields", None))
    desk.touch(ticket)
    ticket |= wish
    return jsonify({"id": ticket_id, "updated_at": ticket["updated_at"]})


@tickets.delete("/tickets/<int:ticket_id>")
def delete_ticket(ticket_id: int) -> Response:
    """Delete a ticket."""
    desk = this_world().desk
    desk.ticket(ticket_id)
    del desk.tickets[ticket_id], desk.comments[ticket_id]
    return jsonify({"id": ticket_id})


def _organization(desk: Desk, wish: Json) -> Json:
    fields, tags = wish.pop("organization_fields", {}), wish.pop("tags", [])
    return desk.add_organization(wish.pop("name", "Example Customer"), fields, tags, **wish)


def _requester(desk: Desk, wish: Any, organization: Json | None) -> Json:
    given = {"name": wish} if isinstance(wish, str) else dict(wish or {})
    member = {"organization_id": organization["id"] if organization else None}
    return desk.add_user(given.pop("name", "Sam Customer"), **(member | given))


def _fields(desk: Desk, given: Json, requester: Json, organization: Json | None) -> Json:
    form = given.pop("form", None)
    defaults = {
        "ticket_form_id": FORMS.get(form or "Self-Managed"),
        "requester_id": requester["id"],
        "submitter_id": requester["id"],
        "organization_id": organization["id"] if organization else None,
        "created_at": clock.seconds(clock.now() - timedelta(hours=1)),
    }
    fields = defaults | {key: value for key, value in given.items() if key != "custom_fields"}
    if form is not None and form not in FORMS:
        raise bad_control(f"form must be one of {', '.join(FORMS)}")
    if fields.get("priority") not in (None, *rules.PRIORITIES):
        raise bad_control(f"priority must be one of {', '.join(rules.PRIORITIES)}")
    if fields.get("status", "open") not in rules.STATUSES:
        raise bad_control(f"status must be one of {', '.join(rules.STATUSES)}")
    if "tags" in fields:
        read.strings(fields, "tags")
    if fields.get("id") in desk.tickets:
        raise bad_control(f"ticket {fields['id']} exists")
    for key in ("created_at", "updated_at"):
        moment = read.moment(fields, key)
        if moment:
            fields[key] = clock.seconds(moment)
    return fields


def _converse(desk: Desk, ticket: Json, comments: list[Json], requester: Json) -> None:
    """Add the comments given; without any, the description opens the thread as in Zendesk."""
    start = clock.parse(ticket["created_at"])
    for comment in comments or [{"body": ticket["description"]}]:
        author = author_of(desk, comment, requester)
        add_comment(desk, ticket, comment, author, read.moment(comment, "created_at") or start)
    ticket["description"] = desk.comments[ticket["id"]][0]["plain_body"]
