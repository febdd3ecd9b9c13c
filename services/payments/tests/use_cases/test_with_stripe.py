"""Payments with Stripe in memory behind them: a page, its webhook, and a charge without the customer."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from foyer_payments.domain.payment_states import PaymentStatus
from foyer_payments.domain.provider_account import Provider
from foyer_payments.gateways.providers import Providers
from foyer_payments.gateways.stripe import StripeProvider
from foyer_payments.use_cases.add_provider_account import add_provider_account
from foyer_payments.use_cases.begin_setup import begin_setup
from foyer_payments.use_cases.carry_on_setup import carry_on_setup
from foyer_payments.use_cases.reconcile_account import reconcile_account
from foyer_payments.use_cases.take_notices import take_notices
from foyer_shared.basics.clock import real_now
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.invoicing import InvoiceData, InvoicePaymentDue
from foyer_shared.storage.database import Database
from foyer_shared.storage.sealing import Seal
from foyer_shared.testing.makers import ADA, an_origin
from foyer_shared.testing.outbox import announced
from foyer_shared.testing.stripe import Stripe
from stripe import WebhookSignature

SECRET = "whsec_northwind"
Tell = Callable[..., Awaitable[None]]
CarryOn = Callable[..., Awaitable[int]]
PaymentsThere = Callable[[], Awaitable[list[Any]]]


@pytest.fixture
def at_stripe() -> Stripe:
    """What Stripe holds."""
    return Stripe()


@pytest.fixture
def providers(seal: Seal, at_stripe: Stripe) -> Providers:
    """Stripe's account leads there."""
    transport = httpx.MockTransport(at_stripe)
    return Providers(seal, {Provider.STRIPE: lambda _, keys: StripeProvider(keys, transport=transport)})


async def test_what_was_added_on_stripe_s_page_pays_the_next_invoice(
    database: Database,
    seal: Seal,
    providers: Providers,
    at_stripe: Stripe,
    tell: Tell,
    carry_on: CarryOn,
    payments: PaymentsThere,
    invoice: Callable[..., InvoiceData],
) -> None:
    async with database.work(an_origin()) as work:
        account = await add_provider_account(
            work, seal, provider="stripe", api_key="sk_test_northwind", webhook_secret=SECRET
        )
    async with database.work(an_origin(customer_id=ADA)) as work:
        setup = await begin_setup(
            work, providers.openers, customer_id=ADA, kind="card", language="en", return_path="/back/{id}"
        )
    setup = await carry_on_setup(database, providers, setup.id)
    [session] = at_stripe.of("checkout.session")
    assert setup.action_url == session["url"]
    assert session["success_url"] == f"https://northwind.test/back/{setup.id}"

    at_stripe.fill_in(session["id"])
    about = {"object": "checkout.session", "id": session["id"], "mode": "setup"}
    body = json.dumps({"id": "evt_1", "type": "checkout.session.completed", "data": {"object": about}})
    sign: Any = WebhookSignature.generate_signature_header
    taken = [
        await take_notices(
            database,
            providers,
            provider="stripe",
            account_id=account.id,
            headers={"stripe-signature": sign(body, SECRET)},
            body=body.encode(),
        )
        for _ in range(2)
    ]
    assert taken == [1, 0]
    await carry_on()
    await tell(InvoicePaymentDue(invoice=invoice(), attempt=1, amount=Amount(amount=1000, currency="EUR")))
    await carry_on()

    [payment] = await payments()
    [intent] = at_stripe.of("payment_intent")
    assert (payment.status, payment.provided_id) == (PaymentStatus.SUCCEEDED, intent["id"])
    assert [event.type for event in await announced(database)] == [
        "payment_method.added",
        "payment.succeeded",
    ]
    now = real_now()
    at_stripe.dispute(intent["id"], "lost")
    since = now.replace(hour=0, minute=0, second=0, microsecond=0)
    books = await reconcile_account(
        database, providers, an_origin().scope, account.id, since=since, until=real_now()
    )
    assert [each.kind for each in books.differences] == ["taken_back"]
