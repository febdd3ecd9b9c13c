"""Payments with the real sandbox provider behind them: what both sides say of the money is the same."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from foyer_payments.domain.payment_states import PaymentStatus
from foyer_payments.domain.provided import Notice
from foyer_payments.domain.provider_account import Provider
from foyer_payments.domain.reconciliation import Reconciled
from foyer_payments.gateways.providers import Providers
from foyer_payments.gateways.sandbox import SandboxAccount, SandboxProvider
from foyer_payments.storage.notices import Notices
from foyer_payments.use_cases.begin_setup import begin_setup
from foyer_payments.use_cases.carry_on_due import carry_on_due
from foyer_payments.use_cases.carry_on_setup import carry_on_setup
from foyer_payments.use_cases.open_provider import open_provider
from foyer_payments.use_cases.reconcile_account import reconcile_account
from foyer_shared.basics.clock import real_now
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.invoicing import InvoiceData, InvoicePaymentDue
from foyer_shared.storage.database import Database
from foyer_shared.storage.sealing import Seal
from foyer_shared.testing.makers import ADA, an_origin
from foyer_shared.testing.outbox import announced
from httpx import ASGITransport, AsyncClient

CARD = {"kind": "card", "act": "pay", "expiry": "08/30", "cvc": "123", "holder": "Ada Lovelace"}
DEBIT = {"kind": "sepa_debit", "act": "pay", "holder": "Ada Lovelace", "agreed": "yes"}
Tell = Callable[..., Awaitable[None]]
CarryOn = Callable[..., Awaitable[int]]


@pytest.fixture
def providers(seal: Seal, to_sandbox: ASGITransport) -> Providers:
    """The sandbox's own."""

    def opened(account: Any, keys: Any) -> SandboxProvider:
        return SandboxProvider(
            "http://sandbox.test",
            SandboxAccount(account.id, keys.api_key, keys.webhook_secret),
            transport=to_sandbox,
        )

    return Providers(seal, {Provider.SANDBOX: opened})


@pytest.mark.parametrize(
    ("form", "told"),
    [
        (CARD | {"number": "4242424242424242"}, ["payment.succeeded"]),
        (CARD | {"number": "4000000000009995"}, ["payment.failed"]),
        (CARD | {"number": "4000002760003184"}, ["payment.requires_action", "payment.failed"]),
        (CARD | {"number": "4000000000000259"}, ["payment.succeeded", "dispute.opened"]),
        (
            DEBIT | {"iban": "NL91ABNA0417164300"},
            ["payment.scheduled", "payment.processing", "payment.succeeded"],
        ),
        (
            DEBIT | {"iban": "DE35370400440532013002"},
            ["payment.scheduled", "payment.processing", "payment.failed"],
        ),
        (
            DEBIT | {"iban": "DE51370400440532013005"},
            ["payment.scheduled", "payment.processing", "payment.succeeded", "payment.reversed"],
        ),
    ],
)
async def test_a_method_from_its_page_is_charged_and_the_books_agree(
    database: Database,
    providers: Providers,
    account_id: str,
    browser: AsyncClient,
    tell: Tell,
    carry_on: CarryOn,
    invoice: Callable[..., InvoiceData],
    pass_days: Callable[[int], Awaitable[None]],
    form: dict[str, str],
    told: list[str],
) -> None:
    async with database.work(an_origin(customer_id=ADA)) as work:
        setup = await begin_setup(
            work, providers.openers, customer_id=ADA, kind=None, language="en", return_path="/back/{id}"
        )
    setup = await carry_on_setup(database, providers, setup.id)
    page = str(setup.action_url)
    await browser.post(page, data=form)
    await browser.post(page, data={"act": "confirm"})
    setup = await carry_on_setup(database, providers, setup.id)
    assert setup.status is PaymentStatus.SUCCEEDED

    due = InvoicePaymentDue(invoice=invoice(), attempt=1, amount=Amount(amount=1000, currency="EUR"))
    await tell(due)
    await carry_on()
    await pass_days(14)
    await carry_on()
    await _settle(database, providers, account_id)
    await carry_on(later=True)
    await _look(database, providers, account_id)

    events = [each.type for each in await announced(database)]
    assert [each for each in events if each.split(".")[0] in {"payment", "dispute"}] == told
    assert (await _reconciled(database, providers, account_id)).differences == []


async def _settle(database: Database, providers: Providers, account_id: str) -> None:
    """All that time would bring."""
    provider = await _provider(database, providers, account_id)
    for _ in range(3):
        await provider._http.post("/settle")


async def _look(database: Database, providers: Providers, account_id: str) -> None:
    """As its webhooks would have us."""
    provider = await _provider(database, providers, account_id)
    since, until = real_now() - timedelta(hours=1), real_now() + timedelta(hours=1)
    notices = [
        Notice(f"n_{charged.id}", "charge", charged.id) async for charged in provider.charges(since, until)
    ]
    async with database.session() as session:
        await Notices(session).add(account_id, notices, real_now())
    await carry_on_due(database, providers)


async def _reconciled(database: Database, providers: Providers, account_id: str) -> Reconciled:
    since, until = real_now() - timedelta(hours=1), real_now() + timedelta(hours=1)
    return await reconcile_account(
        database, providers, an_origin().scope, account_id, since=since, until=until
    )


async def _provider(database: Database, providers: Providers, account_id: str) -> SandboxProvider:
    _, provider = await open_provider(database, providers, account_id)
    assert isinstance(provider, SandboxProvider)
    return provider
