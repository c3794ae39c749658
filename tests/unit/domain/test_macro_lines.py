"""The blank lines of a macro's text."""

from backend.domain.macro_lines import fill_html, fill_plain

KNOWN = {"STAR issue": '<a href="https://example.com/7">#7</a>', "Discussion": None, "Initiator": "@ada"}
MACRO = "<p>Starred.</p><ul><li>STAR issue: </li><li>Discussion: </li><li>Initiator:&nbsp;</li></ul>"


def test_each_blank_line_is_filled_or_left_out() -> None:
    text, missing = fill_html(MACRO, KNOWN)
    assert missing == []
    assert text == (
        '<p>Starred.</p><ul><li>STAR issue: <a href="https://example.com/7">#7</a></li><li>Initiator: @ada</li></ul>'
    )


def test_of_a_list_of_which_nothing_is_known_nothing_stays() -> None:
    assert fill_html(MACRO, dict.fromkeys(KNOWN)) == ("<p>Starred.</p>", [])


def test_what_has_no_line_of_its_own_is_told() -> None:
    assert fill_html("<p>Starred.</p>", KNOWN) == ("<p>Starred.</p>", ["STAR issue", "Initiator"])


def test_a_line_that_says_something_stays() -> None:
    said = "<ul><li>Discussion: in the thread</li></ul>"
    assert fill_html(said, {"Discussion": None}) == (said, [])


def test_a_backslash_in_a_value_is_one() -> None:
    assert fill_html("<p>Initiator:</p>", {"Initiator": r"a\1b"}) == (r"<p>Initiator: a\1b</p>", [])


def test_a_plain_text_is_filled_line_by_line() -> None:
    text = "Starred.\n- STAR issue:\n- Discussion:\n- Initiator: "
    filled = fill_plain(text, {"STAR issue": "#7", "Discussion": None, "Initiator": "@ada"})
    assert filled == ("Starred.\n- STAR issue: #7\n- Initiator: @ada", [])


def test_a_label_is_known_whatever_its_case() -> None:
    assert fill_html("<p>star ISSUE:</p>", {"STAR issue": "#7"}) == ("<p>STAR issue: #7</p>", [])
    assert fill_plain("star ISSUE:", {"STAR issue": "#7"}) == ("STAR issue: #7", [])


def test_what_has_no_plain_line_is_told_and_only_empty_lines_are_cut() -> None:
    assert fill_plain("Thanks X  \n\n", {"Initiator": "@ada", "Discussion": None}) == ("Thanks X  ", ["Initiator"])
