"""Where a call goes: tokens leave for the configured host only."""

from urllib.parse import urlsplit, urlunsplit


def host_of(url: str) -> str:
    """Give the scheme, host and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}".lower()


def same_host(url: str, base: str) -> bool:
    """Tell whether an address lies on the host of `base`."""
    return host_of(url) == host_of(base)


def rebase(url: str, base: str) -> str:
    """Move `url` to the scheme, host and path prefix of `base`."""
    there, here = urlsplit(base), urlsplit(url)
    return urlunsplit((there.scheme, there.netloc, there.path + here.path, here.query, ""))
