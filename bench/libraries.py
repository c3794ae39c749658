"""The libraries alone that the backend rests on, under the same server: gunicorn bench.libraries:app."""

import cachetools
import cryptography
import flask_cors
import gitlab
import jwt
import pdpyras
import prometheus_client
import pydantic.types
import requests
import slack_sdk
import sqlalchemy.dialects.sqlite
import zenpy
from ruamel import yaml

from bench.bare import app

__all__ = [
    "app",
    "cachetools",
    "cryptography",
    "flask_cors",
    "gitlab",
    "jwt",
    "pdpyras",
    "prometheus_client",
    "pydantic",
    "requests",
    "slack_sdk",
    "sqlalchemy",
    "yaml",
    "zenpy",
]
