"""A manager's way through a STAR, and how far it is."""

from dataclasses import dataclass

from backend.domain.issues import Issue
from backend.handbook.model.handbook import Handbook
from backend.handbook.model.process import MechanicId


@dataclass(frozen=True, slots=True)
class Handled:
    """What our own records say of a STAR: who took notice, whether the macro and a comment came from here."""

    acknowledged: bool = False
    crosslinked: bool = False
    commented: bool = False


@dataclass(frozen=True, slots=True)
class MechanicStep:
    """One step; `slack` is what a person does there, which nothing here can see."""

    id: MechanicId
    text: str
    slack: str | None
    done: bool


def mechanics(issue: Issue, handled: Handled, handbook: Handbook) -> tuple[MechanicStep, ...]:
    """List the steps in the handbook's order; a later state of the issue tells that the earlier steps are over."""
    over, taken = issue.closed, issue.closed or issue.assignee is not None
    done: dict[MechanicId, bool] = {
        "acknowledge": taken or handled.acknowledged,
        "crosslink": handled.crosslinked,
        "triage": taken or handled.commented,
        "assign": issue.assignee is not None,
        "document": over or handled.commented,
        "resolve": over,
    }
    words = {
        "looking": handbook.slack.emoji.looking,
        "resolved": handbook.slack.emoji.resolved,
        "channel": handbook.slack.channels.stars,
        "macro": handbook.zendesk.macros[handbook.star.crosslink_macro],
    }
    return tuple(
        MechanicStep(key, step.text.format(**words), step.slack and step.slack.format(**words), done[key])
        for key, step in handbook.star.mechanics.items()
    )


def slack_thread(issue: Issue, handbook: Handbook) -> str | None:
    """Find the address of the discussion thread that an issue names."""
    found = handbook.gitlab.patterns.slack_thread.search(issue.description)
    return found[0] if found else None
