"""Macros: who may use one, who "current user" is, and previews in each form that Zendesk documents."""

from typing import Any

import pytest
from pydantic import ValidationError

from backend.domain.access import Rights
from backend.domain.macros import Macro, Restriction
from backend.vendors.errors import VendorRejected
from backend.vendors.zendesk.macros import (
    MacroEffect,
    MacroRecord,
    PreviewAnswer,
    bounded,
    comment_of,
    differences,
    effect_from,
    macro_from,
    text_of,
)


def effect(**ticket: Any) -> MacroEffect:
    return effect_from(PreviewAnswer.model_validate({"result": {"ticket": ticket}}))


@pytest.mark.parametrize(
    ("raw", "restriction"),
    [
        (None, None),
        ({"type": "Group", "id": 5, "ids": [5, 6]}, Restriction("Group", frozenset({5, 6}))),
        ({"type": "Group", "id": 5}, Restriction("Group", frozenset({5}))),
        ({"type": "User", "id": 9}, Restriction("User", frozenset({9}))),
        ({"type": "User"}, Restriction("User", frozenset())),
    ],
)
def test_who_may_use_a_macro(raw: object, restriction: Restriction | None) -> None:
    assert (
        macro_from(MacroRecord.model_validate({"id": 1, "title": "M", "restriction": raw})).restriction == restriction
    )


@pytest.mark.parametrize(
    ("actions", "tags"),
    [
        ([{"field": "current_tags", "value": "page_now  vip"}], ("page_now", "vip")),
        ([{"field": "set_tags", "value": ["page_now"]}], ("page_now",)),
        ([{"field": "remove_tags", "value": "page_now"}, {"field": "subject", "value": "page_now"}], ()),
        ([{"field": "current_tags", "value": None}], ()),
    ],
)
def test_which_tags_a_macro_adds(actions: list[dict[str, Any]], tags: tuple[str, ...]) -> None:
    assert macro_from(MacroRecord.model_validate({"id": 1, "title": "M", "actions": actions})).adds_tags == tags


@pytest.mark.parametrize(
    ("value", "form_id"),
    [("426148", 426148), (426148, 426148), ("", None), (None, None), ("9" * 30, None), ("\u0662", None), ([1], None)],
)
def test_which_form_a_macro_sets(value: object, form_id: int | None) -> None:
    actions = [{"field": "ticket_form_id", "value": value}]
    assert macro_from(MacroRecord.model_validate({"id": 1, "title": "M", "actions": actions})).form_id == form_id


@pytest.mark.parametrize(
    ("actions", "text"),
    [
        ({"comment_value_html": "<p>Hi {{a}},</p><p>bye</p>"}, "Hi {{a}},\nbye"),
        ({"comment_value": "Hi {{a}},\r\nbye"}, "Hi {{a}},\nbye"),
        ({"comment_value": ["channel:all", "Hi {{a}}"]}, "Hi {{a}}"),
        ({"comment_value": "Hi", "comment_value_html": "<p>Hi</p>"}, None),
        ({"comment_value": None}, None),
        ({"comment_value": []}, None),
        ({}, None),
    ],
)
def test_the_words_of_a_macro_with_its_placeholders(actions: dict[str, Any], text: str | None) -> None:
    listed = [{"field": field, "value": value} for field, value in actions.items()]
    assert text_of(MacroRecord.model_validate({"id": 1, "title": "M", "actions": listed})) == text


def test_a_restriction_that_cannot_be_read_does_not_become_none() -> None:
    with pytest.raises(ValidationError):
        MacroRecord.model_validate({"id": 1, "title": "M", "restriction": "Group"})


LINES = {"STAR issue": '<a href="https://example.com/7">#7</a>', "Discussion": None}


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        pytest.param(
            {"html_body": "<p>STAR issue: </p><p>Discussion: </p>", "public": False},
            {"html_body": '<p>STAR issue: <a href="https://example.com/7">#7</a></p><p>N.</p>', "public": False},
            id="html",
        ),
        pytest.param(
            {"body": "STAR issue:\nDiscussion:", "public": False},
            {"body": "STAR issue: #7 (https://example.com/7)\n\nN.", "public": False},
            id="plain",
        ),
        pytest.param(
            None,
            {"html_body": '<p>N.</p><p>STAR issue: <a href="https://example.com/7">#7</a></p>', "public": False},
            id="none",
        ),
        pytest.param(
            {"html_body": "<p>STAR issue: </p>", "public": True},
            {"html_body": "<p>STAR issue: </p>", "public": True},
            id="customers-see-it",
        ),
    ],
)
def test_a_macros_blank_lines_are_filled_where_only_agents_see_them(comment: Any, said: Any) -> None:
    assert comment_of(MacroEffect({}, comment), "<p>N.</p>", LINES) == said


def test_the_actions_that_name_the_current_user_are_known() -> None:
    actions = [
        {"field": "assignee_id", "value": "current_user"},
        {"field": "group_id", "value": "current_groups"},
        {"field": "comment_value", "value": ["channel:all", "Yours, {{current_user.name}}"]},
        {"field": "status", "value": "open"},
        {"value": "no field"},
    ]
    macro = macro_from(MacroRecord.model_validate({"id": 1, "title": "M", "actions": actions}))
    assert macro.current_user_fields == ("assignee_id", "group_id", "comment_value")


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        pytest.param(
            {"html_body": "<p>a</p>", "body": "a", "public": True}, {"html_body": "<p>a</p>", "public": True}, id="html"
        ),
        pytest.param({"body": "a", "public": False}, {"body": "a", "public": False}, id="plain"),
        pytest.param({"body": "a"}, {"body": "a", "public": False}, id="visibility-not-told"),
        pytest.param({"body": "a", "scoped_body": [["channel:all", "a"]]}, {"body": "a", "public": False}, id="both"),
        pytest.param({}, None, id="none"),
        pytest.param(None, None, id="null"),
    ],
)
def test_a_previewed_comment_in_each_form(comment: object, expected: dict[str, Any] | None) -> None:
    assert effect(comment=comment).comment == expected


@pytest.mark.parametrize(
    ("comment", "says"),
    [
        ({"body": "a", "attachments": [{"id": 1}]}, "attachments"),
        ({"scoped_body": [["channel:all", "a"]]}, "differs by channel"),
    ],
)
def test_what_cannot_be_carried_over_is_refused_in_words(comment: dict[str, Any], says: str) -> None:
    with pytest.raises(VendorRejected, match=says):
        effect(comment=comment)


@pytest.mark.parametrize(
    "preview",
    [
        pytest.param({"custom_fields": [{"id": 41, "value": "x"}]}, id="custom-fields"),
        pytest.param({"fields": [{"id": 41, "value": "x"}]}, id="list"),
        pytest.param({"fields": {"id": 41, "value": "x"}}, id="object"),
    ],
)
def test_previewed_fields_in_each_form(preview: dict[str, Any]) -> None:
    assert effect(status="open", url="computed", **preview).changes == {
        "status": "open",
        "custom_fields": [{"id": 41, "value": "x"}],
    }


def test_only_what_a_macro_changes_is_written() -> None:
    held = {"status": "open", "tags": ["a"], "custom_fields": [{"id": 1, "value": "x"}, {"id": 2, "value": None}]}
    wanted = {"status": "open", "tags": ["a", "b"], "custom_fields": [{"id": 1, "value": "x"}, {"id": 2, "value": "y"}]}
    assert differences(held, wanted) == {"tags": ["a", "b"], "custom_fields": [{"id": 2, "value": "y"}]}
    assert differences(held, {"status": "open"}) == {}


def test_our_note_follows_an_internal_comment_only() -> None:
    assert comment_of(effect(), "<p>n</p>") == {"html_body": "<p>n</p>", "public": False}
    internal = effect(comment={"html_body": "<p>a</p>", "public": False})
    assert comment_of(internal, "<p>n</p>") == {"html_body": "<p>a</p><p>n</p>", "public": False}
    plain = effect(comment={"body": "a", "public": False})
    note = '<p>Applied by R&amp;D.</p><p>STAR: <a href="https://x.example/1?a=b&amp;c=d">#1</a></p>'
    said = "a\n\nApplied by R&D.\nSTAR: #1 (https://x.example/1?a=b&c=d)"
    assert comment_of(plain, note) == {"body": said, "public": False}
    for public in ({"html_body": "<p>a</p>", "public": True}, {"body": "a", "public": True}):
        assert comment_of(effect(comment=public), "<p>n</p>") == public


AGENT = 22
REPLY = {"html_body": "<p>Hello</p>", "public": True}


def test_the_assignee_current_user_is_the_agent_who_clicked() -> None:
    mine = Macro(5, "Take it", current_user_fields=("assignee_id",))
    wanted = MacroEffect({"assignee_id": 1, "status": "open"}, None)
    assert bounded(wanted, mine, AGENT, Rights()).changes == {"assignee_id": AGENT, "status": "open"}


@pytest.mark.parametrize("field", ["group_id", "comment_value_html", "comment_value"])
def test_what_else_is_said_of_the_current_user_is_for_the_draft(field: str) -> None:
    macro = Macro(5, "Sign it", current_user_fields=("assignee_id", field))
    with pytest.raises(VendorRejected, match="for the draft only"):
        bounded(MacroEffect({}, None), macro, AGENT, Rights())


@pytest.mark.parametrize(
    ("wanted", "rights", "words"),
    [
        (MacroEffect({}, REPLY), Rights(comment_access="none"), "replies in public"),
        (MacroEffect({"status": "open"}, None), Rights(may_edit=False), "changes the ticket"),
    ],
)
def test_an_agent_s_own_role_bounds_a_macro(wanted: MacroEffect, rights: Rights, words: str) -> None:
    macro = Macro(5, "Reply")
    with pytest.raises(VendorRejected, match=words):
        bounded(wanted, macro, AGENT, rights)
    assert bounded(wanted, macro, AGENT, Rights(comment_access="public", may_edit=True)) == wanted


def test_an_internal_comment_needs_no_right_to_reply() -> None:
    wanted = MacroEffect({}, {**REPLY, "public": False})
    assert bounded(wanted, Macro(5, "Note"), AGENT, Rights(comment_access="none", may_edit=False)) == wanted
