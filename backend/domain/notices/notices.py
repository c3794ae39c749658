"""Special handling that a ticket calls for, gravest first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from backend.domain.messages import customer
from backend.domain.notices import account_rules
from backend.domain.notices import rules as notice_rules
from backend.domain.notices.rules import Circumstances
from backend.domain.once import once
from backend.handbook.model.handbook import Handbook
from backend.handbook.model.notices import NoticeWords
from backend.handbook.model.process import PageLink

NoticeRule = Callable[[Circumstances, Handbook, datetime], str | None]
"""Says what the ticket shows that switches the notice on (maybe nothing more than that: ""), else None."""

_RULES: Mapping[str, NoticeRule] = {
    "compromised": notice_rules.compromised,
    "security_saas": notice_rules.security_saas,
    "wide_incident": notice_rules.wide_incident,
    "concurrent": notice_rules.concurrent,
    "same_customer": notice_rules.same_customer,
    "not_supported": account_rules.not_supported,
    "same_day_purchase": account_rules.same_day_purchase,
    "weekend_high": account_rules.weekend_high,
    "us_government": account_rules.us_government,
    "account_escalation": notice_rules.account_escalation,
    "escalated_org": account_rules.escalated_org,
    "dedicated": account_rules.dedicated,
    "sla": notice_rules.sla,
    "upgrade_assistance": account_rules.upgrade_assistance,
}
"""What the data can tell; the rest only a person can."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice to show; `insert` is a text for the draft, `links` are pages that have an address."""

    id: str
    title: str
    text: str
    insert: str | None
    links: tuple[PageLink, ...] = ()


def notices(seen: Circumstances, handbook: Handbook, now: datetime) -> list[Notice]:
    """List the notices that hold, by data or because a person switched them on."""
    found = ((key, words, _detail(key, words, seen, handbook, now)) for key, words in _ordered(handbook))
    return [_written(key, words, detail, seen, handbook) for key, words, detail in found if detail is not None]


@once
def _ordered(handbook: Handbook) -> list[tuple[str, NoticeWords]]:
    return sorted(handbook.notices.items(), key=lambda item: item[1].order)


def _detail(key: str, words: NoticeWords, seen: Circumstances, handbook: Handbook, now: datetime) -> str | None:
    rule = _RULES.get(key)
    detail = rule(seen, handbook, now) if rule else None
    if detail is None and words.by_person and key in seen.switched_on:
        return ""
    return detail


def _written(key: str, words: NoticeWords, detail: str, seen: Circumstances, handbook: Handbook) -> Notice:
    macros = ", ".join(handbook.zendesk.macros[macro] for macro in words.macros)
    text = words.text.format(**{**handbook.slack.channels, "detail": detail, "macros": macros}).strip()
    insert = words.insert and words.insert.format(customer=customer(seen.ticket))
    pages = tuple(page for page in (handbook.links[link] for link in words.links) if page.url)
    return Notice(key, words.title, text, insert, pages)
