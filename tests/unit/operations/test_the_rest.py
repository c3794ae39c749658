"""The rest of somebody's operation is done by the rights, and in the name, of whoever asks for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from backend.domain.access import Reach, Rights
from backend.domain.macros import Macro, Restriction
from backend.operations.engine.operation import AnyOperation
from backend.operations.engine.request import Actor, Request
from backend.operations.engine.worker import steps_of
from backend.operations.kinds import KINDS
from backend.store.engine import Database
from backend.store.operation_rows import StepRow, StepState
from backend.vendors.errors import VendorRejected
from tests.unit.domain.makers import NOW
from tests.unit.operations.fakes import FakeZendesk
from tests.unit.operations.makers import HANDBOOK, ID, deps, operation
from tests.unit.operations.samples import ISSUE

OURS, THEIRS = Reach(7, group_ids=frozenset({3})), Reach(8, group_ids=frozenset({4}))
CROSSLINK = Macro(5, HANDBOOK.zendesk.macros[HANDBOOK.star.crosslink_macro], Restriction("Group", OURS.group_ids))


@dataclass
class Macros:
    """Zendesk that keeps for whom, and under which words, a macro was applied."""

    applied: list[tuple[int, str]] = field(default_factory=list)

    def apply_macro(
        self,
        ticket_id: int,
        macro: Macro,
        note: str,
        agent_id: int,
        rights: Rights,
        mark: str,
        lines: Mapping[str, Any],
        never: str | None,
    ) -> None:
        self.applied.append((agent_id, note))


def failed_at(kind: str, step: str, context: dict[str, Any]) -> AnyOperation:
    """Make an operation of Ada whose first step is done and another has failed."""
    states: dict[str, StepState] = {operation(kind).steps[0].name: "done", step: "failed"}
    rows = (
        StepRow(at, name, state, None, None, NOW, NOW, NOW, None) for at, (name, state) in enumerate(states.items())
    )
    return operation(kind, context=operation(kind).context.stored() | context, state="failed", steps=tuple(rows))


def taken_up(database: Database, earlier: AnyOperation, actor: Actor, **vendors: object) -> Any:
    """Do the rest of an operation, for somebody, and give what its step gives."""
    kind, with_vendors = KINDS["do_the_rest"], deps(database, **cast(Any, vendors))
    with_vendors.mirror.macros.replace([CROSSLINK])
    request = Request(with_vendors, cast(Any, None), actor, 1234, NOW, lambda _: earlier)
    context = kind.prepare(request, kind.Body(operation=ID))
    (name,) = context.rest
    waiting = StepRow(0, name, "waiting", None, None, None, None, None, None)
    rest = operation(
        "do_the_rest", agent_id=actor.id, context=context.stored(), body={"operation": ID}, steps=(waiting,)
    )
    return steps_of(rest, waiting)[name].write(with_vendors, rest)


def test_a_macro_is_applied_for_whoever_asks_for_the_rest(database: Database) -> None:
    zendesk = Macros()
    earlier = failed_at("acknowledge_star", "macro", {"reach": THEIRS, "slack": False})
    taken_up(database, earlier, Actor(8, "Grace", "manager", reach=OURS), zendesk=zendesk)
    ((agent, note),) = zendesk.applied
    assert (agent, "applied by Grace." in note) == (8, True)


def test_a_macro_that_whoever_asked_first_may_use_is_not_everybodys(database: Database) -> None:
    earlier = failed_at("acknowledge_star", "macro", {"reach": OURS, "slack": False})
    with pytest.raises(VendorRejected, match="to other groups or people"):
        taken_up(database, earlier, Actor(8, "Grace", "manager", reach=THEIRS), zendesk=Macros())


@pytest.mark.parametrize("may_edit", [None, False])
def test_a_ticket_is_assigned_by_the_role_of_whoever_asks_for_the_rest(
    database: Database, may_edit: bool | None
) -> None:
    named = {"zendesk_id": 7202, "zendesk_name": "Priya"}
    earlier = failed_at("assign_star", "ticket_assignee", {**ISSUE, "ticket": named})
    grace, zendesk = Actor(8, "Grace", "manager", rights=Rights(may_edit=may_edit)), FakeZendesk()
    if may_edit is None:
        taken_up(database, earlier, grace, zendesk=zendesk)
    else:
        with pytest.raises(VendorRejected, match="your role may not change the ticket"):
            taken_up(database, earlier, grace, zendesk=zendesk)
    assert zendesk.assignee == (7202 if may_edit is None else None)
