"""Check that the parts of a handbook fit together: what one part names, another part holds."""

from collections.abc import Iterator
from typing import get_args

from backend.handbook.loading.channels import channel_mismatches
from backend.handbook.loading.faults import Mismatch, Path_
from backend.handbook.model.checklist import NONE, OTHER, RULE_KEYS, UNKNOWN
from backend.handbook.model.emergencies import Verdict
from backend.handbook.model.handbook import Handbook
from backend.handbook.model.notices import NoticeId
from backend.handbook.model.process import Priority


def mismatches(handbook: Handbook) -> Iterator[Mismatch]:
    """List every key that names something the handbook does not hold, or holds twice."""
    yield from _complete(handbook)
    yield from _urgencies(handbook)
    yield from channel_mismatches(handbook)
    yield from _schedules(handbook)
    yield from _forms(handbook)
    yield from _macros(handbook)
    yield from _questions(handbook)
    yield from _prefill(handbook)
    yield from _licence(handbook)
    yield from _notices(handbook)
    yield from _clocks(handbook)
    yield from _incident_titles(handbook)


def _complete(handbook: Handbook) -> Iterator[Mismatch]:
    tables: tuple[tuple[tuple[str, ...], object, set[str]], ...] = (
        (("emergency", "verdicts"), Verdict, set(handbook.emergency.verdicts)),
        (("emergency", "questions"), None, set(handbook.emergency.questions)),
        (("sla",), Priority, set(handbook.sla)),
    )
    for path, kinds, keys in tables:
        for key in RULE_KEYS if kinds is None else get_args(kinds):
            if key not in keys:
                yield (*path, key), "missing"


def _urgencies(handbook: Handbook) -> Iterator[Mismatch]:
    owners: dict[str, str] = {}
    for key, urgency in handbook.star.urgencies.items():
        if (owner := owners.setdefault(urgency.label.strip().casefold(), key)) != key:
            because = f"is the label of {owner!r} too: an issue's urgency is read by it"
            yield ("star", "urgencies", key, "label"), because
    if not owners:
        yield ("star", "urgencies"), "must hold at least one: a STAR is asked for with one of them"


def _notices(handbook: Handbook) -> Iterator[Mismatch]:
    for key, notice in handbook.notices.items():
        if not notice.by_person and key not in get_args(NoticeId):
            yield ("notices", key), "nothing in the data switches it on: set by_person, so that a person can"
        for index, link in enumerate(notice.links):
            if link not in handbook.links:
                yield ("notices", key, "links", index), f"there is no page {link!r} under links"
    named = {link for notice in handbook.notices.values() for link in notice.links}
    for key, page in handbook.links.items():
        if page.card == "notices" and key not in named:
            yield ("links", key, "card"), "no notice names this page, so it is shown nowhere"


def _clocks(handbook: Handbook) -> Iterator[Mismatch]:
    minutes = handbook.pagerduty.minutes
    if minutes.to_managers >= minutes.to_seniors:
        yield ("pagerduty", "minutes", "to_seniors"), "must be later than to_managers"
    if minutes.first_reply_amber >= minutes.first_reply:
        yield ("pagerduty", "minutes", "first_reply"), "must be later than first_reply_amber"
    if handbook.feedback.amber_hours >= handbook.feedback.contact_hours:
        yield ("feedback", "amber_hours"), "must be less than contact_hours"


def _schedules(handbook: Handbook) -> Iterator[Mismatch]:
    named = {
        ("entitlement", "business_hours"): handbook.entitlement.business_hours,
        ("star", "hours"): handbook.star.hours,
        ("emergency", "high_priority", "hours"): handbook.emergency.high_priority.hours,
        ("pagerduty", "manager_call", "hours"): handbook.pagerduty.manager_call.hours,
        ("notice_limits", "apac_weekend_hours"): handbook.notice_limits.apac_weekend_hours,
    }
    for path, key in named.items():
        if key not in handbook.hours.schedules:
            yield path, f"there is no schedule {key!r} under hours.schedules"


def _forms(handbook: Handbook) -> Iterator[Mismatch]:
    forms = handbook.zendesk.forms
    for field in ("forms", "namespace_forms", "licence_forms"):
        for index, key in enumerate(getattr(handbook.star, field)):
            if key not in forms:
                yield ("star", field, index), f"there is no form {key!r} under zendesk.forms"
    owners: dict[int, str] = {}
    for key, form in forms.items():
        if form.id is not None and owners.setdefault(form.id, key) != key:
            yield ("zendesk", "forms", key, "id"), f"is the id of {owners[form.id]!r} too"


def macro_uses(handbook: Handbook) -> Iterator[tuple[Path_, str]]:
    """List every place that names a macro, with the key that it names."""
    yield ("emergency", "paging_macro"), handbook.emergency.paging_macro
    yield ("star", "crosslink_macro"), handbook.star.crosslink_macro
    for verdict, words in handbook.emergency.verdicts.items():
        for field in ("macros", "self_managed_macros"):
            for index, key in enumerate(getattr(words, field)):
                yield ("emergency", "verdicts", verdict, field, index), key
    for notice, text in handbook.notices.items():
        for index, key in enumerate(text.macros):
            yield ("notices", notice, "macros", index), key


def _macros(handbook: Handbook) -> Iterator[Mismatch]:
    used = dict(macro_uses(handbook))
    for path, key in used.items():
        if key not in handbook.zendesk.macros:
            yield path, f"there is no macro {key!r} under zendesk.macros"
    for key in handbook.zendesk.macros.keys() - set(used.values()):
        yield ("zendesk", "macros", key), "nothing in the handbook uses this macro"


def _questions(handbook: Handbook) -> Iterator[Mismatch]:
    rules = handbook.emergency
    for key, question in rules.questions.items():
        path = ("emergency", "questions", key)
        if key in RULE_KEYS and question.group == "exception":
            yield (*path, "group"), "the rules read this question by name, so it is no exception criterion"
        if (question.values is None) == (key == "scope"):
            yield (*path, "values"), "only the question scope has values of its own, and it must"
        elif UNKNOWN in rules.values(key):
            yield path, f"{UNKNOWN!r} is every question's own answer and cannot be a value"
    for field, word in (("matrix", OTHER), ("never", NONE)):
        if word in getattr(rules, field):
            yield ("emergency", field, word), f"{word!r} means that nothing here fits"
    scope = rules.questions.get("scope")
    for value in rules.wide_scopes.difference(scope.values or () if scope else ()):
        yield ("emergency", "wide_scopes"), f"{value!r} is no value of the question scope"


def _prefill(handbook: Handbook) -> Iterator[Mismatch]:
    rules = handbook.emergency
    for index, rule in enumerate(rules.prefill):
        path = ("emergency", "prefill", index)
        if rule.question not in rules.questions:
            yield (*path, "question"), f"there is no question {rule.question!r}"
        elif rule.answer not in rules.values(rule.question):
            yield (*path, "answer"), f"{rule.answer!r} is no answer to {rule.question!r}"


def _licence(handbook: Handbook) -> Iterator[Mismatch]:
    questions = handbook.star.licence_questions
    named = [(("licence_questions", key, "asked_if"), question.asked_if) for key, question in questions.items()]
    named += [
        (("licence_outcomes", key, "when"), outcome.when) for key, outcome in handbook.star.licence_outcomes.items()
    ]
    for path, conditions in named:
        for key, answers in conditions.items():
            if key not in questions:
                yield ("star", *path, key), f"there is no licence question {key!r}"
            elif strange := [answer for answer in answers if answer not in questions[key].values]:
                yield ("star", *path, key), f"{strange[0]!r} is no answer to {key!r}"


def _incident_titles(handbook: Handbook) -> Iterator[Mismatch]:
    """Try the patterns for incident titles: one that reads too much would hand one customer's page to another."""
    patterns = handbook.gitlab.patterns
    path = ("gitlab", "patterns")

    def read(title: str) -> set[int]:
        return {int(match["ticket"]) for pattern in patterns.incident_ticket for match in pattern.finditer(title)}

    for example in patterns.incident_examples:
        if read(example.title) != {example.ticket}:
            yield (*path, "incident_ticket"), f"{example.title!r} must be read as ticket {example.ticket}"
    for title in patterns.incident_counterexamples:
        if numbers := read(title):
            yield (*path, "incident_ticket"), f"{title!r} must name no ticket, not {min(numbers)}"
