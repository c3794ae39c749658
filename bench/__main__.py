"""Measure: `python -m bench` every line, or one part alone, by the name that it has in `main`."""

import sys
from collections.abc import Iterator

from bench import (
    accept,
    browser,
    calls,
    cold,
    distinct,
    first_sync,
    forgetting,
    fresh,
    hour,
    interaction,
    load,
    memory,
    query,
    rest,
    silent,
    steps,
    warm,
    weight,
    year,
)
from bench.features import table
from bench.line import Line, keep, show
from bench.stage import stage

TOGETHER = (warm, distinct, accept)
"""What one running product serves; the others want one of their own, or none: what a person may ask is limited."""


def every_line() -> Iterator[Line]:
    """Measure line by line."""
    yield from weight.lines()
    yield from query.lines()
    yield from year.lines()
    with stage() as running:
        for part in TOGETHER:
            yield from part.lines(running)
    yield from features_alone()
    for part in (browser, interaction, fresh, steps, cold, calls, memory):
        with stage() as running:
            yield from part.lines(running)
    yield from rest.lines()


def features_alone() -> Iterator[Line]:
    """Replay the panel's features on a stage of their own."""
    with stage(slack=True) as running:
        yield from table.lines(running)


def distinct_alone() -> Iterator[Line]:
    """Poll on a stage of its own."""
    with stage() as running:
        yield from distinct.lines(running)


def steps_alone() -> Iterator[Line]:
    """Page on a stage of its own."""
    with stage() as running:
        yield from steps.lines(running)


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
        "features": features_alone,
        "distinct": distinct_alone,
        "steps": steps_alone,
        "rest": rest.lines,
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
