"""The body of an answer, up to a bound: what a vendor sends must not fill the memory, also when it is compressed."""

from collections.abc import Iterator
from typing import Any

import requests

LARGEST = 64 * 1024 * 1024
"""Bytes, unpacked. A page of 100 issues with descriptions of an ordinary length takes less than one of these 64 MB."""


class TooLarge(Exception):
    """The body has more bytes than are read."""


def bounded(response: requests.Response, most: int = LARGEST) -> requests.Response:
    """Let reading the body raise TooLarge, and end the connection, when it has more bytes than `most`."""
    stream = response.raw.stream

    def pieces(*args: Any, **options: Any) -> Iterator[bytes]:
        left = most
        for piece in stream(*args, **options):
            left -= len(piece)
            if left < 0:
                response.close()
                raise TooLarge(f"more than {most // 1024 // 1024} MB")
            yield piece

    response.raw.stream = pieces  # type: ignore[method-assign]
    return response
