"""What people, owners and administrators do in GitLab behind the product's back."""

from typing import Any

import pytest
import requests

from tests.support.desk import Telling

OLD_PATH, NEW_PATH = "gitlab-com/support/ticket-attention-requests", "gitlab-com/support-eng/attention"
ISSUES = "/projects/27001/issues"


def issue(control: requests.Session, **more: Any) -> dict[str, int]:
    answer = control.post("/issues", json={"project": "stars", "title": "t"} | more)
    assert answer.status_code == 201, answer.text
    made: dict[str, int] = answer.json()
    return made


def names(found: dict[str, Any]) -> list[str]:
    return [user["username"] for user in found["assignees"]]


def user_id(gitlab: requests.Session, name: str) -> int:
    found: int = gitlab.get("/users", params={"username": name}).json()[0]["id"]
    return found


def test_all_issues_are_listed_as_they_are_now(control: requests.Session) -> None:
    made, other = issue(control, title="One"), issue(control, project="escalations")
    control.patch(f"/issues/stars/{made['iid']}", json={"assignees": ["priya"], "moved_to_id": other["id"]})
    (found,) = (one for one in control.get("/issues").json() if (one["project"], one["iid"]) == ("stars", made["iid"]))
    assert {key: found[key] for key in ("title", "state", "assignees", "moved_to_id", "duplicated_to_id")} == {
        "title": "One",
        "state": "closed",
        "assignees": ["priya"],
        "moved_to_id": other["id"],
        "duplicated_to_id": None,
    }


def test_an_issue_has_several_assignees(control: requests.Session, gitlab: requests.Session) -> None:
    made = issue(control)
    control.patch(f"/issues/stars/{made['iid']}", json={"assignees": ["priya", "lukasz"]})
    found = gitlab.get(f"{ISSUES}/{made['iid']}").json()
    assert (names(found), found["assignee"]["username"]) == (["priya", "lukasz"], "priya")
    ids = [user_id(gitlab, "zoe.mueller"), user_id(gitlab, "lukasz")]
    put = gitlab.put(f"{ISSUES}/{made['iid']}", json={"assignee_ids": ids}).json()
    assert names(put) == ["zoe.mueller", "lukasz"]
    assert names(gitlab.put(f"{ISSUES}/{made['iid']}", json={"assignee_ids": [0]}).json()) == []


def test_who_is_no_member_is_left_out_with_a_200(control: requests.Session, gitlab: requests.Session) -> None:
    gone = control.post("/members", json={"project": "stars", "username": "Priya", "member": False}).json()
    assert (gone["username"], gone["member"]) == ("priya", False)
    ids = [gone["id"], user_id(gitlab, "lukasz")]
    answer = gitlab.put(f"{ISSUES}/{issue(control)['iid']}", json={"assignee_ids": ids})
    assert (answer.status_code, names(answer.json())) == (200, ["lukasz"])
    made = gitlab.post(ISSUES, json={"title": "t", "assignee_ids": [gone["id"]], "description": "/assign @priya"})
    assert (made.status_code, names(made.json())) == (201, [])
    assert gitlab.get(f"/projects/27001/members/all/{gone['id']}").status_code == 404
    assert gitlab.get(f"/projects/27002/members/all/{gone['id']}").status_code == 200
    control.post("/members", json={"project": "stars", "username": "priya", "member": True})
    assert gitlab.get(f"/projects/27001/members/all/{gone['id']}").json()["username"] == "priya"


def test_an_account_is_blocked(control: requests.Session, gitlab: requests.Session) -> None:
    control.post("/members", json={"project": "stars", "username": "lukasz", "member": True, "state": "blocked"})
    (found,) = gitlab.get("/users?username=lukasz").json()
    assert found["state"] == "blocked"
    assert gitlab.get("/users?username=lukasz&active=true").json() == []
    assert len(gitlab.get("/users?username=lukasz&blocked=true").json()) == 1


def test_user_names_compare_without_case(control: requests.Session, gitlab: requests.Session) -> None:
    made = issue(control, author="PRIYA", assignees=["Lukasz"])
    found = gitlab.get(f"{ISSUES}/{made['iid']}").json()
    assert (found["author"]["username"], names(found)) == ("priya", ["lukasz"])
    listed = gitlab.get(ISSUES, params={"author_username": "Priya", "assignee_username": "LUKASZ"}).json()
    assert [one["iid"] for one in listed] == [made["iid"]]
    noted = gitlab.post(f"{ISSUES}/{made['iid']}/notes", json={"body": "/assign @Priya"})
    assert noted.status_code == 202
    assert names(gitlab.get(f"{ISSUES}/{made['iid']}").json()) == ["priya"]


@pytest.mark.parametrize("field", ["moved_to_id", "duplicated_to_id"])
def test_a_moved_or_repeated_issue_is_closed_and_says_where(telling: Telling, field: str) -> None:
    made, other = issue(telling.control, title="Here once"), issue(telling.control, project="feedback")
    telling.control.patch(f"/issues/stars/{made['iid']}", json={field: other["id"]})
    last = telling.events("Here once")[-1]["object_attributes"]
    assert (last["state"], last["action"], last[field]) == ("closed", "close", other["id"])


def test_the_api_shows_where_an_issue_went(control: requests.Session, gitlab: requests.Session) -> None:
    other = issue(control, project="feedback")
    moved, repeated = issue(control), issue(control)
    control.patch(f"/issues/stars/{moved['iid']}", json={"moved_to_id": other["id"]})
    control.patch(f"/issues/stars/{repeated['iid']}", json={"duplicated_to_id": other["id"]})
    found = gitlab.get(f"{ISSUES}/{moved['iid']}").json()
    assert (found["moved_to_id"], found["state"]) == (other["id"], "closed")
    where = gitlab.get(f"{ISSUES}/{repeated['iid']}").json()["_links"]["closed_as_duplicate_of"]
    assert where.endswith(f"/api/v4/projects/27002/issues/{other['iid']}")
    control.patch(f"/issues/stars/{moved['iid']}", json={"moved_to_id": None, "state": "opened"})
    assert gitlab.get(f"{ISSUES}/{moved['iid']}").json()["moved_to_id"] is None


def test_a_deleted_issue_is_gone_without_an_event(telling: Telling) -> None:
    made = issue(telling.control, title="Soon gone")
    assert telling.control.delete(f"/issues/stars/{made['iid']}").json() == {"iid": made["iid"]}
    telling.control.post("/issues", json={"project": "stars", "title": "Another"})
    assert [one["object_attributes"]["action"] for one in telling.events("Soon gone")] == ["open"]


def test_a_moved_project_sends_readers_on_and_refuses_writers(
    control: requests.Session, gitlab: requests.Session
) -> None:
    made = issue(control)
    old, new = (f"/projects/{path.replace('/', '%2F')}" for path in (OLD_PATH, NEW_PATH))
    assert control.post("/projects/stars/move", json={"path": NEW_PATH}).json() == {"id": 27001, "path": NEW_PATH}
    read = gitlab.get(f"{old}/issues?state=opened", allow_redirects=False)
    assert (read.status_code, read.headers["Content-Type"].split(";")[0]) == (301, "text/plain")
    assert read.text.startswith("This resource has been moved permanently to http")
    assert read.headers["Location"].endswith("/gitlab/api/v4/projects/27001/issues?state=opened")
    for method in ("POST", "PUT", "DELETE"):
        assert gitlab.request(method, f"{old}/issues/{made['iid']}", json={"title": "x"}).status_code == 405
    assert gitlab.post(f"{old}/issues", json={"title": "x"}).status_code == 405
    for path in ("/projects/27001", new):
        assert gitlab.get(path).json()["path_with_namespace"] == NEW_PATH
    assert NEW_PATH in gitlab.get(f"{new}/issues/{made['iid']}").json()["web_url"]
    assert gitlab.post("/projects/27001/issues", json={"title": "x"}).json()["iid"] == made["iid"] + 1
    assert [one["method"] for one in control.get("/effects").json()] == ["POST"]


def test_a_page_of_a_moved_project_leads_to_the_new_one(control: requests.Session, web: requests.Session) -> None:
    control.post("/projects/stars/move", json={"path": NEW_PATH})
    page = web.get(f"/gitlab/{OLD_PATH}/-/issues/411", allow_redirects=False)
    assert (page.status_code, NEW_PATH in page.headers["Location"]) == (301, True)
    control.post("/reset")
    assert web.get(f"/gitlab/{OLD_PATH}/-/issues/411").status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "wish"),
    [
        pytest.param("PATCH", "/issues/stars/411", {"assignees": "priya"}, id="assignees-no-list"),
        pytest.param("PATCH", "/issues/stars/411", {"moved_to_id": "x"}, id="moved-to-no-number"),
        pytest.param("PATCH", "/issues/stars/411", {"title": "x"}, id="issue-unknown-key"),
        pytest.param("PATCH", "/issues/nowhere/411", {"state": "closed"}, id="unknown-project"),
        pytest.param("POST", "/members", {"project": "stars", "username": "x", "member": "no"}, id="member-no-flag"),
        pytest.param("POST", "/members", {"project": "x", "username": "x", "member": True}, id="member-of-nothing"),
        pytest.param("POST", "/members", {"project": "stars", "username": "x", "role": 1}, id="member-unknown-key"),
        pytest.param("POST", "/projects/stars/move", {"path": "alone"}, id="path-without-group"),
        pytest.param("POST", "/projects/stars/move", {"path": OLD_PATH}, id="path-taken"),
        pytest.param("POST", "/projects/stars/move", {"to": "a/b"}, id="move-unknown-key"),
    ],
)
def test_refuses_what_means_nothing(control: requests.Session, method: str, path: str, wish: dict[str, Any]) -> None:
    answer = control.request(method, path, json=wish)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"]


def test_an_event_names_who_was_taken_off(telling: Telling) -> None:
    made = issue(telling.control, title="Handed over", assignees=["priya"])
    telling.control.patch(f"/issues/stars/{made['iid']}", json={"assignees": ["lukasz", "zoe.mueller"]})
    change = telling.events("Handed over")[-1]["changes"]["assignees"]
    assert [one["username"] for one in change["previous"]] == ["priya"]
    assert [one["username"] for one in change["current"]] == ["lukasz", "zoe.mueller"]
