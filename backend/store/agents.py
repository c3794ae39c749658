"""Agents as Zendesk last described them, so that a role need not be asked for on every request."""

import logging
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import BigInteger, bindparam, select, type_coerce

from backend.domain.access import Reach, Rights
from backend.store import tables
from backend.store.engine import Database
from backend.store.revisions import changed
from backend.store.rows import LenientJson, upsert

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AgentRow:
    """An agent; `role` None = may not use the product (an end user, or suspended)."""

    id: int
    name: str
    email: str | None
    role: str | None
    reach: Reach
    fetched_at: datetime
    rights: Rights = field(default_factory=Rights)


class AgentStore:
    """Reads and writes agents."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, agent_id: int) -> AgentRow | None:
        """Read an agent as last fetched; None also where it cannot be read."""
        with self._database.read(single=True) as connection:
            row = connection.execute(_ONE, {"agent": agent_id}).first()
        if row is None:
            return None
        try:
            group_ids = _GROUPS.validate_python(row.group_ids)
        except ValidationError:
            log.warning("agent %s cannot be read: group_ids", agent_id)
            return None
        reach = Reach(row.id, row.restriction, group_ids, row.organization_id)
        rights = Rights(comment_access=row.comment_access, may_edit=row.may_edit)
        return AgentRow(row.id, row.name, row.email, row.role, reach, row.fetched_at, rights)

    def put(self, agent: AgentRow) -> None:
        """Keep an agent as just fetched."""
        row = {
            "id": agent.id,
            "name": agent.name,
            "email": agent.email,
            "role": agent.role,
            "restriction": agent.reach.restriction,
            "group_ids": sorted(agent.reach.group_ids),
            "organization_id": agent.reach.organization_id,
            "comment_access": agent.rights.comment_access,
            "may_edit": agent.rights.may_edit,
            "fetched_at": agent.fetched_at,
        }
        columns, now = tables.agents.c, (agent.role, agent.email)
        with self._database.write(content=False) as connection:
            known = connection.execute(select(columns.role, columns.email).where(columns.id == agent.id)).first()
            upsert(connection, tables.agents, [row])
            # Who is a manager tells on every panel whether a STAR has one.
            if "manager" in {agent.role, known.role if known else None} and known != now:
                changed(connection)


_GROUPS = TypeAdapter(frozenset[int])
_AGENT = select(
    *(column for column in tables.agents.c if column.name != "group_ids"),
    type_coerce(tables.agents.c.group_ids, LenientJson).label("group_ids"),
)
_ONE = _AGENT.where(tables.agents.c.id == bindparam("agent", type_=BigInteger))
