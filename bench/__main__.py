"""Measure: `python -m bench` every line, or one part alone, by the name that it has in `main`."""

import sys
from collections.abc import Callable, Iterator

from bench import (
    accept,
    browser,
    calls,
    cold,
    distinct,
    features,
    first_sync,
    forgetting,
    fresh,
    hour,
    interaction,
    load,
    memory,
    query,
    silent,
    warm,
    weight,
    year,
)
from bench.line import Line, keep, show
from bench.stage import Stage, stage

TOGETHER = (warm, distinct, accept, fresh, browser, interaction, features)
"""What one running product serves; the others want one of their own, or none."""


def every_line() -> Iterator[Line]:
    """Measure line by line."""
    yield from weight.lines()
    yield from query.lines()
    yield from year.lines()
    with stage() as running:
        for part in TOGETHER:
            yield from part.lines(running)
    for part in (cold, calls, memory):
        with stage() as running:
            yield from part.lines(running)


def alone(part: Callable[[Stage], Iterator[Line]]) -> Callable[[], Iterator[Line]]:
    """Give a part of what is measured together a stage of its own."""

    def staged() -> Iterator[Line]:
        with stage() as running:
            yield from part(running)

    return staged


def main(arguments: list[str]) -> int:
    """Run one measurement; give the exit status."""
    measures = {
        "": every_line,
        "load": load.lines,
        "first-sync": first_sync.lines,
        "silent": silent.lines,
        "year": year.lines,
        "forgetting": forgetting.lines,
        "hour": hour.lines,
        "features": alone(features.lines),
        "distinct": alone(distinct.lines),
    }
    measure = measures.get(arguments[0] if arguments else "")
    if measure is None:
        print(f"usage: python -m bench [{'|'.join(filter(None, measures))}]", file=sys.stderr)
        return 2
    lines = []
    for line in measure():
        show(line)
        lines.append(line)
    if not arguments:
        keep(lines)
    return 0 if all(line.ok for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
