"""Variables as the environment gives them: NAME, or the file that NAME_FILE names."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Stands for a value that could not be read, so that validation names it together with every other fault."""

    because: str


def read(names: Iterable[str]) -> dict[str, str | Unreadable]:
    """Read those of the variables that are set, by name; an empty one is not."""
    return {name: value for name in names if (value := _value(name)) != ""}


def _value(name: str) -> str | Unreadable:
    value, file = (os.environ.get(variable, "").strip() for variable in (name, f"{name}_FILE"))
    if value and file:
        return Unreadable(f"and {name}_FILE are both set: keep one")
    try:
        return Path(file).read_text().strip() if file else value
    except (OSError, UnicodeDecodeError) as error:
        return Unreadable(f"cannot be read from {name}_FILE ({type(error).__name__}): {file!r}")
