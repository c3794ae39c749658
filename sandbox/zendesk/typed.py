"""The values of typed custom fields on the wire: dates, options of dropdowns, lists.

The desk keeps a day as ``2031-03-31`` and an option by its name; the dialects say how they are written.
"""

import re
from typing import Any

from sandbox.errors import Json
from sandbox.zendesk.desk import Desk

CHOICES = ("tagger", "dropdown")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def shown(desk: Desk, field: Json | None, value: Any) -> Any:
    """Write a value as the field's type is written."""
    if field is None or value in (None, ""):
        return value
    if field["type"] == "date" and desk.dialects["zendesk_date_fields"] == "timestamp":
        return f"{value}T00:00:00+00:00" if isinstance(value, str) and DAY.fullmatch(value) else value
    if field["type"] not in CHOICES:
        return value
    written = [_option(desk, field, name) for name in (value if isinstance(value, list) else [value])]
    return written if isinstance(value, list) or desk.dialects["zendesk_choice_fields"] == "multiselect" else written[0]


def kept(desk: Desk, field: Json | None, value: Any) -> Any:
    """Read a value as it came over the wire: options by their names, a list of one as that one."""
    if field is None or field["type"] not in CHOICES or value in (None, ""):
        return value
    names = {_option(desk, field, option["name"]): option["name"] for option in field["custom_field_options"]}
    found = [names.get(item, item) for item in (value if isinstance(value, list) else [value])]
    return found[0] if len(found) == 1 else found or None


def shown_field(desk: Desk, field: Json) -> Json:
    """Write the definition of a field with its options."""
    if field["type"] not in CHOICES:
        return field
    kind = "multiselect" if desk.dialects["zendesk_choice_fields"] == "multiselect" else field["type"]
    options = [{**option, "value": _option(desk, field, option["name"])} for option in field["custom_field_options"]]
    return {**field, "type": kind, "custom_field_options": options}


def _option(desk: Desk, field: Json, name: Any) -> Any:
    """Write an option's value: documented as a tag, which need not look like the option's name."""
    form = desk.dialects["zendesk_option_values"]
    if form == "name" or not isinstance(name, str):
        return name
    tag = re.sub(r"\W+", "_", name.casefold()).strip("_")
    names = [option["name"] for option in field["custom_field_options"]]
    return f"option_{field['id']}_{names.index(name) + 1}" if form == "unlike" and name in names else tag
