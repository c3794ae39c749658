"""What in an exchange does not fit its description: parameters, headers, the body sent, the status, the answer."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.contract.description import Description, Operation
from tests.contract.exchange import Exchange

CURSORS = frozenset({"page[size]", "page[after]", "page[before]", "sort"})
NUMBERS = frozenset({"page", "per_page", "sort_order"})
"""How lists are paged, as Zendesk documents in the text of an operation only."""

NAMING = ("required", "additionalProperties")
_QUOTED = re.compile(r"'([^']+)'")


@dataclass(frozen=True)
class Fault:
    """Something that the description does not have: at which call, where in it, and what kind of fault."""

    vendor: str
    call: str
    where: str
    kind: str

    def __str__(self) -> str:
        return f"{self.vendor} {self.call}: {self.where}: {self.kind}"


Found = Iterator[tuple[Fault, str]]


@dataclass(frozen=True)
class Check:
    """Compares one exchange with the operation that it belongs to; each fault comes with the validator's words."""

    description: Description
    operation: Operation
    exchange: Exchange

    def faults(self) -> Found:
        """List all faults."""
        yield from self._names()
        yield from self._values()
        yield from self._sent()
        yield from self._answer()

    def _fault(self, where: str, kind: str, words: str = "") -> tuple[Fault, str]:
        return Fault(self.exchange.vendor, str(self.operation), where, kind), words

    def _of(self, place: str) -> dict[str, Any]:
        return {one["name"]: one for one in self.operation.parameters if one.get("in") == place}

    def _names(self) -> Found:
        headers, sent = self._of("header"), {name for name, _ in self.exchange.query}
        for name, one in headers.items():
            named = {name.lower(), "authorization"} if name == "token" else {name.lower()}
            if one.get("required") and not named & self.exchange.headers:
                yield self._fault(f"header {name}", "required")
        queries = self._of("query")
        for name in sorted(sent - queries.keys() - self._paging()):
            yield self._fault(f"query {name}", "undescribed")
        for name, one in queries.items():
            if one.get("required") and name not in sent:
                yield self._fault(f"query {name}", "required")
        for one in self.operation.parameters:
            if "$ref" in one:
                yield self._fault(f"parameter {one['$ref'].rsplit('/', 1)[-1]}", "missing")

    def _paging(self) -> frozenset[str]:
        words = self.operation.node.get("description") or ""
        return (CURSORS if "Cursor pagination" in words else frozenset()) | (
            NUMBERS if "Offset pagination" in words else frozenset()
        )

    def _values(self) -> Found:
        queries = self._of("query")
        for name in sorted({name for name, _ in self.exchange.query} & queries.keys()):
            values = [value for key, value in self.exchange.query if key == name]
            schema = queries[name].get("schema") or {"type": queries[name].get("type", "string")}
            yield from self._validate(f"query {name}", _typed(values, schema), schema)

    def _sent(self) -> Found:
        body = self.description.resolved(self.operation.node.get("requestBody") or {})
        if self.exchange.sent is None:
            if body.get("required"):
                yield self._fault("sent", "required")
            return
        if forms := self._of("formData"):
            yield from self._form(forms)
        schema = ((body.get("content") or {}).get("application/json") or {}).get("schema")
        if schema:
            yield from self._validate("sent", self.exchange.sent, schema)

    def _form(self, forms: Mapping[str, Any]) -> Found:
        for name, value in self.exchange.sent.items():
            if name not in forms:
                yield self._fault(f"sent {name}", "undescribed")
            elif value is not None:
                yield from self._validate(f"sent {name}", value, {"type": forms[name]["type"]})
        for name, one in forms.items():
            if one.get("required") and name not in self.exchange.sent:
                yield self._fault(f"sent {name}", "required")

    def _answer(self) -> Found:
        responses = self.operation.node["responses"]
        status = str(self.exchange.status) if str(self.exchange.status) in responses else "default"
        if status not in responses:
            yield self._fault(f"status {self.exchange.status}", "undescribed")
            return
        response = self.description.resolved(responses[status])
        contents = response.get("content") or {}
        media = next((one for one in contents if "json" in one), None)
        schema = response.get("schema") or (contents[media].get("schema") if media else None)
        if schema:
            yield from self._validate("answer", self.exchange.answer, schema)

    def _validate(self, where: str, value: Any, schema: Any) -> Found:
        missing = sorted(set(self.description.missing(schema)))
        for reference in missing:
            yield self._fault(f"schema {reference.rsplit('/', 1)[-1]}", "missing")
        if missing:
            return
        for place, kind, words in differences(self.description, schema, value):
            yield self._fault(f"{where} {place}".strip(), kind, words)


def differences(description: Description, schema: Any, value: Any) -> Iterator[tuple[str, str, str]]:
    """List where a value is not what a schema has: the place in it, the kind of fault, the validator's words."""
    for error in description.checker(_absolute(schema, description.uri)).iter_errors(value):
        steps = [str(step) if isinstance(step, str) else "[]" for step in error.absolute_path]
        if error.validator in NAMING:
            # Such an error is about a field of the object that it was found in.
            steps += _QUOTED.findall(error.message)[:1]
        yield ".".join(steps), str(error.validator), error.message[:160]


def _typed(values: list[str], schema: Mapping[str, Any]) -> Any:
    """Read a parameter's values as their schema means them; what does not fit stays a text."""
    kind = schema.get("type")
    if kind == "array":
        return [_typed([value], schema.get("items") or {}) for value in values]
    value = values[0]
    if kind == "boolean":
        return {"true": True, "false": False}.get(value, value)
    try:
        return int(value) if kind == "integer" else float(value) if kind == "number" else value
    except ValueError:
        return value


def _absolute(node: Any, uri: str) -> Any:
    """Let the references of a schema that is taken out of its document lead into it."""
    if isinstance(node, dict):
        return {
            key: f"{uri}{value}" if key == "$ref" and isinstance(value, str) else _absolute(value, uri)
            for key, value in node.items()
        }
    return [_absolute(one, uri) for one in node] if isinstance(node, list) else node
