"""What the doctor says: one line a finding."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from backend.vendors.errors import VendorError, VendorRejected

Level = Literal["ok", "warning", "failed"]


@dataclass(frozen=True, slots=True)
class Line:
    """One finding: how grave, about what, why, and what to do about it ("" when nothing)."""

    level: Level
    what: str
    why: str
    to_do: str = ""

    def __str__(self) -> str:
        """Write it for a person to read."""
        return f"{self.level:8} {self.what}: {self.why}" + (f"\n         -> {self.to_do}" if self.to_do else "")


Check = Callable[[], Iterator[Line]]


def guarded(what: str, to_do: str, check: Check) -> Iterator[Line]:
    """Run a check that asks a vendor; its failure is a finding, and the next check goes on."""
    try:
        yield from check()
    except VendorRejected as error:
        yield Line("failed", what, error.reason_and_call, to_do)
    except VendorError as error:
        yield Line("failed", what, error.reason_and_call, "Is the address right, and does this machine reach it?")


def known(what: str, wanted: Mapping[str, str | None], there: Mapping[str, str], key: str) -> Iterator[Line]:
    """Compare ids of the handbook with what is there: `wanted` is name → id, `there` id → name."""
    for name, found in wanted.items():
        if found is None:
            yield Line("warning", f"{what} {name}", "not configured", f"Set {key} in the handbook, if you use it.")
        elif found not in there:
            yield Line("failed", f"{what} {name}", f"there is none with the id {found}", f"Correct {key}.")
        elif there[found] != name:
            words = f"{found} is called {there[found]!r} there"
            yield Line("warning", f"{what} {name}", words, f"Is it the one you mean? Correct {key} or the name.")
        else:
            yield Line("ok", f"{what} {name}", f"found, id {found}")
