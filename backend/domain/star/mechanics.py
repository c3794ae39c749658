"""A manager's way through a STAR, and how far it is."""

from collections.abc import Iterable
from dataclasses import dataclass

from backend.domain.issues import Issue
from backend.domain.moved import was_moved
from backend.domain.star.lifecycle import Managers, drivers
from backend.handbook.model.handbook import Handbook


@dataclass(frozen=True, slots=True)
class Handled:
    """What the records of a STAR say was done, each by a record of its own.

    `documented` is a comment of ours that was marked as the disposition, or a tick; `ticked` are the steps, by their
    keys in the handbook, that a person has ticked. `half_rejected` is the operation that has said in the issue that it
    is no STAR, and could not close it; what came of the issue since counts instead.
    """

    acknowledged: bool = False
    crosslinked: bool = False
    documented: bool = False
    ticked: frozenset[str] = frozenset()
    half_rejected: str | None = None


@dataclass(frozen=True, slots=True)
class MechanicStep:
    """One step; `slack` is what a person does there, which nothing here can see."""

    id: str
    text: str
    slack: str | None
    done: bool


def mechanics(issue: Issue, handled: Handled, handbook: Handbook, managers: Managers = ()) -> tuple[MechanicStep, ...]:
    """List the steps in the handbook's order; each is done by its own record alone."""
    recorded = {
        "acknowledge": handled.acknowledged,
        "crosslink": handled.crosslinked,
        "assign": bool(drivers(issue, managers)),
        "document": handled.documented,
        "resolve": issue.closed and not was_moved(issue),
    }
    words = {
        "looking": handbook.slack.emoji.looking,
        "resolved": handbook.slack.emoji.resolved,
        "channel": handbook.slack.channels["stars"],
        "macro": handbook.zendesk.macros[handbook.star.crosslink_macro],
    }
    return tuple(
        MechanicStep(
            key,
            step.text.format(**words),
            step.slack and step.slack.format(**words),
            recorded.get(key, key in handled.ticked),
        )
        for key, step in handbook.star.mechanics.items()
    )


def next_step(steps: Iterable[MechanicStep]) -> MechanicStep | None:
    """Find the first step that is still to do; None when all are done."""
    return next((step for step in steps if not step.done), None)


def what_next(issue: Issue, handled: Handled, handbook: Handbook, managers: Managers = ()) -> str:
    """Say what a manager does next about a STAR; empty when all is done."""
    if handled.half_rejected:
        return handbook.star.half_rejected
    step = next_step(mechanics(issue, handled, handbook, managers))
    return step.text if step else ""


def slack_thread(issue: Issue, handbook: Handbook) -> str | None:
    """Find the address of the discussion thread that an issue names."""
    found = handbook.gitlab.patterns.slack_thread.search(issue.description)
    return found[0] if found else None
