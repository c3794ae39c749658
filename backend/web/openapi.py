"""The API as an OpenAPI document, made from the types that the views use."""

from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from backend.domain.tickets import LARGEST_TICKET_ID
from backend.operations.kinds import KINDS
from backend.panel.board import PAGES
from backend.panel.schemas.access import ErrorAnswer, SessionOut
from backend.panel.schemas.assessment import AssessmentOut
from backend.panel.schemas.board import BoardOut, CoverCheckOut, HandOffOut, TrendsOut
from backend.panel.schemas.operation import OperationOut
from backend.panel.schemas.panel import PanelOut
from backend.panel.schemas.staff import StaffListOut
from backend.panel.schemas.star import AssigneeOut, StarChecksOut, SuggestionsOut
from backend.panel.schemas.texts import MacroTrialOut, PageMessageOut, ReplyOut
from backend.panel.star_form import StarDraft
from backend.web.errors import STATUS, Code

ANSWERS: tuple[type[BaseModel], ...] = (
    PanelOut,
    OperationOut,
    SessionOut,
    AssessmentOut,
    StarChecksOut,
    AssigneeOut,
    SuggestionsOut,
    StaffListOut,
    PageMessageOut,
    MacroTrialOut,
    ReplyOut,
    ErrorAnswer,
    BoardOut,
    CoverCheckOut,
    HandOffOut,
    TrendsOut,
)
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


@cache
def document() -> dict[str, Any]:
    """Write the document."""
    bodies = [(body, "validation") for body in (StarDraft, *(kind.Body for kind in KINDS.values()))]
    answers = [(model, "serialization") for model in ANSWERS]
    _, schemas = models_json_schema([*answers, *bodies], ref_template="#/components/schemas/{model}")  # type: ignore[list-item]
    definitions = schemas["$defs"]
    definitions["Code"] = {"type": "string", "enum": [code.value for code in Code]}
    definitions["ErrorBody"]["properties"]["code"] = _ref("Code")
    for title, on_board in (("OperationRequest", False), ("BoardRequest", True)):
        names = [name for name, kind in KINDS.items() if kind.on_board == on_board]
        definitions[title] = {"oneOf": [_request(name, definitions) for name in names]}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Support On-call for Zendesk", "version": "1"},
        "paths": _paths(),
        "components": {
            "schemas": definitions,
            "securitySchemes": {"session": {"type": "http", "scheme": "bearer"}},
        },
    }


def _request(name: str, definitions: dict[str, Any]) -> dict[str, Any]:
    """Write a kind's body with its `kind` in it."""
    schema = definitions.pop(KINDS[name].Body.__name__)
    properties = {"kind": {"const": name, "type": "string"}, **schema["properties"]}
    return {**schema, "properties": properties, "required": ["kind", *schema.get("required", [])]}


def _paths() -> dict[str, Any]:
    token = {"type": "object", "required": ["token"], "properties": {"token": {"type": "string"}}}
    answers = {"type": "object", "additionalProperties": {"type": "string"}}
    asked = {
        "type": "object",
        "required": ["answers"],
        "properties": {
            "answers": answers,
            "as_of": {"type": "string", "format": "date-time"},
            "continues": {"type": "integer", "minimum": 1, "maximum": LARGEST_TICKET_ID},
        },
    }
    paging = {
        "type": "object",
        "required": ["reason"],
        "properties": {"reason": {"type": "string"}, "answers": answers, "despite": {"type": ["string", "null"]}},
    }
    summary = {"type": "object", "required": ["summary"], "properties": {"summary": {"type": "string"}}}
    kinds = {"type": "string", "enum": ["call_manager", "page_backup_pool"]}
    by_summary = {"name": "kind", "in": "path", "required": True, "schema": kinds}
    updated_at = {"name": "updated_at", "in": "query", "schema": {"type": "string", "format": "date-time"}}
    key = {
        "name": "Idempotency-Key",
        "in": "header",
        "required": True,
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{8,128}$"},
    }
    cover = {
        "type": "object",
        "required": ["user", "start", "end"],
        "properties": {
            "user": {"type": "string"},
            "start": {"type": "string", "format": "date-time"},
            "end": {"type": "string", "format": "date-time"},
            "schedule": {"type": ["string", "null"]},
        },
    }
    username = {"name": "username", "in": "query", "required": True, "schema": {"type": "string"}}
    rows = {"name": "rows", "in": "query", "schema": {"type": "integer", "enum": list(PAGES)}}
    macro = {"name": "macro_id", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1}}
    operation_id = {"name": "operation_id", "in": "path", "required": True, "schema": {"type": "string"}}
    return {
        "/api/session": {"post": _view("SessionOut", body=token, open_to_all=True)},
        "/api/session/renew": {"post": _view("SessionOut")},
        "/api/tickets/{ticket_id}/panel": {"get": _view("PanelOut", TICKET, updated_at)},
        "/api/tickets/{ticket_id}/assessment": {"post": _view("AssessmentOut", TICKET, body=asked)},
        "/api/tickets/{ticket_id}/operations": {
            "post": _view("OperationOut", TICKET, key, body=_ref("OperationRequest"), statuses=(200, 201, 202))
        },
        "/api/tickets/{ticket_id}/star/checks": {"post": _view("StarChecksOut", TICKET, body=_ref("StarDraft"))},
        "/api/tickets/{ticket_id}/star/assignee": {"get": _view("AssigneeOut", TICKET, username)},
        "/api/tickets/{ticket_id}/star/suggestions": {"get": _view("SuggestionsOut", TICKET)},
        "/api/tickets/{ticket_id}/emergency/staff": {"get": _view("StaffListOut", TICKET)},
        "/api/tickets/{ticket_id}/page-message": {"post": _view("PageMessageOut", TICKET, body=paging)},
        "/api/tickets/{ticket_id}/page-message/{kind}": {
            "post": _view("PageMessageOut", TICKET, by_summary, body=summary)
        },
        "/api/tickets/{ticket_id}/macros/{macro_id}/trial": {"get": _view("MacroTrialOut", TICKET, macro)},
        "/api/tickets/{ticket_id}/last-reply": {"get": _view("ReplyOut", TICKET)},
        "/api/board": {"get": _view("BoardOut", rows)},
        "/api/board/hand-off": {"get": _view("HandOffOut")},
        "/api/board/cover-check": {"post": _view("CoverCheckOut", body=cover)},
        "/api/board/staff": {"get": _view("StaffListOut")},
        "/api/board/trends": {"get": _view("TrendsOut")},
        "/api/board/operations": {
            "post": _view("OperationOut", key, body=_ref("BoardRequest"), statuses=(200, 201, 202))
        },
        "/api/operations/{operation_id}": {"get": _view("OperationOut", operation_id)},
        "/healthz": {"get": _status(HEALTH, 200)},
        "/readyz": {"get": _status(READINESS, 200, 503)},
    }


def _view(
    answer: str,
    *parameters: dict[str, Any],
    body: dict[str, Any] | None = None,
    statuses: tuple[int, ...] = (200,),
    open_to_all: bool = False,
) -> dict[str, Any]:
    good = {str(status): _content(_ref(answer), "Done") for status in statuses}
    bad = {str(status): _content(_ref("ErrorAnswer"), "Error") for status in sorted(set(STATUS.values()))}
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


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
