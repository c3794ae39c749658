"""Find the project that a request is about; one that has moved is named by its number."""

from flask import request

from sandbox.errors import Refusal
from sandbox.gitlab.records import Project
from sandbox.gitlab.tracker import Tracker
from sandbox.world import this_world


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
