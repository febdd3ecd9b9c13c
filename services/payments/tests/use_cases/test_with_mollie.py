"""Payments with Mollie in memory behind them: a page, the webhook to its address, and a debit after it."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from foyer_payments.domain.errors import NoticeNotAccepted
from foyer_payments.domain.payment_states import PaymentStatus
from foyer_payments.domain.provider_account import Provider
from foyer_payments.gateways.mollie import MollieProvider
from foyer_payments.gateways.providers import Providers
from foyer_payments.use_cases.add_provider_account import add_provider_account
from foyer_payments.use_cases.begin_setup import begin_setup
from foyer_payments.use_cases.carry_on_setup import carry_on_setup
from foyer_payments.use_cases.take_notices import take_notices
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.invoicing import InvoiceData, InvoicePaymentDue
from foyer_shared.storage.database import Database
from foyer_shared.storage.sealing import Seal
from foyer_shared.testing.makers import ADA, an_origin
from foyer_shared.testing.mollie import Mollie
from foyer_shared.testing.outbox import announced

Tell = Callable[..., Awaitable[None]]
CarryOn = Callable[..., Awaitable[int]]
PaymentsThere = Callable[[], Awaitable[list[Any]]]


@pytest.fixture
def at_mollie() -> Mollie:
    """What Mollie holds."""
    return Mollie()


@pytest.fixture
def providers(seal: Seal, at_mollie: Mollie, bridge: Callable[..., Any]) -> Providers:
    """Mollie's account leads there."""
    adapter = bridge(at_mollie)
    return Providers(seal, {Provider.MOLLIE: lambda _, keys: MollieProvider(keys, adapter=adapter)})


async def test_a_card_from_mollie_s_page_pays_the_next_invoice_and_is_charged_back(
    database: Database,
    seal: Seal,
    providers: Providers,
    at_mollie: Mollie,
    tell: Tell,
    carry_on: CarryOn,
    payments: PaymentsThere,
    invoice: Callable[..., InvoiceData],
) -> None:
    async with database.work(an_origin()) as work:
        account = await add_provider_account(
            work, seal, provider="mollie", api_key="test_northwind", webhook_secret="northwind-at-mollie-0001"
        )

    async def hook(order: int, token: str | None = None) -> int:
        """Mollie tells of one of the payments that were ordered."""
        address = urlsplit(at_mollie.asked[order]["webhookUrl"])
        assert address.netloc + address.path == f"northwind.test/webhooks/mollie/{account.id}"
        return await take_notices(
            database,
            providers,
            provider="mollie",
            account_id=account.id,
            headers={"webhook-token": token or parse_qs(address.query)["token"][0]},
            body=f"id={at_mollie.of('tr')[-1 - order]['id']}".encode(),
        )

    async with database.work(an_origin(customer_id=ADA)) as work:
        setup = await begin_setup(
            work, providers.openers, customer_id=ADA, kind="card", language="en", return_path="/back/{id}"
        )
    setup = await carry_on_setup(database, providers, setup.id)
    assert setup.action_url == "https://www.mollie.com/checkout/tr_2"
    at_mollie.fill_in("tr_2")
    with pytest.raises(NoticeNotAccepted):
        await hook(0, token="forged")
    assert [await hook(0), await hook(0)] == [1, 1]
    await carry_on()
    await tell(InvoicePaymentDue(invoice=invoice(), attempt=1, amount=Amount(amount=1000, currency="EUR")))
    await carry_on()

    [payment] = await payments()
    assert (payment.status, payment.kind) == (PaymentStatus.SUCCEEDED, "card")
    at_mollie.take_back(payment.provided_id, None)
    assert await hook(1) == 1
    await carry_on()
    assert [event.type for event in await announced(database)] == [
        "payment_method.added",
        "payment.succeeded",
        "dispute.opened",
        "dispute.lost",
    ]
