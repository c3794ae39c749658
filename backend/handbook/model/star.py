"""STARs: pre-checks, licence questions, clock and handling, as data."""

from collections.abc import Mapping
from typing import Literal

from backend.handbook.model.scalars import Count, Fraction, LicenceTemplate, MechanicTemplate, Minutes, Section, Text

Impact = Literal["low", "medium", "high"]

# Steps of a STAR that are done by what was done about it; a person ticks all others of the handbook.
RECORDED_STEPS = ("acknowledge", "crosslink", "assign", "resolve")


class Urgency(Section):
    """How urgent a STAR is and how long its clock runs."""

    label: Text
    minutes: Minutes
    impact: Impact


class LicenceQuestion(Section):
    """One question about a licence case; asked once the answers before it are among those of `asked_if`."""

    text: LicenceTemplate
    values: Mapping[str, LicenceTemplate]
    asked_if: Mapping[str, tuple[Text, ...]] = {}


class LicenceOutcome(Section):
    """What the answers to the licence questions say, when each named one is among those given here."""

    when: Mapping[str, tuple[Text, ...]]
    level: Literal["refuse", "warn", "ok"]
    because: LicenceTemplate


class Mechanic(Section):
    """One step of a manager's way through a STAR; `slack` is the part of it that is done by hand there."""

    text: MechanicTemplate
    slack: MechanicTemplate | None = None


class CrosslinkLines(Section):
    """The labels of the lines that the cross-linking macro leaves blank."""

    issue: Text
    discussion: Text
    initiator: Text


class StarRules(Section):
    """Pre-checks, clock and handling of a STAR."""

    hours: Text
    minimum_age_minutes: Minutes
    forms: tuple[Text, ...]
    namespace_forms: tuple[Text, ...]
    licence_forms: tuple[Text, ...]
    licence_hours: Count
    licence_questions: Mapping[str, LicenceQuestion]
    licence_outcomes: Mapping[str, LicenceOutcome]
    mechanics: Mapping[str, Mechanic]
    half_rejected: Text
    sla_margin_minutes: Minutes
    closed_statuses: frozenset[Text]
    amber_fraction: Fraction
    crosslink_macro: Text
    crosslink_lines: CrosslinkLines
    assign_ticket: bool
    urgencies: Mapping[str, Urgency]
