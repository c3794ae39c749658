from typing import Any

import pytest
import requests

from sandbox.environment import CLIENT_ID, CLIENT_SECRET

GOOD = {"grant_type": "client_credentials", "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET,
        "scope": "read write", "expires_in": 300}  # fmt: skip


def ticket(zendesk: requests.Session, ticket_id: int) -> dict[str, Any]:
    found: dict[str, Any] = zendesk.get(f"/tickets/{ticket_id}").json()["ticket"]
    return found


@pytest.mark.parametrize(
    ("change", "status"),
    [
        pytest.param({}, 201, id="good"),
        pytest.param({"client_secret": "wrong"}, 401, id="wrong-secret"),
        pytest.param({"scope": ["read", "write"]}, 400, id="scope-is-a-list"),
        pytest.param({"expires_in": 299}, 400, id="too-short"),
        pytest.param({"expires_in": 172_801}, 400, id="too-long"),
        pytest.param({"grant_type": "password"}, 400, id="other-grant"),
    ],
)
def test_issues_tokens_as_asked(anonymous: requests.Session, change: dict[str, Any], status: int) -> None:
    assert anonymous.post("/oauth/tokens", json=GOOD | change).status_code == status


def test_refuses_a_missing_a_wrong_and_an_ended_token(
    anonymous: requests.Session, zendesk: requests.Session, control: requests.Session
) -> None:
    assert anonymous.get("/api/v2/tickets/2001").status_code == 401
    assert anonymous.get("/api/v2/tickets/2001", headers={"Authorization": "Bearer no"}).status_code == 401
    control.post("/tokens/expire")
    ended = zendesk.get("/tickets/2001")
    assert (ended.status_code, ended.json()) == (401, {"error": "Couldn't authenticate you"})


def test_answers_with_and_without_the_suffix(zendesk: requests.Session) -> None:
    assert zendesk.get("/tickets/2001").json() == zendesk.get("/tickets/2001.json").json()
    assert zendesk.get("/tickets/1").json() == {"error": "RecordNotFound", "description": "Not found"}


def test_a_note_is_signed_by_the_service_user_and_not_idempotent(zendesk: requests.Session) -> None:
    note = {"ticket": {"comment": {"html_body": "<p>see <b>this</b></p><!-- m -->", "public": False}}}
    answers = [zendesk.put("/tickets/2015", json=note).json() for _ in range(2)]
    assert answers[0]["audit"]["events"][0]["type"] == "Comment"
    assert answers[1]["ticket"]["updated_at"] > answers[0]["ticket"]["updated_at"]
    newest = zendesk.get("/tickets/2015/comments?sort=-created_at&include=users&page[size]=2").json()
    assert [item["plain_body"] for item in newest["comments"]] == ["see this", "see this"]
    assert newest["comments"][0]["html_body"] == '<div class="zd-comment" dir="auto"><p>see <b>this</b></p></div>'
    assert newest["meta"]["has_more"]
    assert newest["users"][0]["name"] == "Support On-call Bot"


def test_pages_through_comments_by_cursor(zendesk: requests.Session) -> None:
    first = zendesk.get("/tickets/2001/comments?page[size]=2").json()
    cursor = first["meta"]["after_cursor"]
    second = zendesk.get("/tickets/2001/comments", params={"page[size]": 2, "page[after]": cursor}).json()
    assert (len(first["comments"]), len(second["comments"]), second["meta"]["has_more"]) == (2, 1, False)


def test_placeholders_expand_and_a_neutralised_one_does_not(zendesk: requests.Session) -> None:
    body = "{{ticket.id}} {{ ticket.requester.name }} {{nothing.known}}|{\u200b{ticket.id}}"
    zendesk.put("/tickets/2001", json={"ticket": {"comment": {"body": body}}})
    newest = zendesk.get("/tickets/2001/comments?sort=-created_at").json()["comments"][0]
    assert newest["body"] == "2001 Björn Åkerlund |{\u200b{ticket.id}}"


def test_long_bodies_are_cut_and_empty_ones_refused(zendesk: requests.Session) -> None:
    zendesk.put("/tickets/2015", json={"ticket": {"comment": {"body": "é" * 40_000}}})
    newest = zendesk.get("/tickets/2015/comments?sort=-created_at").json()["comments"][0]
    assert newest["body"] == "é" * 32_768
    assert zendesk.put("/tickets/2015", json={"ticket": {"comment": {"body": " "}}}).status_code == 422


def test_safe_update_refuses_an_old_stamp(zendesk: requests.Session) -> None:
    stamp = ticket(zendesk, 2015)["updated_at"]
    wish = {"tags": ["one"], "updated_stamp": stamp, "safe_update": True}
    assert zendesk.put("/tickets/2015", json={"ticket": wish}).status_code == 200
    for safe in (True, False, "true"):
        stale = zendesk.put("/tickets/2015", json={"ticket": wish | {"safe_update": safe}})
        assert (stale.status_code, stale.json()["error"]) == (409, "UpdateConflict")
    forced = {"tags": ["two"], "updated_stamp": stamp}
    assert zendesk.put("/tickets/2015", json={"ticket": forced}).json()["ticket"]["tags"] == ["two"]


def test_tags_are_added_and_honour_the_stamp(zendesk: requests.Session) -> None:
    stamp = ticket(zendesk, 2001)["updated_at"]
    added = zendesk.put("/tickets/2001/tags.json", json={"tags": ["Two Words", "b"]})
    assert added.json()["tags"] == ["b", "emergency", "two_words"]
    wish = {"tags": ["c"], "updated_stamp": stamp, "safe_update": "true"}
    assert zendesk.put("/tickets/2001/tags", json=wish).status_code == 409
    assert zendesk.get("/tickets/2001/tags").json()["tags"] == ["b", "emergency", "two_words"]


@pytest.mark.parametrize(
    "wish",
    [
        pytest.param({"priority": "sky-high"}, id="priority"),
        pytest.param({"status": "ajar"}, id="status"),
        pytest.param({"tags": [1]}, id="tags"),
        pytest.param({"comment": {}}, id="comment"),
    ],
)
def test_refuses_values_that_no_ticket_can_have(zendesk: requests.Session, wish: dict[str, Any]) -> None:
    answer = zendesk.put("/tickets/2015", json={"ticket": wish})
    assert (answer.status_code, answer.json()["error"]) == (422, "RecordInvalid")


def test_a_closed_ticket_takes_nothing(zendesk: requests.Session) -> None:
    note = zendesk.put("/tickets/2019", json={"ticket": {"comment": {"body": "x"}}})
    assert (note.status_code, note.json()["error"]) == (422, "RecordInvalid")
    assert zendesk.put("/tickets/2019/tags", json={"tags": ["x"]}).status_code == 422


def test_the_paging_tag_opens_one_incident_and_is_no_effect_at_pagerduty(
    zendesk: requests.Session, pagerduty: requests.Session, control: requests.Session
) -> None:
    for _ in range(2):
        zendesk.put("/tickets/2015/tags", json={"tags": ["trigger_manual_emergency"]})
        zendesk.put("/tickets/2015", json={"ticket": {"tags": []}})
    found = pagerduty.get("/incidents?service_ids[]=PL3TX00&limit=100").json()["incidents"]
    assert [item["title"].split(":")[0] for item in found if "2015" in item["title"]] == ["ZD#2015"]
    assert {effect["vendor"] for effect in control.get("/effects").json()} == {"zendesk"}


def test_a_macro_preview_writes_nothing(zendesk: requests.Session, control: requests.Session) -> None:
    (macro,) = zendesk.get("/macros/search?query=downgrade").json()["macros"]
    before = ticket(zendesk, 2001)
    after = zendesk.get(f"/tickets/2001/macros/{macro['id']}/apply").json()["result"]["ticket"]
    assert (after["priority"], after["ticket_form_id"]) == ("high", 426148)
    assert after["tags"] == ["emergency", "emergency_downgraded"]
    assert after["fields"] == {"id": 360020000001, "value": "nrt"}
    assert after["comment"]["public"] is True
    assert "Hi Björn" in after["comment"]["body"]
    assert ticket(zendesk, 2001) == before
    assert control.get("/effects").json() == []


def test_lists_active_macros_under_the_handbooks_names(zendesk: requests.Session) -> None:
    titles = {macro["title"] for macro in zendesk.get("/macros/active").json()["macros"]}
    assert {"Support::Managers::Escalated Ticket", "Support::Managers::Trigger manual emergency"} <= titles
    assert len(zendesk.get("/macros").json()["macros"]) == len(titles) + 1


def test_sideloads_sla_and_reply_times(zendesk: requests.Session, control: requests.Session) -> None:
    plain = ticket(zendesk, 2001)
    assert not {"slas", "metric_events"} & plain.keys()
    loaded = zendesk.get("/tickets/2001?include=slas,metric_events").json()["ticket"]
    assert loaded["slas"]["policy_metrics"][0]["metric"] == "first_reply_time"
    assert [event["type"] for event in loaded["metric_events"]["reply_time"]] == ["measure", "activate"]
    zendesk.put("/tickets/2001", json={"ticket": {"comment": {"body": "public reply"}}})
    events = zendesk.get("/tickets/2001?include=metric_events").json()["ticket"]["metric_events"]["reply_time"]
    assert [event["type"] for event in events] == ["measure", "activate", "fulfill"]


def test_tells_who_somebody_is(zendesk: requests.Session) -> None:
    manager = zendesk.get("/users/7101?include=groups,roles").json()
    assert "Support Managers" in {group["name"] for group in manager["groups"]}
    by_role = zendesk.get("/users/7102?include=roles").json()
    assert by_role["roles"][0]["name"] == "Support Managers"
    light = zendesk.get("/users/7301").json()["user"]
    assert (light["role"], light["role_type"]) == ("agent", 1)
    memberships = zendesk.get("/users/7101/group_memberships").json()["group_memberships"]
    assert len(memberships) == 2
    assert zendesk.get("/users/7402/group_memberships").json()["group_memberships"] == []
    assert zendesk.get("/users/me").json()["user"]["id"] == 7001


@pytest.mark.parametrize("name", ["groups", "organizations", "custom_roles", "ticket_forms", "ticket_fields", "brands"])
def test_lists_the_accounts_setup(zendesk: requests.Session, name: str) -> None:
    records = zendesk.get(f"/{name}.json").json()[name]
    assert zendesk.get(f"/{name}/{records[0]['id']}").json()[name.removesuffix("s")] == records[0]


def test_shows_rate_limits_and_unknown_paths(zendesk: requests.Session) -> None:
    answer = zendesk.get("/tickets/2001")
    assert int(answer.headers["X-Rate-Limit-Remaining"]) < int(answer.headers["X-Rate-Limit"])
    assert zendesk.get("/nothing").json()["error"] == "InvalidEndpoint"
