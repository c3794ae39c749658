"""Marks by which an operation recognises what it wrote, before it would write it again."""

import re

from markupsafe import Markup

MARKER_PREFIX = "oncall-operation:"

_ID = re.compile(r"[0-9a-f]{8,64}")
# Only a line of its own counts: quoted text starts with "> " and cannot pass for one of ours.
_MARKER = re.compile(rf"^<!-- {MARKER_PREFIX}([0-9a-f]{{8,64}}) -->[ \t]*\r?$", re.MULTILINE)
_NOTE_MARKER = re.compile(r"\bOperation ([0-9a-f]{8,64})\b")


def _checked(operation_id: str) -> str:
    if not _ID.fullmatch(operation_id):
        raise ValueError(f"an operation id is 8 to 64 lower-case hex digits, not {operation_id!r}")
    return operation_id


def marker(operation_id: str) -> str:
    """Mark a GitLab description or note; must stand on a line of its own."""
    return f"<!-- {MARKER_PREFIX}{_checked(operation_id)} -->"


def find_marker(text: str) -> str | None:
    """Read the operation id out of a GitLab text; None when no line is a marker."""
    found = _MARKER.search(text)
    return found[1] if found else None


def note_marker(operation_id: str) -> Markup:
    """Mark a Zendesk note, as HTML; visible, because Zendesk strips comments and hidden elements."""
    return Markup("<p><small>Operation {}</small></p>").format(_checked(operation_id))


def note_markers(body: str) -> frozenset[str]:
    """Read every operation id that a Zendesk comment (plain or HTML) carries."""
    return frozenset(_NOTE_MARKER.findall(body))
