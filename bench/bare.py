"""The bare things to compare with, under the same server with the same settings: gunicorn bench.bare:app."""

import json
import os
import sqlite3
import threading
from pathlib import Path
from typing import Any

from flask import Flask, Response

app = Flask(__name__)


class Nothing:
    """Stands where gunicorn.conf.py expects background work."""

    def start(self) -> None:
        """Do nothing."""

    def stop(self) -> None:
        """Do nothing."""


app.extensions["oncall"] = Nothing()
FOLDER = Path(os.environ.get("BENCH_FOLDER", "."))
ROW = "INSERT INTO rows (document) VALUES (?)"
_local = threading.local()
_payload: dict[str, Any] = {}


@app.get("/json")
def small() -> dict[str, Any]:
    """Answer with JSON of a panel's size."""
    if not _payload:
        _payload.update(json.loads((FOLDER / "payload.json").read_text()))
    return _payload


@app.post("/commit")
def commit() -> tuple[dict[str, str], int]:
    """Store one row as durably as the product stores an operation."""
    if not hasattr(_local, "database"):
        _local.database = sqlite3.connect(FOLDER / "bare.sqlite", isolation_level=None, timeout=5)
        _local.database.execute("PRAGMA journal_mode=WAL")
        _local.database.execute("PRAGMA synchronous=FULL")
        _local.database.execute("CREATE TABLE IF NOT EXISTS rows (id INTEGER PRIMARY KEY, document TEXT)")
    _local.database.execute("BEGIN IMMEDIATE")
    _local.database.execute(ROW, ["x" * 500])
    _local.database.execute("COMMIT")
    return {"state": "stored"}, 201


@app.post("/sidebar")
def word() -> Response:
    """Answer with a page of one word."""
    return Response("<!doctype html><title>Word</title><p>Word</p>", mimetype="text/html")
