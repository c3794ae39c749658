"""The vendors' published descriptions, and what in an exchange does not fit them.

They are read from a folder beside the project; nothing of them is kept here.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml
from jsonschema import Draft4Validator, ValidationError
from jsonschema.protocols import Validator
from openapi_schema_validator import OAS30Validator, OAS31Validator
from referencing import Registry, Resource
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT4, DRAFT202012

from tests.contract.exchange import Exchange

BROKEN: Mapping[str, Any] = {"broken": True}


@dataclass(frozen=True)
class Fault:
    """Something in an exchange that the description does not have: where, and in which words of the validator."""

    exchange: Exchange
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.exchange}: {self.where}: {self.what}"


@dataclass(frozen=True)
class Description:
    """One published document of a vendor."""

    name: str
    document: Mapping[str, Any]
    validator: type[Any]
    base: str = ""

    @cached_property
    def _registry(self) -> Registry[Any]:
        specification = DRAFT202012 if self.validator is OAS31Validator else DRAFT4
        return Registry().with_resource(self._uri, Resource(self.document, specification))

    @property
    def _uri(self) -> str:
        return f"urn:{self.name}"

    @cached_property
    def _templates(self) -> list[tuple[re.Pattern[str], str]]:
        found = []
        # A path without parameters is meant before one with.
        for template in sorted(self.document["paths"], key=lambda path: path.count("{")):
            pattern = re.sub(r"\\\{[^}]+\\\}", r"[^/]+", re.escape(template.removesuffix(".json")))
            found.append((re.compile(rf"{self.base}{pattern}(?:\.json)?"), template))
        return found

    def template(self, exchange: Exchange) -> str | None:
        """Find the path of the document that an exchange belongs to and that has its method."""
        fitting = (template for pattern, template in self._templates if pattern.fullmatch(exchange.path))
        return next((one for one in fitting if exchange.method.lower() in self.document["paths"][one]), None)

    def faults(self, exchange: Exchange, template: str) -> Iterator[Fault]:
        """List what does not fit: parameters, the body sent, status, the answer's body."""
        operation = self.document["paths"][template][exchange.method.lower()]
        pointer = f"#/paths/{_escaped(template)}/{exchange.method.lower()}"
        yield from self._parameters(exchange, template, operation)
        yield from self._sent(exchange, operation, pointer)
        yield from self._answer(exchange, operation, pointer)

    def _parameters(self, exchange: Exchange, template: str, operation: Mapping[str, Any]) -> Iterator[Fault]:
        above = self.document["paths"][template].get("parameters", ())
        known = [self._resolved(one) for one in (*above, *operation.get("parameters", ()))]
        queries = {one["name"]: one for one in known if one.get("in") == "query"}
        sent = {name for name, _ in exchange.query}
        for name in () if BROKEN in known else sorted(sent - queries.keys()):
            yield Fault(exchange, f"query {name}", "is not described")
        for name, one in queries.items():
            if one.get("required") and name not in sent:
                yield Fault(exchange, f"query {name}", "is required")

    def _sent(self, exchange: Exchange, operation: Mapping[str, Any], pointer: str) -> Iterator[Fault]:
        body = self._resolved(operation.get("requestBody") or {})
        if exchange.sent is None:
            if body.get("required"):
                yield Fault(exchange, "body", "is required")
            return
        content = body.get("content") or {}
        if "application/json" in content:
            at = f"{self._pointer(operation.get('requestBody'), pointer + '/requestBody')}"
            yield from self._validate(exchange, "sent", exchange.sent, f"{at}/content/application~1json/schema")

    def _answer(self, exchange: Exchange, operation: Mapping[str, Any], pointer: str) -> Iterator[Fault]:
        responses = operation["responses"]
        status = str(exchange.status) if str(exchange.status) in responses else "default"
        if status not in responses:
            yield Fault(exchange, "status", f"{exchange.status} is not described")
            return
        response = self._resolved(responses[status])
        if "schema" in response:
            at = self._pointer(responses[status], f"{pointer}/responses/{status}")
            yield from self._validate(exchange, "answer", exchange.answer, f"{at}/schema")
        media = next((one for one in response.get("content") or {} if "json" in one), None)
        if media and "schema" in response["content"][media]:
            at = self._pointer(responses[status], f"{pointer}/responses/{status}")
            yield from self._validate(exchange, "answer", exchange.answer, f"{at}/content/{_escaped(media)}/schema")

    def _validate(self, exchange: Exchange, where: str, value: Any, pointer: str) -> Iterator[Fault]:
        schema = {"$ref": f"{self._uri}{quote(pointer, safe='#/~{}')}"}
        checker: Validator = self.validator(schema, registry=self._registry)
        for error in self._errors(checker, value):
            path = ".".join(str(step) if isinstance(step, str) else "[]" for step in error.absolute_path)
            yield Fault(exchange, f"{where} {path}".strip(), error.message[:200])

    def _errors(self, checker: Validator, value: Any) -> Iterator[ValidationError]:
        try:
            yield from checker.iter_errors(value)
        except Unresolvable:
            return

    def _resolved(self, node: Mapping[str, Any]) -> Mapping[str, Any]:
        if "$ref" not in node:
            return node
        found: Any = self.document
        for step in node["$ref"].removeprefix("#/").split("/"):
            found = found.get(step.replace("~1", "/").replace("~0", "~"))
            if found is None:
                # Some references lead nowhere in the published documents.
                return BROKEN
        return self._resolved(found)

    def _pointer(self, node: Mapping[str, Any] | None, pointer: str) -> str:
        return str(node["$ref"]) if node and "$ref" in node else pointer


def _escaped(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1")


def load(folder: Path) -> dict[str, list[Description]]:
    """Read all descriptions of a folder, by vendor."""
    pagerduty = json.loads((folder / "pagerduty_rest_openapi3.json").read_text())
    slack = json.loads((folder / "slack_web_swagger2.json").read_text())
    zendesk = [
        Description(f"zendesk-{file.stem}", yaml.load(file.read_text(), yaml.CSafeLoader), OAS31Validator)
        for file in sorted((folder / "zendesk").glob("*.yml"))
    ]
    return {
        "zendesk": zendesk,
        "pagerduty": [Description("pagerduty", pagerduty, OAS30Validator)],
        "slack": [Description("slack", slack, Draft4Validator)],
    }


def faults(exchange: Exchange, descriptions: Mapping[str, list[Description]]) -> list[Fault]:
    """List what in an exchange does not fit its vendor's descriptions."""
    for description in descriptions[exchange.vendor]:
        template = description.template(exchange)
        if template is not None:
            return list(description.faults(exchange, template))
    return [Fault(exchange, "path", "is not described")]
