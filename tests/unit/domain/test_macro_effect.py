"""What applying a macro changes: within an agent's rights, in their name, with our note."""

import pytest

from backend.domain.access import Rights
from backend.domain.macro_effect import MacroComment, MacroEffect, Trial, comment_of, forbidden, in_name_of, unfilled
from backend.domain.macros import Macro

AGENT = 22
LINK = '<a href="https://example.com/7">#7</a>'
LINES = {"STAR issue": LINK, "Discussion": None}


def internal(text: str) -> MacroComment:
    return MacroComment(text, is_html=True, public=False)


def plain(text: str) -> MacroComment:
    return MacroComment(text, is_html=False, public=False)


REPLY = MacroComment("<p>Hello</p>", is_html=True, public=True)
PLAIN_REPLY = MacroComment("Hello", is_html=False, public=True)
CLOSES = {"status": "solved"}


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        pytest.param(
            internal("<p>STAR issue: </p><p>Discussion: </p>"),
            internal(f"<p>STAR issue: {LINK}</p><p>N.</p>"),
            id="html",
        ),
        pytest.param(
            internal("<p>Hi</p>"), internal(f"<p>Hi</p><p>N.</p><p>STAR issue: {LINK}</p>"), id="no-such-line"
        ),
        pytest.param(
            plain("STAR issue:\nDiscussion:"), plain("STAR issue: #7 (https://example.com/7)\n\nN."), id="plain"
        ),
        pytest.param(plain("Hi"), plain("Hi\n\nN.\nSTAR issue: #7 (https://example.com/7)"), id="plain-no-such-line"),
        pytest.param(None, internal(f"<p>N.</p><p>STAR issue: {LINK}</p>"), id="none"),
        pytest.param(REPLY, REPLY, id="customers-see-it"),
    ],
)
def test_a_macros_blank_lines_are_filled_where_only_agents_see_them(
    comment: MacroComment | None, said: MacroComment
) -> None:
    assert comment_of(MacroEffect({}, comment), "<p>N.</p>", LINES) == said


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        (None, internal("<p>n</p>")),
        (internal("<p>a</p>"), internal("<p>a</p><p>n</p>")),
        (plain("a"), plain("a\n\nn")),
        (REPLY, REPLY),
        (PLAIN_REPLY, PLAIN_REPLY),
    ],
)
def test_our_note_follows_an_internal_comment_only(comment: MacroComment | None, said: MacroComment) -> None:
    assert comment_of(MacroEffect({}, comment), "<p>n</p>") == said


def test_a_note_in_plain_text_keeps_its_words_and_addresses() -> None:
    note = '<p>Applied by R&amp;D.</p><p>STAR: <a href="https://x.example/1?a=b&amp;c=d">#1</a></p>'
    said = "a\n\nApplied by R&D.\nSTAR: #1 (https://x.example/1?a=b&c=d)"
    assert comment_of(MacroEffect({}, plain("a")), note) == plain(said)


def test_a_comment_is_written_in_the_form_it_came_in() -> None:
    assert REPLY.fields() == {"html_body": "<p>Hello</p>", "public": True}
    assert plain("a").fields() == {"body": "a", "public": False}


def test_the_words_of_a_comment_are_what_people_read() -> None:
    assert MacroComment("<p>R&amp;D</p><p>b</p>", is_html=True, public=True).words == "R&D\nb"
    assert MacroComment("R&amp;D <p>\r\nb", is_html=False, public=True).words == "R&amp;D <p>\nb"


def test_the_assignee_current_user_is_the_agent_who_clicked() -> None:
    effect = MacroEffect({"assignee_id": 1, "status": "open"}, REPLY)
    own = Macro(5, "Take it", current_user_fields=("assignee_id",))
    assert in_name_of(effect, own, AGENT) == MacroEffect({"assignee_id": AGENT, "status": "open"}, REPLY)
    assert in_name_of(effect, Macro(5, "Give it"), AGENT) == effect


@pytest.mark.parametrize(
    ("effect", "rights", "because"),
    [
        pytest.param(
            MacroEffect({}, REPLY),
            Rights(comment_access="none"),
            "Reply replies in public, which your role in Zendesk does not allow",
            id="reply",
        ),
        pytest.param(
            MacroEffect(CLOSES, None),
            Rights(may_edit=False),
            "Reply changes the ticket, which your role in Zendesk does not allow",
            id="change",
        ),
        pytest.param(MacroEffect(CLOSES, REPLY), Rights(comment_access="public", may_edit=True), None, id="both"),
        pytest.param(MacroEffect(CLOSES, REPLY), Rights(), None, id="rights-not-told"),
        pytest.param(
            MacroEffect({}, internal("a")), Rights(comment_access="none", may_edit=False), None, id="internal-comment"
        ),
    ],
)
def test_an_agent_s_own_role_bounds_a_macro(effect: MacroEffect, rights: Rights, because: str | None) -> None:
    assert forbidden(effect, Macro(5, "Reply"), rights) == because


def test_to_become_the_assignee_is_a_change_of_the_ticket() -> None:
    own = Macro(5, "Take it", current_user_fields=("assignee_id",))
    assert forbidden(MacroEffect({}, None), own, Rights(may_edit=False)) is not None
    assert forbidden(MacroEffect({}, None), own, Rights()) is None


@pytest.mark.parametrize("field", ["group_id", "comment_value_html", "comment_value"])
def test_what_else_is_said_of_the_current_user_is_for_the_draft(field: str) -> None:
    macro = Macro(5, "Sign it", current_user_fields=("assignee_id", field))
    because = "Sign it speaks of whoever applies it: it is for the draft only"
    assert forbidden(MacroEffect({}, None), macro, Rights()) == because


def test_what_customers_would_read_unfilled_is_named() -> None:
    blank = MacroComment("<p>(your link), [your name]</p>", is_html=True, public=True)
    because = "Reply leaves (your link), [your name] to be filled in: insert it into the draft and fill it in there"
    assert unfilled(MacroEffect({}, blank), Macro(5, "Reply")) == because
    for comment in (internal("(your link)"), REPLY, None):
        assert unfilled(MacroEffect({}, comment), Macro(5, "Reply")) is None


def test_only_what_customers_read_must_be_filled_in() -> None:
    assert Trial("(your link)", True, (), (), ()).blanks == ("(your link)",)
    assert Trial("(your link)", False, (), (), ()).blanks == ()
