"""Every command, by the words that call it; what a module says of itself is its help."""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

COMMANDS = (
    "doctor", "migrate", "sync", "operation", "openapi", "handbook check", "handbook test", "handbook diff",
    "handbook explain", "operations export",
)  # fmt: skip
"""A command's module has its name, with _ between two words."""


class Parser(ArgumentParser):
    """A reader of the command line that answers a mistake with what there is."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and list the commands; the exit status is 2."""
        self.print_help(sys.stderr)
        self.exit(2, f"{self.prog}: {message}\n")


def parser(arguments: Sequence[str] = ()) -> ArgumentParser:
    """Make the reader of a command line; a command of two words stands below the first of them.

    Where it calls a command, only that one is imported: the server's parts, on which some rest, take a second.
    """
    root = Parser(prog="python -m backend", description="Commands for the people who run it.")
    levels = {"": root.add_subparsers(metavar="COMMAND", required=True)}
    called = [command for command in COMMANDS if command.split() == list(arguments[: len(command.split())])]
    for words in called or COMMANDS:
        module = import_module(f"backend.cli.{words.replace(' ', '_')}")
        *above, name = words.split()
        group = " ".join(above)
        if group not in levels:
            levels[group] = levels[""].add_parser(group).add_subparsers(metavar="COMMAND", required=True)
        said = str(module.__doc__).strip().splitlines()[0]
        command = levels[group].add_parser(name, help=said, description=module.__doc__)
        if hasattr(module, "options"):
            module.options(command)
        command.set_defaults(run=module.run)
    return root
