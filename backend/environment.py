"""Variables as the environment gives them: NAME, or the file that NAME_FILE names."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_settings import PydanticBaseSettingsSource


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Stands for a value that could not be read, so that validation names it together with every other fault."""

    because: str


class Environment(PydanticBaseSettingsSource):
    """Reads NAME from the environment, or from the file that NAME_FILE names; empty = not set."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """Give a variable's value, its name, and that it is no JSON."""
        name = field.alias or field_name
        value, file = (os.environ.get(variable, "").strip() for variable in (name, f"{name}_FILE"))
        if value and file:
            return Unreadable(f"and {name}_FILE are both set: keep one"), name, False
        try:
            return Path(file).read_text().strip() if file else value, name, False
        except (OSError, UnicodeDecodeError) as error:
            return Unreadable(f"cannot be read from {name}_FILE ({type(error).__name__}): {file!r}"), name, False

    def __call__(self) -> dict[str, Any]:
        """Give every variable that is set."""
        read = (self.get_field_value(field, name) for name, field in self.settings_cls.model_fields.items())
        return {name: value for value, name, _ in read if value != ""}
