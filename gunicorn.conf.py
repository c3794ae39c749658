"""How gunicorn serves the backend: `gunicorn` in this folder. Everything can be set from the environment."""

import os
from typing import Any

wsgi_app = "backend.app:create_app()"
bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "1"))
worker_class = "gthread"
threads = int(os.environ.get("THREADS", "16"))
timeout = 60
graceful_timeout = 20
keepalive = 75
# Proxies in front set X-Forwarded-*; nothing here reads them.
forwarded_allow_ips = ""


def post_worker_init(worker: Any) -> None:
    """Start background work in the worker: DBOS and the mirror have threads, which do not survive a fork."""
    worker.wsgi.extensions["oncall"].start()


def worker_exit(server: Any, worker: Any) -> None:
    """Stop background work; what is under way is carried on by the next worker in this slot."""
    if not worker.booted:
        return
    try:
        worker.wsgi.extensions["oncall"].stop()
    except Exception:
        worker.log.exception("stopping")
    # Threads of operations that wait for their next try would hold the process up until gunicorn kills it.
    os._exit(0)
