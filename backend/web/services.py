"""What the views work with: made in the composition root, reached through the application."""

from dataclasses import dataclass

from flask import current_app

from backend.deps import Tools
from backend.mirror.scheduler import Keeper
from backend.mirror.tickets import Tickets
from backend.operations.engine.service import Desk
from backend.operations.engine.worker import Runner
from backend.panel.board import Board
from backend.panel.ticket import Composer
from backend.panel.trends import Trends
from backend.settings import Settings
from backend.store.counts import CountStore
from backend.store.engine import Database
from backend.store.inbox import HintStore
from backend.web.identity import Agents, Sessions, SidebarTokens
from backend.web.limits import Limits

NAME = "oncall"


@dataclass(frozen=True, slots=True)
class Parts:
    """The wired parts of one application."""

    settings: Settings
    database: Database
    tools: Tools
    runner: Runner
    keeper: Keeper
    hints: HintStore
    tickets: Tickets
    desk: Desk
    composer: Composer
    board: Board
    trends: Trends
    sidebar_tokens: SidebarTokens
    agents: Agents
    sessions: Sessions
    limits: Limits
    counts: CountStore

    def start(self) -> None:
        """Begin background work; call in the process that serves, after any fork."""
        self.runner.start()
        self.keeper.start(self.runner.name)

    def stop(self) -> None:
        """End background work."""
        self.keeper.stop()
        self.runner.stop()
        self.database.close()


def parts() -> Parts:
    """Give the parts of the application that serves this request."""
    found: Parts = current_app.extensions[NAME]
    return found
