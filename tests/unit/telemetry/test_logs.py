"""A log line names request, operation and ticket, and repeats nothing that people typed."""

import json
import logging

from flask import Flask, g

from backend.telemetry.logs import JsonFormatter, about

TYPED = "Ana Example cannot reach payroll"


def line(message: str, error: BaseException | None = None) -> dict[str, object]:
    exc_info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("oncall", logging.ERROR, __file__, 1, message, (), exc_info)
    written = JsonFormatter().format(record)
    assert "\n" not in written
    found: dict[str, object] = json.loads(written)
    return found


def test_an_error_is_told_by_its_kind_and_place_not_by_its_words() -> None:
    try:
        try:
            raise KeyError(TYPED)
        except KeyError as first:
            raise ValueError(f"cannot parse {TYPED}") from first
    except ValueError as error:
        found = line("it failed", error)
    assert found["error"] == ["ValueError", "KeyError"]
    assert "test_logs.py" in str(found["where"])
    assert TYPED not in json.dumps(found)


def test_the_frames_of_every_cause_are_told_as_far_as_python_shows_them() -> None:
    def deep() -> None:
        raise KeyError(TYPED)

    def hidden() -> None:
        try:
            deep()
        except KeyError:
            raise ValueError(TYPED) from None

    def middle() -> None:
        try:
            hidden()
        except ValueError as cause:
            raise RuntimeError(TYPED) from cause

    try:
        middle()
    except RuntimeError as error:
        found = line("it failed", error)
    assert found["error"] == ["RuntimeError", "ValueError"]
    where = str(found["where"])
    assert where.index(" middle") < where.index("caused by ValueError") < where.index(" hidden")
    assert " deep" not in where


def test_what_it_is_about_stands_beside_it() -> None:
    with about(operation_id="ab12"), about(ticket_id=2001):
        found = line("page sent")
    assert (found["operation_id"], found["ticket_id"]) == ("ab12", 2001)
    assert "operation_id" not in line("later")


def test_a_request_names_itself_and_its_ticket() -> None:
    app = Flask(__name__)
    app.add_url_rule("/api/tickets/<int:ticket_id>/panel", "panel", lambda ticket_id: str(line("read")))
    with app.test_request_context("/api/tickets/2001/panel?text=secret"):
        g.request_id = "f00d"
        found = line("read")
    assert (found["request_id"], found["ticket_id"]) == ("f00d", 2001)
    assert "secret" not in json.dumps(found)


def test_nobody_can_forge_a_line() -> None:
    assert line('x\n{"level": "info"}')["message"] == 'x\n{"level": "info"}'
