"""Events as the vendors document them: those written for this project, and the examples beside it where they are."""

import hashlib
import hmac
import json
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from standardwebhooks import Webhook

ROOT = Path(__file__).parents[2]
OURS = ROOT / "tests" / "payloads"
EXAMPLES = ROOT.parent / "shared" / "examples"
NOT_EVENTS = ("signature", "enqueue")


@dataclass(frozen=True)
class Vector:
    """A signed event: headers and secret of one vendor, and the time at which they are to be checked."""

    vendor: str
    secret: str
    headers: dict[str, str]
    body: bytes
    at: datetime


def event_files() -> list[Path]:
    """List the events, each a JSON file that begins with its vendor's name."""
    theirs = [*EXAMPLES.glob("*webhook*.json"), *EXAMPLES.glob("gitlab_*event*.json")]
    return [
        *sorted(OURS.glob("*.json")),
        *sorted(one for one in theirs if not any(no in one.name for no in NOT_EVENTS)),
    ]


def vendor_of(file: Path) -> str:
    """Tell whose event a file holds."""
    return file.name.split("_")[0]


def signed(vendor: str, secret: str, body: bytes, at: datetime, delivery_id: str = "a-delivery") -> dict[str, str]:
    """Sign as the vendor does."""
    if vendor == "zendesk":
        stamp = at.strftime("%Y-%m-%dT%H:%M:%SZ")
        digest = hmac.new(secret.encode(), stamp.encode() + body, hashlib.sha256).digest()
        return {
            "X-Zendesk-Webhook-Signature": b64encode(digest).decode(),
            "X-Zendesk-Webhook-Signature-Timestamp": stamp,
            "X-Zendesk-Webhook-Invocation-Id": delivery_id,
        }
    if vendor == "pagerduty":
        digest = hmac.new(secret.encode(), body, hashlib.sha256).digest()
        return {"X-PagerDuty-Signature": f"v1={digest.hex()}", "X-Webhook-Id": delivery_id}
    if secret.startswith("whsec_"):
        return {
            "webhook-id": delivery_id,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": Webhook(secret).sign(delivery_id, at, body.decode()),
        }
    return {"X-Gitlab-Token": secret, "Idempotency-Key": delivery_id}


def shared_vectors() -> list[Vector]:
    """Read the signed examples beside the project, where they are."""
    found = []
    for file in sorted(EXAMPLES.glob("*signature_vector*.json")):
        vector: dict[str, Any] = json.loads(file.read_text())
        headers = vector.get("headers") or {"X-PagerDuty-Signature": vector["header"]}
        at = datetime.fromtimestamp(int(headers.get("webhook-timestamp", 0))).astimezone()
        secret = vector.get("signing_token") or vector["secret"]
        found.append(Vector(vendor_of(file), secret, headers, vector["body"].encode(), at))
    return found
