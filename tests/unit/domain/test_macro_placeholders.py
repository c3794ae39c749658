"""Which placeholders of a macro became nothing, as far as its text and Zendesk's preview tell."""

import time

import pytest

from backend.domain.macro_placeholders import MOST, lost_placeholders

NAME, URL = "ticket.assignee.name", "ticket.url"


@pytest.mark.parametrize(
    ("raw", "finished", "lost"),
    [
        pytest.param("Hi {{a}}, here.", "Hi , here.", ("a",), id="greeting"),
        pytest.param("Hi {{ a }},  here.", "Hi ,  here.", ("a",), id="blanks"),
        pytest.param("A: {{a}}\nN: {{b}}\nD: {{c}}", "A: N: D:", ("a", "b", "c"), id="three-lines"),
        pytest.param("A: {{a}}\nN: {{b}}\nD: {{c}}", "A: \nN: 7\nD:", ("a", "c"), id="one-of-three-is-there"),
        pytest.param("{{a}} is on it.", "is on it.", ("a",), id="first"),
        pytest.param("With {{a}}", "With", ("a",), id="last"),
        pytest.param("{{a}}", "", ("a",), id="alone"),
        pytest.param("Hi {{a}} {{b}}, here.", "Hi  , here.", ("a", "b"), id="two-side-by-side"),
        pytest.param("Dear {{a}}: ask {{a}}.", "Dear : ask .", ("a",), id="twice-is-told-once"),
        pytest.param("To {{a}}, by {{b}}.", "To Ada, by .", ("b",), id="the-other-one-is-there"),
        pytest.param("Hi {{a}}.", "Hi {{a}}.", (), id="not-put-in-yet"),
        pytest.param("No placeholder.", "No placeholder.", (), id="none"),
    ],
)
def test_what_became_nothing_is_named(raw: str, finished: str, lost: tuple[str, ...]) -> None:
    assert lost_placeholders(raw, finished) == lost


@pytest.mark.parametrize(
    ("raw", "finished"),
    [
        pytest.param("Hi {{a}} {{b}}, here.", "Hi Ada, here.", id="one-of-two-side-by-side"),
        pytest.param("Hi {{a}}, here.", "Good morning, here.", id="another-text"),
        pytest.param("{% if x %}Hi {{a}}{% endif %}, here.", "Hi , here.", id="logic"),
        # Either comma may be the one that was written.
        pytest.param("{{a}},{{b}}", ", b, c", id="two-places"),
        pytest.param("Hi {{a}}, {{b}}", "Hi , , c", id="two-places-behind"),
        pytest.param("Hi {{}} {{a", "Hi", id="no-placeholder"),
    ],
)
def test_what_may_be_otherwise_is_not_said(raw: str, finished: str) -> None:
    assert lost_placeholders(raw, finished) == ()


def test_a_hostile_text_is_a_text() -> None:
    raw = "<script>{{<b>\x00evil\u202e}}</script> {{" + "x" * 300 + "}} end"
    assert lost_placeholders(raw, "<script></script> {{" + "x" * 300 + "}} end") == ("<b>evil",)
    many = "".join(f"a{at}{{{{name{at}}}}} " for at in range(5_000))
    start = time.monotonic()
    assert len(lost_placeholders(many, many.replace("{{", "").replace("}}", ""))) == 0
    assert len(lost_placeholders(many, "".join(f"a{at}. " for at in range(5_000)))) == 0
    bare = "".join(f"<{at}>{{{{name{at}}}}} " for at in range(5_000))
    assert len(lost_placeholders(bare, "".join(f"<{at}> " for at in range(5_000)))) == MOST
    assert lost_placeholders("{{a}}a" * 5_000, "a" * 5_000) != ("b",)
    assert time.monotonic() - start < 2
