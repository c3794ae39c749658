"""The page of an issue, at both of GitLab's addresses."""

from flask import Blueprint, render_template

from sandbox import clock
from sandbox.world import this_world

pages = Blueprint("gitlab_pages", __name__, url_prefix="/gitlab")


@pages.get("/<path:project_path>/-/issues/<int:iid>")
@pages.get("/<path:project_path>/-/work_items/<int:iid>")
def issue_page(project_path: str, iid: int) -> str:
    """Show an issue with its notes."""
    tracker = this_world().tracker
    issue = tracker.issue(tracker.project(project_path), iid)
    return render_template("issue.html", issue=issue, opened=clock.seconds(issue.created_at))
