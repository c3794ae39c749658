"""Every key of the handbook reaches somebody: what nothing reads would be changed in vain."""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from backend.handbook.model.handbook import Handbook
from backend.handbook.model.scalars import Section

BACKEND = Path(__file__).parents[3] / "backend"
# Chosen by a name that is data: `getattr(meaning, status)`, or all of them at once by `model_dump`.
BY_DATA = {"AnswerLabels", "DutySources", "PageMeaning", "Replies"}
ONE_BY_ONE = {
    # Copied into the answer of the API by their names.
    "Question.help",
    "Question.group",
    # By the loader, which tries the patterns at each start.
    "TitleExample.title",
    "TitleExample.ticket",
    "Patterns.incident_examples",
    "Patterns.incident_counterexamples",
}


def held(kind: Any) -> Iterator[type[Section]]:
    """List the sections in a type."""
    if isinstance(kind, type) and issubclass(kind, Section):
        yield kind
    for inner in get_args(kind):
        yield from held(inner)


def sections(model: type[Section], found: dict[type[Section], set[str]]) -> dict[type[Section], set[str]]:
    """Give each section with the names of the fields that hold it."""
    for name, field in model.model_fields.items():
        for inner in held(field.annotation):
            first = inner not in found
            found.setdefault(inner, set()).add(name)
            if first:
                sections(inner, found)
    return found


def reads(folder: Path) -> Mapping[str, set[str]]:
    """List what is read of attributes: name → what stands before the dot."""
    found: dict[str, set[str]] = defaultdict(set)
    for file in folder.rglob("*.py"):
        if file.is_relative_to(BACKEND / "handbook" / "loading") or file.is_relative_to(BACKEND / "doctor"):
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
                found[node.attr].add(_base(node.value))
    return found


def _base(node: ast.expr) -> str:
    """Name what stands before the dot; a variable counts by its name only where it is called as a chapter is."""
    if isinstance(node, ast.Name):
        return node.id if node.id in Handbook.model_fields else ""
    return node.attr if isinstance(node, ast.Attribute) else ""


def unread(handbook: type[Section], read: Mapping[str, set[str]]) -> set[str]:
    """List the fields that nothing reads; a base that is no section's own name may be any section."""
    holders = sections(handbook, {handbook: {"handbook", "_handbook"}})
    names = {name for each in holders.values() for name in each}
    return {
        f"{model.__name__}.{field}"
        for model, own in holders.items()
        if model.__name__ not in BY_DATA
        for field in model.model_fields
        if not any(base in own or base not in names for base in read.get(field, ()))
    } - ONE_BY_ONE


def test_every_key_is_read() -> None:
    assert unread(Handbook, reads(BACKEND)) == set(), "use these keys, or take them out of handbook, model and docs"


def test_a_key_that_nothing_reads_is_found() -> None:
    class Part(Section):
        used: str
        left: str

    class Whole(Section):
        part: Part

    read = {"part": {"handbook"}, "used": {"part"}, "left": {"handbook"}}
    assert unread(Whole, read) == {"Part.left"}
