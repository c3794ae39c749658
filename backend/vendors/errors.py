"""What can go wrong with a vendor, as one small tree.

VendorError
├── Unavailable      not reached, or it failed; nothing was written
│   └── RateLimited  it asks to wait `retry_after` seconds; nothing was written
├── VendorRejected          it understood and said no, and will say so again
│   ├── NotFound     there is no such thing
│   ├── Conflict     somebody changed it first: read again
│   └── AlreadyOpen  an open incident with this key exists: fetch it
└── OutcomeUnknown   a write was sent and no answer tells whether it took place: look before writing again
"""


class VendorError(Exception):
    """A call to `vendor` did not succeed; the text is fit for a person to read."""

    def __init__(self, vendor: str, reason: str) -> None:
        super().__init__(f"{vendor}: {reason}")
        self.vendor = vendor
        self.reason = reason


class Unavailable(VendorError):
    """The vendor was not reached or failed; nothing was written."""


class RateLimited(Unavailable):
    """The vendor asks to wait; nothing was written."""

    def __init__(self, vendor: str, retry_after: float) -> None:
        super().__init__(vendor, f"rate limit reached, free again in {retry_after:.0f} s")
        self.retry_after = retry_after


class VendorRejected(VendorError):
    """The vendor said no for a reason that a repetition will not change."""


class NotFound(VendorRejected):
    """There is no such thing at the vendor."""


class Conflict(VendorRejected):
    """Somebody else changed the thing first."""


class AlreadyOpen(VendorRejected):
    """An open incident with this key exists on the service."""


class OutcomeUnknown(VendorError):
    """A write was sent, and no answer tells whether it took place."""
