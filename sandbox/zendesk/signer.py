"""Sign the sidebar's token as Zendesk does, with a key made at start."""

import time
from dataclasses import dataclass, field
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from sandbox.environment import INSTALLATION_ID, account_host

LIFETIME_SECONDS = 300


def _new_key() -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Signer:
    """Hold the app's key pair."""

    _key: RSAPrivateKey = field(default_factory=_new_key, repr=False)

    def public_pem(self) -> str:
        """Return the key that GET /api/v2/apps/{id}/public_key publishes."""
        encoded = self._key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return encoded.decode()

    def token(
        self,
        base_url: str,
        user_id: int,
        ticket_id: int | None,
        expires_in: int,
        elsewhere: dict[str, str] | None = None,
    ) -> str:
        """Return an RS256 token that names the agent; a negative `expires_in` makes one that has ended."""
        now = int(time.time())
        location = "nav_bar" if ticket_id is None else "ticket_sidebar"
        context: dict[str, str | int] = {"product": "support", "location": location}
        if ticket_id is not None:
            context["ticket_id"] = ticket_id
        claims = {
            "iss": account_host(base_url),
            "aud": f"{base_url}/api/v2/apps/installations/{INSTALLATION_ID}.json",
            "sub": f"{base_url}/api/v2/users/{user_id}.json",
            "iat": min(now, now + expires_in - LIFETIME_SECONDS),
            "exp": now + expires_in,
            "jti": uuid4().hex,
            "context": context,
        }
        return jwt.encode(claims | (elsewhere or {}), self._key, algorithm="RS256")
