"""Zendesk's macros: who may use one, and whether it can be applied for somebody by us.

Facts: developer.zendesk.com, "Macros" (`restriction`, actions), "Placeholders" (`current_user`).
"""

from dataclasses import dataclass

from backend.domain.access import Reach

ASSIGNEE = "assignee_id"


@dataclass(frozen=True, slots=True)
class Restriction:
    """Who may use a macro: `kind` is Group or User, `ids` which ones."""

    kind: str
    ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class Macro:
    """An active macro; `restriction` None = for all agents, `current_user_fields` are set from who applies it."""

    id: int
    title: str
    restriction: Restriction | None = None
    current_user_fields: tuple[str, ...] = ()

    @property
    def draft_only(self) -> bool:
        """Tell whether it says something of whoever applies it that we cannot say for them.

        Zendesk would put our own user there. The assignee is one field that we can put right.
        """
        return any(field != ASSIGNEE for field in self.current_user_fields)


def may_use(macro: Macro, reach: Reach) -> bool:
    """Tell whether Zendesk offers a macro to an agent; a restriction that is not known lets nobody pass."""
    limit = macro.restriction
    if limit is None:
        return True
    return bool(limit.ids & {"Group": reach.group_ids, "User": {reach.agent_id}}.get(limit.kind, frozenset()))


def barred(macro: Macro, reach: Reach) -> str | None:
    """Say why we do not apply a macro for an agent, as what Zendesk or the macro does; None when we do."""
    if not may_use(macro, reach):
        return f"keeps {macro.title} to other groups or people"
    if macro.draft_only:
        return f"has {macro.title} speak of whoever applies it: it is for the draft only"
    return None
