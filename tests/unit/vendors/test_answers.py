"""One bad record is one bad record; a list is whole or an error; a bug of ours stays a bug."""

import logging
from datetime import UTC, datetime
from typing import Any

import pytest
import requests

from backend.domain.listing import Skipped
from backend.vendors.answers import fit, json_of
from backend.vendors.errors import Call, OutcomeUnknown, Unavailable, VendorError
from backend.vendors.fields import Maybe, Moment, Number, Record, Several, Text, Words
from backend.vendors.listings import MOST_PAGES, fitting, joined, paged

NOON = "2026-03-01T12:00:00Z"


class Thing(Record):
    id: Number
    name: Text
    words: Words = ""
    at: Maybe[Moment] = None
    parts: Several[Text] = ()


class Dated(Record):
    at: Moment


def things(*raws: Any) -> Any:
    return fitting("Vendor", "thing", raws, Thing, lambda raw: raw.name)


def answer(content: bytes) -> requests.Response:
    made = requests.Response()
    made._content = content
    return made


def test_a_record_that_does_not_fit_is_named_and_the_others_go_on() -> None:
    listing = things(
        {"id": 1, "name": "one"}, {"id": 2}, {"id": 3, "name": 7}, "what", {"name": "x"}, {"id": 4, "name": "four"}
    )
    assert listing.records == ("one", "four")
    assert [(one.id, one.field, one.reason) for one in listing.skipped] == [
        ("2", "name", "is missing"),
        ("3", "name", "Input should be a valid string"),
        ("?", "the answer", "Input should be a valid dictionary or instance of Thing"),
        ("?", "id", "is missing"),
    ]
    assert listing.listed == 6
    assert str(listing.skipped[0]) == "Vendor thing 2: name is missing"


def test_a_record_that_stays_bad_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            things({"id": 77})
    assert [one.getMessage() for one in caplog.records] == ["skipped Vendor thing 77: name is missing"]


@pytest.mark.parametrize("raw", [True, 0, -1, 1.0, "1", None, 2**63, [], {}])
def test_an_id_is_a_number_and_nothing_like_one(raw: Any) -> None:
    assert things({"id": raw, "name": "x"}).records == ()


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("half \ud83d of it", "half \ufffd of it"),
        ("nul \x00 here", "nul \ufffd here"),
        ("whole \U0001f600", "whole \U0001f600"),
        ("line\nend\ttab", "line\nend\ttab"),
    ],
)
def test_what_cannot_be_stored_is_replaced_in_a_text(raw: str, read: str) -> None:
    assert things({"id": 1, "name": raw}).records == (read,)
    read.encode()


def test_the_id_of_a_bad_record_can_be_written() -> None:
    (skipped,) = fitting("Vendor", "thing", [{"id": "\ud83d" + "x" * 100}], Thing, str).skipped
    assert skipped == Skipped("Vendor", "thing", "?" + "x" * 63, "id", skipped.reason)
    str(skipped).encode()


@pytest.mark.parametrize(
    "raw",
    [
        "9999-12-31T23:59:59Z",
        "1999-12-31T23:59:59Z",
        "0001-01-01T00:00:00+14:00",
        "soon",
        "",
        1_790_000_000,
        None,
        True,
    ],
)
def test_a_time_out_of_reason_is_none_where_it_may_be_and_else_does_not_fit(raw: Any) -> None:
    assert Thing.model_validate({"id": 1, "name": "x", "at": raw}).at is None
    with pytest.raises(Unavailable, match="at: "):
        fit("Vendor", Call("GET", "/x"), {"at": raw}, Dated)


@pytest.mark.parametrize(
    "raw", [NOON, "2026-03-01T12:00:00.000+00:00", "2026-03-01T07:00:00-05:00", "2026-03-01T12:00:00"]
)
def test_every_documented_form_of_a_time_is_read(raw: str) -> None:
    assert fit("Vendor", Call("GET", "/x"), {"at": raw}, Dated).at == datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_parts_that_cannot_be_read_are_left_out_and_none_is_nothing() -> None:
    read = Thing.model_validate({"id": 1, "name": "x", "words": None, "parts": ["a", 7, None, "b"]})
    assert (read.words, read.parts) == ("", ("a", "b"))
    for odd in (None, "text", 7, {"a": 1}):
        assert Thing.model_validate({"id": 1, "name": "x", "parts": odd}).parts == ()


@pytest.mark.parametrize(("method", "expected"), [("GET", Unavailable), ("POST", OutcomeUnknown)])
def test_an_answer_that_does_not_fit_names_its_field_and_call(method: str, expected: type[VendorError]) -> None:
    call = Call(method, "/things/1", 200)
    with pytest.raises(VendorError, match="cannot be used: name: is missing") as raised:
        fit("Vendor", call, {"id": 1, "secret": "words"}, Thing)
    assert type(raised.value) is expected
    assert (raised.value.field, raised.value.call) == ("name", call)
    assert "words" not in str(raised.value)


def test_a_bug_of_ours_in_a_conversion_stays_the_error_it_is() -> None:
    with pytest.raises(ZeroDivisionError):
        fitting("Vendor", "thing", [{"id": 1, "name": "x"}], Thing, lambda raw: 1 / 0)


def test_numbers_that_no_database_takes_are_none() -> None:
    assert json_of(answer(b'{"a": NaN, "b": [Infinity, -Infinity, 1.5]}')) == {"a": None, "b": [None, None, 1.5]}


@pytest.mark.parametrize("content", [b"", b"<html>", b"[" * 100_000, b'"\xff"', b'{"a": 1'])
def test_what_is_no_json_is_told(content: bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        json_of(answer(content))


class TestPaging:
    def test_pages_are_read_to_the_end(self) -> None:
        asked: list[int | None] = []

        def ask(cursor: int | None) -> tuple[str, int | None]:
            asked.append(cursor)
            return f"page {cursor}", {None: 2, 2: 3}.get(cursor)

        assert list(paged("Vendor", "GET /things", ask)) == ["page None", "page 2", "page 3"]
        assert asked == [None, 2, 3]

    def test_a_list_without_end_is_an_error_and_never_cut(self) -> None:
        asked: list[int] = []

        def ask(cursor: int | None) -> tuple[str, int | None]:
            asked.append(cursor or 0)
            return "page", (cursor or 0) + 1

        with pytest.raises(Unavailable, match="GET /things has no end within 100 pages"):
            list(paged("Vendor", "GET /things", ask))
        assert len(asked) == MOST_PAGES

    def test_a_next_page_that_is_the_same_page_is_an_error(self) -> None:
        with pytest.raises(Unavailable, match="no end"):
            list(paged("Vendor", "GET /things", lambda cursor: ("page", "same")))

    def test_pages_are_joined_with_what_was_skipped(self) -> None:
        listing = joined([things({"id": 1, "name": "a"}, {"id": 5}), things({"id": 2, "name": "b"})])
        assert (listing.records, [one.id for one in listing.skipped]) == (("a", "b"), ["5"])
