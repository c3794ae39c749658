"""Who is asking, and what an error says, as types."""

from backend.domain.roles import Role
from backend.panel.schemas.base import Shape, Time


class AgentOut(Shape):
    """Who is asking, as Zendesk says; `can` are the operation kinds this person may start.

    `scheduling_link` is where customers book a call with them, as the handbook's list of people has it.
    """

    id: int
    name: str
    role: Role
    can: list[str]
    scheduling_link: str | None


class SessionOut(Shape):
    """A live session; send `session` as Bearer token until `expires_at`."""

    session: str
    expires_at: Time
    agent: AgentOut


class ErrorBody(Shape):
    """What went wrong; `details` depends on the code."""

    code: str
    message: str
    details: dict[str, object]
    retryable: bool


class ErrorAnswer(Shape):
    """Every error answer."""

    error: ErrorBody
