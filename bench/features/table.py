"""Do every feature by mouse and by keyboard; write the table of docs/panel.md."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace as changed
from queue import SimpleQueue

from bench.features import board, emergency, feedback, page, reading, star
from bench.features.replay import Feature, Seen, replay
from bench.line import Line
from bench.stage import Stage
from sandbox.product import ROOT
from tests.e2e.hands import Keyboard, Mouse
from tests.support.browser import running_browser
from tests.support.desk import Sandbox, sign_in

LANES = (
    (*emergency.FEATURES, *page.FEATURES, *reading.FEATURES),
    (*star.FEATURES, *feedback.FEATURES, *board.FEATURES),
)
"""Done side by side, each with a browser; those that page are in one, since an emergency shows on other tickets."""
FEATURES = tuple(feature for lane in LANES for feature in lane)
STILL = 0.02
TABLE = ROOT / "docs" / "panel.md"
BEGIN, END = "<!-- begin: written by `python -m bench features` -->\n", "<!-- end -->\n"
HEAD = (
    "| feature | interactions: mouse, keyboard | at most | first control at | scrolls | Tabs | layout shift |",
    "|---|---|---|---|---|---|---|",
)
Both = tuple[Seen, Seen]


def lines(stage: Stage) -> Iterator[Line]:
    """Do every feature both ways; write the table."""
    done: dict[str, Both] = {}
    told: SimpleQueue[tuple[Feature, Both] | None] = SimpleQueue()
    with ThreadPoolExecutor(len(LANES)) as lanes:
        working = [lanes.submit(_lane, stage, features, told) for features in LANES]
        for _ in working:
            while (seen := told.get()) is not None:
                feature, both = seen
                done[feature.name] = both
                yield from _judged(feature, both)
        for each in working:
            each.result()
    _write([_row(feature, *done[feature.name]) for feature in FEATURES])


def _lane(stage: Stage, features: tuple[Feature, ...], told: "SimpleQueue[tuple[Feature, Both] | None]") -> None:
    """Do some of the features, with a session and a browser of one's own."""
    own = changed(stage, sandbox=Sandbox(stage.product.sandbox), manager=sign_in(stage.product.backend, stage.sandbox))
    try:
        with running_browser() as browser:
            where = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
            for feature in features:
                mouse, keyboard = (replay(own, where, feature, kind) for kind in (Mouse, Keyboard))
                told.put((feature, (mouse, keyboard)))
    finally:
        told.put(None)


def _judged(feature: Feature, both: Both) -> Iterator[Line]:
    mouse, keyboard = both
    moved = round(max(mouse.moved, keyboard.moved), 4)
    yield Line(f"{feature.name}: layout shift", moved, STILL, "<=", "its answer included")
    if feature.most is not None:
        most = max(mouse.interactions, keyboard.interactions)
        yield Line(f"{feature.name}: interactions", most, feature.most, "<=", f"{keyboard.tabs} Tabs by keyboard")
    if feature.near:
        yield Line(f"{feature.name}: scrolling", mouse.scrolls, 0, "<=", "in a window of 900 px")


def _row(feature: Feature, mouse: Seen, keyboard: Seen) -> str:
    most = "" if feature.most is None else feature.most
    moved, scrolls = max(mouse.moved, keyboard.moved), mouse.scrolls or "none"
    counts = f"{mouse.interactions}, {keyboard.interactions} | {most} | {mouse.first:.0f} px | {scrolls}"
    return f"| {feature.name} | {counts} | {keyboard.tabs} | {moved:.3f} |"


def _write(rows: list[str]) -> None:
    before, rest = TABLE.read_text().split(BEGIN)
    after = rest.split(END)[1]
    TABLE.write_text(before + BEGIN + "\n".join((*HEAD, *rows)) + "\n" + END + after)
