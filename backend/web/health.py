"""Is the process alive, and can it do its work?"""

from flask import Blueprint, Response, jsonify

from backend.panel.shape import iso
from backend.store.engine import StoreDown
from backend.web.openapi import document
from backend.web.parts import parts

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    """Answer as long as the process does."""
    return jsonify({"status": "ok"})


@blueprint.get("/readyz")
def ready() -> tuple[Response, int]:
    """Tell whether the database answers, and how each vendor was last read; only the database makes it fail."""
    try:
        rows = parts().tools.mirror.sources()
    except StoreDown as error:
        return jsonify({"status": "unavailable", "database": str(error), "sources": {}}), 503
    unread: dict[str, dict[str, str | None]] = {name: {"as_of": None, "error": None} for name in parts().keeper.sources}
    sources = unread | {row.name: {"as_of": iso(row.as_of) if row.as_of else None, "error": row.error} for row in rows}
    return jsonify({"status": "ok", "database": "ok", "sources": sources}), 200


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """Describe the API."""
    return jsonify(document())
