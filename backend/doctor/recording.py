"""Record what each vendor answers as shapes, so that an installer can send us the truth without anybody's data."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests

from backend.doctor.shapes import Shape, merged, shape_of
from backend.vendors.answers import json_of
from backend.vendors.client import overheard

FORMAT = 1
OURS = {
    "include", "include[]", "page[size]", "per_page", "order_by", "sort", "scope", "statuses[]", "date_range", "limit",
    "types", "exclude_archived", "include_all_metadata", "full", "inclusive", "access", "only_viewable",
}  # fmt: skip
"""Parameters whose values are this program's own words; of all others only the names are kept."""

# A word of the API itself. Whatever else stands in a path is an id, or a name that people chose.
_WORD = re.compile(r"v\d|[a-z][A-Za-z_]*(\.[A-Za-z_]+)*")


@dataclass(frozen=True)
class Call:
    """A call as it is recorded: where other ids stand, it is the same call."""

    vendor: str
    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    status: int
    media_type: str


@dataclass
class Recording:
    """The shapes of the answers, by call."""

    bases: tuple[str, ...]
    _heard: dict[Call, list[Shape]] = field(default_factory=dict)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Record every answer in a block."""
        with overheard(self._hear):
            yield

    def _hear(self, vendor: str, response: requests.Response) -> None:
        parts = urlsplit(response.request.url or "")
        call = Call(
            vendor=vendor,
            method=response.request.method or "",
            path=self._path(f"{parts.scheme}://{parts.netloc}{parts.path}"),
            query=tuple(sorted({(name, value if name in OURS else "") for name, value in parse_qsl(parts.query)})),
            status=response.status_code,
            media_type=response.headers.get("Content-Type", "").partition(";")[0].strip(),
        )
        try:
            body = json_of(response)
        except ValueError:
            body = response.text
        self._heard.setdefault(call, []).append(shape_of(body))

    def _path(self, address: str) -> str:
        base = max((base for base in self.bases if address.startswith(f"{base}/")), key=len, default="")
        path = address.removeprefix(base) if base else urlsplit(address).path
        return "/".join(word if not word or _WORD.fullmatch(word) else "{}" for word in path.split("/"))

    def document(self) -> dict[str, Any]:
        """Give what was recorded as a JSON document."""
        return {
            "format": FORMAT,
            "calls": [
                {
                    "vendor": call.vendor,
                    "method": call.method,
                    "path": call.path,
                    "query": [list(pair) for pair in call.query],
                    "status": call.status,
                    "media_type": call.media_type,
                    "shape": {place: sorted(types) for place, types in sorted(merged(shapes).items())},
                }
                for call, shapes in sorted(self._heard.items(), key=lambda one: str(one[0]))
            ],
        }

    def write(self, file: Path) -> None:
        """Write it to a file."""
        file.write_text(f"{json.dumps(self.document(), indent=1, ensure_ascii=False)}\n")
