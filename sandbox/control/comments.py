"""Write comments as the customer or any agent would."""

from flask import Blueprint, Response, jsonify

from sandbox.control import read
from sandbox.errors import Json, bad_control
from sandbox.seeds.people import BY_HANDLE
from sandbox.world import this_world
from sandbox.zendesk.comments import MOST_COMMENTS, add_comment
from sandbox.zendesk.desk import Desk

comments = Blueprint("control_comments", __name__)


def author_of(desk: Desk, comment: Json, requester: Json) -> Json:
    """Return who wrote a comment: `author` is "agent" or "customer", `author_id` names any user."""
    by = comment.pop("author", None)
    if by == "agent":
        return desk.users[BY_HANDLE["priya"].id]
    if by not in (None, "customer"):
        raise bad_control("author must be agent or customer; name anybody else by author_id")
    return desk.users.get(comment.get("author_id") or requester["id"], requester)


@comments.post("/comments/<int:ticket_id>")
def write(ticket_id: int) -> tuple[Response, int]:
    """Add a comment to a ticket, or `count` of the same."""
    wish, desk = read.body(), this_world().desk
    read.only(wish, "body", "author_id", "author", "public", "count")
    ticket = desk.ticket(ticket_id)
    if ticket["status"] == "closed":
        raise bad_control(f"ticket {ticket_id} is closed: nobody can write in it")
    count = read.whole(wish, "count", 1, MOST_COMMENTS)
    comment = {"body": read.text(wish, "body"), "public": read.flag(wish, "public", True)}
    author = author_of(desk, _by(wish), desk.users[ticket["requester_id"]])
    made = [add_comment(desk, ticket, comment, author) for _ in range(count)]
    desk.touch(ticket)
    return jsonify({"ids": [comment["id"] for comment in made], "updated_at": ticket["updated_at"]}), 201


def _by(wish: Json) -> Json:
    if wish.get("author_id") is not None and wish["author_id"] not in this_world().desk.users:
        raise bad_control("author_id must be the id of a user")
    return {key: wish[key] for key in ("author", "author_id") if key in wish}
