"""In whose name something is done to a ticket: what Zendesk lets that agent see and do bounds it."""

from typing import Self

from pydantic import Field

from backend.domain.access import Reach, Rights
from backend.operations.engine.documents import Context
from backend.operations.engine.request import Actor


class ActingContext(Context):
    """What the agent in whose name something is done may do in Zendesk; `reach` None = accepted before it was kept.

    `actor_id` and `actor_name` name whoever does the rest of another person's operation; None = who asked for it.
    """

    rights: Rights = Field(default_factory=Rights)
    reach: Reach | None = None
    actor_id: int | None = None
    actor_name: str | None = None

    def taken_up_by(self, actor: Actor) -> Self:
        """Give it for somebody who does the rest: that is done in their name and by their rights."""
        theirs = {"rights": actor.rights, "reach": actor.reach, "actor_id": actor.id, "actor_name": actor.name}
        return self.model_copy(update=theirs)
