"""Make text that people typed harmless where it goes: GitLab Markdown, Zendesk comments.

A zero-width space is what breaks a sequence that a machine would act on: people read the same words. HTML
entities would not do, since both systems decode them before they look; those that people typed are broken, too.
"""

import re
import unicodedata
from typing import Any

from markupsafe import Markup, escape

from backend.domain.marks import MARKER_PREFIX

BREAK = "\u200b"
"""Zero-width space."""

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
# NUL and its kin are refused by databases and APIs; lone surrogates cannot be written as UTF-8.
_UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# These reverse the text after them, our own words too. Scripts that run from right to left do without them.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
# GitLab mentions whoever follows an @ that does not stand inside a word, as it does in an e-mail address; where a word
# ends is seen only once Markdown and HTML are read. So every @ is broken but that of a plain address.
_MENTION = re.compile(
    r"(?P<address>(?<![\w&#.+-])[A-Za-z0-9](?:[\w.+-]{0,62}[A-Za-z0-9])?@(?=[A-Za-z0-9-]+\.[A-Za-z]))|@", re.ASCII
)
# GitLab decodes entities first, and &commat; or &#64; is an @.
_ENTITY = re.compile(r"&(?=#|commat)")
_PLACEHOLDER = re.compile(r"\{(?=[{%])")
_EARLIER_MARK = re.compile(r"\bOperation(?= [0-9a-f]{8,64}\b)")
_BLOCK_ENDS = re.compile(r"<br\b[^>]*>|</(?:p|div|li|ul|ol|h\d|pre|blockquote|tr)>", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")

TITLE_LIMIT = 255
"""Characters of a GitLab title."""
COMMENT_LIMIT = 60_000
"""Bytes of a Zendesk comment that we fill; past 64 kB Zendesk cuts without a word."""


def clean(text: str) -> str:
    """Reduce every kind of line end to a newline; drop what cannot be stored and what turns the rest round."""
    return _TURNS.sub("", _UNWRITABLE.sub("", _LINE_ENDS.sub("\n", text)))


def words_of(html: str) -> str:
    """Reduce HTML to its words, a line for each of its blocks."""
    lines = (Markup(block).striptags() for block in _BLOCK_ENDS.split(html))  # noqa: S704 - only its words are kept
    return clean("\n".join(filter(None, lines)))


def squashed(text: str) -> str:
    """Reduce a text to its bare letters and digits, a blank between words: joined or dressed up, a name still shows."""
    bare = unicodedata.normalize("NFKD", text)
    visible = "".join(character for character in bare if unicodedata.category(character) not in {"Cf", "Mn"})
    return " ".join(re.split(r"[\W_]+", visible.casefold())).strip()


def printable(value: Any) -> Any:
    """Replace halves of characters, which cannot be sent, in all texts of a JSON value."""
    if isinstance(value, str):
        return value.encode(errors="replace").decode()
    if isinstance(value, dict):
        return {printable(key): printable(entry) for key, entry in value.items()}
    return [printable(entry) for entry in value] if isinstance(value, list | tuple) else value


def _defused(text: str) -> str:
    comments = text.replace("<!--", f"<{BREAK}!--").replace(MARKER_PREFIX, f"{BREAK}{MARKER_PREFIX}")
    return _MENTION.sub(lambda at: at["address"] or f"@{BREAK}", _ENTITY.sub(f"&{BREAK}", comments))


def quote(text: str) -> str:
    """Quote text for a GitLab description or note: every line starts with `> `, so none is a quick action.

    HTML comments (they could forge our marker or hide what follows) and mentions, as entities too, are broken.
    """
    return "\n".join(f"> {line}" for line in _defused(clean(text)).strip("\n").split("\n"))


def inline(text: str, limit: int = TITLE_LIMIT) -> str:
    """Fit text into one line of GitLab Markdown or a title: at most `limit` characters, no quick action."""
    line = _defused(" ".join(clean(text).split()))
    if line.startswith("/"):
        line = BREAK + line
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def neutral(text: str) -> str:
    """Break Zendesk's placeholders (`{{...}}`, `{%...%}`), so that they are shown and not expanded.

    What looks like a mark of the version before this one is broken, too.
    """
    return _EARLIER_MARK.sub(f"Operation{BREAK}", _PLACEHOLDER.sub("{" + BREAK, clean(text)))


def to_html(text: str, limit: int = COMMENT_LIMIT) -> Markup:
    """Write text as escaped, neutral paragraphs for Zendesk's html_body.

    They take at most `limit` bytes (200 or more). A last paragraph says how much did not fit.
    """
    cleaned = clean(text).strip("\n")
    whole = _paragraphs(cleaned)
    if _size(whole) <= limit:
        return whole
    fits, too_long = 0, len(cleaned)
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        if _size(_cut(cleaned, middle)) <= limit:
            fits = middle
        else:
            too_long = middle
    return _cut(cleaned, fits)


def _paragraphs(text: str) -> Markup:
    blocks = _BLANK_LINES.sub("</p><p>", escape(neutral(text))).replace("\n", "<br>")
    return Markup(f"<p>{blocks}</p>")  # noqa: S704 - escaped above; formatting each paragraph takes 20 times as long


def _cut(text: str, length: int) -> Markup:
    lost = len(text) - length
    said = Markup("<p>[Cut here: {} of {} characters did not fit.]</p>").format(lost, len(text))
    return _paragraphs(text[:length]) + said


def _size(text: str) -> int:
    return len(text.encode())
