"""One published description of an API: find the operation that an exchange belongs to, and the schemas it names."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jsonschema import Draft4Validator
from openapi_schema_validator import OAS30Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from tests.contract.exchange import Exchange

Node = Mapping[str, Any]


@dataclass(frozen=True)
class Operation:
    """One method of one path: its template, and where it stands in the document."""

    method: str
    template: str
    node: Node
    parameters: tuple[Node, ...]

    @property
    def pointer(self) -> str:
        """Give the place in the document as a JSON pointer."""
        return f"#/paths/{escaped(self.template)}/{self.method}"

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.template.removesuffix('.json')}"


@dataclass(frozen=True)
class Description:
    """One document."""

    name: str
    document: Node

    @cached_property
    def _registry(self) -> Registry[Any]:
        resource: Resource[Any] = DRAFT4.create_resource(self.document)
        registry: Registry[Any] = Registry().with_resource(self.uri, resource)
        return registry

    @property
    def uri(self) -> str:
        """Give the name under which schemas refer to the document."""
        return f"urn:{self.name}"

    @cached_property
    def _templates(self) -> list[tuple[re.Pattern[str], str]]:
        # A path without parameters is meant before one with.
        templates = sorted(self.document["paths"], key=lambda path: str(path).count("{"))
        return [(re.compile(_pattern(template)), template) for template in templates]

    def operation(self, exchange: Exchange) -> Operation | None:
        """Find the operation that an exchange belongs to."""
        method = exchange.method.lower()
        for pattern, template in self._templates:
            item = self.document["paths"][template]
            if method in item and pattern.fullmatch(exchange.path):
                parameters = (*item.get("parameters", ()), *item[method].get("parameters", ()))
                return Operation(method, template, item[method], tuple(map(self.resolved, parameters)))
        return None

    def resolved(self, node: Node) -> Node:
        """Follow a node's reference; one that leads nowhere stays."""
        target = self._target(node["$ref"]) if "$ref" in node else None
        return node if target is None else self.resolved(target)

    def checker(self, schema: Node) -> Any:
        """Make a validator of a schema that may refer to the document by its `uri`.

        Zendesk's files call themselves OpenAPI 3.1 and are written in the words of 3.0, such as `nullable`.
        """
        validator = Draft4Validator if "swagger" in self.document else OAS30Validator
        return validator(schema, registry=self._registry)

    def missing(self, node: Any, seen: frozenset[str] = frozenset()) -> Iterator[str]:
        """List the references below a node that lead nowhere."""
        for reference in _references(node):
            if reference not in seen:
                target = self._target(reference)
                if target is None:
                    yield reference
                else:
                    yield from self.missing(target, seen | {reference})

    def _target(self, reference: str) -> Any:
        found: Any = self.document
        for step in reference.removeprefix("#/").split("/"):
            name = step.replace("~1", "/").replace("~0", "~")
            found = found[int(name)] if isinstance(found, list) else found.get(name)
            if found is None:
                return None
        return found


def escaped(step: str) -> str:
    """Write a step of a JSON pointer."""
    return step.replace("~", "~0").replace("/", "~1")


def _pattern(template: str) -> str:
    found = re.sub(r"\\\{[^}]+\\\}", r"[^/]+", re.escape(template.removesuffix(".json")))
    return rf"{found}(?:\.json)?"


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        node = list(node.values())
    for one in node if isinstance(node, list) else ():
        yield from _references(one)
