"""Logs as one JSON object a line: what happened, and to which request, operation and ticket.

Never ticket text and never secrets: of an exception only its type and where it was raised are told, because its
message may quote what a person typed or a vendor sent.
"""

import json
import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from flask import g, has_request_context, request

from backend.telemetry.repetition import OncePerCause

_about: ContextVar[MappingProxyType[str, str | int]] = ContextVar("about", default=MappingProxyType({}))


@contextmanager
def about(**ids: str | int) -> Iterator[None]:
    """Name what a block's log lines are about: `operation_id`, `ticket_id`."""
    token = _about.set(MappingProxyType({**_about.get(), **ids}))
    try:
        yield
    finally:
        _about.reset(token)


class JsonFormatter(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one record; line breaks in it are escaped, so nobody can forge a line."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            # Some libraries write a whole traceback into their message.
            "message": record.getMessage().split("Traceback (most recent call last)")[0],
            **_subject(),
        }
        if repeated := getattr(record, "repeated", 0):
            line["repeated"] = repeated
        if record.exc_info and record.exc_info[1]:
            chain = _chain(record.exc_info[1])
            line["error"], line["where"] = [type(error).__name__ for error in chain], _frames(chain)
        return json.dumps(line, ensure_ascii=False, default=str)


def _subject() -> dict[str, str | int]:
    found = dict(_about.get())
    if has_request_context():
        found["request_id"] = g.get("request_id", "")
        found |= {name: value for name, value in (request.view_args or {}).items() if name in _NAMED}
    return found


_NAMED = {"ticket_id", "operation_id"}


def _chain(error: BaseException) -> list[BaseException]:
    """List an error and what led to it, the last one first, as far as Python would show it."""
    chain: list[BaseException] = []
    here: BaseException | None = error
    while here is not None and here not in chain:
        chain.append(here)
        here = here.__cause__ or (None if here.__suppress_context__ else here.__context__)
    return chain


def _frames(chain: list[BaseException]) -> list[str]:
    """List where each error of a chain was raised; the frames of a cause stand behind its own name."""
    found = []
    for error in chain:
        found += [f"caused by {type(error).__name__}"] if error is not chain[0] else []
        frames = traceback.extract_tb(error.__traceback__)
        found += [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return found


def configuration(level: str, file: str = "-") -> dict[str, Any]:
    """Describe the logging of a serving process, for logging.config.dictConfig: all as JSON, to stderr or a file."""
    here = {"level": level, "handlers": ["out"], "propagate": False}
    stderr = {"class": "logging.StreamHandler", "stream": "ext://sys.stderr"}
    # Watched: it may be rotated under us.
    kept = {"class": "logging.handlers.WatchedFileHandler", "filename": file}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": JsonFormatter}},
        "filters": {"once": {"()": OncePerCause}},
        "handlers": {"out": {"formatter": "json", "filters": ["once"], **(stderr if file == "-" else kept)}},
        "root": {"level": level, "handlers": ["out"]},
        "loggers": {
            # It brings handlers of its own unless it is given one.
            "gunicorn.error": here,
            # Whatever LOG_LEVEL says: below this they write out addresses, and zenpy the notes that it sends.
            **{name: {"level": "WARNING"} for name in ("zenpy", "pdpyras", "gitlab", "urllib3", "alembic", "asyncio")},
        },
    }
