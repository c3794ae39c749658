"""Panels as they are sent: composed once for all who see the same, and not at all where nothing has changed."""

from collections.abc import Callable
from datetime import datetime

from backend.domain.access import Reach
from backend.domain.macros import Macro
from backend.panel.answers import Answer, Answers, Kept, Reading, content_of, digest
from backend.panel.schemas.panel import PanelOut
from backend.panel.ticket import Composer
from backend.panel.unchanged import Unchanged
from backend.store.mirror import MirrorStore
from backend.store.standing import Standing

KEPT_ANSWERS = 512
Key = tuple[int, Reach]
"""A ticket, and what an agent sees in Zendesk, as far as that makes a difference."""


class Panels:
    """Answers with panels."""

    def __init__(self, composer: Composer, mirror: MirrorStore, clock: Callable[[], datetime]) -> None:
        self._composer = composer
        self._mirror = mirror
        self._clock = clock
        self._answers: Answers[Key] = Answers(KEPT_ANSWERS, self._composed)
        self._unchanged: Unchanged[Key] = Unchanged(self._content_at)
        self._limited = Kept(self._limited_macros)

    def answer(
        self,
        ticket_id: int,
        reach: Reach,
        holds: Callable[[str], bool] | None = None,
        standing: Standing | None = None,
    ) -> Answer:
        """Give the panel, without its body to whoever holds it.

        `holds` tells that by an etag, None = holds nothing. `standing` is how the ticket stood when it was asked for.
        """
        standing, now = standing or self._mirror.standing(ticket_id), self._clock()
        seen = standing.seen
        key = ticket_id, self._class_of(reach, seen.common)
        if holds and (last := self._unchanged.last(key, seen, now)):
            same = Answer(last.content, Reading.of(self._composer.sources(standing)))
            if holds(same.etag) and self._unchanged.is_still(key, last, now):
                return same
        answer = self._answers.get(key, seen, standing)
        self._unchanged.keep(key, seen, answer.content, now)
        return answer

    def _composed(self, key: Key, standing: Standing) -> PanelOut:
        return self._composer.panel(*key, standing)

    def _content_at(self, key: Key, at: datetime) -> str | None:
        panel = self._composer.panel_at(*key, at)
        return digest(content_of(panel)) if panel else None

    def _class_of(self, reach: Reach, common: int) -> Reach:
        """Leave out of an agent's reach what makes no difference to what a panel shows."""
        if reach.restriction is not None:
            return reach
        limits = [macro.restriction for macro in self._limited.get(common) if macro.restriction]
        groups = {id_ for limit in limits if limit.kind == "Group" for id_ in limit.ids}
        people = {id_ for limit in limits if limit.kind == "User" for id_ in limit.ids}
        return Reach(reach.agent_id if reach.agent_id in people else 0, group_ids=reach.group_ids & groups)

    def _limited_macros(self) -> list[Macro]:
        return [macro for macro in self._mirror.macros.all() if macro.restriction]
