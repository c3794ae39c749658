"""The API's paths for the OpenAPI document: who asks what, with which body, and what is answered."""

from typing import Any

from backend.domain.tickets import LARGEST_TICKET_ID
from backend.panel.board import PAGES
from backend.web.errors import STATUS

TICKET = {"name": "ticket_id", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1}}

HEALTH = {"type": "object", "required": ["status"], "properties": {"status": {"const": "ok"}}}
SOURCE = {
    "type": "object",
    "required": ["as_of", "error"],
    "properties": {"as_of": {"type": ["string", "null"]}, "error": {"type": ["string", "null"]}},
}
READINESS = {
    "type": "object",
    "required": ["status", "database", "sources", "problems"],
    "properties": {
        "status": {"enum": ["ok", "unavailable"]},
        "database": {"type": "string"},
        "sources": {"type": "object", "additionalProperties": SOURCE},
        "problems": {"type": "array", "items": {"type": "string"}},
    },
}
TOKEN = {"type": "object", "required": ["token"], "properties": {"token": {"type": "string"}}}
GIVEN = {"type": "object", "additionalProperties": {"type": "string"}}
ASSESSMENT = {
    "type": "object",
    "required": ["answers"],
    "properties": {
        "answers": GIVEN,
        "as_of": {"type": "string", "format": "date-time"},
        "continues": {"type": "integer", "minimum": 1, "maximum": LARGEST_TICKET_ID},
    },
}
PAGING = {
    "type": "object",
    "required": ["reason"],
    "properties": {"reason": {"type": "string"}, "answers": GIVEN, "despite": {"type": ["string", "null"]}},
}
SUMMARY = {"type": "object", "required": ["summary"], "properties": {"summary": {"type": "string"}}}
BY_SUMMARY_KINDS = {"type": "string", "enum": ["call_manager", "page_backup_pool"]}
BY_SUMMARY = {"name": "kind", "in": "path", "required": True, "schema": BY_SUMMARY_KINDS}
UPDATED_AT = {"name": "updated_at", "in": "query", "schema": {"type": "string", "format": "date-time"}}
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{8,128}$"},
}
COVER = {
    "type": "object",
    "required": ["user", "start", "end"],
    "properties": {
        "user": {"type": "string"},
        "start": {"type": "string", "format": "date-time"},
        "end": {"type": "string", "format": "date-time"},
        "schedule": {"type": ["string", "null"]},
    },
}
USERNAME = {"name": "username", "in": "query", "required": True, "schema": {"type": "string"}}
BOARD_ROWS = {"name": "rows", "in": "query", "schema": {"type": "integer", "enum": list(PAGES)}}
MACRO = {"name": "macro_id", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1}}
OPERATION_ID = {"name": "operation_id", "in": "path", "required": True, "schema": {"type": "string"}}


def _view(
    answer: str,
    *parameters: dict[str, Any],
    body: dict[str, Any] | None = None,
    statuses: tuple[int, ...] = (200,),
    open_to_all: bool = False,
) -> dict[str, Any]:
    good = {str(status): _content(ref(answer), "Done") for status in statuses}
    bad = {str(status): _content(ref("ErrorAnswer"), "Error") for status in sorted(set(STATUS.values()))}
    view: dict[str, Any] = {"responses": good | bad, "parameters": list(parameters)}
    if body:
        view["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
    if not open_to_all:
        view["security"] = [{"session": []}]
    return view


def _status(schema: dict[str, Any], *statuses: int) -> dict[str, Any]:
    return {"responses": {str(status): _content(schema, "How it stands") for status in statuses}, "parameters": []}


def _content(schema: dict[str, Any], words: str) -> dict[str, Any]:
    return {"description": words, "content": {"application/json": {"schema": schema}}}


def ref(name: str) -> dict[str, str]:
    """Refer to a schema of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


PATHS: dict[str, Any] = {
    "/api/session": {"post": _view("SessionOut", body=TOKEN, open_to_all=True)},
    "/api/session/renew": {"post": _view("SessionOut")},
    "/api/tickets/{ticket_id}/panel": {"get": _view("PanelOut", TICKET, UPDATED_AT)},
    "/api/tickets/{ticket_id}/assessment": {"post": _view("AssessmentOut", TICKET, body=ASSESSMENT)},
    "/api/tickets/{ticket_id}/operations": {
        "post": _view("OperationOut", TICKET, KEY, body=ref("OperationRequest"), statuses=(200, 201, 202))
    },
    "/api/tickets/{ticket_id}/star/checks": {"post": _view("StarChecksOut", TICKET, body=ref("StarDraft"))},
    "/api/tickets/{ticket_id}/star/assignee": {"get": _view("AssigneeOut", TICKET, USERNAME)},
    "/api/tickets/{ticket_id}/star/suggestions": {"get": _view("SuggestionsOut", TICKET)},
    "/api/tickets/{ticket_id}/emergency/staff": {"get": _view("StaffListOut", TICKET)},
    "/api/tickets/{ticket_id}/page-message": {"post": _view("PageMessageOut", TICKET, body=PAGING)},
    "/api/tickets/{ticket_id}/page-message/{kind}": {"post": _view("PageMessageOut", TICKET, BY_SUMMARY, body=SUMMARY)},
    "/api/tickets/{ticket_id}/macros/{macro_id}/trial": {"get": _view("MacroTrialOut", TICKET, MACRO)},
    "/api/tickets/{ticket_id}/last-reply": {"get": _view("ReplyOut", TICKET)},
    "/api/board": {"get": _view("BoardOut", BOARD_ROWS)},
    "/api/board/hand-off": {"get": _view("HandOffOut")},
    "/api/board/cover-check": {"post": _view("CoverCheckOut", body=COVER)},
    "/api/board/staff": {"get": _view("StaffListOut")},
    "/api/board/trends": {"get": _view("TrendsOut")},
    "/api/board/operations": {"post": _view("OperationOut", KEY, body=ref("BoardRequest"), statuses=(200, 201, 202))},
    "/api/operations/{operation_id}": {"get": _view("OperationOut", OPERATION_ID)},
    "/healthz": {"get": _status(HEALTH, 200)},
    "/readyz": {"get": _status(READINESS, 200, 503)},
}
