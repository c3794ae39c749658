"""Fill macros and forms up to a length that no single page holds."""

from sandbox.errors import Json
from sandbox.seeds.macros import as_macro
from sandbox.zendesk.desk import Desk

LENGTH = 250
TITLE = "Filler"
SAYS: list[Json] = [{"field": "comment_value", "value": "Nothing of interest."}]


def fill(desk: Desk, wanted: bool) -> None:
    """Put fillers before the other macros and forms, so that those lie on the last pages; or take them out."""
    for store in (desk.macros, desk.forms):
        others = {key: record for key, record in store.items() if not _title(record).startswith(TITLE)}
        is_filled = len(others) < len(store)
        if is_filled != wanted:
            numbers = range(LENGTH - len(others)) if wanted else range(0)
            fillers = [_filler(desk, store is desk.macros, f"{TITLE} {number:03d}") for number in numbers]
            store.clear()
            store.update({filler["id"]: filler for filler in fillers} | others)


def _title(record: Json) -> str:
    return str(record.get("title") or record.get("name"))


def _filler(desk: Desk, is_macro: bool, title: str) -> Json:
    record_id = desk.next_id()
    if is_macro:
        return as_macro(desk, record_id, title, SAYS)
    some_form = next(iter(desk.forms.values()), {})
    url = f"{desk.base_url}/api/v2/ticket_forms/{record_id}.json"
    return {**some_form, "id": record_id, "url": url, "name": title, "display_name": title, "raw_name": title,
            "default": False}  # fmt: skip
