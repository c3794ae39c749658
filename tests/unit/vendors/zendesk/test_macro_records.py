"""Macros: who may use one, who "current user" is, and previews in each form that Zendesk documents."""

from typing import Any

import pytest
from pydantic import ValidationError

from backend.domain.macro_effect import MacroComment, MacroEffect
from backend.domain.macros import Restriction
from backend.vendors.errors import VendorRejected
from backend.vendors.zendesk.macro_records import MacroRecord, PreviewAnswer, effect_from, macro_from, text_of
from backend.vendors.zendesk.macros import differences

PLAIN = MacroComment("a", is_html=False, public=False)


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
            {"html_body": "<p>a</p>", "body": "a", "public": True},
            MacroComment("<p>a</p>", is_html=True, public=True),
            id="html",
        ),
        pytest.param({"body": "a", "public": False}, PLAIN, id="plain"),
        pytest.param({"body": "a"}, PLAIN, id="visibility-not-told"),
        pytest.param({"body": "a", "scoped_body": [["channel:all", "a"]]}, PLAIN, id="both"),
        pytest.param({}, None, id="none"),
        pytest.param(None, None, id="null"),
    ],
)
def test_a_previewed_comment_in_each_form(comment: object, expected: MacroComment | None) -> None:
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


def test_a_restriction_of_a_kind_that_cannot_be_kept_is_no_macro_of_ours() -> None:
    raw = {"id": 1, "title": "M", "restriction": {"type": "x" * 17, "id": 3}}
    with pytest.raises(ValidationError):
        MacroRecord.model_validate(raw)
