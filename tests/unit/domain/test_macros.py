"""Macros are offered to whom Zendesk offers them."""

import pytest

from backend.domain.access import Reach
from backend.domain.macros import Macro, Restriction, barred, blanks, does_page, may_use


@pytest.mark.parametrize(
    ("restriction", "offered"),
    [
        pytest.param(None, True, id="for-all"),
        pytest.param(Restriction("Group", frozenset({3, 4})), True, id="a-group-of-theirs"),
        pytest.param(Restriction("Group", frozenset({7})), False, id="a-groups-number-is-no-users"),
        pytest.param(Restriction("User", frozenset({6, 7})), True, id="for-them"),
        pytest.param(Restriction("User", frozenset({4})), False, id="for-somebody-else"),
        pytest.param(Restriction("Group", frozenset()), False, id="for-no-group"),
        pytest.param(Restriction("Brand", frozenset({4, 7})), False, id="by-a-rule-that-is-not-known"),
    ],
)
def test_a_macro_is_offered_to_whom_its_restriction_names(restriction: Restriction | None, offered: bool) -> None:
    reach = Reach(7, group_ids=frozenset({4, 5}))
    assert may_use(Macro(1, "Escalated", restriction), reach) is offered


@pytest.mark.parametrize(("fields", "draft"), [((), False), (("assignee_id",), False), (("assignee_id", "cc"), True)])
def test_what_it_says_of_its_user_but_the_assignee_makes_it_a_draft(fields: tuple[str, ...], draft: bool) -> None:
    assert Macro(1, "Escalated", None, fields).draft_only is draft


def test_what_keeps_a_macro_from_an_agent_is_said() -> None:
    reach, theirs = Reach(7), Restriction("User", frozenset({8}))
    assert barred(Macro(1, "Escalated", theirs), reach) == "keeps Escalated to other groups or people"
    assert "for the draft only" in (barred(Macro(1, "Escalated", None, ("cc",)), reach) or "")
    assert barred(Macro(1, "Escalated", None, ("assignee_id",)), reach) is None


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Pick a time: (your scheduling link). (Your Name)", ("(your scheduling link)", "(Your Name)")),
        ("[your name], [insert the deadline]", ("[your name]", "[insert the deadline]")),
        ("<your link> and <your link>", ("<your link>",)),
        ("your link (see above) [1] a[insert] <yours> (you)", ()),
        ("(your\nlink)", ()),
    ],
)
def test_what_is_left_to_be_filled_in_is_found(text: str, left: tuple[str, ...]) -> None:
    assert blanks(text) == left


@pytest.mark.parametrize(
    ("macro", "pages"),
    [
        pytest.param(Macro(1, "Page"), True, id="by-its-title"),
        pytest.param(Macro(1, "Other", adds_tags=("vip", "Page_Now")), True, id="by-its-tag-in-any-case"),
        pytest.param(Macro(1, "Other", adds_tags=("vip",)), False, id="neither"),
    ],
)
def test_a_macro_pages_by_its_title_or_by_the_tag_that_it_adds(macro: Macro, pages: bool) -> None:
    assert does_page(macro, "Page", "PAGE_now") is pages
