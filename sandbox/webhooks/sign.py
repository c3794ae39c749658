"""Sign a delivery as each vendor does; the identity of a delivery stays the same in each repetition."""

import hashlib
import hmac
import json
from base64 import b64encode

from standardwebhooks import Webhook

from sandbox import clock
from sandbox.environment import GITLAB_SIGNING_TOKEN, PAGERDUTY_WEBHOOK_SECRET, ZENDESK_WEBHOOK_SECRET
from sandbox.errors import Json


def headers(vendor: str, delivery_id: str, payload: Json, body: bytes) -> dict[str, str]:
    """Return the headers of one try."""
    return {"Content-Type": "application/json"} | SIGNERS[vendor](delivery_id, payload, body)


def _zendesk(delivery_id: str, payload: Json, body: bytes) -> dict[str, str]:
    stamp = clock.seconds(clock.now())
    signed = hmac.new(ZENDESK_WEBHOOK_SECRET.encode(), stamp.encode() + body, hashlib.sha256)
    return {
        "User-Agent": "Zendesk Webhook",
        "X-Zendesk-Webhook-Id": "01SANDBOXWEBHOOK",
        "X-Zendesk-Webhook-Invocation-Id": delivery_id,
        "X-Zendesk-Webhook-Signature": b64encode(signed.digest()).decode(),
        "X-Zendesk-Webhook-Signature-Timestamp": stamp,
    }


def _pagerduty(delivery_id: str, payload: Json, body: bytes) -> dict[str, str]:
    # Two values, as while a secret is being replaced.
    values = (hmac.new(key.encode(), body, hashlib.sha256) for key in ("the one before", PAGERDUTY_WEBHOOK_SECRET))
    return {
        "User-Agent": "PagerDuty-Webhook/V3.0",
        "X-Webhook-Id": delivery_id,
        "X-Webhook-Subscription": "PSANDBOX",
        "X-PagerDuty-Signature": ",".join(f"v1={value.hexdigest()}" for value in values),
    }


def _gitlab(delivery_id: str, payload: Json, body: bytes) -> dict[str, str]:
    now, confidential = clock.now(), payload["object_attributes"]["confidential"]
    return {
        "User-Agent": "GitLab/19.0",
        "X-Gitlab-Event": "Confidential Issue Hook" if confidential else "Issue Hook",
        "Idempotency-Key": delivery_id,
        "webhook-id": delivery_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(GITLAB_SIGNING_TOKEN).sign(delivery_id, now, body.decode()),
    }


SIGNERS = {"zendesk": _zendesk, "pagerduty": _pagerduty, "gitlab": _gitlab}


def encoded(payload: Json) -> bytes:
    """Write a payload down once: it is signed and sent byte for byte."""
    return json.dumps(payload).encode()
