"""Answers are made from domain objects by the names of their fields."""

from dataclasses import dataclass

import pytest
from pydantic import ValidationError

from backend.panel.schemas.base import Shape


class Part(Shape):
    """Stands inside another."""

    text: str


class Whole(Shape):
    """Has a part, and something of its own."""

    name: str
    tags: list[str]
    part: Part | None


@dataclass(frozen=True, slots=True)
class PartOfDomain:
    text: str
    more: int = 0


@dataclass(frozen=True, slots=True)
class Domain:
    name: str
    tags: tuple[str, ...]


def test_fields_come_by_name_and_what_is_given_comes_first() -> None:
    shape = Whole.of(Domain("a", ("b", "c")), part=PartOfDomain("d"))
    assert shape == Whole(name="a", tags=["b", "c"], part=Part(text="d"))
    assert Whole.of(Domain("a", ()), name="other", part=None).name == "other"


def test_what_is_in_neither_is_an_error() -> None:
    with pytest.raises(ValidationError, match="part"):
        Whole.of(Domain("a", ()))
    with pytest.raises(AttributeError, match="part"):
        Whole.of(Domain("a", ()), name="b")


def test_what_no_field_takes_is_an_error() -> None:
    with pytest.raises(ValidationError, match="surplus"):
        Whole.of(Domain("a", ()), part=None, surplus=1)
