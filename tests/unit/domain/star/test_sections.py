"""What people wrote is read as plain text: one section of it, or all, cut to what is shown."""

import pytest

from backend.domain.star.sections import LONGEST, READ, plain_text, section


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        pytest.param("## Summary\nAll is down\nsince noon", "All is down\nsince noon", id="marked"),
        pytest.param("intro\n### Summary of it\n\nDown\n# Next\nnot this", "Down", id="up-to-the-next-heading"),
        pytest.param("**Summary**: Down\nsince noon", "Down\nsince noon", id="bold-with-words-behind"),
        pytest.param("**Summary**\nDown\n**Next**\nnot this", "Down", id="bold-alone"),
        pytest.param("## Other\nnot this\n## Reason\nLoss", "Loss", id="another-of-the-names"),
        pytest.param("## Summary\nfirst\n## Summary\nsecond", "first", id="the-first-one"),
        pytest.param("## SUM\u200bMARY:\nDown", "Down", id="case-and-hidden-letters-do-not-count"),
        pytest.param("## Summary\r\n> Down\r\n", "Down", id="quoted"),
        pytest.param("## Summary\n<!-- say what is wrong -->\n", None, id="only-the-forms-hint"),
        pytest.param("## Summary\n\n## Next\nnot this", None, id="empty"),
        pytest.param("## The Summary\nDown", None, id="the-name-stands-further-behind"),
        pytest.param("Summary\nDown", None, id="no-heading"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_a_section_stands_under_the_first_heading_that_begins_with_a_name(
    description: str, expected: str | None
) -> None:
    assert section(description, ["Summary", "Reason"]) == expected


def test_a_heading_far_behind_is_not_looked_for() -> None:
    heading = "\n## Summary\nDown"
    assert section("x" * (READ - len(heading)) + heading, ["Summary"]) == "Down"
    assert section("x" * (READ - len(heading)) + heading + "cast", ["Summary"]) == "Down"
    assert section("x" * READ + heading, ["Summary"]) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("> one\n>two\n  >  three", "one\ntwo\n three", id="quotation-signs"),
        pytest.param("a > b", "a > b", id="a-sign-inside-a-line-stays"),
        pytest.param("a<!-- hidden\nlines -->b<!-- x -->c", "abc", id="comments"),
        pytest.param("a<!-- open\nto the end", "a", id="a-comment-without-an-end"),
        pytest.param("@\u200broot", "@root", id="our-own-break"),
        pytest.param("a\n\n\n\nb\n\nc\nd", "a\n\nb\n\nc\nd", id="blank-lines"),
        pytest.param(" \n a \n ", "a", id="outer-blanks"),
        pytest.param("a\r\nb\x00", "a\nb", id="line-ends-and-what-cannot-be-stored"),
    ],
)
def test_plain_text(text: str, expected: str) -> None:
    assert plain_text(text) == expected


def test_a_long_text_is_cut_to_what_is_shown() -> None:
    assert plain_text("x" * LONGEST) == "x" * LONGEST
    assert plain_text("x" * (LONGEST + 1)) == "x" * (LONGEST - 2) + " …"
    assert plain_text("x" * (LONGEST - 3) + " " + "y" * 9) == "x" * (LONGEST - 3) + " …"
    assert plain_text(" " * READ + "x") == ""
    assert plain_text(" " * (READ - 1) + "xy") == "x"
