"""The account's setup as Zendesk lists it: forms, groups, brands, fields and their options.

Facts: developer.zendesk.com, "Ticket fields", "Organization fields".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from backend.vendors.fields import Maybe, Number, Record, Several, Text


@dataclass(frozen=True, slots=True)
class SetupRecord:
    """A form, group, brand or field of the account; `name` is its key if it has one.

    `values` are the names of a dropdown's options as people see them, `options` the values that tickets hold, and
    `labels` names each of these.
    """

    id: int
    name: str
    active: bool
    values: frozenset[str]
    options: frozenset[str] = frozenset()
    labels: Mapping[str, str] = field(default_factory=dict)


class OptionRecord(Record):
    """An option of a dropdown."""

    name: Text
    value: Maybe[Text] = None


class SetupItem(Record):
    """A form, group, brand, role or field."""

    id: Number
    key: Maybe[Text] = None
    name: Maybe[Text] = None
    title: Maybe[Text] = None
    active: Maybe[bool] = None
    custom_field_options: Several[OptionRecord] = ()


class InstallationAnswer(Record):
    """Which app an installation is of; the number may come as a text."""

    app_id: Annotated[int, Field(ge=1)]


def setup_from(raw: SetupItem) -> SetupRecord:
    """Read a record of the account's setup."""
    options = raw.custom_field_options
    return SetupRecord(
        id=raw.id,
        name=raw.key or raw.name or raw.title or "",
        active=raw.active is not False,
        values=frozenset(option.name for option in options),
        options=frozenset(option.value for option in options if option.value),
        labels={option.value: option.name for option in options if option.value},
    )
