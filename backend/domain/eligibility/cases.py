"""Try a handbook on a written case, and say what differs from what is expected there."""

from backend.domain.eligibility.answers import BadAnswer, parse_answers
from backend.domain.eligibility.assessment import Assessment, assess
from backend.domain.tickets import Organization, Ticket
from backend.handbook.model.cases import HandbookCase
from backend.handbook.model.handbook import Handbook


def differences(case: HandbookCase, handbook: Handbook) -> list[str]:
    """List what comes out otherwise than the case expects; nothing = it holds."""
    form = case.ticket.form
    if form is not None and form not in handbook.zendesk.forms:
        return [f"there is no form {form!r} under zendesk.forms"]
    try:
        answers = parse_answers(case.answers, handbook)
    except BadAnswer as error:
        return [f"answers.{error}"]
    found = outcome(assess(answers, ticket_of(case, handbook), handbook, case.moment), handbook)
    expected = case.expect.model_dump(exclude_none=True)
    return [
        f"{key} is {shown(found[key])}, expected {shown(wanted)}"
        for key, wanted in expected.items()
        if found[key] != wanted
    ]


def outcome(assessment: Assessment, handbook: Handbook) -> dict[str, object]:
    """Give an assessment in the words that a case expects in; macros by their keys."""
    entitled, judged = assessment.entitlement, assessment.qualification
    keys = {title: key for key, title in handbook.zendesk.macros.items()}
    return {
        "entitlement": entitled.answer,
        "entitlement_rule": entitled.rule,
        "verdict": judged.verdict if judged else "none",
        "rule": judged.rule if judged else "none",
        "macros": tuple(keys[title] for title in judged.macros) if judged else (),
    }


def ticket_of(case: HandbookCase, handbook: Handbook) -> Ticket:
    """Make a ticket of a case; ids, names and times that no rule reads are made up."""
    of = case.organization
    form = handbook.zendesk.forms[case.ticket.form].id if case.ticket.form else None
    return Ticket(
        id=1,
        subject=case.name,
        status="open",
        priority=None,
        created_at=case.moment,
        updated_at=case.moment,
        form_id=form,
        tags=frozenset(case.ticket.tags),
        organization=Organization(1, case.name, case.moment, of.fields, frozenset(of.tags)) if of else None,
    )


def shown(value: object) -> str:
    """Write a value in a sentence."""
    return ", ".join(map(str, value)) or "nothing" if isinstance(value, tuple) else str(value)
