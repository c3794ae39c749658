"""How gunicorn serves the backend: `gunicorn` in this folder. Everything can be set from the environment."""

import atexit
import gc
import os
import shutil
import sys
import tempfile
import time
from logging.config import dictConfig
from typing import Any

# The workers' counters meet in files here; prometheus_client decides on import, so this comes first.
if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
    # They are mapped: where their disk is full, the system kills whoever counts (SIGBUS). Memory is on no disk.
    memory = "/dev/shm"  # noqa: S108 - mkdtemp makes a folder of our own in it
    kept = memory if os.access(memory, os.W_OK) else None
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix=f"oncall-metrics-{os.getpid()}-", dir=kept)

from gunicorn.glogging import Logger
from prometheus_client import multiprocess

from backend.telemetry import logs

MASTER = os.getpid()
# While the program loads, next to nothing becomes garbage: looking for it takes a tenth of the start. See `pre_fork`.
gc.disable()


class JsonLogger(Logger):  # type: ignore[misc]
    """Writes gunicorn's own lines as ours, and no access log: it would repeat addresses with what is in them."""

    def setup(self, cfg: Any) -> None:
        """Set all logging of the process up; `--log-file` names a file instead of stderr."""
        dictConfig(logs.configuration(os.environ.get("LOG_LEVEL", "INFO"), cfg.errorlog))

    def access(self, resp: Any, req: Any, environ: Any, request_time: Any) -> None:
        """Leave it: the application counts requests, and logs those that matter."""


wsgi_app = "backend.app:serve()"
# Made once, before the workers: one that is started later has the code, the settings and the handbook of the others,
# whatever has become of the files meanwhile.
preload_app = True
bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "1"))
# Whole requests only: half-sent ones cost no thread.
worker_class = "backend.web.gateway.BufferingWorker"
threads = int(os.environ.get("THREADS", "16"))
timeout = 60
graceful_timeout = 20
keepalive = 75
logger_class = JsonLogger
# Signals are enough to steer it.
control_socket_disable = True
AGAIN_SECONDS = 15.0
# What proxies in front say of the client is judged in the application, by TRUSTED_PROXIES.
forwarded_allow_ips = ""


def pre_fork(server: Any, worker: Any) -> None:
    """Exempt what has been loaded from garbage collection, as Python advises before a fork; collect from here on.

    A collection that looked through it would write into its memory, and end that the workers share it.
    """
    gc.freeze()
    gc.enable()


def post_worker_init(worker: Any) -> None:
    """Start background work in the worker: it has threads, which do not survive a fork.

    For gunicorn a worker that cannot start is a reason to end all of them: right at the first start, not later.
    """
    try:
        worker.wsgi.extensions["oncall"].start()
    except Exception:
        if worker.age <= worker.cfg.workers:
            raise
        worker.log.exception("a worker cannot start, the others go on: tried again in %s s", AGAIN_SECONDS)
        until = time.monotonic() + AGAIN_SECONDS
        while worker.alive and time.monotonic() < until:
            time.sleep(0.2)
        sys.exit(1)


def worker_exit(server: Any, worker: Any) -> None:
    """Stop background work; what is under way is carried on by the next worker in this slot."""
    if not worker.booted:
        return
    try:
        worker.wsgi.extensions["oncall"].stop()
    except Exception:
        worker.log.exception("stopping")
    # A reading of the mirror that is still under way would hold the process up until gunicorn kills it.
    os._exit(0)


def child_exit(server: Any, worker: Any) -> None:
    """Take a worker's own gauges out of the metrics; what it has counted stays."""
    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def on_exit(server: Any = None) -> None:
    """Remove the counters' files."""
    if os.getpid() == MASTER:
        shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)


# gunicorn calls it at the end of a server that has run, but not where a start has failed.
atexit.register(on_exit)
