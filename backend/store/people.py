"""Who is a manager in Zendesk, and which e-mail GitLab's users show."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, select

from backend.domain.star.managers import KnownPeople
from backend.store.engine import Database
from backend.store.revisions import changed
from backend.store.rows import upsert
from backend.store.tables import agents, gitlab_accounts, managers


class PeopleStore:
    """Reads and writes them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def known(self) -> KnownPeople:
        """Read who is known."""
        with self._database.read() as connection:
            return known_people(connection)

    def managers(self) -> dict[int, str | None]:
        """List the managers by their ids in Zendesk, each with the e-mail, in lower case."""
        with self._database.read() as connection:
            listed = [*connection.execute(_SIGNED_IN), *connection.execute(_MANAGERS)]
        return {row.zendesk_id: row.email.casefold() if row.email else None for row in listed}

    def listed_managers(self) -> dict[int, str | None]:
        """List those that Zendesk has listed, by id, each with the e-mail."""
        with self._database.read() as connection:
            return {row.zendesk_id: row.email for row in connection.execute(_MANAGERS)}

    def replace_managers(self, found: Iterable[tuple[int, str | None]]) -> None:
        """Keep these managers, each by id and e-mail, and no other."""
        rows = [{"zendesk_id": user_id, "email": email.casefold() if email else None} for user_id, email in found]
        with self._database.write(content=False) as connection:
            known = {row.zendesk_id: row.email for row in connection.execute(_MANAGERS)}
            if known == {row["zendesk_id"]: row["email"] for row in rows}:
                return
            connection.execute(delete(managers))
            upsert(connection, managers, rows)
            changed(connection)

    def put_account(self, username: str, email: str | None, at: datetime) -> None:
        """Keep what GitLab says of a user; None also where it knows no such user."""
        row = {"username": username.casefold(), "email": email.casefold() if email else None, "fetched_at": at}
        with self._database.write() as connection:
            upsert(connection, gitlab_accounts, [row])

    def unread(self, usernames: Iterable[str], before: datetime) -> list[str]:
        """Pick the users whose account was not read since a time."""
        wanted = sorted({username.casefold() for username in usernames})
        columns = gitlab_accounts.c
        query = select(columns.username).where(columns.username.in_(wanted), columns.fetched_at >= before)
        with self._database.read() as connection:
            read = set(connection.scalars(query))
        return [username for username in wanted if username not in read]


def known_people(connection: Connection) -> KnownPeople:
    """Read who is known, within a transaction."""
    listed = [*connection.execute(_MANAGERS), *connection.execute(_SIGNED_IN)]
    return KnownPeople(
        manager_ids=frozenset(row.zendesk_id for row in listed),
        manager_emails=frozenset(row.email.casefold() for row in listed if row.email),
        accounts={row.username: row.email for row in connection.execute(_ACCOUNTS)},
    )


_MANAGERS = select(managers.c.zendesk_id, managers.c.email)
_SIGNED_IN = select(agents.c.id.label("zendesk_id"), agents.c.email).where(agents.c.role == "manager")
_ACCOUNTS = select(gitlab_accounts.c.username, gitlab_accounts.c.email).where(gitlab_accounts.c.email.is_not(None))
