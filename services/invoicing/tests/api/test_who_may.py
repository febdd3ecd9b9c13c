"""Each door and who may pass it."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from foyer_invoicing.domain.order import Order
from foyer_shared.http.door import unguarded_routes
from foyer_shared.service import Service
from foyer_shared.testing.callers import a_caller, client_for

READS = [
    ("business", "/v1/customers"),
    ("business", "/v1/customers/{customer}"),
    ("business", "/v1/customers/{customer}/addresses"),
    ("business", "/v1/customer-fields"),
    ("business", "/v1/orders"),
    ("business", "/v1/orders/{order}"),
    ("business", "/v1/invoices"),
    ("business", "/v1/invoices/{invoice}"),
    ("business", "/v1/tax-rates"),
    ("business", "/v1/tax-rates/txr_nl_standard_2016-01-01"),
    ("business", "/v1/exchange-rates"),
    ("customer", "/customer/overview"),
    ("customer", "/customer/profile"),
    ("customer", "/customer/addresses"),
    ("customer", "/customer/export"),
    ("customer", "/customer/closing-blockers"),
    ("customer", "/customer/invoices"),
    ("customer", "/customer/invoices/{invoice}"),
    ("customer", "/customer/orders"),
    ("customer", "/customer/orders/{order}"),
]
WRITES = [
    ("POST", "/v1/customers", {"email": "grace@example.com", "name": "Grace"}),
    ("PATCH", "/v1/customers/{customer}", {"name": "Eve"}),
    ("PUT", "/v1/customer-fields", {"custom_fields": [{"key": "po", "label": "PO", "type": "text"}]}),
    (
        "POST",
        "/v1/orders",
        {
            "customer_id": "{customer}",
            "lines": [{"description": "Lamp", "quantity": 1, "unit_amount": 1, "currency": "EUR"}],
        },
    ),
    (
        "POST",
        "/v1/invoices",
        {
            "customer_id": "{customer}",
            "lines": [{"description": "Lamp", "quantity": 1, "unit_amount": 1, "currency": "EUR"}],
        },
    ),
    ("POST", "/v1/payments", {"customer_id": "{customer}", "amount": {"amount": 1, "currency": "EUR"}}),
    (
        "POST",
        "/v1/tax-quotes",
        {"customer_id": "{customer}", "currency": "EUR", "lines": [{"description": "Lamp", "amount": 1}]},
    ),
    (
        "POST",
        "/v1/tax-rates",
        {"country": "US", "tax_class": "standard", "percent": 8, "valid_from": "2026-01-01"},
    ),
    (
        "POST",
        "/v1/exchange-rates",
        {"from_currency": "EUR", "to_currency": "USD", "rate": "1.0823", "valid_from": "2026-03-10"},
    ),
    ("POST", "/v1/invoices/{invoice}/payments", {"amount": {"amount": 1, "currency": "EUR"}}),
]
NOT_ENOUGH = {
    "business": ["invoicing:write", "subscriptions:read"],
    "customer": ["payments:read", "invoicing:write"],
}


def test_no_door_is_unguarded(service: Service) -> None:
    assert unguarded_routes(service.app) == []


async def test_reading_takes_the_surface_and_the_scope(
    service: Service, an_order: Callable[..., Awaitable[Order]]
) -> None:
    order = await an_order()
    for surface, path in READS:
        address = path.format(customer=order.customer_id, order=order.id, invoice=order.invoice_id)
        other = "customer" if surface == "business" else "business"
        statuses = []
        for caller in (
            a_caller(surface, customer_id=order.customer_id, scopes=["invoicing:read"]),
            a_caller(surface, customer_id=order.customer_id, scopes=NOT_ENOUGH[surface]),
            a_caller(other, customer_id=order.customer_id),
            a_caller("internal", customer_id=order.customer_id),
            None,
        ):
            async with client_for(service, caller, "invoicing") as client:
                statuses.append((await client.get(address)).status_code)
        assert (path, statuses) == (path, [200, 403, 403, 403, 401])


@pytest.mark.parametrize(("method", "path", "body"), WRITES)
async def test_writing_takes_the_write_scope_of_the_business(
    service: Service,
    an_order: Callable[..., Awaitable[Order]],
    stored: Callable[[], Awaitable[dict[str, list[Any]]]],
    method: str,
    path: str,
    body: dict[str, Any],
) -> None:
    order = await an_order()
    before = await stored()
    address = path.format(customer=order.customer_id, invoice=order.invoice_id)
    sent = body | ({"customer_id": order.customer_id} if "customer_id" in body else {})
    statuses = []
    for caller in (
        a_caller("business", scopes=["invoicing:read", "subscriptions:write"]),
        a_caller("customer", customer_id=order.customer_id),
        a_caller("internal"),
        None,
    ):
        async with client_for(service, caller, "invoicing") as client:
            statuses.append((await client.request(method, address, json=sent)).status_code)
    assert statuses == [403, 403, 403, 401]
    assert await stored() == before
    async with client_for(service, a_caller("business", scopes=["invoicing:write"])) as client:
        assert (await client.request(method, address, json=sent)).status_code in {200, 201}
    assert await stored() != before
