"""The page that Zendesk loads into the sidebar, and its files."""

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any, Literal

from flask import Blueprint, Response, make_response, render_template, request, send_from_directory

from backend.operations.kinds import offered
from backend.panel.schemas.access import SessionOut
from backend.vendors.errors import VendorError
from backend.web.errors import STATUS, ApiError, Code
from backend.web.first_paint import FIRST_STYLE
from backend.web.limits import SESSIONS
from backend.web.services import services

BUILD = Path(__file__).parents[2] / "zendesk_app" / "build"
WORDS = BUILD.with_name("translations") / "en.json"
TEXTS = {"text/javascript", "application/javascript", "text/css"}
A_YEAR = 31_536_000
MANIFESTS = {"panel": "manifest.json", "board": "board.json"}
"""Each page is built by itself, so that neither carries a byte of the other."""
LARGEST_TOKEN = 16_384

blueprint = Blueprint("sidebar", __name__)


def open_session(token: str) -> SessionOut:
    """Begin a session for the agent whom a sidebar token proves."""
    services().limits.spend(SESSIONS, request.remote_addr or "")
    if len(token) > LARGEST_TOKEN:
        raise ApiError(Code.unauthenticated, "the sidebar token is not one that Zendesk signed for this app")
    agent = services().agents.get(services().sidebar_tokens.agent_id(token))
    session, ends = services().sessions.open(agent.id)
    part = services().agents.part(agent, offered(services().deps))
    return SessionOut(session=session, expires_at=ends, agent=part)


@blueprint.post("/sidebar")
def sidebar() -> Response:
    """Answer Zendesk's signed form with the panel; `origin` and `app_guid` stay in the address for the SDK."""
    try:
        session = open_session(request.form.get("token", ""))
        return page(session)
    except ApiError as error:
        return refusal(str(error), error.code)
    except VendorError as error:
        return refusal(str(error), Code.unavailable)


def page(session: SessionOut, name: Literal["panel", "board"] = "panel") -> Response:
    """Render a page of ours with the session in it."""
    entry = entry_point(BUILD / ".vite" / MANIFESTS[name])
    boot = {"session": session.model_dump(mode="json")}
    html = render_template(
        "sidebar.html",
        sdk=services().settings.zaf_sdk_url,
        script=entry["file"],
        styles=entry.get("css", []),
        boot=boot,
        loading=word("loading"),
        first_style=FIRST_STYLE,
    )
    return make_response(html)


def refusal(message: str, code: Code) -> Response:
    """Say on the page itself why there is no panel."""
    return make_response(render_template("refusal.html", message=message, code=code.value), STATUS[code])


@cache
def word(key: str) -> str:
    """Give a word of the panel that is seen before its script runs."""
    words: dict[str, dict[str, str]] = json.loads(WORDS.read_text())
    return words["panel"][key]


@cache
def entry_point(manifest: Path) -> dict[str, Any]:
    """Find the built files of the panel."""
    try:
        entries = json.loads(manifest.read_text())
    except FileNotFoundError:
        raise ApiError(Code.unavailable, "the panel is not built: run make build") from None
    entry: dict[str, Any] = next(entry for entry in entries.values() if entry.get("isEntry"))
    return entry


@blueprint.get("/assets/<path:name>")
def asset(name: str) -> Response:
    """Serve a built file; its name holds a hash of its content, so it can be kept for ever."""
    response = send_from_directory(BUILD / "assets", name, max_age=A_YEAR)
    if request.accept_encodings.quality("gzip") and response.mimetype in TEXTS:
        # Found above, so the name leads nowhere else.
        response = Response(compressed(BUILD / "assets" / name), mimetype=response.mimetype)
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response


@cache
def compressed(file: Path) -> bytes:
    """Compress a built file once."""
    return gzip.compress(file.read_bytes(), 9)
