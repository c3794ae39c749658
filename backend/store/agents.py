"""Agents as Zendesk last described them, so that a role need not be asked for on every request."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from backend.store import tables
from backend.store.engine import Database
from backend.store.rows import upsert


@dataclass(frozen=True, slots=True)
class AgentRow:
    """An agent; `role` None = may not use the product (an end user, or suspended)."""

    id: int
    name: str
    email: str | None
    role: str | None
    fetched_at: datetime


class AgentStore:
    """Reads and writes agents."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, agent_id: int) -> AgentRow | None:
        """Read an agent as last fetched."""
        columns = tables.agents.c
        query = select(columns.id, columns.name, columns.email, columns.role, columns.fetched_at)
        with self._database.read() as connection:
            row = connection.execute(query.where(columns.id == agent_id)).first()
        return AgentRow(*row) if row else None

    def put(self, agent: AgentRow) -> None:
        """Keep an agent as just fetched."""
        row = {
            "id": agent.id,
            "name": agent.name,
            "email": agent.email,
            "role": agent.role,
            "fetched_at": agent.fetched_at,
        }
        with self._database.write(content=False) as connection:
            upsert(connection, tables.agents, [row])
