"""The names of dropdown options: a field holds its option's value, which need not look like the name people see."""

import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from cachetools import TTLCache

from backend.domain.tickets import Organization, Ticket
from backend.vendors.errors import VendorError
from backend.vendors.zendesk.session import Session
from backend.vendors.zendesk.setup_records import SetupItem

KEPT, PAUSE = 600.0, 60.0
"""Seconds for which a list of fields counts as known, and until it is asked for again after it could not be read."""

STRANGE = 1024
"""How many values that no list has are remembered, so that they are not asked about with each ticket."""

Names = Mapping[str, str]
Held = tuple[str, str, str]
"""A list of fields, a field, a value in it."""
K = TypeVar("K", int, str)


class Options(Session):
    """Names the options that tickets and organizations hold."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._lock = threading.Lock()
        self._ask_at: dict[str, float] = {}
        self._options: dict[str, Mapping[str, Names]] = {}
        self._strange: TTLCache[Held, bool] = TTLCache(STRANGE, KEPT)

    def _named(self, ticket: Ticket) -> Ticket:
        """Add the names of the options to a ticket and its organization."""
        if held := _texts(ticket.fields):
            ticket = replace(ticket, options=_chosen(held, self._known("ticket_fields", held)))
        if ticket.organization and (held_there := _texts(ticket.organization.fields)):
            options = _chosen(held_there, self._known("organization_fields", held_there))
            organization: Organization = replace(ticket.organization, options=options)
            ticket = replace(ticket, organization=organization)
        return ticket

    def _known(self, collection: str, held: Mapping[K, list[str]]) -> Mapping[str, Names]:
        """Give value → name by field; without an answer, what was known before: the values are shown as they are."""
        with self._lock:
            known = self._options.get(collection, {})
            strange = _strange(collection, held, known) - self._strange.keys()
            ask_at = self._ask_at.get(collection, 0.0)
            # An option that is not in the list may be a new one.
            if time.monotonic() >= ask_at or (strange and collection in self._options):
                known = self._ask(collection, known)
                self._strange.update(dict.fromkeys(_strange(collection, held, known), True))
            return known

    def _ask(self, collection: str, known: Mapping[str, Names]) -> Mapping[str, Names]:
        try:
            fields = self._all(f"{collection}.json", collection, SetupItem, lambda raw: raw)
        except VendorError:
            self._ask_at[collection] = time.monotonic() + PAUSE
            return known
        self._ask_at[collection] = time.monotonic() + KEPT
        self._options[collection] = {field.key or str(field.id): _names(field) for field in fields}
        return self._options[collection]


def _names(field: SetupItem) -> Names:
    return {option.value: option.name for option in field.custom_field_options if option.value}


def _texts(fields: Mapping[K, object]) -> dict[K, list[str]]:
    """Keep what may be options: texts, alone or in a list."""
    listed = {key: value if isinstance(value, list | tuple) else [value] for key, value in fields.items()}
    texts = {key: [text for text in value if isinstance(text, str) and text] for key, value in listed.items()}
    return {key: value for key, value in texts.items() if value}


def _chosen(held: Mapping[K, list[str]], known: Mapping[str, Names]) -> dict[K, tuple[str, ...]]:
    found = {key: [known.get(str(key), {}).get(value) for value in values] for key, values in held.items()}
    return {key: tuple(name for name in names if name) for key, names in found.items() if any(names)}


def _strange(collection: str, held: Mapping[K, list[str]], known: Mapping[str, Names]) -> set[Held]:
    """List the values that a field's options do not have."""
    options = {key: known.get(str(key)) for key in held}
    return {
        (collection, str(key), value) for key, values in held.items() if options[key] for value in values
        if value not in (options[key] or ())
    }  # fmt: skip
