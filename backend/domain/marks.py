"""Marks by which an operation recognises what it wrote, before it would write it again.

A mark is a keyed hash over the operation, its step and the place it is written to, so nobody can make one, and one that
is copied elsewhere says nothing there. It is looked for only in what our own user has written.
"""

import hashlib
import hmac
import re
from collections.abc import Sequence

MARKER_PREFIX = "oncall-operation:"
_LENGTH = 32
# Only a line of its own counts: quoted text starts with "> " and cannot pass for one of ours.
_COMMENT = re.compile(rf"^<!-- {MARKER_PREFIX}([0-9a-f]{{8,64}}) -->[ \t]*\r?$", re.MULTILINE)
_EARLIER = re.compile(r"\bOperation ([0-9a-f]{8,64})\b")
_REFERENCE = re.compile(rf"^Ref\. ([0-9a-f]{{{_LENGTH}}})$", re.MULTILINE)


class Marks:
    """Makes marks with the first key, and recognises those of each: while a key is exchanged, there are two."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = tuple(hashlib.sha256(f"marks:{key}".encode()).digest() for key in keys)

    def of(self, operation_id: str, step: str, place: str) -> str:
        """Make the mark of a step's write to a place, as in `("0a1b...", "note", "zendesk:ticket:12")`."""
        return _digest(self._keys[0], operation_id, step, place)

    def proves(self, mark: str | None, operation_id: str, step: str, place: str) -> bool:
        """Tell whether a mark that was found is this step's, at this place."""
        if not mark:
            return False
        possible = (_digest(key, operation_id, step, place) for key in self._keys)
        return any(hmac.compare_digest(mark.encode(), known.encode()) for known in possible)


def _digest(key: bytes, operation_id: str, step: str, place: str) -> str:
    words = "\0".join((operation_id, step, place)).encode()
    return hmac.new(key, words, hashlib.sha256).hexdigest()[:_LENGTH]


def comment(mark: str) -> str:
    """Write a mark as a comment for GitLab's Markdown, which shows none; it must stand on a line of its own."""
    return f"<!-- {MARKER_PREFIX}{mark} -->"


def marks_in(text: str) -> frozenset[str]:
    """Read the marks that stand in a GitLab text, each on a line of its own."""
    return frozenset(_COMMENT.findall(text))


def reference(mark: str) -> str:
    """Write a mark as a line of plain text, where nothing can be hidden."""
    return f"Ref. {mark}"


def references_in(text: str) -> frozenset[str]:
    """Read the marks that stand in a plain text, each on a line of its own."""
    return frozenset(_REFERENCE.findall(text))


def earlier_marks_in(text: str) -> frozenset[str]:
    """Read the operations' ids with which the version before this one marked its notes."""
    return frozenset(_EARLIER.findall(text))
