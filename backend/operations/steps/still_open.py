"""Whether what stands in the way stands there still: the vendor is asked, our copy may be late."""

from collections.abc import Callable
from dataclasses import replace

from backend.operations.engine.request import Blocker
from backend.vendors.errors import NotFound, VendorError


def still_open(known: list[Blocker], is_open: Callable[[str], bool], forget: Callable[[str], None]) -> list[Blocker]:
    """Keep what the vendor calls open, by reference; one that cannot be asked about stays, with the reason.

    `forget` takes what is gone out of the mirror.
    """
    return [still for blocker in known if (still := _asked(blocker, is_open, forget))]


def _asked(known: Blocker, is_open: Callable[[str], bool], forget: Callable[[str], None]) -> Blocker | None:
    try:
        return known if is_open(known.reference) else None
    except NotFound:
        forget(known.reference)
        return None
    except VendorError as error:
        return replace(known, because=f"{known.because}, as last read; {error}")
