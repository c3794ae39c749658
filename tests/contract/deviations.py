"""Where product or stand-in depart from a vendor's description on purpose: because the description is wrong there."""

import re
from dataclasses import dataclass

from tests.contract.check import Fault


@dataclass(frozen=True)
class Deviation:
    """One departure: the vendor, the call and the place in it (patterns of `re.fullmatch`), and why."""

    vendor: str
    call: str
    where: str
    reason: str

    def covers(self, fault: Fault) -> bool:
        """Tell whether a fault is this departure."""
        return (
            fault.vendor == self.vendor
            and re.fullmatch(self.call, fault.call) is not None
            and re.fullmatch(self.where, fault.where) is not None
        )


DEVIATIONS: tuple[Deviation, ...] = ()
