from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
import requests

from sandbox.environment import APP_ID, INSTALLATION_ID, backend_environment
from sandbox.server import RunningSandbox


def test_lists_fourteen_stories_or_more_with_their_addresses(control: requests.Session, web: requests.Session) -> None:
    stories = control.get("/stories").json()
    assert len(stories) >= 14
    assert len({story["story"] for story in stories}) == len(stories)
    assert web.get(stories[0]["url"].removeprefix(str(getattr(web, "root", "")))).status_code == 200


def test_lists_users_of_every_kind(control: requests.Session) -> None:
    roles = [user["product_role"] for user in control.get("/users").json()]
    assert roles.count("manager") >= 2
    assert roles.count("agent") >= 2
    assert "light_agent" in roles


def test_makes_a_ticket_with_the_contracts_defaults(control: requests.Session, zendesk: requests.Session) -> None:
    wish = {"ticket": {}, "organization": {"organization_fields": {"sub_sm_premium": True}, "tags": ["vip"]}}
    made = control.post("/tickets", json=wish)
    assert made.status_code == 201
    answer = zendesk.get(f"/tickets/{made.json()['id']}.json?include=users,organizations").json()
    ticket, organization = answer["ticket"], answer["organizations"][0]
    assert (ticket["status"], ticket["ticket_form_id"]) == ("open", 426148)
    age = datetime.now(UTC) - datetime.fromisoformat(ticket["created_at"])
    assert timedelta(minutes=59) < age < timedelta(minutes=61)
    assert organization["organization_fields"] == {"sub_sm_premium": True}
    assert organization["tags"] == ["vip"]
    assert answer["users"][0]["organization_id"] == organization["id"]


def test_makes_a_ticket_without_organization_and_with_a_conversation(
    control: requests.Session, zendesk: requests.Session
) -> None:
    comments = [{"body": "help"}, {"body": "on it", "author": "agent"}, {"body": "psst", "public": False}]
    wish = {"ticket": {"form": "SaaS", "subject": "s"}, "organization": None, "comments": comments}
    ticket_id = control.post("/tickets", json=wish).json()["id"]
    ticket = zendesk.get(f"/tickets/{ticket_id}").json()["ticket"]
    assert (ticket["organization_id"], ticket["ticket_form_id"], ticket["description"]) == (None, 334447, "help")
    thread = zendesk.get(f"/tickets/{ticket_id}/comments").json()["comments"]
    assert [(item["body"], item["public"]) for item in thread] == [("help", True), ("on it", True), ("psst", False)]


def test_changes_and_deletes_a_ticket_as_somebody_else(control: requests.Session, zendesk: requests.Session) -> None:
    before = zendesk.get("/tickets/2015").json()["ticket"]
    changed = control.patch("/tickets/2015", json={"priority": "urgent", "comment": {"body": "more"}})
    assert changed.json()["updated_at"] > before["updated_at"]
    assert zendesk.get("/tickets/2015").json()["ticket"]["priority"] == "urgent"
    assert control.delete("/tickets/2015").ok
    assert zendesk.get("/tickets/2015").status_code == 404
    assert control.get("/effects").json() == []


def test_makes_an_issue_whose_change_time_is_now(control: requests.Session, gitlab: requests.Session) -> None:
    old = "2026-01-01T00:00:00Z"
    wish = {"project": "stars", "title": "t", "description": "/close\nkept", "labels": ["new one"], "state": "closed",
            "created_at": old, "author": "never.seen", "assignee": "also.new"}  # fmt: skip
    iid = control.post("/issues", json=wish).json()["iid"]
    issue = gitlab.get(f"/projects/27001/issues/{iid}").json()
    assert issue["created_at"] == "2026-01-01T00:00:00.000Z"
    assert datetime.now(UTC) - datetime.fromisoformat(issue["updated_at"]) < timedelta(seconds=10)
    assert (issue["state"], issue["labels"], issue["description"]) == ("closed", ["new one"], "/close\nkept")
    assert (issue["author"]["username"], issue["assignee"]["username"]) == ("never.seen", "also.new")
    assert any(label["name"] == "new one" for label in gitlab.get("/projects/27001/labels").json())


def test_makes_and_resolves_an_incident(control: requests.Session, pagerduty: requests.Session) -> None:
    wish = {"title": "2015", "service_id": "PL3TX00", "incident_key": "k", "status": "acknowledged"}
    made = control.post("/incidents", json=wish).json()
    assert pagerduty.get(f"/incidents/{made['id']}").json()["incident"]["status"] == "acknowledged"
    control.post(f"/incidents/{made['id']}", json={"status": "resolved"})
    assert pagerduty.get(f"/incidents/{made['id']}").json()["incident"]["status"] == "resolved"
    assert control.get("/effects").json() == []


BAD = [
    pytest.param("/tickets", {"tickets": {}}, id="unknown-key"),
    pytest.param("/tickets", {"ticket": {"form": "Nope"}}, id="unknown-form"),
    pytest.param("/tickets", {"ticket": {"status": "ajar"}}, id="unknown-status"),
    pytest.param("/tickets", {"ticket": {"created_at": "yesterday"}}, id="no-time"),
    pytest.param("/tickets", {"comments": ["text"]}, id="comment-is-no-object"),
    pytest.param("/issues", {"project": "elsewhere", "title": "t"}, id="unknown-project"),
    pytest.param("/issues", {"project": "stars"}, id="no-title"),
    pytest.param("/incidents", {"title": "t", "service_id": "PNOPE"}, id="unknown-service"),
    pytest.param("/faults", {"vendor": "zendesk", "mode": "melt"}, id="unknown-mode"),
    pytest.param("/faults", {"vendor": "nobody", "mode": "error"}, id="unknown-vendor"),
    pytest.param("/faults", {"vendor": "zendesk", "mode": "error", "path": "("}, id="bad-pattern"),
    pytest.param("/faults", {"vendor": "zendesk", "mode": "error", "times": "many"}, id="times-no-number"),
    pytest.param("/faults", {"vendor": "zendesk", "mode": "error", "tiems": 1}, id="typo"),
]


@pytest.mark.parametrize(("path", "wish"), BAD)
def test_refuses_malformed_control_input_and_says_why(
    control: requests.Session, path: str, wish: dict[str, Any]
) -> None:
    answer = control.post(path, json=wish)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"]


def test_signs_a_token_that_the_published_key_verifies(
    sandbox: RunningSandbox, control: requests.Session, zendesk: requests.Session
) -> None:
    token = control.get("/token?user_id=7101&ticket_id=99999").json()["token"]
    key = zendesk.get(f"/apps/{APP_ID}/public_key.pem").text
    audience = f"{sandbox.url}/api/v2/apps/installations/{INSTALLATION_ID}.json"
    claims = jwt.decode(token, key, algorithms=["RS256"], audience=audience, issuer=sandbox.url.removeprefix("http://"))
    assert claims["sub"].endswith("/users/7101.json")
    assert claims["exp"] - claims["iat"] == 300
    assert claims["context"]["location"] == "ticket_sidebar"
    expired = control.get("/token?user_id=7101&ticket_id=1&exp_in=-60").json()["token"]
    with pytest.raises(jwt.ExpiredSignatureError):
        jwt.decode(expired, key, algorithms=["RS256"], audience=audience)


def test_records_calls_and_only_committed_writes(control: requests.Session, zendesk: requests.Session) -> None:
    zendesk.get("/tickets/2001?include=users")
    zendesk.put("/tickets/2001.json", json={"ticket": {"tags": ["a"]}})
    zendesk.put("/tickets/424242.json", json={"ticket": {"tags": ["a"]}})
    (effect,) = control.get("/effects").json()
    assert effect | {"at": ""} == {
        "vendor": "zendesk", "method": "PUT", "path": "/api/v2/tickets/2001.json",
        "body": {"ticket": {"tags": ["a"]}}, "at": "",
    }  # fmt: skip
    assert control.get("/effects?since=1").json() == []
    assert control.get("/effects?since=0").json() == [effect]
    assert control.get("/effects?since=-1").status_code == 400
    calls = control.get("/calls").json()
    assert [(call["method"], call["path"], call["status"]) for call in calls] == [
        ("POST", "/oauth/tokens", 201),
        ("GET", "/api/v2/tickets/2001", 200),
        ("PUT", "/api/v2/tickets/2001.json", 200),
        ("PUT", "/api/v2/tickets/424242.json", 404),
    ]
    assert calls[1]["query"] == "include=users"


def test_reset_restores_the_seeds_and_never_gives_an_id_twice(
    control: requests.Session, zendesk: requests.Session
) -> None:
    first = control.post("/tickets", json={"ticket": {}}).json()["id"]
    zendesk.put("/tickets/2001", json={"ticket": {"tags": ["gone"]}})
    control.post("/faults", json={"vendor": "zendesk", "mode": "error"})
    assert control.post("/reset").ok
    assert (control.get("/effects").json(), control.get("/calls").json(), control.get("/faults").json()) == ([], [], [])
    assert zendesk.get("/tickets/2001").json()["ticket"]["tags"] == ["emergency"]
    assert control.post("/tickets", json={"ticket": {}}).json()["id"] > first


def test_names_every_variable_a_backend_needs(sandbox: RunningSandbox) -> None:
    environment = backend_environment(sandbox.url)
    assert environment["ZENDESK_URL"] == sandbox.url
    assert environment["GITLAB_URL"] == f"{sandbox.url}/gitlab"
    assert all(environment.values())


def test_hires_an_agent(control: requests.Session, zendesk: requests.Session) -> None:
    made = control.post("/agents", json={"name": "Nova"})
    assert made.status_code == 201
    answer = zendesk.get(f"/users/{made.json()['id']}.json?include=groups").json()
    assert (answer["user"]["role"], [group["name"] for group in answer["groups"]]) == ("agent", ["Support"])


def test_sends_no_events_unless_told_so(control: requests.Session) -> None:
    assert control.get("/webhooks").json() == []
    assert control.post("/webhooks", json={"enabled": "yes"}).status_code == 400
    assert control.post("/webhooks", json={"enabled": True}).json() == {"enabled": False}
