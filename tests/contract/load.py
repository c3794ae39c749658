"""Read the descriptions of all vendors from a folder beside the project; nothing of them is kept here."""

import json
from pathlib import Path

from ruamel.yaml import YAML

from tests.contract import gitlab, zendesk
from tests.contract.description import Description


def load(folder: Path) -> dict[str, list[Description]]:
    """Read all descriptions, by vendor."""
    files = sorted((folder / "zendesk").glob("*.yml"))
    parser = YAML(typ="safe")
    return {
        "zendesk": [
            *(Description(f"zendesk-{file.stem}", zendesk.supplement(parser.load(file))) for file in files),
            Description("zendesk-left-out", zendesk.left_out()),
        ],
        "pagerduty": [Description("pagerduty", json.loads((folder / "pagerduty_rest_openapi3.json").read_text()))],
        "gitlab": [Description("gitlab", gitlab.document())],
        "slack": [Description("slack", json.loads((folder / "slack_web_swagger2.json").read_text()))],
    }
