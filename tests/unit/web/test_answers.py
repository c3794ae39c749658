"""A poll that finds nothing new costs no body, and still says how fresh that is."""

import gzip

import pytest
from flask import Flask

from backend.panel.answers import Answer, Reading
from backend.web.answers import polled

SOURCES = Reading(said=b"{}", as_of='{"gitlab": "2026-01-01T00:00:00Z"}')
ANSWER = Answer("content", SOURCES, b'{"a": 1}')


@pytest.mark.parametrize(
    ("known", "status"),
    [
        pytest.param(None, 200, id="first"),
        pytest.param('"other"', 200, id="changed"),
        pytest.param('"TAG"', 304, id="same"),
        pytest.param('W/"TAG"', 304, id="same-through-a-proxy"),
        pytest.param('"other", "TAG"', 304, id="one-of-two"),
        pytest.param("*", 304, id="any"),
        pytest.param("TAG", 304, id="unquoted"),
        pytest.param('"', 200, id="broken"),
    ],
)
def test_304_while_nothing_changed(known: str | None, status: int) -> None:
    app = Flask(__name__)
    app.add_url_rule("/", view_func=lambda: polled(ANSWER))
    answer = app.test_client().get("/", headers={"If-None-Match": known.replace("TAG", ANSWER.etag)} if known else {})
    assert answer.status_code == status
    assert answer.headers["X-As-Of"] == SOURCES.as_of
    assert (answer.headers["ETag"], answer.headers["Cache-Control"]) == (f'W/"{ANSWER.etag}"', "private, no-cache")
    assert "Date" not in answer.headers
    if status == 304:
        assert answer.data == b""
        assert "Content-Type" not in answer.headers
        assert "Content-Length" not in answer.headers
    else:
        assert (answer.data, answer.headers["Content-Type"]) == (ANSWER.body, "application/json")


def test_an_answer_without_body_is_never_sent_as_one() -> None:
    app = Flask(__name__)
    app.add_url_rule("/", view_func=lambda: polled(Answer("content", SOURCES)))
    answer = app.test_client().get("/", headers={"If-None-Match": f'"{ANSWER.etag}"', "If-Match": '"other"'})
    assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", f'W/"{ANSWER.etag}"')
    assert answer.headers["X-As-Of"] == SOURCES.as_of


LONG = Answer("long", SOURCES, b'{"a": "%s"}' % (b"word " * 1000))


@pytest.mark.parametrize(
    ("answer", "accepted", "packed"),
    [
        pytest.param(LONG, "gzip, deflate, br", True, id="accepted"),
        pytest.param(LONG, "gzip;q=0", False, id="refused"),
        pytest.param(LONG, "gzip;q=0.5, identity;q=1", False, id="rather-not"),
        pytest.param(LONG, "*", True, id="anything"),
        pytest.param(LONG, "", False, id="not-asked-for"),
        pytest.param(ANSWER, "gzip", False, id="small"),
    ],
)
def test_a_long_answer_is_packed_where_that_is_accepted(answer: Answer, accepted: str, packed: bool) -> None:
    app = Flask(__name__)
    app.add_url_rule("/", view_func=lambda: polled(answer))
    got = app.test_client().get("/", headers={"Accept-Encoding": accepted})
    assert (got.headers.get("Content-Encoding") == "gzip") is packed
    assert (gzip.decompress(got.data) if packed else got.data) == answer.body
    assert got.headers["Content-Length"] == str(len(got.data))
    assert got.headers["Vary"] == "Accept-Encoding"
    assert len(got.data) < 200 or not packed
