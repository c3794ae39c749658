"""What panels show alike, made once of what the store shares, until that is read anew."""

from datetime import datetime

from backend.domain.access import Reach
from backend.domain.macros import Macro, may_use
from backend.domain.once import once
from backend.domain.paging.incident import Incident
from backend.domain.paging.pages import Pages
from backend.handbook.model.handbook import Handbook
from backend.panel.incidents import other_page_part
from backend.panel.macros import macro_part
from backend.panel.on_call import Duties, duties, next_edge
from backend.panel.schemas.incidents import OtherPageOut
from backend.panel.schemas.panel import MacroOut
from backend.store.shared import Shared


class Common:
    """It, of one state of the store."""

    def __init__(self, shared: Shared, handbook: Handbook) -> None:
        self._shared = shared
        self.pages = Pages(shared.incidents, handbook)
        self._macros = [(macro, macro_part(macro, handbook)) for macro in shared.macros]
        self._duties: tuple[datetime, datetime | None, Duties] | None = None
        self._others: dict[str, OtherPageOut] = {}

    def macros(self, reach: Reach) -> list[tuple[Macro, MacroOut]]:
        """List the macros that an agent may use, each as it is shown on any ticket."""
        return [(macro, shown) for macro, shown in self._macros if may_use(macro, reach)]

    def duties(self, now: datetime) -> Duties:
        """List who is on call: the same, until an entry begins or ends."""
        kept, entries = self._duties, self._shared.on_calls
        if kept is None or now < kept[0] or (kept[1] is not None and now >= kept[1]):
            kept = self._duties = (now, next_edge(entries, now), duties(entries, now))
        return kept[2]

    def other_page(self, page: Incident, pages: Pages) -> OtherPageOut:
        """Show an open emergency on the panel of another ticket."""
        if pages is not self.pages:
            return other_page_part(page, pages)
        if page.id not in self._others:
            self._others[page.id] = other_page_part(page, pages)
        return self._others[page.id]


@once
def common(shared: Shared, handbook: Handbook) -> Common:
    """Give it for what the store shares now."""
    return Common(shared, handbook)
