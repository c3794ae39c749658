"""The API as an OpenAPI document, made from the types that the views use."""

from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from backend.operations.kinds import KINDS
from backend.panel.schemas.access import ErrorAnswer, SessionOut
from backend.panel.schemas.assessment import AssessmentOut
from backend.panel.schemas.board import BoardOut
from backend.panel.schemas.operation import OperationOut
from backend.panel.schemas.panel import PanelOut
from backend.panel.schemas.shift import CoverCheckOut, HandOffOut
from backend.panel.schemas.staff import StaffListOut
from backend.panel.schemas.star_form import AssigneeOut, StarChecksOut, SuggestionsOut
from backend.panel.schemas.texts import MacroTrialOut, PageMessageOut, ReplyOut
from backend.panel.schemas.trends import TrendsOut
from backend.panel.star_form import StarDraft
from backend.web.errors import Code
from backend.web.openapi_paths import PATHS, ref

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


@cache
def document() -> dict[str, Any]:
    """Write the document."""
    bodies = [(body, "validation") for body in (StarDraft, *(kind.Body for kind in KINDS.values()))]
    answers = [(model, "serialization") for model in ANSWERS]
    _, schemas = models_json_schema([*answers, *bodies], ref_template="#/components/schemas/{model}")  # type: ignore[list-item]
    definitions = schemas["$defs"]
    definitions["Code"] = {"type": "string", "enum": [code.value for code in Code]}
    definitions["ErrorBody"]["properties"]["code"] = ref("Code")
    for title, on_board in (("OperationRequest", False), ("BoardRequest", True)):
        names = [name for name, kind in KINDS.items() if kind.on_board == on_board]
        definitions[title] = {"oneOf": [_request(name, definitions) for name in names]}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Support On-call for Zendesk", "version": "1"},
        "paths": PATHS,
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
