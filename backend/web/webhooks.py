"""Events of the vendors: checked, stored, answered at once; the mirror acts on them after.

A well-signed event is never refused, whatever is in it: PagerDuty drops it for good, and after three it sends
no more for a day.
"""

import hashlib
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, jsonify, request
from pydantic import SecretStr
from werkzeug.datastructures import Headers

from backend.mirror.inbox import entry_of, watched
from backend.settings import Settings
from backend.web import signatures
from backend.web.errors import ApiError, Code
from backend.web.services import services

LARGEST_EVENT = 25 * 1024 * 1024
"""Bytes: GitLab's own limit; an issue's event holds its description three times."""

blueprint = Blueprint("webhooks", __name__, url_prefix="/webhooks")
UNSAVED = "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ=="
"""What Zendesk signs with, publicly, when *Test* is pressed in a webhook that is not saved yet: it proves nothing."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sender:
    """How a vendor proves itself, and the headers that name a delivery, the same in each repetition."""

    proves: Callable[[signatures.Secrets, Headers, bytes, datetime], bool]
    secrets: Callable[[Settings], tuple[SecretStr, ...]]
    setting: str
    names: tuple[str, ...]


SENDERS: Mapping[str, Sender] = {
    "zendesk": Sender(
        signatures.from_zendesk,
        lambda settings: settings.zendesk_webhook_secrets,
        "ZENDESK_WEBHOOK_SECRETS",
        ("X-Zendesk-Webhook-Invocation-Id",),
    ),
    "pagerduty": Sender(
        signatures.from_pagerduty,
        lambda settings: settings.pagerduty_webhook_secrets,
        "PAGERDUTY_WEBHOOK_SECRETS",
        ("X-Webhook-Id",),
    ),
    "gitlab": Sender(
        signatures.from_gitlab,
        lambda settings: settings.gitlab_webhook_secrets,
        "GITLAB_WEBHOOK_SECRETS",
        ("Idempotency-Key", "webhook-id"),
    ),
}


@blueprint.post("/<any(zendesk, pagerduty, gitlab):vendor>")
def receive(vendor: str) -> Response:
    """Take an event."""
    sender, now = SENDERS[vendor], services().deps.clock()
    secrets = [secret.get_secret_value() for secret in sender.secrets(services().settings)]
    if not secrets:
        # Vendors show the secret only after the webhook exists and sends. Answer 503, so that they send again: after a
        # 4xx the event would be lost, and PagerDuty would switch the webhook off.
        raise ApiError(Code.unavailable, f"this webhook is not set up: set {sender.setting}", what="webhook")
    request.max_content_length = LARGEST_EVENT
    body = request.get_data(cache=False)
    if not sender.proves(secrets, request.headers, body, now):
        if vendor == "zendesk" and sender.proves([UNSAVED], request.headers, body, now):
            raise refused(
                vendor, "this is the test of a webhook that is not saved: save it, set its secret, test again"
            )
        raise refused(vendor, f"the signature does not match {sender.setting}, or is too old")
    event = parsed(body)
    is_new = services().inbox.keep(
        key_of(vendor, sender, event, body), now, entry_of(vendor, event, watched(services().deps))
    )
    if is_new:
        services().scheduler.wake()
    return jsonify({"status": "accepted" if is_new else "known"})


def refused(vendor: str, why: str) -> ApiError:
    """Log that an event does not prove where it comes from, and say why."""
    log.warning("an event for %s was refused: %s", vendor, why)
    return ApiError(Code.unauthenticated, why)


def parsed(body: bytes) -> object:
    """Read JSON; None when it is none."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def key_of(vendor: str, sender: Sender, event: object, body: bytes) -> str:
    """Name a delivery: by its header, else by the event's own id, else by its words and the time signed with them."""
    given = next((request.headers[name] for name in sender.names if request.headers.get(name)), None)
    inner = event.get("event", event) if isinstance(event, dict) else None
    own = inner.get("id") if isinstance(inner, dict) and vendor != "gitlab" else None
    stamp = request.headers.get("X-Zendesk-Webhook-Signature-Timestamp", "")
    name = given or (str(own) if own else stamp + hashlib.sha256(body).hexdigest())
    return hashlib.sha256(f"{vendor} {name}".encode(errors="replace")).hexdigest()
