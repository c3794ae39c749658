"""What administrators, customers and other agents do in Zendesk behind the product's back."""

from typing import Any

import jwt
import pytest
import requests

from sandbox.environment import APP_ID
from tests.support.desk import Telling

SUPPORT_GROUP, MANAGERS_GROUP = 360050000001, 360050000002
SAYS = [{"field": "comment_value_html", "value": "<p>Hello</p>"}]


def macro(control: requests.Session, **more: Any) -> int:
    answer = control.post("/macros", json={"title": "Made here", "actions": SAYS} | more)
    assert answer.status_code == 201, answer.text
    made: int = answer.json()["id"]
    return made


def listed(zendesk: requests.Session, path: str = "/macros/active") -> set[int]:
    return {one["id"] for one in zendesk.get(path).json()["macros"]}


def make(control: requests.Session) -> dict[str, Any]:
    wish = {"ticket": {}, "organization": {"organization_fields": {"sub_sm_premium": True}, "tags": ["old"]}}
    found: dict[str, Any] = control.post("/tickets", json=wish).json()
    return found


def test_a_macro_is_listed_shown_and_previewed(control: requests.Session, zendesk: requests.Session) -> None:
    restriction = {"type": "Group", "id": MANAGERS_GROUP, "ids": [MANAGERS_GROUP]}
    made, retired = macro(control, restriction=restriction), macro(control, active=False)
    assert zendesk.get(f"/macros/{made}").json()["macro"]["restriction"] == restriction
    assert made in listed(zendesk)
    assert retired not in listed(zendesk)
    assert retired in listed(zendesk, "/macros")
    preview = zendesk.get(f"/tickets/2015/macros/{made}/apply").json()["result"]["ticket"]
    assert preview["comment"]["body"] == "Hello"
    assert zendesk.get(f"/tickets/2015/macros/{retired}/apply").status_code == 404
    assert control.get("/effects").json() == []


def test_who_is_no_administrator_gets_shared_macros_and_their_own(
    control: requests.Session, zendesk: requests.Session
) -> None:
    ours = macro(control, restriction={"type": "Group", "id": SUPPORT_GROUP, "ids": [SUPPORT_GROUP]})
    mine = macro(control, restriction={"type": "User", "id": 7001})
    theirs = macro(control, restriction={"type": "Group", "id": MANAGERS_GROUP, "ids": [MANAGERS_GROUP]})
    somebodys = macro(control, restriction={"type": "User", "id": 7101})
    assert {ours, mine, theirs, somebodys} <= listed(zendesk)
    made = {ours, mine, theirs, somebodys}
    kinds = {"personal": {mine}, "agents": {mine, somebodys}, "shared": {ours, theirs}, "account": set[int]()}
    for access, expected in kinds.items():
        assert listed(zendesk, f"/macros/active?access={access}") & made == expected
    assert listed(zendesk, "/macros/active?only_viewable=true") & made == {ours, mine}
    control.patch("/users/7001", json={"role": "agent"})
    assert listed(zendesk) & {ours, mine, theirs, somebodys} == {ours, mine}
    assert zendesk.get(f"/tickets/2015/macros/{theirs}/apply").status_code == 404
    assert zendesk.get(f"/tickets/2015/macros/{mine}/apply").status_code == 200


def test_the_current_user_of_a_preview_is_whoever_asks(control: requests.Session, zendesk: requests.Session) -> None:
    actions = [{"field": "assignee_id", "value": "current_user"}, {"field": "group_id", "value": "current_groups"}]
    made = macro(control, actions=actions)
    preview = zendesk.get(f"/tickets/2015/macros/{made}/apply").json()["result"]["ticket"]
    assert (preview["assignee_id"], preview["group_id"]) == (7001, SUPPORT_GROUP)


def test_an_organization_changes_and_its_tickets_do_not(telling: Telling) -> None:
    made = make(telling.control)
    before = telling.running.world.desk.ticket(made["id"])["updated_at"]
    wish = {"organization_fields": {"support_hold": True}, "tags": ["new"], "name": "Renamed"}
    answer = telling.control.patch(f"/organizations/{made['organization_id']}", json=wish)
    assert answer.json()["id"] == made["organization_id"]
    desk = telling.running.world.desk
    organization = desk.organizations[made["organization_id"]]
    assert organization["organization_fields"] == {"sub_sm_premium": True, "support_hold": True}
    assert desk.ticket(made["id"])["updated_at"] == before
    events = telling.events(f"zen:organization:{made['organization_id']}")
    kinds = [one["type"].rsplit(".", 1)[-1] for one in events]
    assert kinds == ["created", "name_changed", "tags_changed", "custom_field_changed"]
    assert events[2]["event"] == {"added": {"tags": ["new"]}, "removed": {"tags": ["old"]}}
    assert events[3]["event"]["field"]["title"] == "support_hold"


def test_comments_are_written_by_anybody_as_many_as_asked(telling: Telling) -> None:
    made = make(telling.control)
    path = f"/comments/{made['id']}"
    many = telling.control.post(path, json={"body": "Still broken", "author": "customer", "count": 110})
    assert (many.status_code, len(many.json()["ids"])) == (201, 110)
    telling.control.post(path, json={"body": "psst", "author_id": 7202, "public": False})
    thread = telling.running.world.desk.comments[made["id"]]
    assert [one["author_id"] for one in thread[-2:]] == [made["requester_id"], 7202]
    assert [one["public"] for one in thread[-2:]] == [True, False]
    kinds = [one["type"] for one in telling.events(f"zen:ticket:{made['id']}")]
    assert kinds == ["zen:event-type:ticket.created", *["zen:event-type:ticket.comment_added"] * 111]


@pytest.mark.parametrize(
    ("method", "path", "wish"),
    [
        pytest.param("POST", "/macros", {"actions": SAYS}, id="macro-without-title"),
        pytest.param("POST", "/macros", {"title": "t", "actions": [{"field": "status"}]}, id="action-without-value"),
        pytest.param("POST", "/macros", {"title": "t", "restriction": {"type": "Brand"}}, id="unknown-restriction"),
        pytest.param("POST", "/macros", {"title": "t", "restriction": {"type": "User", "id": 1}}, id="unknown-user"),
        pytest.param("POST", "/macros", {"title": "t", "active": "yes"}, id="active-no-flag"),
        pytest.param("POST", "/macros", {"title": "t", "position": 1}, id="macro-unknown-key"),
        pytest.param("PATCH", "/organizations/{organization}", {"fields": {}}, id="organization-unknown-key"),
        pytest.param("PATCH", "/organizations/{organization}", {"tags": "a b"}, id="tags-no-list"),
        pytest.param("PATCH", "/organizations/{organization}", {"organization_fields": []}, id="fields-no-object"),
        pytest.param("POST", "/comments/{ticket}", {}, id="comment-without-body"),
        pytest.param("POST", "/comments/{ticket}", {"body": "x", "count": 0}, id="no-comment-at-all"),
        pytest.param("POST", "/comments/{ticket}", {"body": "x", "author": "boss"}, id="unknown-author"),
        pytest.param("POST", "/comments/{ticket}", {"body": "x", "author_id": 1}, id="unknown-author-id"),
        pytest.param("POST", "/comments/{ticket}", {"body": "x", "html_body": "y"}, id="comment-unknown-key"),
        pytest.param("POST", "/comments/2019", {"body": "x"}, id="closed-ticket"),
    ],
)
def test_refuses_what_means_nothing(control: requests.Session, method: str, path: str, wish: dict[str, Any]) -> None:
    made = make(control)
    where = path.format(organization=made["organization_id"], ticket=made["id"])
    answer = control.request(method, where, json=wish)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"]


@pytest.mark.parametrize("path", ["/macros/active", "/macros/search", "/ticket_forms", "/custom_roles"])
def test_some_lists_are_paged_by_number_alone(zendesk: requests.Session, path: str) -> None:
    answer = zendesk.get(path, params={"page[size]": 1}).json()
    assert "meta" not in answer
    assert answer["count"] > 1
    assert zendesk.get(path, params={"per_page": 1}).json()["next_page"]


@pytest.mark.parametrize("path", ["/macros", "/brands", "/organizations", "/groups", "/tickets/2001/comments"])
def test_other_lists_are_paged_either_way(zendesk: requests.Session, path: str) -> None:
    assert zendesk.get(path, params={"page[size]": 1}).json()["meta"]["has_more"] is True
    assert zendesk.get(path, params={"per_page": 1}).json()["next_page"]


def test_roles_say_what_they_are_and_may(zendesk: requests.Session) -> None:
    roles = {one["name"]: one for one in zendesk.get("/custom_roles").json()["custom_roles"]}
    assert {one["role_type"] for one in roles.values()} == {0, 1, 4, 5}
    light = roles["Light Agent"]["configuration"]
    assert (light["ticket_comment_access"], light["ticket_editing"]) == ("none", False)


def test_a_role_given_changes_the_users_role_type(control: requests.Session, zendesk: requests.Session) -> None:
    control.patch("/users/7202", json={"custom_role_id": 360060000003})
    assert zendesk.get("/users/7202").json()["user"]["role_type"] == 1


def test_says_in_details_which_field_is_wrong(zendesk: requests.Session) -> None:
    closed = zendesk.put("/tickets/2019", json={"ticket": {"priority": "high"}})
    assert closed.status_code == 422
    assert closed.json()["description"] == "Record validation errors"
    assert "closed" in closed.json()["details"]["status"][0]["description"]


def test_reply_targets_have_a_stage(control: requests.Session, zendesk: requests.Session) -> None:
    metric = {"metric": "next_reply_time", "breach_at": "2031-01-01T00:00:00Z"}
    metrics = [metric, metric | {"metric": "agent_work_time", "stage": "paused"}]
    made = control.post("/tickets", json={"ticket": {"slas": {"policy_metrics": metrics}}}).json()["id"]
    shown = zendesk.get(f"/tickets/{made}?include=slas").json()["ticket"]["slas"]["policy_metrics"]
    assert [one["stage"] for one in shown] == ["active", "paused"]
    assert zendesk.get("/tickets/2001?include=slas").json()["ticket"]["slas"]["policy_metrics"][0]["stage"] == "active"


def test_the_apps_key_is_for_everybody(anonymous: requests.Session, control: requests.Session) -> None:
    answer = anonymous.get(f"/api/v2/apps/{APP_ID}/public_key.pem")
    token = control.get("/token?user_id=7101&ticket_id=1").json()["token"]
    options = {"verify_aud": False}
    assert jwt.decode(token, answer.text, algorithms=["RS256"], options=options)["sub"].endswith("/users/7101.json")  # type: ignore[arg-type]
    assert anonymous.get("/api/v2/apps/1/public_key.pem").status_code == 404
