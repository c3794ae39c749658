"""Send events from threads of its own, at least once: nothing that a vendor answers waits for the backend."""

import heapq
import http.client
import time
from dataclasses import asdict, dataclass, field
from itertools import count
from threading import Condition, Thread
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from sandbox.errors import Json
from sandbox.webhooks import sign

TIMEOUT = 5.0
PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds before each repetition: vendors wait longer, but theirs are no tests."""
KEPT = 5_000


@dataclass
class Delivery:
    """One event on its way; `status` is the last answer's, None when there was none, `seconds` the longest try."""

    id: str
    vendor: str
    tries: int = 0
    status: int | None = None
    seconds: float = 0.0
    payload: Json = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)


class Sender:
    """Queues of deliveries, one thread for each vendor: what one refuses holds up no other."""

    def __init__(self, backend_url: str, vendors: tuple[str, ...] = tuple(sign.SIGNERS)) -> None:
        self.enabled = True
        self._backend = urlsplit(backend_url)
        self._changed = Condition()
        self._order = count()
        self._queues: dict[str, list[tuple[float, int, Delivery]]] = {vendor: [] for vendor in vendors}
        self._deliveries: list[Delivery] = []
        self._closed = False
        for vendor in vendors:
            Thread(target=self._work, args=(vendor,), name=f"webhooks-{vendor}", daemon=True).start()

    def send(self, vendor: str, payload: Json) -> None:
        """Take an event; it leaves at once, and again until it is taken or dropped."""
        if self.enabled:
            delivery = Delivery(str(uuid4()), vendor, payload=payload, body=sign.encoded(payload))
            with self._changed:
                del self._deliveries[:-KEPT]
                self._deliveries.append(delivery)
                self._push(delivery, 0.0)

    def listing(self) -> list[dict[str, Any]]:
        """List deliveries, oldest first."""
        with self._changed:
            return [{name: asdict(delivery)[name] for name in ("id", "vendor", "tries", "status", "seconds", "payload")}
                    for delivery in self._deliveries]  # fmt: skip

    def close(self) -> None:
        """End the threads."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _push(self, delivery: Delivery, after: float) -> None:
        heapq.heappush(self._queues[delivery.vendor], (time.monotonic() + after, next(self._order), delivery))
        self._changed.notify_all()

    def _work(self, vendor: str) -> None:
        while (delivery := self._next(vendor)) is not None:
            delivery.tries += 1
            began = time.perf_counter()
            status = self._post(delivery)
            delivery.seconds = max(delivery.seconds, time.perf_counter() - began)
            delivery.status = status
            again = delivery.status is None or delivery.status == 429 or delivery.status >= 500
            # Any other refusal is final, as it is with the vendors.
            if again and delivery.tries <= len(PAUSES):
                with self._changed:
                    self._push(delivery, PAUSES[delivery.tries - 1])

    def _next(self, vendor: str) -> Delivery | None:
        queue = self._queues[vendor]
        with self._changed:
            while not self._closed:
                wait = queue[0][0] - time.monotonic() if queue else None
                if wait is not None and wait <= 0:
                    return heapq.heappop(queue)[2]
                self._changed.wait(wait)
        return None

    def _post(self, delivery: Delivery) -> int | None:
        connection = http.client.HTTPConnection(self._backend.netloc, timeout=TIMEOUT)
        try:
            headers = sign.headers(delivery.vendor, delivery.id, delivery.payload, delivery.body)
            connection.request("POST", f"/webhooks/{delivery.vendor}", delivery.body, headers)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()
