"""The portal's door: a customer's email, once its new address is proved."""

from collections.abc import Awaitable, Callable
from typing import Any

from foyer_invoicing.domain.customer import Customer
from foyer_shared.service import Service
from foyer_shared.storage.database import Database
from foyer_shared.testing.callers import a_caller, client_for
from foyer_shared.testing.makers import CONTOSO
from foyer_shared.testing.outbox import announced

ACustomer = Callable[..., Awaitable[Customer]]
Stored = Callable[[], Awaitable[dict[str, list[Any]]]]


async def test_the_email_is_changed_once_and_told(
    service: Service, database: Database, a_customer: ACustomer
) -> None:
    ada = await a_customer()
    path, body = f"/internal/customers/{ada.id}/email", {"email": " Ada.O'Neill@Example.org "}
    async with client_for(service, a_caller("internal")) as client:
        first = await client.put(path, json=body, headers={"Idempotency-Key": "emc_1"})
        again = await client.put(path, json=body, headers={"Idempotency-Key": "emc_1"})
    assert (first.status_code, first.json()) == (200, {"email": "ada.o'neill@example.org"})
    assert again.json() == first.json()
    (told,) = await announced(database)
    assert (told.type, told.data["customer"]["email"]) == ("customer.updated", "ada.o'neill@example.org")


async def test_what_cannot_be_changes_nothing(
    service: Service, a_customer: ACustomer, stored: Stored
) -> None:
    ada = await a_customer()
    zoe = await a_customer("zoe@example.com", business_id=CONTOSO)
    await a_customer("grace@example.com")
    before = await stored()
    async with client_for(service, a_caller("internal")) as client:
        for customer_id, email, status, code in (
            (ada.id, "grace@example.com", 409, "email_taken"),
            (ada.id, "grace", 422, "email_malformed"),
            (zoe.id, "eve@example.com", 404, "not_found"),
        ):
            answer = await client.put(f"/internal/customers/{customer_id}/email", json={"email": email})
            assert (answer.status_code, answer.json()["code"]) == (status, code)
    for caller in (
        a_caller("customer", customer_id=ada.id),
        a_caller("business"),
        a_caller("internal", scopes=["invoicing:read"]),
    ):
        async with client_for(service, caller, "invoicing") as client:
            answer = await client.put(
                f"/internal/customers/{ada.id}/email", json={"email": "eve@example.com"}
            )
            assert answer.status_code == 403
    assert await stored() == before


async def test_somebody_who_registers_is_made_a_customer_once(service: Service, database: Database) -> None:
    body = {"email": "Grace@Example.com", "name": "Grace Hopper", "country": "NL", "language": "nl"}
    async with client_for(service, a_caller("internal")) as client:
        first = await client.post("/internal/customers", json=body, headers={"Idempotency-Key": "reg_1"})
        again = await client.post("/internal/customers", json=body, headers={"Idempotency-Key": "reg_1"})
        taken = await client.post("/internal/customers", json=body, headers={"Idempotency-Key": "reg_2"})
    assert (first.status_code, first.json()["email"]) == (201, "grace@example.com")
    assert again.json() == first.json()
    assert (taken.status_code, taken.json()["code"]) == (409, "email_taken")
    (told,) = await announced(database)
    assert (told.type, told.subject) == ("customer.created", first.json()["id"])
