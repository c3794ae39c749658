"""Is an event really from the vendor? Checked over the raw body, in constant time, with every secret in force.

Fails closed both ways: an event without a signature is refused, and so is one for which no secret is set.
Facts: developer.zendesk.com "Verifying webhooks", developer.pagerduty.com "Webhook signatures", docs.gitlab.com
"Webhooks", standardwebhooks.com.
"""

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from standardwebhooks import Webhook, WebhookVerificationError
from werkzeug.datastructures import Headers

from backend.settings import STANDARD_PREFIX

TOLERANCE = timedelta(minutes=5)
"""How far a signed time may be off before it counts as an old event sent again by somebody else."""

Secrets = Iterable[str]


RAW = "surrogateescape"


class RawWebhook(Webhook):
    """Standard Webhooks over a body's bytes: the library takes it for text, and refuses what is not UTF-8."""

    def sign(self, msg_id: str, timestamp: datetime, data: str) -> str:
        """Sign a body that was decoded with RAW."""
        signed = f"{msg_id}.{int(timestamp.timestamp())}.{data}".encode(errors=RAW)
        return f"v1,{b64encode(hmac.digest(self._whsecret, signed, 'sha256')).decode()}"


def from_zendesk(secrets: Secrets, headers: Headers, body: bytes, now: datetime) -> bool:
    """Check `X-Zendesk-Webhook-Signature`: base64 over timestamp and body."""
    stamp = headers.get("X-Zendesk-Webhook-Signature-Timestamp", "")
    given = headers.get("X-Zendesk-Webhook-Signature", "").split(",")
    good = (b64encode(_digest(secret, stamp.encode() + body)).decode() for secret in secrets)
    return _recent(stamp, now) and _meet(good, given)


def from_pagerduty(secrets: Secrets, headers: Headers, body: bytes, now: datetime) -> bool:
    """Check `X-PagerDuty-Signature`: one `v1=` in hex for each secret that PagerDuty has; no time is signed."""
    given = headers.get("X-PagerDuty-Signature", "").split(",")
    return _meet((f"v1={_digest(secret, body).hex()}" for secret in secrets), given)


def from_gitlab(secrets: Secrets, headers: Headers, body: bytes, now: datetime) -> bool:
    """Check `webhook-signature` by the signing tokens where there is one, else `X-Gitlab-Token` by the others."""
    known = list(secrets)
    if "webhook-signature" in headers:
        return any(_standard(secret, headers, body) for secret in known if secret.startswith(STANDARD_PREFIX))
    tokens = (secret for secret in known if not secret.startswith(STANDARD_PREFIX))
    return _meet(tokens, [headers.get("X-Gitlab-Token", "")])


def _standard(secret: str, headers: Headers, body: bytes) -> bool:
    try:
        RawWebhook(secret).verify(body.decode(errors=RAW), dict(headers), json_parse=False)
    except (WebhookVerificationError, ValueError):
        # ValueError: a header or body of another form than the standard's.
        return False
    return True


def _digest(secret: str, signed: bytes) -> bytes:
    return hmac.new(secret.encode(), signed, hashlib.sha256).digest()


def _meet(good: Iterable[str], given: Iterable[str]) -> bool:
    """Tell whether one of the given values is a good one, comparing each pair in constant time."""
    received = [value.strip().encode() for value in given]
    return any(hmac.compare_digest(right.encode(), value) for right in good for value in received)


def _recent(stamp: str, now: datetime) -> bool:
    try:
        at = datetime.fromisoformat(stamp)
    except ValueError:
        return False
    return abs(now - (at if at.tzinfo else at.replace(tzinfo=UTC))) <= TOLERANCE
