"""Shapes keep fields and types, and never a value."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.doctor.shapes import shape_of

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=4),
)


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        ({"a": 1, "b": None}, {"": {"object"}, "a": {"integer"}, "b": {"null"}}),
        ([1, 1.5], {"": {"list"}, "[]": {"integer", "number"}}),
        ([], {"": {"list"}}),
        ([{"a": True}, {}], {"": {"list"}, "[]": {"object"}, "[].a": {"boolean", "absent"}}),
        ("2026-03-02T09:00:00Z", {"": {"time"}}),
        ("2018-11-04T00:00:00+00:00", {"": {"time"}}),
        ("2018-11-04", {"": {"day"}}),
        ("4711", {"": {"number as text"}}),
        ("https://acme.example/x", {"": {"address"}}),
        ("-----BEGIN PUBLIC KEY-----\nMII", {"": {"key in PEM"}}),
        ("<div>Hello</div>", {"": {"markup"}}),
        ("", {"": {"empty text"}}),
        ("Hello", {"": {"text"}}),
        ({"Jane Doe": 1}, {"": {"object"}, "*": {"integer"}}),
        ({"emoji": {"jane": "x"}}, {"": {"object"}, "emoji": {"object"}, "emoji.*": {"text"}}),
        ({"settings": [{"id": 1}]}, {"": {"object"}, "settings": {"list"}, "settings[]": {"object"},
                                      "settings[].id": {"integer"}}),
    ],
)  # fmt: skip
def test_a_shape_has_the_types_of_each_place(value: Any, shape: dict[str, set[str]]) -> None:
    assert shape_of(value) == shape


@given(JSON)
def test_no_text_of_an_answer_is_in_its_shape(value: Any) -> None:
    known = {"null", "boolean", "integer", "number", "object", "list", "absent", "text", "empty text", "time", "day",
             "number as text", "address", "key in PEM", "markup"}  # fmt: skip
    shape = shape_of(value)
    assert {one for types in shape.values() for one in types} <= known
    assert set("".join(shape)) <= set("abcd.[]")
    assert json.dumps({place: sorted(types) for place, types in shape.items()})
