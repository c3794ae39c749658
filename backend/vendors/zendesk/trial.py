"""What a macro would change of a ticket, in names: ids are looked up, and stay numbers where that fails."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from backend.domain.macro_effect import Change
from backend.vendors.errors import VendorError
from backend.vendors.zendesk.setup_records import SetupRecord

LISTS = {"group_id": "groups", "ticket_form_id": "ticket_forms", "brand_id": "brands"}
"""Which list of the account's setup has the names of a field's ids."""

ReadList = Callable[[str], Iterable[SetupRecord]]
ReadName = Callable[[int], str]


def changes_in_names(
    ticket: Mapping[str, Any], wanted: Mapping[str, Any], read_list: ReadList, user_name: ReadName
) -> Iterator[Change]:
    """Give each field that changes; tags are told apart from them (see tag_changes)."""
    for field in sorted(wanted.keys() - {"tags", "custom_fields"}):
        before, after = ticket.get(field), wanted[field]
        # Zendesk sets it along with the status, which says the same in words that people know.
        if before == after or (field == "custom_status_id" and "status" in wanted):
            continue
        name = _naming(field, read_list, user_name)
        yield Change(field, None, name(before), name(after))
    if fields := wanted.get("custom_fields"):
        held = {field.get("id"): field.get("value") for field in ticket.get("custom_fields") or ()}
        known = {record.id: record for record in _or_nothing(read_list, "ticket_fields")}
        for change in fields:
            record = known.get(change["id"])
            labels = record.labels if record else {}
            before, after = _said(held.get(change["id"]), labels), _said(change["value"], labels)
            yield Change("custom_fields", record.name if record else f"#{change['id']}", before, after)


def tag_changes(ticket: Mapping[str, Any], wanted: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the tags that are added, and those that are taken off."""
    before = set(ticket["tags"])
    after = set(wanted.get("tags", before))
    return tuple(sorted(after - before)), tuple(sorted(before - after))


def _naming(field: str, read_list: ReadList, user_name: ReadName) -> Callable[[Any], str | None]:
    if field == "assignee_id":
        return lambda value: _user(value, user_name)
    if not field.endswith("_id"):
        return lambda value: _said(value, {})
    names = {str(record.id): record.name for record in _or_nothing(read_list, LISTS.get(field))}
    return lambda value: None if value is None else names.get(str(value), f"#{value}")


def _user(value: Any, user_name: ReadName) -> str | None:
    if value is None:
        return None
    try:
        return user_name(int(value)) or f"#{value}"
    except (VendorError, ValueError, TypeError):
        return f"#{value}"


def _or_nothing(read_list: ReadList, collection: str | None) -> Iterable[SetupRecord]:
    try:
        return read_list(collection) if collection else ()
    except VendorError:
        return ()


def _said(value: Any, labels: Mapping[str, str]) -> str | None:
    if isinstance(value, list):
        return ", ".join(filter(None, (_said(entry, labels) for entry in value))) or None
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    return labels.get(str(value), str(value))
