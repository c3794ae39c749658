"""The caller is blamed for the caller's body, and for nothing else; what goes wrong here is a 500 that can be found."""

import json
import logging
from typing import Any

import pytest
from flask import Flask, Response
from pydantic import BaseModel, ValidationError

from backend.panel.answers import as_json
from backend.panel.schemas.base import Shape
from backend.web import access_log, errors
from backend.web.answers import shown
from backend.web.bodies import json_object, parse
from backend.web.errors import ApiError, Code

HALF = "\ud83d"


class Order(BaseModel):
    """A body of a request, or a record of ours."""

    number: int


class Title(Shape):
    """What an answer holds."""

    title: str


def ours_is_broken() -> Response:
    Order.model_validate({"number": "not a number"})
    raise AssertionError


def theirs_is_broken() -> Response:
    parse(Order, json_object())
    return Response()


def half_in_an_error() -> Response:
    raise ApiError(Code.bad_request, f"what is {HALF}", fields={HALF: [HALF]})


def half_in_an_answer() -> Response:
    return shown(Title(title=f"Down {HALF}"))


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__)
    errors.register(app)
    access_log.register(app)
    for view in (ours_is_broken, theirs_is_broken, half_in_an_error, half_in_an_answer):
        app.add_url_rule(f"/{view.__name__}", view_func=view, methods=["POST"])
    return app


def error_of(answer: Any) -> tuple[int, dict[str, Any]]:
    return answer.status_code, answer.json["error"]


def test_a_record_of_ours_that_does_not_fit_is_our_fault(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        answer = app.test_client().post("/ours_is_broken")
    status, error = error_of(answer)
    assert (status, error["code"], error["retryable"]) == (500, "internal", True)
    assert error["details"]["request_id"] == answer.headers["X-Request-Id"]
    (logged,) = [record for record in caplog.records if record.name == "backend.web.errors"]
    assert error["details"]["request_id"] in logged.message
    assert logged.exc_info is not None
    assert isinstance(logged.exc_info[1], ValidationError)


def test_a_body_that_does_not_fit_is_named(app: Flask) -> None:
    status, error = error_of(app.test_client().post("/theirs_is_broken", json={"number": "x"}))
    assert (status, error["code"], list(error["details"]["fields"])) == (400, "bad_request", ["number"])


@pytest.mark.parametrize(
    ("data", "fields"),
    [
        pytest.param(b'{"number": 1, "number": 2}', {"number": "is there twice"}, id="twice"),
        pytest.param(b'{"number": {"a": 1, "b": 2, "a": 1}}', {"a": "is there twice"}, id="twice-within"),
        pytest.param(b'{"number": 1', None, id="broken"),
        pytest.param(b"\xff", None, id="no-utf8"),
        pytest.param(b'{"a":' * 100_000, None, id="too-deep"),
        pytest.param(b'{"number": ' + b"9" * 5_000 + b"}", None, id="too-long-a-number"),
    ],
)
def test_what_is_no_plain_json_object_is_refused(app: Flask, data: bytes, fields: dict[str, str] | None) -> None:
    answer = app.test_client().post("/theirs_is_broken", data=data, content_type="application/json")
    status, error = error_of(answer)
    assert (status, error["code"], error["details"].get("fields")) == (400, "bad_request", fields)


@pytest.mark.parametrize("path", ["/half_in_an_error", "/half_in_an_answer"])
def test_half_of_a_character_breaks_no_answer(app: Flask, path: str) -> None:
    answer = app.test_client().post(path)
    assert answer.status_code in {200, 400}
    assert HALF not in json.dumps(answer.json, ensure_ascii=False)
    assert "?" in answer.text
    answer.text.encode()


def test_an_answer_with_half_of_a_character_is_sent() -> None:
    assert json.loads(as_json(Title(title=f"a{HALF}b"))) == {"title": "a?b"}
