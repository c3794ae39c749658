"""What can be wrong with the database, in words."""

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, TimeoutError

USED_UP = "the database has no connection free"
READ_ONLY, LOCKED = "the database takes no writes: it is read-only", "a table of the database is locked by somebody"
FAULTS = (
    # A connection that is refused carries no state, only the server's words.
    (USED_UP, {"53300"}, ("too many clients", "connection slots", "too many connections")),
    (READ_ONLY, {"25006"}, ("readonly database",)),
    (LOCKED, {"55P03"}, ("database is locked", "database table is locked")),
)
"""What a fault is called: its words, PostgreSQL's states, and what a message of PostgreSQL or SQLite holds."""


class StoreDown(Exception):
    """The database cannot be read or written now; nothing was half done."""


class StoreOutdated(StoreDown):
    """The database has another schema than this code; the message says what to run."""


def words_of(error: DBAPIError) -> str:
    """Say what is wrong with the database, as far as it tells."""
    state, said = getattr(error.orig, "sqlstate", None), str(error.orig)
    for words, states, texts in FAULTS:
        if state in states or any(text in said for text in texts):
            return words
    return f"the database does not answer as it should ({type(error.orig).__name__})"


class PlainErrors:
    """Raises StoreDown, with plain words, for what the database cannot do now."""

    def __enter__(self) -> None:
        """Begin a block that uses the database."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Say in plain words what was wrong."""
        if isinstance(error, TimeoutError):
            raise StoreDown(USED_UP) from error
        # Where it was given what it does not take, the database is well.
        if isinstance(error, DBAPIError) and not isinstance(error, IntegrityError | DataError):
            raise StoreDown(words_of(error)) from error


plain_errors = PlainErrors()
"""It holds nothing, so all share one."""
