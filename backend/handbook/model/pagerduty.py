"""How things are called in PagerDuty."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator

from backend.handbook.model.scalars import (
    CallTitleTemplate,
    Count,
    Id,
    ManualTemplate,
    Minutes,
    ReassignTemplate,
    Section,
    Text,
    TitleTemplate,
)


class Named(Section):
    """Something of PagerDuty: the name people know and its id, None when not configured."""

    name: Text
    id: Id


class Services(Section):
    """PagerDuty services whose incidents are watched or opened."""

    customer_support: Named
    support_managers: Named
    apac_backup_pool: Named


class DutySource(Section):
    """Where a rotation is read: a schedule if one is named, else a level of the policy; `region` is for people."""

    level: Count | None = None
    schedule: Id = None
    region: Text | None = None


def _several(value: object) -> object:
    """Take one place for a list of it."""
    if isinstance(value, Mapping):
        return (value,)
    return tuple(value) if isinstance(value, list) else value


Rota = Annotated[tuple[DutySource, ...], BeforeValidator(_several)]
"""Where one rotation of the header is read: in one place or several."""


class DutySources(Section):
    """Both rotations of the header."""

    engineer: Rota
    manager: Rota


class PolicyLevel(Section):
    """A level of the escalation policy, by the name people know."""

    level: Count
    name: Text


class Titles(Section):
    """Incident titles."""

    emergency: TitleTemplate
    backup_pool: TitleTemplate
    manager: CallTitleTemplate


class ManualWay(Section):
    """How to page, and to reassign a page, by hand, line by line."""

    emergency: tuple[ManualTemplate, ...]
    backup_pool: tuple[ManualTemplate, ...]
    manager: tuple[ManualTemplate, ...]
    reassign: tuple[ReassignTemplate, ...]


class PageMeaning(Section):
    """What PagerDuty's status words mean to Support."""

    triggered: Text
    acknowledged: Text
    resolved: Text


class PageClockLimits(Section):
    """Minutes on the clock of a page."""

    to_managers: Minutes
    to_seniors: Minutes
    first_reply_amber: Minutes
    first_reply: Minutes


class ManagerCall(Section):
    """When an engineer calls a manager: at once outside `hours`, else so long after the page."""

    after_minutes: Minutes
    hours: Text


class PagerDuty(Section):
    """Paging: services, policy, titles, clock and the way by hand."""

    services: Services
    escalation_policy: Named
    responder_policies: Mapping[str, Named]
    on_call: DutySources
    levels: tuple[PolicyLevel, ...]
    titles: Titles
    minutes: PageClockLimits
    manager_call: ManagerCall
    meaning: PageMeaning
    manual_way: ManualWay
