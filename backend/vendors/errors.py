"""What can go wrong with a vendor, as one small tree.

VendorError
├── Unavailable      not reached, it failed, or its answer cannot be used; nothing was written
│   └── RateLimited  it asks to wait `retry_after` seconds; nothing was written
├── VendorRejected   it understood and said no, and will say so again
│   ├── Denied       it does not let us do this now: a secret was exchanged, a role changed; that may pass
│   ├── NotFound     there is no such thing
│   ├── Over         what was to be changed has ended or goes on elsewhere
│   ├── Conflict     somebody changed it first: read again
│   ├── AlreadyOpen  an open incident with this key exists: fetch it
│   └── Moved        it has another address now: `location`
└── OutcomeUnknown   a write was sent and no answer tells whether it took place: look before writing again
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Call:
    """The call that an error is about; `path` is without its query, which may hold what people typed."""

    method: str
    path: str
    status: int | None = None
    request_id: str | None = None

    def __str__(self) -> str:
        status = f" -> {self.status}" if self.status else ""
        request = f" ({self.request_id})" if self.request_id else ""
        return f"{self.method} {self.path}{status}{request}"


class VendorError(Exception):
    """A call to `vendor` did not succeed.

    `plain` is fit for anybody to read; `reason` and the text add the `remedy`, for whoever runs this: which secret or
    setting to look at. `call` is None when nothing was asked; `field` names what an answer lacked or held wrongly.
    """

    def __init__(
        self, vendor: str, plain: str, call: Call | None = None, field: str | None = None, remedy: str = ""
    ) -> None:
        self.plain = plain
        self.reason = f"{plain}; {remedy}" if remedy else plain
        super().__init__(f"{vendor}: {self.reason}")
        self.vendor = vendor
        self.call = call
        self.field = field

    @property
    def for_people(self) -> str:
        """Say it to somebody who cannot change our settings."""
        return f"{self.vendor}: {self.plain}"

    @property
    def reason_and_call(self) -> str:
        """Give the reason with the call that it is about, for whoever looks into it."""
        return f"{self.reason} ({self.call})" if self.call else self.reason

    @property
    def status(self) -> int | None:
        """Give the HTTP status of the answer, None without one."""
        return self.call.status if self.call else None


class Unavailable(VendorError):
    """The vendor was not reached, failed, or sent what cannot be used; nothing was written."""


class RateLimited(Unavailable):
    """The vendor asks to wait; nothing was written."""

    def __init__(self, vendor: str, retry_after: float, call: Call | None = None) -> None:
        super().__init__(vendor, f"rate limit reached, free again in {retry_after:.0f} s", call)
        self.retry_after = retry_after


class VendorRejected(VendorError):
    """The vendor said no for a reason that a repetition will not change."""


class Denied(VendorRejected):
    """The vendor does not accept our credentials, or not for this. People mend that, so it is worth another try."""


class NotFound(VendorRejected):
    """There is no such thing at the vendor."""


class Gone(NotFound):
    """It was there once or never, and the place where it would be can be read: it is not hidden from us."""


class Over(VendorRejected):
    """What was to be changed has ended, or goes on elsewhere: nothing that is tried later brings it back."""


class Conflict(VendorRejected):
    """Somebody else changed the thing first."""


class AlreadyOpen(VendorRejected):
    """An open incident with this key exists on the service."""


class Moved(VendorRejected):
    """What was asked for has another address now; `location` is empty where the vendor does not tell it."""

    def __init__(self, vendor: str, reason: str, location: str = "", call: Call | None = None) -> None:
        super().__init__(vendor, reason, call)
        self.location = location


class OutcomeUnknown(VendorError):
    """A write was sent, and no answer tells whether it took place."""
