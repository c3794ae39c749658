"""Zendesk's signed sidebar request proves who opened the panel.

Facts: developer.zendesk.com, "Signed URLs". The token is RS256 with a key per app; `aud` names our installation.
"""

import re
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from backend.settings import Settings
from backend.vendors.bulkhead import waiting
from backend.vendors.errors import Unavailable
from backend.vendors.zendesk.client import Zendesk
from backend.web.errors import unproven

LEEWAY = timedelta(seconds=10)
KEY_PAUSE = 60.0
"""Seconds between two fetches of the public key: a forged token must not make us ask each time."""
USER = re.compile(r"(?:^|/)users/([1-9][0-9]{0,18})(?:\.json)?$")


class SidebarTokens:
    """Checks the token of a signed sidebar request."""

    def __init__(self, settings: Settings, zendesk: Zendesk, clock: Callable[[], datetime]) -> None:
        host = urlsplit(settings.zendesk_url)
        self._issuers = [host.netloc, f"{host.scheme}://{host.netloc}"]
        self._audience = f"{settings.zendesk_url}/api/v2/apps/installations/{settings.zendesk_installation_id}.json"
        self._app_id = settings.zendesk_app_id
        self._zendesk = zendesk
        self._clock = clock
        self._lock = threading.Lock()
        self._key = ""
        self._fetched = float("-inf")

    def agent_id(self, token: str) -> int:
        """Give the id of the agent whom Zendesk vouches for; raise ApiError when it does not."""
        try:
            # Check this first: otherwise anybody's request would have us fetch the key from Zendesk.
            if jwt.get_unverified_header(token).get("alg") != "RS256":
                raise jwt.InvalidAlgorithmError("only RS256")
            claims = self._claims(token)
        except (jwt.ExpiredSignatureError, jwt.ImmatureSignatureError) as error:
            now = self._clock().strftime("%H:%M")
            raise unproven(
                f"the sidebar token does not hold at this time, {now} UTC by our server's clock: reload the ticket; "
                "if that does not help, that clock is wrong"
            ) from error
        except jwt.PyJWTError as error:
            raise unproven("the sidebar token is not one that Zendesk signed for this app") from error
        user = USER.search(str(claims["sub"]))
        if not user:
            raise unproven("the sidebar token names no user")
        return int(user[1])

    def _claims(self, token: str) -> dict[str, object]:
        try:
            return self._decode(token, self._public_key(fresh=False))
        except jwt.InvalidSignatureError:
            # The app's key may have changed since we fetched it.
            return self._decode(token, self._public_key(fresh=True))

    def _decode(self, token: str, key: str) -> dict[str, object]:
        claims: dict[str, object] = jwt.decode(
            token,
            key,
            algorithms=["RS256"],
            audience=self._audience,
            issuer=self._issuers,
            leeway=LEEWAY,
            options={"require": ["exp", "iat", "aud", "iss", "sub"]},
        )
        return claims

    def _public_key(self, fresh: bool) -> str:
        if self._key and not fresh:
            return self._key
        with waiting("Zendesk"), self._lock:
            old = time.monotonic() - self._fetched > KEY_PAUSE
            if not self._key or (fresh and old):
                self._key = usable(self._zendesk.public_key(self._app_id))
                self._fetched = time.monotonic()
            return self._key


def usable(pem: str) -> str:
    """Give a public key back; raise Unavailable for what is none, so that it is not kept."""
    try:
        load_pem_public_key(pem.encode())
    except ValueError as error:
        raise Unavailable("Zendesk", "sent no usable public key of this app") from error
    return pem
