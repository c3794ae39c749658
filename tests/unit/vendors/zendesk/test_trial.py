"""What a macro would do is read in names; what is left blank for customers is never written."""

from typing import Any

import pytest

from backend.domain.access import Rights
from backend.domain.macro_effect import Change, Trial
from backend.domain.macros import Macro
from backend.vendors.errors import VendorRejected
from backend.vendors.zendesk.client import Zendesk
from tests.unit.vendors.stand import Reply, Stand

TICKET = "/api/v2/tickets/3001.json"
HELD: dict[str, Any] = {
    "id": 3001,
    "updated_at": "2026-03-01T12:05:00Z",
    "tags": ["vip", "old"],
    "status": "open",
    "custom_status_id": 1,
    "priority": None,
    "group_id": 5,
    "assignee_id": 22,
    "custom_fields": [{"id": 41, "value": "a"}, {"id": 42, "value": ["x"]}, {"id": 43, "value": None}],
}
GROUPS = {"groups": [{"id": 5, "name": "EMEA"}, {"id": 6, "name": "AMER"}], "meta": {"has_more": False}}
FIELDS = {
    "ticket_fields": [
        {"id": 41, "title": "Stage", "custom_field_options": [{"name": "Alpha", "value": "a"}]},
        {"id": 42, "title": "Areas"},
    ],
    "meta": {"has_more": False},
}
WANTED: dict[str, Any] = HELD | {
    "tags": ["vip", "new"],
    "status": "pending",
    "custom_status_id": 2,
    "priority": "high",
    "group_id": 6,
    "assignee_id": 23,
    "custom_fields": [{"id": 41, "value": None}, {"id": 42, "value": ["x", "y"]}, {"id": 43, "value": True}],
}


HELLO = Macro(5, "Hello")


def tried(vendor: Stand, zendesk: Zendesk, macro: Macro = HELLO, **ticket: Any) -> Trial:
    vendor.answers("GET", TICKET, {"ticket": HELD})
    vendor.answers("GET", "/api/v2/tickets/3001/macros/5/apply.json", {"result": {"ticket": ticket}})
    return zendesk.try_macro(3001, macro, "<p>Macro applied by Ana.</p>", 22, Rights())


def test_each_change_is_named(vendor: Stand, zendesk: Zendesk) -> None:
    vendor.answers("GET", "/api/v2/groups.json", GROUPS)
    vendor.answers("GET", "/api/v2/ticket_fields.json", FIELDS)
    vendor.answers("GET", "/api/v2/users/22.json", {"user": {"id": 22, "name": "Ana", "role": "agent"}})
    vendor.answers("GET", "/api/v2/users/23.json", {"user": {"id": 23, "name": "Bo", "role": "agent"}})
    found = tried(vendor, zendesk, **WANTED)
    assert found.changes == (
        Change("assignee_id", None, "Ana", "Bo"),
        Change("group_id", None, "EMEA", "AMER"),
        Change("priority", None, None, "high"),
        Change("status", None, "open", "pending"),
        Change("custom_fields", "Stage", "Alpha", None),
        Change("custom_fields", "Areas", "x", "x, y"),
        Change("custom_fields", "#43", None, "yes"),
    )
    assert (found.tags_added, found.tags_removed) == (("new",), ("old",))


def test_names_that_cannot_be_read_stay_numbers(vendor: Stand, zendesk: Zendesk) -> None:
    for path in ("groups", "ticket_fields", "users/22", "users/23"):
        vendor.answers("GET", f"/api/v2/{path}.json", Reply({"error": "Forbidden"}, 403))
    changes = {one.name or one.field: (one.before, one.after) for one in tried(vendor, zendesk, **WANTED).changes}
    assert changes["group_id"] == ("#5", "#6")
    assert changes["assignee_id"] == ("#22", "#23")
    assert changes["#41"] == ("a", None)


def test_the_text_is_what_will_be_read_as_words(vendor: Stand, zendesk: Zendesk) -> None:
    html = "<p>Hi &lt;Ana&gt;,</p><p>see <a href='https://example.com'>this</a></p>"
    public = tried(vendor, zendesk, comment={"html_body": html, "public": True})
    assert (public.text, public.public, public.changes) == ("Hi <Ana>,\nsee this", True, ())
    assert tried(vendor, zendesk, comment={"body": "For us", "public": False}).text == "For us\n\nMacro applied by Ana."
    assert tried(vendor, zendesk, status="open").text == "Macro applied by Ana."


@pytest.mark.parametrize(
    ("macro", "lost"),
    [
        pytest.param({"macro": {"id": 5, "title": "Hello", "actions": [
            {"field": "comment_value_html", "value": "<p>Hi {{ticket.assignee.name}},</p><p>for {{ticket.id}}</p>"},
        ]}}, ("ticket.assignee.name",), id="read"),
        pytest.param(Reply({"error": "Forbidden"}, 403), (), id="not-readable"),
        pytest.param({"macro": {"id": 5, "title": "Hello"}}, (), id="without-a-text"),
    ],
)  # fmt: skip
def test_a_placeholder_that_stands_for_nothing_is_named_where_the_macro_can_be_read(
    vendor: Stand, zendesk: Zendesk, macro: Any, lost: tuple[str, ...]
) -> None:
    vendor.answers("GET", "/api/v2/macros/5.json", macro)
    comment = {"html_body": "<p>Hi ,</p><p>for 3001</p>", "public": False}
    assert tried(vendor, zendesk, comment=comment).lost == lost


def test_whoever_applies_it_becomes_the_assignee_unless_they_are(vendor: Stand, zendesk: Zendesk) -> None:
    mine = Macro(5, "Take it", None, ("assignee_id",))
    assert tried(vendor, zendesk, mine, assignee_id=99).changes == ()


def test_what_is_left_blank_for_customers_is_not_written(vendor: Stand, zendesk: Zendesk) -> None:
    found = tried(vendor, zendesk, comment={"html_body": "<p>Book: (your <b>link</b>)</p>", "public": True})
    assert found.blanks == ("(your link)",)
    with pytest.raises(VendorRejected, match=r"\(your link\)"):
        zendesk.apply_macro(3001, HELLO, "<p>n</p>", 22, Rights(), "abc")
    assert not [one for one in vendor.asked if one.method == "PUT"]


@pytest.mark.parametrize(("held", "refused"), [(["vip"], True), (["vip", "page_now"], False)])
def test_a_macro_that_adds_a_tag_that_pages_is_not_applied_whatever_its_title(
    vendor: Stand, zendesk: Zendesk, held: list[str], refused: bool
) -> None:
    vendor.answers("GET", TICKET, {"ticket": HELD | {"tags": held}})
    preview = {"result": {"ticket": {"tags": ["vip", "page_now"]}}}
    vendor.answers("GET", "/api/v2/tickets/3001/macros/5/apply.json", preview)
    vendor.answers("PUT", TICKET, {"ticket": HELD})

    def apply() -> None:
        zendesk.apply_macro(3001, HELLO, "<p>n</p>", 22, Rights(), "abc", never="Page_Now")

    if refused:
        with pytest.raises(VendorRejected, match="adds the tag Page_Now, for which Zendesk pages"):
            apply()
    else:
        apply()
    assert bool([one for one in vendor.asked if one.method == "PUT"]) != refused
