"""Every command, by the words that call it; what a module says of itself is its help."""

import sys
from argparse import ArgumentParser
from types import ModuleType
from typing import NoReturn

from backend.cli import (
    doctor,
    handbook_check,
    handbook_diff,
    handbook_explain,
    handbook_test,
    migrate,
    openapi,
    operation,
    operations_export,
    sync,
)

COMMANDS: dict[str, ModuleType] = {
    "doctor": doctor,
    "migrate": migrate,
    "sync": sync,
    "operation": operation,
    "openapi": openapi,
    "handbook check": handbook_check,
    "handbook test": handbook_test,
    "handbook diff": handbook_diff,
    "handbook explain": handbook_explain,
    "operations export": operations_export,
}


class Parser(ArgumentParser):
    """A reader of the command line that answers a mistake with what there is."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and list the commands; the exit status is 2."""
        self.print_help(sys.stderr)
        self.exit(2, f"{self.prog}: {message}\n")


def parser() -> ArgumentParser:
    """Make the reader of the command line; a command of two words stands below the first of them."""
    root = Parser(prog="python -m backend", description="Commands for the people who run it.")
    levels = {"": root.add_subparsers(metavar="COMMAND", required=True)}
    for words, module in COMMANDS.items():
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
