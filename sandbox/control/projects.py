"""Change GitLab's projects and people as their owners and administrators would."""

import re

from flask import Blueprint, Response, jsonify

from sandbox.control import read
from sandbox.errors import bad_control
from sandbox.gitlab.records import Project
from sandbox.world import this_world

projects = Blueprint("control_projects", __name__)
PATH = re.compile(r"[\w.-]+(/[\w.-]+)+")


def project_named(key: str) -> Project:
    """Find a project by its control name, path or number; say which there are when there is none."""
    known = {item.key: item for item in this_world().tracker.projects.values()}
    found = next((project for project in known.values() if key in (project.key, project.path, str(project.id))), None)
    if found is None:
        raise bad_control(f"project must be one of {', '.join(known)}")
    return found


@projects.post("/projects/<path:key>/move")
def move_project(key: str) -> Response:
    """Give a project another path: the old one redirects reads and refuses writes, the number goes on."""
    wish, project = read.body(), project_named(key)
    read.only(wish, "path")
    path = read.text(wish, "path")
    if not PATH.fullmatch(path):
        raise bad_control("path must be a group and a project, like group/project")
    if any(path == project.path for project in this_world().tracker.projects.values()):
        raise bad_control(f"path {path} is taken")
    this_world().tracker.move(project, path)
    return jsonify({"id": project.id, "path": path})


@projects.post("/members")
def set_member() -> Response:
    """Make somebody a member of a project or not, and their account active or blocked; unknown users are made."""
    wish = read.body()
    read.only(wish, "project", "username", "member", "state")
    project, member = project_named(read.text(wish, "project")), read.flag(wish, "member", True)
    state = read.choice(wish, "state", ("active", "blocked"), "active")
    user = this_world().tracker.user(read.text(wish, "username"))
    user["state"] = state if "state" in wish else user["state"]
    (project.outsiders.discard if member else project.outsiders.add)(user["id"])
    return jsonify({"id": user["id"], "username": user["username"], "member": member, "state": user["state"]})
