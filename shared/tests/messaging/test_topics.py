"""Topic patterns, as RabbitMQ's documentation tells them."""

import pytest
from foyer_shared.messaging.topics import matches


@pytest.mark.parametrize(
    ("pattern", "routing_key", "expected"),
    [
        ("#", "invoicing.order.placed", True),
        ("#", "", True),
        ("invoicing.#", "invoicing.order.placed", True),
        ("invoicing.#", "invoicing", True),
        ("invoicing.#", "invoicing2.order.placed", False),
        ("invoicing.*", "invoicing.order.placed", False),
        ("invoicing.*.placed", "invoicing.order.placed", True),
        ("*.order.*", "invoicing.order.placed", True),
        ("*.order.*", "order.placed", False),
        ("#.placed", "placed", True),
        ("invoicing.#.placed", "invoicing.a.b.placed", True),
        ("invoicing.order.placed", "invoicing.order.placed", True),
        ("invoicing.order.placed", "invoicing.order.placed.twice", False),
    ],
)
def test_pattern(pattern: str, routing_key: str, expected: bool) -> None:
    assert matches(pattern, routing_key) is expected
