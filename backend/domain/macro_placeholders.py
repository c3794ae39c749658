"""Placeholders of a macro that stand for nothing on a ticket: "Hi {{ticket.assignee.name}}," that became "Hi ,".

Zendesk's preview gives the finished text alone. So the macro's own text is laid over it, and only what has a single
place there is said; where the texts differ otherwise, or a placeholder may stand in two places, nothing is known.
"""

import re
from collections.abc import Sequence

from backend.domain.text import clean

MOST = 20
"""How many are named at most."""
_PLACEHOLDER = re.compile(r"\{\{([^{}]{1,200})\}\}")
_LOGIC = "{%"
"""Begins a tag of Liquid: what it leaves out of a text is not known."""


def lost_placeholders(raw: str, finished: str) -> tuple[str, ...]:
    """Name the placeholders of a text that certainly became nothing, each once, in their order."""
    if _LOGIC in raw:
        return ()
    texts, gaps = _parted(raw)
    said = _squeezed(finished)
    first, last = _leftmost(texts, said), _rightmost(texts, said)
    if first is None or last is None:
        return ()
    lost: list[str] = []
    for at, names in enumerate(gaps):
        begin, end = first[at] + len(texts[at]), first[at + 1]
        if first[at : at + 2] == last[at : at + 2] and not said[begin:end].strip():
            lost += names
    return tuple(dict.fromkeys(filter(None, (clean(name).strip() for name in lost))))[:MOST]


def _parted(raw: str) -> tuple[list[str], list[list[str]]]:
    """Part a text into what is fixed, and the placeholders between: several where only blanks part them."""
    parts = _PLACEHOLDER.split(raw)
    texts, gaps = [_squeezed(parts[0])], list[list[str]]()
    for name, text in zip(parts[1::2], parts[2::2], strict=True):
        if gaps and not texts[-1]:
            gaps[-1].append(name)
            texts[-1] = _squeezed(text)
        else:
            gaps.append([name])
            texts.append(_squeezed(text))
    return texts, gaps


def _leftmost(texts: Sequence[str], said: str) -> list[int] | None:
    """Find each text behind the one before it, as far to the left as it can stand."""
    found, at = [], 0
    for text in texts:
        at = said.find(text, at)
        if at < 0:
            return None
        found.append(at)
        at += len(text)
    return found if texts[-1] else [*found[:-1], len(said)]


def _rightmost(texts: Sequence[str], said: str) -> list[int] | None:
    found, end = [], len(said)
    for text in reversed(texts):
        end = said.rfind(text, 0, end)
        if end < 0:
            return None
        found.append(end)
    found.reverse()
    return found if texts[0] else [0, *found[1:]]


def _squeezed(text: str) -> str:
    return " ".join(text.split())
