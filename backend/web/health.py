"""Is the process alive, can it do its work, and if not: what is wrong?"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from flask import Blueprint, Response, jsonify

from backend.domain.clock import iso, lies_ahead
from backend.panel.sources import STALE_AFTER, skipped_of
from backend.store.faults import StoreDown
from backend.store.sources import SourceRow
from backend.web.openapi import document
from backend.web.services import services
from backend.web.sidebar import BUILD

blueprint = Blueprint("health", __name__)
MOST_NAMED = 20
"""How many skipped records of a source are named."""
SLOWEST = timedelta(minutes=5)
"""How often the source is read that is read least often."""


@blueprint.get("/healthz")
def alive() -> Response:
    """Answer as long as the process does."""
    return jsonify({"status": "ok"})


@blueprint.get("/readyz")
def ready() -> tuple[Response, int]:
    """Tell whether the database answers, how each source was last read, and each problem in a sentence.

    Only the database makes it fail: with a vendor down, panels still show what is known, and pages still go out.
    """
    try:
        rows, lost = services().deps.mirror.sources.all(), [str(loss) for loss in services().health.lost()]
    except StoreDown as error:
        down = {"status": "unavailable", "database": str(error), "sources": {}, "problems": [str(error)]}
        return jsonify(down), 503
    unread = [SourceRow(name, None, None, None, None) for name in services().scheduler.sources]
    sources = {
        row.name: {
            "as_of": iso(row.as_of) if row.as_of else None,
            "error": row.error,
            "skipped": {"count": row.skips.count, "first": [str(unread) for unread in row.skips.first[:MOST_NAMED]]},
        }
        for row in [*unread, *rows]
    }
    found = [*lost, *_missing(rows), *_late(rows, services().deps.clock())]
    return jsonify({"status": "ok", "database": "ok", "sources": sources, "problems": found}), 200


def _missing(rows: Sequence[SourceRow]) -> Iterator[str]:
    read = {row.name for row in rows if row.as_of}
    for name in services().scheduler.sources:
        if name not in read:
            yield f"{name} has not been read yet"
    if not (BUILD / ".vite" / "manifest.json").is_file():
        yield "the panel is not built: run make build"


def _late(rows: Sequence[SourceRow], now: datetime) -> Iterator[str]:
    for row in rows:
        if row.skips.count:
            yield f"{row.name}: {row.skips.count} skipped, {'; '.join(skipped_of([row]))}"
        if row.error:
            yield f"{row.name}: {row.error}"
        elif row.as_of and lies_ahead(row.as_of, now):
            yield f"{row.name} was last read at {iso(row.as_of)}, which lies ahead: was the clock set back?"
        elif row.name in services().scheduler.sources and row.as_of and now - row.as_of > _patience():
            yield f"{row.name} was last read at {iso(row.as_of)}: does the background work run?"


def _patience() -> timedelta:
    return SLOWEST + timedelta(seconds=services().settings.sync_seconds) * STALE_AFTER


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """Describe the API."""
    return jsonify(document())
