"""The forms that a vendor documents beside one another: each can be spoken, and a reset returns to the default."""

import json
from typing import Any

import pytest
import requests
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from sandbox.dialects import DIALECTS
from sandbox.environment import APP_ID

KEY = f"/apps/{APP_ID}/public_key"
STAGE, PROBLEM = 360020000001, 360020000003


def speak(control: requests.Session, **wish: str) -> dict[str, str]:
    answer = control.post("/dialects", json=wish)
    assert answer.status_code == 200, answer.text
    found: dict[str, str] = answer.json()
    return found


def macro(control: requests.Session, *actions: tuple[str, str]) -> int:
    says = [("comment_value_html", "<p>Hello</p>"), ("comment_mode_is_public", "false"), *actions]
    wish = {"title": "Made", "actions": [{"field": name, "value": value} for name, value in says]}
    made: int = control.post("/macros", json=wish).json()["id"]
    return made


def preview(zendesk: requests.Session, macro_id: int) -> dict[str, Any]:
    found: dict[str, Any] = zendesk.get(f"/tickets/2015/macros/{macro_id}/apply").json()["result"]["ticket"]
    return found


def test_lists_each_with_its_choices_and_returns_to_the_default(control: requests.Session) -> None:
    before = control.get("/dialects").json()
    assert set(before) == set(DIALECTS)
    for one in before.values():
        assert one["value"] == one["default"]
        assert {one["default"], one["documented"]} <= set(one["choices"])
    values = speak(control, gitlab_issue_urls="work_items", zendesk_date_fields="day")
    assert (values["gitlab_issue_urls"], values["zendesk_date_fields"]) == ("work_items", "day")
    assert control.get("/dialects").json()["gitlab_issue_urls"]["value"] == "work_items"
    control.post("/reset")
    assert control.get("/dialects").json() == before
    assert control.get("/effects").json() == []


@pytest.mark.parametrize("wish", [{"klingon": "yes"}, {"zendesk_date_fields": "year"}, {"zendesk_date_fields": 1}, []])
def test_refuses_what_nobody_speaks_and_changes_nothing(control: requests.Session, wish: Any) -> None:
    body = {"gitlab_issue_urls": "work_items"} | wish if isinstance(wish, dict) else wish
    answer = control.post("/dialects", json=body)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"]
    assert control.get("/dialects").json()["gitlab_issue_urls"]["value"] == "issues"


@pytest.mark.parametrize("media_type", DIALECTS["zendesk_public_key_media_type"].choices)
def test_the_key_comes_under_any_media_type(
    control: requests.Session, zendesk: requests.Session, media_type: str
) -> None:
    speak(control, zendesk_public_key="pem", zendesk_public_key_media_type=media_type)
    for path in (KEY, f"{KEY}.pem"):
        answer = zendesk.get(path)
        assert answer.headers["Content-Type"].split(";")[0] == media_type
        assert load_pem_public_key(answer.content)


def test_the_key_comes_as_a_json_string(control: requests.Session, zendesk: requests.Session) -> None:
    speak(control, zendesk_public_key="pem_and_json")
    answer = zendesk.get(KEY)
    assert "\\n" in answer.text
    assert answer.json() == zendesk.get(f"{KEY}.pem").text
    speak(control, zendesk_public_key="json_string")
    assert load_pem_public_key(json.loads(zendesk.get(KEY).text).encode())
    assert zendesk.get(f"{KEY}.pem").status_code == 404


@pytest.mark.parametrize(("form", "value"), [("timestamp", "2031-03-31T00:00:00+00:00"), ("day", "2031-03-31")])
def test_dates_are_days_or_timestamps(
    control: requests.Session, zendesk: requests.Session, form: str, value: str
) -> None:
    speak(control, zendesk_date_fields=form)
    ticket = zendesk.get("/tickets/2002?include=organizations").json()
    organization = ticket["organizations"][0]
    assert organization["organization_fields"]["expiration_date"] == value
    assert zendesk.get(f"/organizations/{organization['id']}").json()["organization"] == organization


@pytest.mark.parametrize(
    ("form", "value"), [("name", "Former Customer"), ("tag", "former_customer"), ("unlike", "option_{field}_2")]
)
def test_options_have_values_that_need_not_look_like_their_names(
    control: requests.Session, zendesk: requests.Session, form: str, value: str
) -> None:
    speak(control, zendesk_option_values=form)
    fields = {one["key"]: one for one in zendesk.get("/organization_fields").json()["organization_fields"]}
    account_type = fields["account_type"]
    expected = value.format(field=account_type["id"])
    options = {one["name"]: one["value"] for one in account_type["custom_field_options"]}
    assert options["Former Customer"] == expected
    made = {"organization_fields": {"account_type": "Former Customer"}}
    ticket = control.post("/tickets", json={"ticket": {}, "organization": made}).json()
    shown = zendesk.get(f"/organizations/{ticket['organization_id']}").json()["organization"]
    assert shown["organization_fields"]["account_type"] == expected


@pytest.mark.parametrize("values", DIALECTS["zendesk_option_values"].choices)
@pytest.mark.parametrize("choice", DIALECTS["zendesk_choice_fields"].choices)
def test_a_value_that_is_read_can_be_written_back(
    control: requests.Session, zendesk: requests.Session, values: str, choice: str
) -> None:
    speak(control, zendesk_option_values=values, zendesk_choice_fields=choice)
    field = zendesk.get(f"/ticket_fields/{PROBLEM}").json()["ticket_field"]
    assert field["type"] == ("multiselect" if choice == "multiselect" else "tagger")
    value = field["custom_field_options"][0]["value"]
    sent = [value] if choice == "multiselect" else value
    wish = {"ticket": {"custom_fields": [{"id": PROBLEM, "value": sent}]}}
    after = zendesk.put("/tickets/2015", json=wish).json()["ticket"]["custom_fields"]
    assert {"id": PROBLEM, "value": sent} in after
    speak(control, zendesk_option_values="name", zendesk_choice_fields="dropdown")
    named = zendesk.get("/tickets/2015").json()["ticket"]["custom_fields"]
    assert {"id": PROBLEM, "value": "Upgrade Assistance Request"} in named


@pytest.mark.parametrize(("path", "name"), [("/macros/active", "macros"), ("/ticket_forms", "ticket_forms")])
def test_long_lists_come_by_number_and_by_cursor(
    control: requests.Session, zendesk: requests.Session, path: str, name: str
) -> None:
    seeded = {one["id"] for one in zendesk.get(path).json()[name]}
    speak(control, zendesk_list_length="250", zendesk_macros_paging="cursor", zendesk_forms_paging="cursor")
    by_cursor: list[int] = []
    query: dict[str, Any] = {}
    while True:
        page = zendesk.get(path, params=query).json()
        by_cursor += [one["id"] for one in page[name]]
        assert "next_page" not in page
        if not page["meta"]["has_more"]:
            break
        query = {"page[after]": page["meta"]["after_cursor"]}
    speak(control, zendesk_macros_paging="offset", zendesk_forms_paging="offset")
    pages = [zendesk.get(path, params={"page": number, "page[size]": 100}).json() for number in (1, 2, 3)]
    by_number = [one["id"] for page in pages for one in page[name]]
    assert by_cursor == by_number
    assert len(set(by_number)) >= 249
    assert not seeded & set(by_number[:200])
    assert seeded <= set(by_number)
    assert [bool(page["next_page"]) for page in pages] == [True, True, False]
    speak(control, zendesk_list_length="seeded")
    assert {one["id"] for one in zendesk.get(path).json()[name]} == seeded


@pytest.mark.parametrize(
    ("form", "keys"),
    [
        ("body", {"body", "scoped_body", "public"}),
        ("html_body", {"body", "html_body", "scoped_body", "public"}),
        ("body_only", {"body", "public"}),
        ("scoped_only", {"scoped_body", "public"}),
    ],
)
def test_a_previews_comment_has_one_of_four_forms(
    control: requests.Session, zendesk: requests.Session, form: str, keys: set[str]
) -> None:
    made = macro(control)
    speak(control, zendesk_macro_comment=form)
    comment = preview(zendesk, made)["comment"]
    assert set(comment) == keys
    assert comment["public"] is False
    speak(control, zendesk_macro_public="absent")
    assert set(preview(zendesk, made)["comment"]) == keys - {"public"}


def test_a_previews_fields_are_an_object_a_list_or_a_map(control: requests.Session, zendesk: requests.Session) -> None:
    one, none = macro(control, (f"custom_fields_{STAGE}", "nrt")), macro(control)
    two = macro(control, (f"custom_fields_{STAGE}", "nrt"), ("custom_fields_360020000004", "18.1"))
    changed = {"id": STAGE, "value": "nrt"}
    speak(control, zendesk_macro_fields="object")
    assert preview(zendesk, one)["fields"] == changed
    assert preview(zendesk, two)["fields"] == [changed, {"id": 360020000004, "value": "18.1"}]
    assert not {"fields", "custom_fields"} & set(preview(zendesk, none))
    speak(control, zendesk_macro_fields="array")
    assert changed in preview(zendesk, one)["fields"]
    speak(control, zendesk_macro_fields="map")
    assert preview(zendesk, one)["fields"][str(STAGE)] == "nrt"


def test_a_macro_may_bring_files(control: requests.Session, zendesk: requests.Session) -> None:
    made = macro(control)
    assert zendesk.get(f"/macros/{made}/attachments").json() == {"macro_attachments": []}
    speak(control, zendesk_macro_attachments="some")
    (file,) = zendesk.get(f"/macros/{made}/attachments").json()["macro_attachments"]
    assert preview(zendesk, made)["comment"]["attachments"] == [file]


@pytest.mark.parametrize("form", DIALECTS["gitlab_issue_urls"].choices)
def test_issues_have_two_addresses(
    control: requests.Session, gitlab: requests.Session, web: requests.Session, form: str
) -> None:
    speak(control, gitlab_issue_urls=form)
    address = gitlab.get("/projects/27001/issues/411").json()["web_url"]
    assert address.endswith(f"/-/{form}/411")
    assert web.get(address[address.index("/gitlab/") :]).status_code == 200


def test_announcements_say_it_in_text_blocks_or_attachments(control: requests.Session, slack: requests.Session) -> None:
    control.post("/slack/messages", json={"channel": "support_ticket-attention-requests", "text": "New STAR 411"})

    def newest() -> dict[str, Any]:
        page = slack.get("/conversations.history", params={"channel": "C0STARS01"}).json()
        found: dict[str, Any] = page["messages"][0]
        return found

    assert newest()["text"] == "New STAR 411"
    speak(control, slack_announcements="blocks")
    assert (newest()["text"], newest()["blocks"][0]["text"]["text"]) == ("", "New STAR 411")
    speak(control, slack_announcements="attachments")
    assert (newest()["text"], newest()["attachments"][0]["text"]) == ("", "New STAR 411")
    slack.post("/chat.postMessage", json={"channel": "C0STARS01", "text": "ours"})
    assert newest()["text"] == "ours"


def test_what_a_status_does_to_a_resolved_incident(control: requests.Session, pagerduty: requests.Session) -> None:
    wish = {"title": "x", "service_id": "PL3TX00", "status": "resolved"}
    incident = control.post("/incidents", json=wish).json()["id"]
    change = {"incident": {"type": "incident", "status": "acknowledged"}}
    speak(control, pagerduty_resolved_incident="refuses")
    assert pagerduty.put(f"/incidents/{incident}", json=change).status_code == 400
    speak(control, pagerduty_resolved_incident="reopens")
    assert pagerduty.put(f"/incidents/{incident}", json=change).json()["incident"]["status"] == "acknowledged"


@pytest.mark.parametrize("status", DIALECTS["pagerduty_override_list"].choices)
def test_the_list_of_overrides_is_answered_as_described_or_as_usual(
    control: requests.Session, pagerduty: requests.Session, status: str
) -> None:
    speak(control, pagerduty_override_list=status)
    window = {"since": "2026-01-01T00:00:00Z", "until": "2026-02-01T00:00:00Z"}
    assert pagerduty.get("/schedules/PENGSCH/overrides", params=window).status_code == int(status)
