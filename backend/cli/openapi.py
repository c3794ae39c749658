"""Print the API's description."""

import json
from argparse import Namespace

from backend.web.openapi import document


def run(arguments: Namespace) -> int:
    """Print it as JSON."""
    print(json.dumps(document(), indent=2))
    return 0
