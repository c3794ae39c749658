"""Reading every source now, on somebody's word: what changed, or all of it again.

The request is stored like an event, so whichever process keeps the mirror acts on it. Where none runs, this one does.
"""

import secrets
import time
from collections.abc import Callable

from backend.deps import Deps
from backend.mirror.scheduler import SyncScheduler
from backend.store.inbox import InboxEntry, InboxStore

POLL_SECONDS = 0.2


def resync(deps: Deps, inbox: InboxStore, scheduler: SyncScheduler, full: bool, say: Callable[[str], None]) -> bool:
    """Have every source read, `full` = from the beginning; say how each went, and tell whether all went well."""
    asked, before = deps.clock(), {row.name: row for row in deps.mirror.sources.all()}
    if full:
        deps.mirror.tickets.outdate_all()
    for source in scheduler.sources:
        inbox.keep(secrets.token_hex(16), asked, InboxEntry(source, full=full))
    scheduler.start()
    left, well = set(scheduler.sources), True
    try:
        while left:
            time.sleep(POLL_SECONDS)
            rows = {row.name: row for row in deps.mirror.sources.all()}
            under_way = {entry.source for entry in inbox.waiting().values() if entry.full}
            for source in sorted(left):
                row, old = rows.get(source), before.get(source)
                if row == old:
                    # Times alone do not tell: the clock may have been set back since the last reading.
                    continue
                if row and row.error and row.failed_at and row.failed_at >= asked:
                    say(f"{source}: failed, {row.error}")
                    left.discard(source)
                    well = False
                elif row and row.as_of and row.as_of >= asked and source not in under_way:
                    say(f"{source}: read")
                    left.discard(source)
    finally:
        scheduler.stop()
    return well
