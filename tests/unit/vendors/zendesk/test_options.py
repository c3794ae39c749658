"""Options are named from the account's lists of fields; these are asked for seldom, and again for what is new."""

from typing import Any

import pytest

from backend.vendors.zendesk.client import Zendesk
from tests.unit.vendors.stand import Asked, Reply, Stand
from tests.unit.vendors.zendesk.test_client import TICKET, asked
from tests.unit.vendors.zendesk.test_records import ORGANIZATION, PEOPLE, RAW

FIELDS, ORGANIZATION_FIELDS = "/api/v2/ticket_fields.json", "/api/v2/organization_fields.json"


def options(**names: str) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for value, name in names.items()]


def arrange(vendor: Stand, value: Any, there: Any) -> None:
    organization = {**ORGANIZATION, "organization_fields": {"account_type": there}}
    ticket = {**RAW, "custom_fields": [{"id": 41, "value": value}, {"id": 42, "value": "free text"}]}
    vendor.answers("GET", TICKET, {"ticket": ticket, "users": PEOPLE, "organizations": [organization]})
    vendor.answers(
        "GET", FIELDS, {"ticket_fields": [{"id": 41, "custom_field_options": options(o_1="Upgrade")}, {"id": 42}]}
    )
    field = {"id": 7, "key": "account_type", "custom_field_options": options(o_2="Former Customer", o_3="Trial")}
    vendor.answers("GET", ORGANIZATION_FIELDS, {"organization_fields": [field]})


@pytest.mark.parametrize(
    ("value", "there", "named", "named_there"),
    [
        ("o_1", "o_2", {41: ("Upgrade",)}, {"account_type": ("Former Customer",)}),
        (["o_1"], ["o_2", "o_3"], {41: ("Upgrade",)}, {"account_type": ("Former Customer", "Trial")}),
        ("unheard of", None, {}, {}),
        (None, True, {}, {}),
    ],
)
def test_options_are_named(
    vendor: Stand, zendesk: Zendesk, value: Any, there: Any, named: Any, named_there: Any
) -> None:
    arrange(vendor, value, there)
    ticket = zendesk.ticket(3001)
    assert ticket.organization
    assert (ticket.options, ticket.organization.options) == (named, named_there)


def test_the_lists_are_kept(vendor: Stand, zendesk: Zendesk) -> None:
    arrange(vendor, "o_1", "o_2")
    for _ in range(3):
        zendesk.ticket(3001)
    assert (len(asked(vendor, FIELDS)), len(asked(vendor, ORGANIZATION_FIELDS))) == (1, 1)


def test_a_value_that_no_list_has_is_asked_about_once(vendor: Stand, zendesk: Zendesk) -> None:
    arrange(vendor, "o_1", "o_2")
    zendesk.ticket(3001)
    arrange(vendor, "gone", "o_2")
    for _ in range(3):
        zendesk.ticket(3001)
    assert len(asked(vendor, FIELDS)) == 2


def test_an_option_that_is_new_is_found(vendor: Stand, zendesk: Zendesk) -> None:
    arrange(vendor, "o_1", None)
    zendesk.ticket(3001)
    arrange(vendor, "o_9", None)
    vendor.answers("GET", FIELDS, {"ticket_fields": [{"id": 41, "custom_field_options": options(o_9="New")}]})
    assert zendesk.ticket(3001).options == {41: ("New",)}


def test_without_the_lists_a_ticket_is_read_all_the_same(vendor: Stand, zendesk: Zendesk) -> None:
    arrange(vendor, "o_1", "o_2")

    def down(_: Asked) -> Reply:
        return Reply({"error": "down"}, 503)

    vendor.calls("GET", FIELDS, down)
    vendor.calls("GET", ORGANIZATION_FIELDS, down)
    for _ in range(2):
        assert zendesk.ticket(3001).options == {}
    assert len(asked(vendor, FIELDS)) == 1
