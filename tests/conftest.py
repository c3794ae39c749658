"""Fixtures of every tier. The running product has free ports and a folder of its own."""

import gc
import os
from collections.abc import Iterator
from unittest.mock import patch

import pytest
from playwright.sync_api import Browser
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from provision import machine
from sandbox import processes
from sandbox.product import Product, running_product
from tests.support import warm
from tests.support.browser import running_browser
from tests.support.changed import FAST_SYNC
from tests.support.desk import Person, Sandbox, await_well, sign_in

# As the Makefile has it: where the machine has no Node that fits, ours comes first.
os.environ["PATH"] = os.pathsep.join([str(machine.BIN), machine.path_without_stand_ins()])

# Until the tests are collected next to nothing becomes garbage: see `pytest_collection_finish`.
gc.disable()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the long form of the fault tests, and the seed of what they leave to chance."""
    parser.addoption("--soak", action="store_true", help="run the fault tests in their long form")
    parser.addoption("--seed", type=int, help="repeat the chances of an earlier run, which printed its seed")


class Dealt(LoadFileScheduling):  # type: ignore[misc]
    """The tests of a file share servers and stay together; a fault test, or a class, hurts a product of its own."""

    def _split_scope(self, nodeid: str) -> str:
        file, *names = nodeid.split("::")
        return "::".join([file, *names[:1]]) if file.startswith("tests/faults/") else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling | None:
    """Deal the tests out so where they are asked to go by file."""
    return Dealt(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the longest begin; a fault test that fails is never tried again."""
    for item in items:
        if "faults" in item.path.parts:
            item.add_marker(pytest.mark.flaky(reruns=0))
    items.sort(key=lambda item: -(mark.args[0] if (mark := item.get_closest_marker("long")) else 0))


def pytest_collection_finish() -> None:
    """Look for garbage only among what the tests leave: modules and items stay to the end."""
    gc.freeze()
    gc.enable()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show the failure behind each second try: it may be a fault that only comes now and then."""
    for report in terminalreporter.stats.get("rerun", []):
        terminalreporter.section(f"failed at the first try: {report.nodeid}")
        terminalreporter.line(report.longreprtext)
        for name, text in report.sections:
            terminalreporter.line(f"--- {name}\n{text}")


@pytest.fixture(scope="session", autouse=True)
def starting() -> Iterator[None]:
    """Have products start from what is loaded already: tests start about ninety."""
    with patch.object(processes, "begin", warm.begin):
        yield


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Run the real product once for all tests that can share it."""
    with running_product(tmp_path_factory.mktemp("product"), environment=FAST_SYNC) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Run one Chromium for all tests: Playwright's synchronous API takes one at a time in a process."""
    with running_browser(quick=True) as running:
        yield running


@pytest.fixture
def sandbox(product: Product) -> Iterator[Sandbox]:
    """Control the sandbox; its faults end with the test."""
    with Sandbox(product.sandbox) as control:
        yield control
        if control.hurt:
            await_well(product.backend, control)


@pytest.fixture
def manager(product: Product, sandbox: Sandbox) -> Iterator[Person]:
    """Be a manager."""
    with sign_in(product.backend, sandbox) as person:
        yield person


@pytest.fixture(scope="module")
def connected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Run a product that has Slack, for the tests of one module."""
    with running_product(tmp_path_factory.mktemp("connected"), environment=FAST_SYNC, slack=True) as running:
        yield running


@pytest.fixture
def world(connected: Product) -> Iterator[Sandbox]:
    """Control the sandbox of the product that has Slack; its faults end with the test."""
    with Sandbox(connected.sandbox) as control:
        yield control
        if control.hurt:
            await_well(connected.backend, control)


@pytest.fixture
def boss(connected: Product, world: Sandbox) -> Iterator[Person]:
    """Be a manager at the product that has Slack."""
    with sign_in(connected.backend, world) as person:
        yield person
