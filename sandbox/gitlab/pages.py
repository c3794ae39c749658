"""The page of an issue, at both of GitLab's addresses; an address before a move leads to the one after."""

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response

from sandbox import clock
from sandbox.gitlab import shapes
from sandbox.world import this_world

pages = Blueprint("gitlab_pages", __name__, url_prefix="/gitlab")


@pages.get("/<path:project_path>/-/issues/<int:iid>")
@pages.get("/<path:project_path>/-/work_items/<int:iid>")
def issue_page(project_path: str, iid: int) -> str | Response:
    """Show an issue with its notes."""
    tracker = this_world().tracker
    if moved := tracker.moved.get(project_path):
        return redirect(shapes.issue_url(tracker, tracker.issue(moved, iid)), 301)
    issue = tracker.issue(tracker.project(project_path), iid)
    return render_template("issue.html", issue=issue, opened=clock.seconds(issue.created_at))
