"""The local copy of what the vendors hold: one store a noun, and all that one panel shows of them."""

from backend.store.contacts import ContactStore
from backend.store.engine import Database
from backend.store.incidents import IncidentStore
from backend.store.issues import IssueStore
from backend.store.macros import MacroStore
from backend.store.on_calls import OnCallStore
from backend.store.people import PeopleStore
from backend.store.snapshots import Snapshot, SnapshotStore
from backend.store.sources import SourceStore
from backend.store.standing import Standing, standing
from backend.store.tickets import TicketStore


class MirrorStore:
    """Holds the stores of the mirror."""

    def __init__(self, database: Database) -> None:
        self.tickets = TicketStore(database)
        self.issues = IssueStore(database)
        self.incidents = IncidentStore(database)
        self.on_calls = OnCallStore(database)
        self.macros = MacroStore(database)
        self.sources = SourceStore(database)
        self.contacts = ContactStore(database)
        self.people = PeopleStore(database)
        self._snapshots = SnapshotStore(database)
        self._database = database

    def snapshot(self, ticket_id: int, standing: Standing | None = None) -> Snapshot:
        """Read all that a ticket's panel shows of the vendors; `standing` is how it stands, None = read it."""
        return self._snapshots.of_ticket(ticket_id, standing or self.standing(ticket_id))

    def standing(self, ticket_id: int) -> Standing:
        """Tell how a ticket stands."""
        with self._database.read(single=True) as connection:
            return standing(connection, ticket_id)

    def revision(self) -> int:
        """Tell how often the store's content has changed."""
        return self._database.revision()
