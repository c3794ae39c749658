"""The API keeps its word: what its description allows, and much that it does not, is answered as documented."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import positive_data_acceptance

from backend.web.openapi import document
from sandbox.product import Product
from tests.support.desk import AGENT, PREMIUM, Sandbox, sign_in

EXISTING, WHATEVER = "a ticket that exists", "whatever number"
OPERATIONS = [
    pytest.param(method, path, ticket, id=f"{method} {path}, {ticket}" if ticket else f"{method} {path}")
    for path, methods in document()["paths"].items()
    for method in methods
    for ticket in ((EXISTING, WHATEVER) if "{ticket_id}" in path else ("",))
]
# The same requests each time, and no more of them than fit into a few seconds.
BOUNDED = settings(
    max_examples=40,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def api(product: Product) -> Any:
    return schemathesis.openapi.from_url(f"{product.backend}/openapi.json")


@pytest.mark.parametrize(("method", "path", "ticket"), OPERATIONS)
def test_every_answer_is_as_documented(
    product: Product, sandbox: Sandbox, api: Any, method: str, path: str, ticket: str
) -> None:
    person = sign_in(product.backend, sandbox, AGENT)
    known = {"ticket_id": sandbox.ticket(PREMIUM)} if ticket == EXISTING else {}
    seen: set[int] = set()

    @BOUNDED
    @given(case=api[path][method].as_strategy())
    def run(case: Any) -> None:
        case.path_parameters |= {name: value for name, value in known.items() if name in case.path_parameters}
        answer = case.call_and_validate(
            headers={"Authorization": f"Bearer {person.session}"},
            # A body of the right form may still be refused by a rule: 422 is an answer to it.
            excluded_checks=[positive_data_acceptance],
        )
        seen.add(answer.status_code)

    run()
    assert seen
    assert max(seen) < 500


def test_the_description_covers_every_address_of_the_api(product: Product) -> None:
    described = set(document()["paths"])
    for path in ("/api/session", "/api/session/renew", "/api/operations/{operation_id}", "/healthz", "/readyz"):
        assert path in described
    for view in ("panel", "assessment", "operations"):
        assert f"/api/tickets/{{ticket_id}}/{view}" in described
