"""Product and sandbox keep to what the vendors publish of their APIs."""

from pathlib import Path

from tests.contract.descriptions import faults, load
from tests.contract.exchange import Exchange


def test_what_goes_over_the_wire_fits_the_published_descriptions(exchanges: list[Exchange], specs: Path) -> None:
    descriptions = load(specs)
    found: dict[str, int] = {}
    for exchange in exchanges:
        if exchange.vendor in descriptions:
            for fault in faults(exchange, descriptions):
                key = f"{exchange.vendor} {exchange.method} {exchange.path} {exchange.status}: {fault.where}: {fault.what}"
                found[key] = found.get(key, 0) + 1
    Path("/tmp/contract.txt").write_text("\n".join(sorted(found)))
    assert len(exchanges) > 50
    assert not found
