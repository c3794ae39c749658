"""Read the handbook that comes with the product, changed by an optional file of differing lines."""

import json
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from backend.handbook.loading.faults import Fault, HandbookError, Path_, Place
from backend.handbook.loading.policy import breaches
from backend.handbook.loading.references import mismatches
from backend.handbook.loading.source import Source, merge, read
from backend.handbook.model.cases import HandbookCase, HandbookCases
from backend.handbook.model.engineers import Engineer, Engineers
from backend.handbook.model.handbook import Handbook
from backend.handbook.model.scalars import Section

PACKAGED = Path(__file__).parents[1] / "handbook.yml"
LONGEST_KEY, MOST_KEYS = 60, 60
"""Up to where keys are compared with an unknown one: the time grows with the square of both."""
M = TypeVar("M", bound=Section)


def load(overrides: Path | None = None) -> Handbook:
    """Read and check the handbook; raise HandbookError with every fault found."""
    source = _packaged(PACKAGED)
    if overrides is not None:
        source = merge(source, read(overrides))
    handbook = _checked(Handbook, source)
    faults = [*source.faults, *(_fault(source, path, problem) for path, problem in mismatches(handbook))]
    faults += (_fault(source, _changed(source, paths), problem) for paths, problem in breaches(handbook))
    if faults:
        raise HandbookError(faults)
    return handbook


def load_engineers(file: Path | None) -> tuple[Engineer, ...]:
    """Read the engineers' file, which may be absent; raise HandbookError with every fault found."""
    if file is None:
        return ()
    source = read(file)
    found = _checked(Engineers, source)
    if source.faults:
        raise HandbookError(source.faults)
    return found.engineers


def load_cases(file: Path) -> tuple[HandbookCase, ...]:
    """Read a file of cases; raise HandbookError with every fault found."""
    source = read(file)
    if source.faults:
        raise HandbookError(source.faults)
    return _checked(HandbookCases, source).cases


@cache
def _packaged(file: Path) -> Source:
    """Read the file that comes with the product; it does not change while the process runs."""
    return read(file)


def _checked(model: type[M], source: Source) -> M:
    try:
        # JSON is what lets pydantic be strict about 30 and "30" and still read lists as tuples.
        return model.model_validate_json(json.dumps(source.data), strict=True)
    except ValidationError as error:
        raise HandbookError([*source.faults, *_type_faults(error, source)]) from error


def _changed(source: Source, paths: tuple[Path_, ...]) -> Path_:
    """Choose, of keys that break a rule together, the first that an override writes."""
    ours = str(PACKAGED)
    return next((path for path in paths if path in source.places and source.places[path].file != ours), paths[0])


def _fault(source: Source, path: Path_, problem: str) -> Fault:
    """Place a fault at its key, or at the nearest key above it that is written down."""
    above = (path[:length] for length in range(len(path), -1, -1))
    place = next((source.places[each] for each in above if each in source.places), Place(str(PACKAGED), 1))
    return Fault(place, path, problem)


def _type_faults(error: ValidationError, source: Source) -> Iterable[Fault]:
    for detail in error.errors(include_url=False, include_context=False, include_input=False):
        path = tuple(part for part in detail["loc"] if part != "[key]")
        yield _fault(source, path, _problem(detail["type"], detail["msg"], path, source))


def _problem(kind: str, message: str, path: Path_, source: Source) -> str:
    if kind == "missing":
        return "missing"
    if kind == "extra_forbidden":
        near = get_close_matches(str(path[-1])[:LONGEST_KEY], _siblings(path, source.data), n=1)
        return f"unknown key{f', perhaps {near[0]}' if near else ''}"
    return message.removeprefix("Value error, ")


def _siblings(path: Path_, data: Mapping[str, object]) -> list[str]:
    here: object = data
    for part in path[:-1]:
        here = here[part] if isinstance(here, dict | list) else None  # type: ignore[index]
    keys = [key for key in here if key != path[-1]] if isinstance(here, dict) else []
    return [key for key in keys[:MOST_KEYS] if len(key) <= LONGEST_KEY]
