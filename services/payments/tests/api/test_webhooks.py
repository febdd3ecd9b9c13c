"""The door for webhooks: signed ones are kept once, the others are refused, counted, and change nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.domain.provided import Status
from foyer_payments.gateways.provider_metrics import notices_refused
from foyer_payments.storage.provider_accounts import ProviderAccounts
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.invoicing import InvoiceData, InvoicePaymentDue
from foyer_shared.service import Service
from foyer_shared.storage.database import Database
from foyer_shared.testing.callers import a_caller, client_for
from foyer_shared.testing.makers import CONTOSO, NOW, an_origin
from foyer_shared.testing.outbox import announced

Stored = Callable[..., Awaitable[str]]
CarryOn = Callable[..., Awaitable[int]]
Twin = Any
SIGNED = {"webhook-signature": "twin"}


def refused(reason: str) -> float:
    """How many were, for that."""
    return float(notices_refused.labels(reason)._value.get())


async def bring(service: Service, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, Any]:
    """The portal brings a webhook."""
    portal = a_caller("internal", business_id="", scopes=("payments:webhooks",))
    async with client_for(service, portal) as client:
        answer = await client.post(f"/internal/webhooks/{path}", content=body, headers=headers)
    return answer.status_code, answer.json()


async def test_a_signed_webhook_is_kept_once(service: Service, account_id: str, stored: Stored) -> None:
    path, body = f"sandbox/{account_id}", b"n1 charge ch_1"

    answers = await asyncio.gather(*(bring(service, path, body, SIGNED) for _ in range(4)))

    assert sorted(taken["taken"] for _, taken in answers) == [0, 0, 0, 1]
    assert {status for status, _ in answers} == {200}
    assert (await stored()).count("'n1'") == 1


async def test_a_webhook_that_the_provider_did_not_sign_changes_nothing(
    service: Service, account_id: str, stored: Stored
) -> None:
    counted = refused("bad_signature")

    status, problem = await bring(service, f"sandbox/{account_id}", b"n1 charge ch_1", {})

    assert (status, problem["code"]) == (422, "webhook_refused")
    assert "'n1'" not in await stored()
    assert refused("bad_signature") == counted + 1


@pytest.mark.parametrize("path", ["sandbox/pacc_nobody", "stripe/{account}", "nobody/{account}"])
async def test_a_webhook_for_no_account_changes_nothing(
    service: Service, account_id: str, path: str, stored: Stored
) -> None:
    counted = refused("unknown_account")

    status, problem = await bring(service, path.format(account=account_id), b"n1 charge ch_1", SIGNED)

    assert (status, problem["code"]) == (404, "provider_account_not_found")
    assert "'n1'" not in await stored()
    assert refused("unknown_account") == counted + 1


async def test_a_huge_webhook_is_not_read(service: Service, account_id: str, stored: Stored) -> None:
    status, problem = await bring(service, f"sandbox/{account_id}", b"n1 " + b"x" * 262_144, SIGNED)

    assert (status, problem["code"]) == (413, "too_large")
    assert "'n1'" not in await stored()


async def test_what_is_not_ours_at_the_provider_is_left_alone_and_counted(
    service: Service, database: Database, account_id: str, carry_on: CarryOn, twin: Twin
) -> None:
    counted = refused("unknown_object")
    await bring(service, f"sandbox/{account_id}", b"n1 charge ch_9", SIGNED)

    assert await carry_on() == 1
    assert await carry_on(later=True) == 0
    assert refused("unknown_object") == counted + 1
    assert await announced(database) == []


async def test_another_business_s_account_says_nothing_of_our_payments(
    service: Service,
    database: Database,
    keep_method: Callable[..., Awaitable[PaymentMethod]],
    tell: Callable[..., Awaitable[None]],
    invoice: Callable[..., InvoiceData],
    carry_on: CarryOn,
    twin: Twin,
) -> None:
    await keep_method()
    twin.answer = {"status": Status.PROCESSING}
    due = InvoicePaymentDue(invoice=invoice(), attempt=1, amount=Amount(amount=1000, currency="EUR"))
    await tell(due)
    await carry_on()
    twin.say("ch_1", status=Status.SUCCEEDED)
    async with database.work(an_origin(business_id=CONTOSO)) as work:
        await ProviderAccounts(work.session).add_sandbox(CONTOSO, NOW)
        [theirs] = await ProviderAccounts(work.session).list_page(work.scope, limit=1)
    counted = refused("unknown_object")

    await bring(service, f"sandbox/{theirs.id}", b"n1 charge ch_1", SIGNED)
    await carry_on()

    assert refused("unknown_object") == counted + 1
    told = [each.type for each in await announced(database) if each.type.startswith("payment.")]
    assert told == ["payment.processing"]


async def test_a_notice_waits_while_the_provider_is_away(
    service: Service, account_id: str, carry_on: CarryOn, twin: Twin
) -> None:
    twin.away = {"read_charge"}
    await bring(service, f"sandbox/{account_id}", b"n1 charge ch_9", SIGNED)
    assert await carry_on() == 1
    assert await carry_on() == 0

    assert await carry_on(later=True) == 1
    assert twin.calls == ["read_charge"] * 2


async def test_only_the_portal_brings_webhooks(service: Service, account_id: str) -> None:
    async with client_for(service, a_caller("business")) as business:
        answer = await business.post(f"/internal/webhooks/sandbox/{account_id}", content=b"n1 charge ch_1")

    assert answer.status_code == 403


async def test_at_the_end_connections_to_providers_are_given_back(
    service: Service, account_id: str, twin: Twin
) -> None:
    await bring(service, f"sandbox/{account_id}", b"n1 charge ch_1", SIGNED)

    for hook in service.on_stop:
        await hook()

    assert twin.calls == ["close"]
