import time
from typing import Any

import pytest
import requests

from sandbox.server import RunningSandbox

STARS = "/projects/gitlab-com%2Fsupport%2Fticket-attention-requests/issues"


def create(gitlab: requests.Session, **more: Any) -> dict[str, Any]:
    answer = gitlab.post(STARS, json={"title": "a title"} | more)
    assert answer.status_code == 201
    issue: dict[str, Any] = answer.json()
    return issue


def test_creates_an_issue_its_labels_and_only_known_assignees(gitlab: requests.Session) -> None:
    priya = gitlab.get("/users?username=priya").json()[0]
    issue = create(gitlab, labels=["b", "never::seen"], assignee_ids=[424242, priya["id"]], description="x")
    assert (issue["labels"], issue["assignee"]["username"]) == (["b", "never::seen"], "priya")
    assert issue["author"]["username"] == "support-oncall-bot"
    assert issue["references"]["full"].endswith(f"ticket-attention-requests#{issue['iid']}")
    assert gitlab.get(f"/projects/27001/issues/{issue['iid']}").json() == issue


@pytest.mark.parametrize(
    "wish",
    [
        pytest.param({}, id="no-title"),
        pytest.param({"title": " "}, id="blank-title"),
        pytest.param({"title": "x" * 256}, id="long-title"),
        pytest.param({"title": "t", "description": "x" * 1_048_577}, id="long-description"),
    ],
)
def test_refuses_what_gitlab_refuses(gitlab: requests.Session, wish: dict[str, Any]) -> None:
    assert gitlab.post(STARS, json=wish).status_code == 400


def test_runs_quick_actions_outside_code_and_quotes(gitlab: requests.Session) -> None:
    text = '/label ~urgent ~"two words"\n/assign @priya @nobody\nkept\n```\n/close\n```\n> /close\n/confidential'
    issue = create(gitlab, description=text)
    assert issue["description"] == "kept\n```\n/close\n```\n> /close"
    assert (issue["labels"], issue["confidential"], issue["state"]) == (["two words", "urgent"], True, "opened")
    assert [user["username"] for user in issue["assignees"]] == ["priya"]


def test_a_note_of_commands_only_answers_202_without_an_id(gitlab: requests.Session) -> None:
    path = f"/projects/27001/issues/{create(gitlab)['iid']}"
    answer = gitlab.post(f"{path}/notes", json={"body": "/close\n/title A better name"})
    assert answer.status_code == 202
    assert "id" not in answer.json()
    issue = gitlab.get(path).json()
    assert (issue["state"], issue["title"]) == ("closed", "A better name")
    assert gitlab.get(f"{path}/notes").json() == []
    mixed = gitlab.post(f"{path}/notes", json={"body": "words\n/reopen"}).json()
    assert mixed["body"] == "words"
    assert gitlab.get(path).json()["state"] == "opened"


def test_notes_are_not_idempotent(gitlab: requests.Session) -> None:
    path = f"/projects/27001/issues/{create(gitlab)['iid']}"
    ids = {gitlab.post(f"{path}/notes", json={"body": "same"}).json()["id"] for _ in range(2)}
    assert {note["id"] for note in gitlab.get(f"{path}/notes").json()} == ids
    assert len(gitlab.get(f"{path}/discussions").json()) == 2
    assert gitlab.post(f"{path}/notes", json={"body": ""}).status_code == 400


def test_labels_and_state_change_without_losing_others(gitlab: requests.Session) -> None:
    path = f"/projects/27001/issues/{create(gitlab, labels='a,b')['iid']}"
    wish = {"add_labels": "c", "remove_labels": "a", "state_event": "close"}
    for _ in range(2):
        issue = gitlab.put(path, json=wish).json()
        assert (issue["labels"], issue["state"]) == (["b", "c"], "closed")
    assert issue["closed_at"]
    assert gitlab.put(path, json={"labels": ""}).json()["labels"] == []
    assert gitlab.put(path, json={}).status_code == 400


def test_lists_by_label_author_time_and_state(gitlab: requests.Session, control: requests.Session) -> None:
    marker = create(gitlab, labels=["mine"])
    iids = [issue["iid"] for issue in gitlab.get(f"{STARS}?labels=mine&author_username=support-oncall-bot").json()]
    assert iids == [marker["iid"]]
    later = {"updated_after": marker["updated_at"], "order_by": "updated_at", "sort": "asc"}
    old = control.post("/issues", json={"project": "stars", "title": "old", "created_at": "2026-01-01T00:00:00Z"})
    found = [issue["iid"] for issue in gitlab.get(STARS, params=later).json()]
    assert found == [marker["iid"], old.json()["iid"]]
    since = gitlab.get(STARS, params={"created_after": marker["created_at"]}).json()
    assert [issue["iid"] for issue in since] == [marker["iid"]]
    assert {issue["state"] for issue in gitlab.get(f"{STARS}?state=closed").json()} == {"closed"}
    assert gitlab.get(f"{STARS}?updated_after=soon").status_code == 400


def test_pages_with_headers(gitlab: requests.Session) -> None:
    first = gitlab.get(f"{STARS}?per_page=1&state=opened&labels=None")
    assert (first.headers["X-Page"], first.headers["X-Next-Page"], first.headers["X-Total"]) == ("1", "2", "2")
    assert 'rel="next"' in first.headers["Link"]
    assert gitlab.get(f"{STARS}?per_page=1&page=2&state=opened&labels=None").headers["X-Next-Page"] == ""


def test_search_matches_beginnings_and_lags_behind(gitlab: requests.Session, sandbox: RunningSandbox) -> None:
    create(gitlab, title="Zebra 12345678")
    assert gitlab.get(f"{STARS}?search=zebra").json() == []
    (project,) = [item for item in sandbox.world.tracker.projects.values() if item.key == "stars"]
    newest = project.issues[max(project.issues)]
    newest.indexed_from = newest.indexed_from.replace(year=newest.indexed_from.year - 1)
    assert [issue["title"] for issue in gitlab.get(f"{STARS}?search=1234").json()] == ["Zebra 12345678"]


def test_links_issues_once_in_both_directions(gitlab: requests.Session) -> None:
    source = f"/projects/27001/issues/{create(gitlab)['iid']}"
    wish = {"target_project_id": "27002", "target_issue_iid": "77"}
    assert gitlab.post(f"{source}/links", json=wish).status_code == 201
    assert gitlab.post(f"{source}/links", json=wish).status_code == 409
    assert len(gitlab.get("/projects/27002/issues/77/links").json()) == 1


def test_needs_the_token_in_either_form(gitlab: requests.Session, anonymous: requests.Session) -> None:
    token = str(gitlab.headers["PRIVATE-TOKEN"])
    root = "/gitlab/api/v4/user"
    assert anonymous.get(root).status_code == 401
    assert anonymous.get(root, headers={"Authorization": f"Bearer {token}"}).json()["username"] == "support-oncall-bot"


def test_says_404_for_unknown_things(gitlab: requests.Session) -> None:
    assert gitlab.get("/projects/nobody%2Fnothing").json() == {"message": "404 Project Not Found"}
    assert gitlab.get(f"{STARS}/424242").status_code == 404
    assert gitlab.post("/projects/27001/labels", json={"name": "unstarred"}).status_code == 409


def test_change_times_carry_milliseconds_and_move(gitlab: requests.Session) -> None:
    issue = create(gitlab)
    time.sleep(0.002)
    path = f"/projects/27001/issues/{issue['iid']}"
    gitlab.post(f"{path}/notes", json={"body": "x"})
    moved = gitlab.get(path).json()
    assert len(moved["updated_at"]) == len("2026-01-01T00:00:00.000Z")
    assert moved["updated_at"] > issue["updated_at"]
