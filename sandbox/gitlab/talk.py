"""GitLab's REST endpoints about what is said and linked at an issue: notes, discussions, links, reactions."""

import re

from flask import Blueprint, Response, jsonify, request

from sandbox.errors import Refusal
from sandbox.gitlab import changes, query, shapes
from sandbox.gitlab.places import ISSUE, issue_of, tracker_of, wished

talk = Blueprint("gitlab_talk", __name__)


@talk.get(f"{ISSUE}/notes")
def list_notes(key: str, iid: str) -> Response:
    """List an issue's notes, newest first unless asked otherwise."""
    notes = sorted(issue_of(key, iid).notes, key=lambda note: (note["created_at"], note["id"]))
    return query.paged(notes if request.args.get("sort") == "asc" else notes[::-1])


@talk.post(f"{ISSUE}/notes")
def add_note(key: str, iid: str) -> tuple[Response, int]:
    """Add a note as the bot; sending it twice makes two."""
    answer, status = changes.add_note(tracker_of(), issue_of(key, iid), wished(), tracker_of().bot)
    return jsonify(answer), status


@talk.get(f"{ISSUE}/notes/<int:note_id>")
def show_note(key: str, iid: str, note_id: int) -> Response:
    """Show a note."""
    found = next((note for note in issue_of(key, iid).notes if note["id"] == note_id), None)
    if found is None:
        raise Refusal(404, {"message": "404 Note Not Found"})
    return jsonify(found)


@talk.get(f"{ISSUE}/discussions")
def list_discussions(key: str, iid: str) -> Response:
    """List an issue's discussions; each note stands alone."""
    notes = issue_of(key, iid).notes
    return query.paged([{"id": f"{note['id']:040x}", "individual_note": True, "notes": [note]} for note in notes])


@talk.get(f"{ISSUE}/links")
def list_links(key: str, iid: str) -> Response:
    """List the issues that an issue is linked to."""
    return jsonify(issue_of(key, iid).links)


@talk.post(f"{ISSUE}/links")
def add_link(key: str, iid: str) -> tuple[Response, int]:
    """Link two issues, in both directions; a second link is refused."""
    tracker, wish, source = tracker_of(), wished(), issue_of(key, iid)
    target = issue_of(str(wish.get("target_project_id", "")), str(wish.get("target_issue_iid", "")))
    if any(link["id"] == target.id for link in source.links):
        raise Refusal(409, {"message": "Issue(s) already assigned"})
    kind, number = wish.get("link_type", "relates_to"), tracker.next_id()
    for one, other in ((source, target), (target, source)):
        one.links.append(shapes.issue(tracker, other) | {"issue_link_id": number, "link_type": kind})
    pair = {"source_issue": shapes.issue(tracker, source), "target_issue": shapes.issue(tracker, target)}
    return jsonify(pair | {"link_type": kind}), 201


@talk.post(f"{ISSUE}/award_emoji")
def add_emoji(key: str, iid: str) -> tuple[Response, int]:
    """Accept a reaction; it is answered, not kept."""
    name = wished().get("name")
    if not isinstance(name, str) or not re.fullmatch(r"[\w+-]+", name):
        raise Refusal(400, {"error": "name is missing"})
    award = {"id": tracker_of().next_id(), "name": name, "user": tracker_of().bot, "awardable_type": "Issue"}
    return jsonify(award | {"awardable_id": issue_of(key, iid).id}), 201
