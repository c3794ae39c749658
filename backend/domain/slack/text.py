"""Make text that people typed harmless in a Slack message."""

import re

from backend.domain.text import BREAK, clean

_CALL = re.compile(r"@(?=\w)")
TEXT_LIMIT = 30_000
"""Characters of people's words in a message; Slack cuts one at 40,000."""


def harmless(text: str) -> str:
    """Make text that people typed harmless in Slack: no mention, no link with another name, no channel-wide call."""
    return _cut(_harmless(text), TEXT_LIMIT)


def without_empty_mention(sentence: str) -> str:
    """Drop the colon with which a sentence begins whose mention is empty because nobody is known."""
    return sentence.strip().removeprefix(":").lstrip()


def quoted(text: str, limit: int = TEXT_LIMIT) -> str:
    """Quote text that people typed: each line of it stands out as theirs."""
    return _cut("\n".join(f"> {line}" for line in _harmless(text).strip("\n").split("\n")), limit)


def _harmless(text: str) -> str:
    escaped = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    # Some clients still turn a bare @channel into a call.
    return _CALL.sub(f"@{BREAK}", escaped)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 2].rstrip()} …"
