"""Filter, order and page lists as GitLab does."""

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlencode

from flask import Response, jsonify, request

from sandbox import clock
from sandbox.errors import Json, Refusal
from sandbox.gitlab.records import Issue, Project

# GitLab fills its search index after the commit: a fresh issue cannot be found by words at once.
SEARCH_LAG = timedelta(seconds=3)
LARGEST_PAGE, DEFAULT_PAGE = 100, 20
ORDERS: dict[str, Callable[[Issue], object]] = {
    "created_at": lambda issue: (issue.created_at, issue.iid),
    "updated_at": lambda issue: (issue.updated_at, issue.iid),
    "title": lambda issue: (issue.title, issue.iid),
}


def _time(name: str) -> datetime | None:
    text = request.args.get(name)
    if not text:
        return None
    try:
        return clock.parse(text.replace(" ", "+"))
    except ValueError:
        raise Refusal(400, {"error": f"{name} is invalid"}) from None


def _many(name: str) -> list[str]:
    values = request.args.getlist(f"{name}[]") or request.args.getlist(name)
    return [part.strip() for value in values for part in value.split(",") if part.strip()]


def _found_by_words(issue: Issue, words: str) -> bool:
    """Say whether each word begins a word of the issue, once the index has caught up."""
    if issue.indexed_from + SEARCH_LAG > clock.now():
        return False
    places = {"title": issue.title, "description": issue.description}
    wanted = request.args.get("in", "title,description").split(",")
    text = " ".join(places[name] for name in wanted if name in places).casefold()
    tokens = "".join(char if char.isalnum() else " " for char in text).split()
    return all(any(token.startswith(word) for token in tokens) for word in words.casefold().split())


def _by_labels(issue: Issue, wanted: list[str], unwanted: list[str]) -> bool:
    if wanted in (["None"], ["Any"]):
        matches = bool(issue.labels) == (wanted == ["Any"])
    else:
        matches = set(wanted) <= set(issue.labels)
    return matches and not set(unwanted) & set(issue.labels)


def _by_people(issue: Issue) -> bool:
    ids = {str(user["id"]) for user in issue.assignees} or {"None"}
    names = {user["username"].casefold() for user in issue.assignees}
    author = issue.author["username"].casefold()
    asked = request.args
    return (
        asked.get("author_id") in (None, str(issue.author["id"]))
        and asked.get("author_username", author).casefold() == author
        and (asked.get("assignee_id") in (None, *ids) or (asked["assignee_id"] == "Any" and bool(names)))
        and {name.casefold() for name in _many("assignee_username")} <= names
    )


def _by_time(issue: Issue) -> bool:
    bounds = (
        (_time("updated_after"), _time("updated_before"), issue.updated_at),
        (_time("created_after"), _time("created_before"), issue.created_at),
    )
    return all(
        (after is None or value >= after) and (before is None or value <= before) for after, before, value in bounds
    )


def issues(project: Project) -> list[Issue]:
    """Return a project's issues as the request's filters and order ask."""
    state, iids, words = request.args.get("state", "all"), _many("iids"), request.args.get("search")
    found = [
        issue
        for issue in project.issues.values()
        if (state in ("all", issue.state))
        and (not iids or str(issue.iid) in iids)
        and _by_labels(issue, _many("labels"), _many("not[labels]"))
        and _by_people(issue)
        and _by_time(issue)
        and (not words or _found_by_words(issue, words))
    ]
    order = ORDERS.get(request.args.get("order_by", "created_at"))
    if order is None:
        raise Refusal(400, {"error": "order_by does not have a valid value"})
    found.sort(key=order, reverse=request.args.get("sort", "desc") == "desc")  # type: ignore[arg-type]
    return found


def paged(records: list[Json]) -> Response:
    """Answer one page with GitLab's pagination headers."""
    try:
        number = max(1, int(request.args.get("page", 1)))
        size = min(LARGEST_PAGE, max(1, int(request.args.get("per_page", DEFAULT_PAGE))))
    except ValueError:
        raise Refusal(400, {"error": "page is invalid"}) from None
    pages = max(1, -(-len(records) // size))
    answer = jsonify(records[(number - 1) * size : number * size])
    answer.headers["X-Page"], answer.headers["X-Per-Page"] = str(number), str(size)
    answer.headers["X-Total"], answer.headers["X-Total-Pages"] = str(len(records)), str(pages)
    answer.headers["X-Prev-Page"] = str(number - 1) if number > 1 else ""
    answer.headers["X-Next-Page"] = str(number + 1) if number < pages else ""
    if number < pages:
        following = urlencode({**request.args.to_dict(flat=False), "page": [number + 1]}, doseq=True)
        answer.headers["Link"] = f'<{request.base_url}?{following}>; rel="next"'
    return answer
