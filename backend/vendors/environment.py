"""What the environment says of the way to a vendor: proxies, and the certificates to trust."""

import requests


def read_environment(session: requests.Session, base: str) -> None:
    """Take proxies and certificates for `base`, the only address a session asks, from the environment: now, and once.

    requests reads the whole environment again with every call, a third of what a call costs. Of `.netrc` nothing is
    taken: what stands there for a vendor's host would replace our token.
    """
    found = session.merge_environment_settings(base, {}, None, None, None)
    session.proxies, session.verify, session.trust_env = found["proxies"], found["verify"], False
