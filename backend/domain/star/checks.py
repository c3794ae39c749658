"""What speaks against opening a STAR for a ticket: what refuses it and what only warns."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Literal

from backend.domain.eligibility.plan import expiry
from backend.domain.hours import is_open, next_open
from backend.domain.sla import reply_targets
from backend.domain.star.licence import LicenceAnswers, licence_advice
from backend.domain.tickets import Ticket
from backend.handbook.model.handbook import Handbook

NOT_ASKED: LicenceAnswers = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class PreCheck:
    """A pre-check that does not pass: `refuse` stops everybody but a manager with a reason, `warn` tells."""

    id: str
    level: Literal["refuse", "warn"]
    because: str


def checks(
    ticket: Ticket,
    has_open_star: bool,
    handbook: Handbook,
    now: datetime,
    *,
    namespace: str | None = None,
    reason: str | None = None,
    engineer_contacted: bool | None = None,
    licence: LicenceAnswers = NOT_ASKED,
) -> list[PreCheck]:
    """List the pre-checks that do not pass, refusals first.

    What comes from the form is None while the form has not been filled in, and is then not checked.
    """
    found = [
        *_refusals(ticket, has_open_star, handbook, now),
        *_namespace(ticket, namespace, handbook),
        *_conversation(ticket),
        *_reply_target(ticket, handbook, now),
        *_licence(ticket, licence, handbook, now),
        *_form(reason, engineer_contacted),
    ]
    return sorted(found, key=lambda check: check.level != "refuse")


def _refusals(ticket: Ticket, has_open_star: bool, handbook: Handbook, now: datetime) -> Iterator[PreCheck]:
    rules = handbook.star
    schedule = handbook.hours.schedules[rules.hours]
    if has_open_star:
        yield PreCheck("open_star_exists", "refuse", "This ticket has an open STAR already.")
    if not is_open(schedule, now):
        opens = next_open(schedule, now)
        again = f", which open again {opens:%a %H:%M} UTC" if opens else ""
        yield PreCheck("outside_support_hours", "refuse", f"It is outside {schedule.name}{again}.")
    if now - ticket.created_at < timedelta(minutes=rules.minimum_age_minutes):
        because = f"The ticket is younger than {rules.minimum_age_minutes} minutes."
        yield PreCheck("ticket_too_young", "refuse", because)
    if handbook.zendesk.form_key(ticket.form_id) not in rules.forms:
        names = ", ".join(handbook.zendesk.forms[key].name for key in rules.forms)
        yield PreCheck("form_not_allowed", "refuse", f"Only tickets of these forms can be starred: {names}.")
    if ticket.organization is None:
        yield PreCheck("needs_organization", "refuse", "The ticket has no organization: it needs one first.")
    if ticket.status in rules.closed_statuses:
        yield PreCheck("ticket_closed", "refuse", "The ticket is closed.")


def _namespace(ticket: Ticket, namespace: str | None, handbook: Handbook) -> Iterator[PreCheck]:
    if namespace is None or namespace.strip():
        return
    if namespace_required(ticket, handbook):
        because = "Tickets about GitLab.com need the group's URL or name."
        yield PreCheck("namespace_missing", "refuse", because)


def namespace_required(ticket: Ticket, handbook: Handbook) -> bool:
    """Tell whether the STAR form must name the GitLab.com group."""
    return handbook.zendesk.form_key(ticket.form_id) in handbook.star.namespace_forms


def _conversation(ticket: Ticket) -> Iterator[PreCheck]:
    if ticket.latest_public_by == "agent":
        because = "The latest public comment is ours: the customer's answer is awaited."
        yield PreCheck("latest_not_from_customer", "warn", because)
    if ticket.agent_replies:
        because = "The first reply has been made; only the internal target for the next one can be missed."
        yield PreCheck("first_reply_made", "warn", because)


def _reply_target(ticket: Ticket, handbook: Handbook, now: datetime) -> Iterator[PreCheck]:
    rules, targets = handbook.star, reply_targets(ticket, handbook)
    if not targets:
        return
    left = min(target.breach_at for target in targets) - now
    margin = timedelta(minutes=rules.sla_margin_minutes)
    if left > margin:
        because = f"The reply target is more than {rules.sla_margin_minutes} minutes away."
        yield PreCheck("inside_sla", "warn", because)
    if -margin < left < timedelta(0):
        because = f"The reply target was missed by less than {rules.sla_margin_minutes} minutes."
        yield PreCheck("just_breached", "warn", because)


def licence_case(ticket: Ticket, handbook: Handbook) -> bool:
    """Tell whether the licence questions are for this ticket."""
    return handbook.zendesk.form_key(ticket.form_id) in handbook.star.licence_forms


def _licence(ticket: Ticket, answers: LicenceAnswers, handbook: Handbook, now: datetime) -> Iterator[PreCheck]:
    if not licence_case(ticket, handbook):
        return
    advice = licence_advice(answers, handbook)
    if advice.level != "ok":
        yield PreCheck(f"licence_{advice.outcome}", advice.level, advice.because)
    if advice.outcome is None:
        yield from _not_expiring(ticket, handbook, now)


def _not_expiring(ticket: Ticket, handbook: Handbook, now: datetime) -> Iterator[PreCheck]:
    """Judge by the organization's date while nobody has said more."""
    ends = expiry(ticket, handbook).day
    if ends is None:
        return
    # The last day is still covered, so the plan ends when that day does.
    over = datetime(ends.year, ends.month, ends.day, tzinfo=UTC) + timedelta(days=1)
    if over - now > timedelta(hours=handbook.star.licence_hours):
        because = f"The plan, grace period or trial ends in more than {handbook.star.licence_hours} hours."
        yield PreCheck("licence_not_expiring", "warn", because)


def _form(reason: str | None, engineer_contacted: bool | None) -> Iterator[PreCheck]:
    if engineer_contacted is False:
        because = "Nobody has asked the engineer on the ticket first."
        yield PreCheck("engineer_not_contacted", "warn", because)
    if reason is not None and not reason.strip():
        yield PreCheck("no_business_reason", "warn", "No business reason is given.")
