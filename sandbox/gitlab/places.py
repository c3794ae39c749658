"""Find the project and issue that a request is about, and what it wishes."""

from flask import request

from sandbox.errors import Json, Refusal
from sandbox.gitlab.records import Issue, Project
from sandbox.gitlab.tracker import Tracker
from sandbox.world import this_world

ISSUE = "/projects/<path:key>/issues/<iid>"


def tracker_of() -> Tracker:
    """Return the tracker of this world."""
    return this_world().tracker


def project_of(key: str) -> Project:
    """Find the project that a path or number names, or refuse."""
    if moved := tracker_of().moved.get(key):
        raise _moved(moved, request.path.partition(key)[2])
    return tracker_of().project(key)


def _moved(project: Project, rest: str) -> Refusal:
    """Send a reader on to the project's number; a writer is told that nothing was written."""
    if request.method != "GET":
        return Refusal(405, {"message": "405 Non GET methods are not allowed for moved projects"})
    query = f"?{request.query_string.decode()}" if request.query_string else ""
    address = f"{tracker_of().base_url}/gitlab/api/v4/projects/{project.id}{rest}{query}"
    return Refusal(301, f"This resource has been moved permanently to {address}.", {"Location": address})


def issue_of(key: str, iid: str) -> Issue:
    """Find an issue of a project, or refuse."""
    return tracker_of().issue(project_of(key), iid)


def wished() -> Json:
    """Return the fields of a write, sent as JSON, form or query."""
    body = request.get_json(silent=True)
    return body if isinstance(body, dict) else {**request.args.to_dict(), **request.form.to_dict()}
