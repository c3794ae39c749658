"""The product with one more view, which answers as soon as an operation is stored: gunicorn bench.accepting:app."""

from flask import g, jsonify
from flask.wrappers import Response

from backend.app import create_app
from backend.operations.engine.request import Actor
from backend.operations.kinds import KINDS
from backend.web.bodies import json_object, parse
from backend.web.guards import signed_in
from backend.web.operations import idempotency_key
from backend.web.services import services

app = create_app()


@app.post("/bench/tickets/<ticket:ticket_id>/operations")
@signed_in
def accept(ticket_id: int) -> tuple[Response, int]:
    """Do what the API's view does before it waits for the first step."""
    actor = Actor(g.agent.id, g.agent.name, g.agent.role)
    kind = KINDS["record_assessment"]
    body = parse(kind.Body, json_object())
    operation, _ = services().operations.submit(actor, ticket_id, idempotency_key(), kind, body)
    return jsonify({"id": operation.id}), 202
