"""Read now what changed at the vendors; with --full read everything again, and drop what is gone there."""

import logging
import os
from argparse import ArgumentParser, Namespace

from backend import settings
from backend.handbook.loading.loader import load
from backend.mirror.resync import resync
from backend.mirror.scheduler import SyncScheduler
from backend.store.leases import LeaseStore
from backend.wiring import make_services


def options(parser: ArgumentParser) -> None:
    """Take --full."""
    parser.add_argument("--full", action="store_true", help="read everything again, and drop what is gone there")


def run(arguments: Namespace) -> int:
    """Read every source, beside a running backend or without one; 1 if one could not be read."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    configured = settings.load()
    parts = make_services(configured, load(configured.handbook_overrides))
    parts.database.check()
    # No worker runs here, so the lease of the mirror is taken in this command's own name.
    leases = LeaseStore(parts.database, lambda: f"sync-{os.getpid()}")
    scheduler = SyncScheduler(parts.deps, leases, parts.inbox, configured.sync_seconds)
    return 0 if resync(parts.deps, parts.inbox, scheduler, arguments.full, print) else 1
