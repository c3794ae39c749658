"""GitLab's REST endpoints about people: users of the instance, members of a project."""

from flask import Blueprint, Response, request

from sandbox.errors import Json, Refusal
from sandbox.gitlab import query
from sandbox.gitlab.places import project_of, tracker_of

people = Blueprint("gitlab_people", __name__)


def _members(key: str) -> list[Json]:
    project = project_of(key)
    return [user | {"access_level": 30} for user in tracker_of().users.values() if project.admits(user)]


@people.get("/projects/<path:key>/members")
@people.get("/projects/<path:key>/members/all")
def list_members(key: str) -> Response:
    """List a project's members, or those whose name or username has a part of this text."""
    words = request.args.get("query", "").casefold()
    return query.paged([one for one in _members(key) if words in f"{one['username']} {one['name']}".casefold()])


@people.get("/projects/<path:key>/members/<int:user_id>")
@people.get("/projects/<path:key>/members/all/<int:user_id>")
def show_member(key: str, user_id: int) -> Json:
    """Show a member."""
    found = next((user for user in _members(key) if user["id"] == user_id), None)
    if found is None:
        raise Refusal(404, {"message": "404 Not found"})
    return found


@people.get("/users")
def find_users() -> Response:
    """Find users by exact username, whose case does not count, or by words; by state when asked."""
    wanted, words = request.args.get("username"), request.args.get("search", "").casefold()
    users = list(tracker_of().users.values())
    if wanted is not None:
        users = [user for user in users if user["username"].casefold() == wanted.casefold()]
    for state in ("active", "blocked"):
        if request.args.get(state) == "true":
            users = [user for user in users if user["state"] == state]
    return query.paged([user for user in users if words in f"{user['username']} {user['name']}".casefold()])
