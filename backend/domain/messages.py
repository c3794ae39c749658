"""Texts for the draft that a manager would otherwise write anew each time."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from backend.domain.eligibility.assessment import Assessment
from backend.domain.eligibility.criteria import SYMPTOM, SYMPTOM_SEVERE
from backend.domain.eligibility.high_priority import has_limited_hours, support_hours
from backend.domain.eligibility.holding import Holding
from backend.domain.eligibility.plan import HIGH, ended_plan, high_at_weekends
from backend.domain.hours import add_open_minutes, next_open
from backend.domain.text import inline, neutral
from backend.domain.tickets import Ticket
from backend.handbook.model.checklist import UNKNOWN
from backend.handbook.model.emergencies import Verdict
from backend.handbook.model.handbook import Handbook
from backend.handbook.model.weekly import Schedule

DOWNGRADES: frozenset[Verdict] = frozenset({"not_emergency", "high_priority_now"})
_TOO_FAR_APART = re.compile(r"\n{3,}")
"""A blank that is filled in with nothing leaves empty lines."""
UNPAID = "E8"
"""Of those who are not entitled, the ones whose subscription is the reason; others need words of a person."""


def customer_reply(
    ticket: Ticket, holding: Holding, handbook: Handbook, now: datetime, continues: int | None = None
) -> str | None:
    """Write what the customer reads about the verdict that holds.

    Give None where somebody is not entitled for a reason other than their plan (a person writes then), and where more
    must be known but no question is open.
    `continues` is the other ticket of theirs that goes on after a downgrade; None = this one does.
    """
    found, rules = holding.found, handbook.emergency
    text, questions = _template(holding, handbook), _questions(found, handbook)
    if text is None or (holding.verdict == "needs_info" and not questions):
        return None
    priority = rules.downgrade.priority if holding.verdict else rules.downgrade.not_entitled
    target = handbook.sla[priority]
    minutes = target.next_reply_minutes if ticket.agent_replies else target.first_reply_minutes
    filled = text.format(
        customer=customer(ticket),
        definition=rules.definition,
        priority=priority,
        because=_reason(holding, handbook),
        ticket=ticket.id,
        continues=_continues(ticket, continues, handbook),
        hours=f"{minutes / 60:g}",
        begin=_begin(ticket, found, handbook, now, minutes),
        questions="\n".join(f"- {question}" for question in questions),
        subscription=_subscription(ticket, handbook, now),
        go_on=_once_open(found, handbook, now, rules.go_on, rules.out_of_hours.go_on),
        takes=_once_open(found, handbook, now, rules.high_priority.takes, rules.high_priority.takes_later),
        once=rules.out_of_hours.once if found.entitlement.answer == "out_of_hours" else "",
    )
    return _TOO_FAR_APART.sub("\n\n", filled)


def _template(holding: Holding, handbook: Handbook) -> str | None:
    """Choose the text: that of a symptom which always is an emergency goes before the exception's."""
    found, rules = holding.found, handbook.emergency
    if holding.verdict is None:
        return rules.replies.not_entitled if found.entitlement.rule == UNPAID else None
    row = rules.matrix.get(found.answers.values.get("symptom", UNKNOWN))
    if holding.verdict == "exception" and row and row.always and row.reply:
        return row.reply
    text: str = getattr(rules.replies, holding.verdict)
    return text


def _subscription(ticket: Ticket, handbook: Handbook, now: datetime) -> str:
    """Say what is with the subscription: it ended, or there is none with emergency support."""
    words, ended = handbook.emergency.subscription, ended_plan(ticket, handbook, now)
    return words.ended.format(day=f"{ended.day} {ended:%B} {ended:%Y}") if ended else words.without


def _continues(ticket: Ticket, other: int | None, handbook: Handbook) -> str:
    words = handbook.emergency.continues
    if other is None or other == ticket.id:
        return words.here.format(ticket=ticket.id)
    return words.there.format(ticket=other)


def _begin(ticket: Ticket, found: Assessment, handbook: Handbook, now: datetime, minutes: int) -> str:
    """Say when our hours begin, if they are over; by when we reply, if they end before that is due; else nothing."""
    rules = handbook.emergency
    at_weekends = rules.downgrade.priority == HIGH and high_at_weekends(ticket, handbook)
    if found.entitlement.answer != "no" and not has_limited_hours(found.entitlement) and at_weekends:
        return ""
    schedule = support_hours(handbook, limited=has_limited_hours(found.entitlement))
    opens, due = next_open(schedule, now), add_open_minutes(schedule, now, minutes)
    if opens is None or due is None or due == now + timedelta(minutes=minutes):
        return ""
    if opens > now:
        return rules.hours_begin.format(when=_told(opens, schedule))
    return rules.hours_end.format(when=_told(due, schedule))


def _once_open(found: Assessment, handbook: Handbook, now: datetime, at_once: str, later: str) -> str:
    """Say what we do now, or `later`, with {when} filled in, where the hours of the plan have to begin again first."""
    schedule = support_hours(handbook, limited=has_limited_hours(found.entitlement))
    opens = next_open(schedule, now)
    if found.entitlement.answer != "out_of_hours" or opens is None:
        return at_once
    return later.format(when=_told(opens, schedule))


def _told(moment: datetime, schedule: Schedule) -> str:
    there = moment.astimezone(schedule.zone)
    return f"{there:%A} {there.day} {there:%B}, {there:%H:%M %Z}"


def _questions(found: Assessment, handbook: Handbook) -> list[str]:
    """List what is still open, as a customer is asked; each once, though it may answer several of our questions."""
    answers, judged = found.answers.values, found.qualification
    missing = judged.missing if judged else ()
    open_ = missing or [key for key in handbook.emergency.questions if answers.get(key, UNKNOWN) == UNKNOWN]
    asked = (_asked(key, answers, handbook) for key in open_)
    return list(dict.fromkeys(question for question in asked if question))


def _asked(key: str, answers: Mapping[str, str], handbook: Handbook) -> str | None:
    if key != SYMPTOM_SEVERE:
        return handbook.emergency.questions[key].ask
    row = handbook.emergency.matrix.get(answers.get(SYMPTOM, UNKNOWN))
    return row.ask if row else None


def _reason(holding: Holding, handbook: Handbook) -> str:
    """Say why it is no emergency in the customer's terms: by the answer that decided, if the checklist says so too."""
    reasons, matrix = handbook.emergency.reasons, handbook.emergency.matrix
    judged = holding.found.qualification
    if judged is None or judged.verdict != holding.verdict:
        return reasons.decided
    answers = dict(answer.split("=", 1) for answer in judged.fired)
    if "topic" in answers:
        return reasons.topic
    if (row := matrix.get(answers.get("symptom", ""))) is not None:
        return reasons.symptom.format(told=row.told or f"{row.not_if}.", not_if=row.not_if)
    return reasons.production


def feedback_reply(ticket: Ticket, handbook: Handbook) -> str:
    """Write the reply to feedback; `{scheduling_link}` stays, for the panel knows whose it is."""
    return handbook.feedback.reply.format(
        customer=customer(ticket), ticket=ticket.id, scheduling_link="{scheduling_link}"
    )


def customer(ticket: Ticket) -> str:
    """Name the requester in a greeting."""
    return neutral(inline(ticket.requester.name)) if ticket.requester else "there"
