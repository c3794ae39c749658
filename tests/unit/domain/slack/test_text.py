"""What people typed, in a Slack message."""

import pytest

from backend.domain.slack.text import TEXT_LIMIT, harmless, quoted, without_empty_mention


def test_what_people_typed_calls_nobody_and_hides_nothing() -> None:
    assert harmless("<!channel> <https://evil|here> & @here\x00") == (
        "&lt;!channel&gt; &lt;https://evil|here&gt; &amp; @\u200bhere"
    )
    assert quoted("one\r\ntwo") == "> one\n> two"
    assert len(quoted("&\n" * 20_000, 500)) <= 500


@pytest.mark.parametrize(
    ("heading", "read"), [("<@U1>: Ada asks.", "<@U1>: Ada asks."), (": Ada asks.", "Ada asks."), (" Ada ", "Ada")]
)
def test_a_sentence_without_anybody_to_mention_begins_with_its_words(heading: str, read: str) -> None:
    assert without_empty_mention(heading) == read


def test_a_long_text_is_cut_at_its_limit_and_says_so() -> None:
    assert harmless("x" * TEXT_LIMIT) == "x" * TEXT_LIMIT
    assert harmless("x" * (TEXT_LIMIT + 1)) == "x" * (TEXT_LIMIT - 2) + " …"
    assert harmless(" x" + "y" * 5 + " " * TEXT_LIMIT) == " xyyyyy …"


def test_each_line_of_a_quote_is_kept_and_only_outer_blank_lines_go() -> None:
    assert quoted("\n  one two\n\nX three X\n") == ">   one two\n> \n> X three X"
    assert quoted("X") == "> X"
