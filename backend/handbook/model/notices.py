"""The notices that data or people switch on, and their numbers, as data."""

from typing import Literal

from backend.handbook.model.scalars import Count, InsertTemplate, Minutes, Section, Text

# The notices that data can switch on, see domain/notices; a handbook may hold others that a person switches on.
NoticeId = Literal[
    "compromised",
    "security_saas",
    "wide_incident",
    "concurrent",
    "same_customer",
    "not_supported",
    "same_day_purchase",
    "weekend_high",
    "us_government",
    "account_escalation",
    "escalated_org",
    "dedicated",
    "sla",
    "upgrade_assistance",
]


class NoticeLimits(Section):
    """Numbers behind the notices that the data switches on."""

    same_day_seats: Count
    wide_incident_pages: Count
    wide_incident_minutes: Minutes
    account_escalation_minutes: Minutes
    sla_minutes: Minutes
    apac_weekend_hours: Text


class NoticeWords(Section):
    """A notice; the lower `order`, the graver. `by_person` = a person may switch it on; `macros`, `links` are keys."""

    title: Text
    text: Text
    order: int
    by_person: bool = False
    macros: tuple[Text, ...] = ()
    links: tuple[Text, ...] = ()
    insert: InsertTemplate | None = None
