"""Typed text is harmless in GitLab and in Zendesk, and reads the same."""

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.marks import Marks, comment, earlier_marks_in, marks_in, reference, references_in
from backend.domain.text import clean, inline, neutral, printable, quote, squashed, to_html, words_of

MARK = "0123456789abcdef"
HOSTILE = st.text(
    st.sampled_from("/@{}%<!->o \n\r\t\v\x00\x1c\x85\u2028\u2029\u202eé😀ש&'\"") | st.characters(), max_size=60
)


def seen(text: str) -> str:
    """What a person sees of it."""
    return text.replace("\u200b", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("one\ntwo", "> one\n> two", id="lines"),
        pytest.param("/close\r\n/assign @me", "> /close\n> /assign @\u200bme", id="quick-actions"),
        pytest.param("a\u2028/close", "> a\n> /close", id="line-separator"),
        pytest.param("a\rb\x85c\vd", "> a\n> b\n> c\n> d", id="other-line-ends"),
        pytest.param("a\n\n/close", "> a\n> \n> /close", id="blank-line"),
        pytest.param("\n\na\n", "> a", id="outer-blank-lines"),
        pytest.param("", "> ", id="empty"),
        pytest.param("nul\x00 and \ud800", "> nul and ", id="unwritable"),
        pytest.param("@all mail me@example.com", "> @\u200ball mail me@example.com", id="mention"),
        pytest.param("é@all 担当@root", "> é@\u200ball 担当@\u200broot", id="mention-behind-another-alphabet"),
        pytest.param("_@root_ a_@root a@root", "> _@\u200broot_ a_@\u200broot a@\u200broot", id="behind-a-word"),
        pytest.param("x_@a.b é@a.b &nbsp@a.b", "> x_@\u200ba.b é@\u200ba.b &nbsp@\u200ba.b", id="mention-with-a-dot"),
        pytest.param("<b>@</b>root \\@root", "> <b>@\u200b</b>root \\@\u200broot", id="mention-in-markup"),
        pytest.param("&#64;a &#x40;a &commat;a", "> &\u200b#64;a &\u200b#x40;a &\u200bcommat;a", id="entity"),
        pytest.param("R&D http://x/?a=1&b=2 &lt;", "> R&D http://x/?a=1&b=2 &lt;", id="other-ampersands"),
        pytest.param("(a.b+c@mail.example.com), a@b.org", "> (a.b+c@mail.example.com), a@b.org", id="addresses"),
        pytest.param(">>>\n/close\n>>>", "> >>>\n> /close\n> >>>", id="quote-fence"),
        pytest.param("😀 שלום", "> 😀 שלום", id="emoji-and-rtl"),
        pytest.param("see \u202efdp.exe\u2067 all", "> see fdp.exe all", id="what-turns-the-rest-round"),
    ],
)
def test_quote(text: str, expected: str) -> None:
    assert quote(text) == expected


@given(HOSTILE)
@settings(max_examples=300)
def test_every_quoted_line_is_quoted_and_none_acts(text: str) -> None:
    quoted = quote(text)
    assert all(line.startswith("> ") for line in quoted.splitlines())
    assert "<!--" not in quoted
    assert not re.search(r"(?<![A-Za-z0-9])@\w", quoted)
    quoted.encode("utf-8")


@given(HOSTILE)
def test_a_quote_reads_as_it_was_typed(text: str) -> None:
    lines = [line.removeprefix("> ") for line in quote(text).split("\n")]
    assert seen("\n".join(lines)) == seen(clean(text)).strip("\n")


def test_a_quoted_mark_is_not_found() -> None:
    forged = quote(comment(MARK))
    assert "<!--" not in forged
    assert "oncall-operation:" in seen(forged)
    assert marks_in(forged) == frozenset()


def test_a_mark_is_found_beside_a_forged_one() -> None:
    text = f"{quote(comment('f' * 16))}\n\n{comment(MARK)}\r\n"
    assert marks_in(text) == {MARK}


def test_a_mark_inside_a_line_does_not_count() -> None:
    assert marks_in(f"see {comment(MARK)}") == frozenset()


def test_the_mark_of_an_earlier_version_is_broken_where_it_was_typed() -> None:
    assert earlier_marks_in(f"<p>Paged.</p><p><small>Operation {MARK}</small></p>") == {MARK}
    assert earlier_marks_in(to_html(f"Because. Operation {MARK}")) == frozenset()


def test_a_mark_is_one_steps_at_one_place() -> None:
    marks = Marks(["new", "old"])
    made = marks.of("0a", "note", "zendesk:ticket:1")
    assert marks.proves(made, "0a", "note", "zendesk:ticket:1")
    assert references_in(f"Words.\n{reference(made)}") == {made}
    for other in (("0b", "note", "zendesk:ticket:1"), ("0a", "tag", "zendesk:ticket:1"), ("0a", "note", "x")):
        assert not marks.proves(made, *other)
    assert not marks.proves(None, "0a", "note", "zendesk:ticket:1")
    assert not marks.proves("é", "0a", "note", "zendesk:ticket:1")
    assert marks.proves(Marks(["old"]).of("0a", "note", "p"), "0a", "note", "p")
    assert not marks.proves(Marks(["stolen"]).of("0a", "note", "p"), "0a", "note", "p")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(" a\r\n b\u2029c ", "a b c", id="one-line"),
        pytest.param("/close", "\u200b/close", id="quick-action"),
        pytest.param("x" * 300, "x" * 254 + "…", id="too-long"),
        pytest.param("@all", "@\u200ball", id="mention"),
    ],
)
def test_inline(text: str, expected: str) -> None:
    assert inline(text) == expected


@given(HOSTILE, st.integers(5, 80))
def test_inline_is_one_short_line(text: str, limit: int) -> None:
    line = inline(text, limit)
    assert len(line.splitlines()) <= 1
    assert len(line) <= limit
    assert not line.startswith("/")


@pytest.mark.parametrize("text", ["{{ticket.id}}", "{% if x %}", "{{{{dc.x}}}}", "{{%"])
def test_neutral_breaks_placeholders_and_reads_the_same(text: str) -> None:
    assert not re.search(r"\{[{%]", neutral(text))
    assert seen(neutral(text)) == text


def test_html_is_escaped_in_paragraphs() -> None:
    text = "<script>alert('1')</script>\n& {{ticket.id}}\n\n\nsecond"
    assert to_html(text) == (
        "<p>&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;<br>&amp; {\u200b{ticket.id}}</p><p>second</p>"
    )


@given(HOSTILE)
def test_html_holds_no_markup_and_no_placeholder_of_theirs(text: str) -> None:
    markup = to_html(text)
    assert not re.search(r"\{[{%]", html.unescape(markup))
    inner = markup.replace("<p>", "").replace("</p>", "").replace("<br>", "")
    assert "<" not in inner
    assert ">" not in inner


@pytest.mark.parametrize("unit", ["a", "&", "😀", "{{", "a\n\n", "<b>"])
def test_html_is_cut_visibly_and_uses_its_limit(unit: str) -> None:
    markup = to_html(unit * 20_000, limit=5_000)
    assert 4_900 <= len(markup.encode()) <= 5_000
    assert re.search(r"<p>\[Cut here: \d+ of \d+ characters did not fit\.\]</p>$", markup)


@given(st.text(max_size=300), st.integers(200, 400))
def test_html_never_exceeds_its_limit(text: str, limit: int) -> None:
    assert len(to_html(text, limit).encode()) <= limit


def test_a_text_of_64_kb_fits_what_zendesk_takes() -> None:
    assert len(to_html("é" * 64_000).encode()) <= 60_000


def test_halves_of_characters_are_replaced_wherever_they_stand() -> None:
    given = {"a\ud800": ["b\udfff", ("é", 1), None, {"c": True}]}
    assert printable(given) == {"a?": ["b?", ["é", 1], None, {"c": True}]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Git-Lab_Duo!", "git lab duo"),
        ("\u200bＧｅｏ ", "geo"),
        ("x\u00ady", "xy"),
        ("...", ""),
        ("STRASSE", "strasse"),
        ("Ju\u0308rgen Jürgen ÉNERGIE", "jurgen jurgen energie"),
    ],
)
def test_a_name_still_shows_when_it_is_dressed_up(text: str, expected: str) -> None:
    assert squashed(text) == expected


def test_a_line_that_just_fits_is_not_cut_and_a_cut_one_has_no_blank_at_its_end() -> None:
    assert inline("x" * 10, 10) == "x" * 10
    assert inline("abcdefgh ijk", 10) == "abcdefgh…"
    assert quote("X") == "> X"


def test_a_cut_text_tells_how_much_is_missing() -> None:
    markup = to_html("x" * 1000, limit=300)
    found = re.fullmatch(r"<p>(x+)</p><p>\[Cut here: (\d+) of (\d+) characters did not fit\.\]</p>", markup)
    assert found is not None
    assert (len(found[1]) + int(found[2]), found[3]) == (1000, "1000")
    assert len(markup) == 300
    assert to_html("x" * 293, limit=300) == f"<p>{'x' * 293}</p>"
    assert to_html("\n X \n") == "<p> X </p>"


def test_html_is_reduced_to_its_words_a_line_for_each_block() -> None:
    html = "<p>Hello <b>Ana</b>,</p><p>one&amp;two<br/>three</p><ul><li>four</li></ul>"
    assert words_of(html) == "Hello Ana,\none&two\nthree\nfour"
