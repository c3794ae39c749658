"""One way for a stand-in to say no."""

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]


class Refusal(Exception):
    """Carry a vendor's refusal (status, body as JSON or plain text, headers) from a rule to the answer."""

    def __init__(self, status: int, body: Json | str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(f"{status}: {body}")
        self.status = status
        self.body = body
        self.headers = dict(headers or {})


def bad_control(message: str) -> Refusal:
    """Refuse malformed control input and say which part is wrong."""
    return Refusal(400, {"error": {"code": "bad_request", "message": message}})
