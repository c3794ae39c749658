"""Run the quick actions that stand in a description or note, and take them out of the text."""

import re
from dataclasses import dataclass, field
from typing import Any

from sandbox.errors import Json
from sandbox.gitlab.records import Issue
from sandbox.gitlab.tracker import Tracker

_COMMAND = re.compile(
    r"/(close|reopen|label|labels|unlabel|relabel|assign|unassign|confidential|title)\b[ \t]*(.*)", re.I
)
_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
_LABEL = re.compile(r'~"([^"]+)"|~(\S+)')


@dataclass
class Parsed:
    """Text without its commands, and the commands in order."""

    text: str
    commands: list[tuple[str, str]] = field(default_factory=list)


def parse(text: str) -> Parsed:
    """Find each line that starts with a known command, outside code blocks."""
    kept: list[str] = []
    commands: list[tuple[str, str]] = []
    fence = ""
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark.group(1)
        elif mark and line.strip().startswith(fence):
            fence = ""
        command = None if fence else _COMMAND.fullmatch(line.rstrip())
        if command:
            commands.append((command.group(1).lower(), command.group(2).strip()))
        else:
            kept.append(line)
    return Parsed("\n".join(kept).strip() if commands else text, commands)


def run(tracker: Tracker, issue: Issue, commands: list[tuple[str, str]], actor: Json) -> Json:
    """Carry out commands and return what they changed."""
    changes: dict[str, Any] = {}
    for name, argument in commands:
        changes |= _one(tracker, issue, name, argument, actor)
    return changes


def _one(tracker: Tracker, issue: Issue, name: str, argument: str, actor: Json) -> Json:
    match name:
        case "close" | "reopen":
            issue.set_state("closed" if name == "close" else "opened", actor)
            return {"state_event": name}
        case "label" | "labels" | "relabel":
            wanted = _labels(argument)
            for label in wanted:
                tracker.add_label(issue.project, label)
            kept = [] if name == "relabel" else issue.labels
            issue.labels = sorted({*kept, *wanted})
            return {"add_label_ids": [issue.project.labels[label]["id"] for label in wanted]}
        case "unlabel":
            gone = _labels(argument) or list(issue.labels)
            issue.labels = [label for label in issue.labels if label not in gone]
            return {"remove_label_ids": gone}
        case "assign":
            names = [part.lstrip("@").casefold() for part in argument.split() if part.startswith("@")]
            found = [tracker.users[part] for part in names if part in tracker.users]
            issue.assign(found or issue.assignees)
        case "unassign":
            issue.assignees = []
        case "confidential":
            issue.confidential = True
            return {"confidential": True}
        case "title" if argument:
            issue.title = argument[:255]
            return {"title": issue.title}
    return {"assignee_ids": [user["id"] for user in issue.assignees]}


def _labels(argument: str) -> list[str]:
    return [quoted or bare for quoted, bare in _LABEL.findall(argument)]
