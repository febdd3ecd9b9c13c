"""Compares a provider's books with ours over a span of real time, and lists where they differ."""

from collections.abc import Sequence
from datetime import datetime

from foyer_shared.basics.origin import Scope
from foyer_shared.storage.database import Database

from foyer_payments.domain.errors import ProviderNotAnswering
from foyer_payments.domain.payment import Payment
from foyer_payments.domain.provided import Charged
from foyer_payments.domain.reconciliation import (
    Books,
    Reconciled,
    books_of,
    check_span,
    compare,
    our_books,
    unknown_here,
)
from foyer_payments.domain.refund import RefundStatus
from foyer_payments.gateways.provider import PaymentProvider, ProviderAway, ProviderRefused
from foyer_payments.gateways.provider_metrics import provider_away
from foyer_payments.gateways.providers import Providers
from foyer_payments.storage.payments import Payments
from foyer_payments.storage.provider_accounts import ProviderAccounts
from foyer_payments.storage.refunds import Refunds
from foyer_payments.storage.taken_back import TakenBack
from foyer_payments.use_cases.open_provider import open_provider


async def reconcile_account(
    database: Database,
    providers: Providers,
    scope: Scope,
    account_id: str,
    *,
    since: datetime,
    until: datetime,
) -> Reconciled:
    """No transaction is open while the provider is asked. Raises ProviderAccountNotFound, SpanNotPossible,
    ProviderNotAnswering.
    """
    check_span(since, until)
    async with database.session() as session:
        await ProviderAccounts(session).get(scope, account_id)
    account, provider = await open_provider(database, providers, account_id)
    try:
        charges = [charged async for charged in provider.charges(since, until)]
        payments = await _ours(database, account_id, charges, since, until)
        theirs = {charged.id: charged for charged in charges}
        for payment, _ in payments:
            if payment.provided_id is not None and payment.provided_id not in theirs:
                theirs |= await _theirs(provider, payment.provided_id)
    except ProviderAway as away:
        provider_away.labels(account.provider).inc()
        raise ProviderNotAnswering("The provider does not answer.") from away
    differences = [
        difference
        for payment, ours in payments
        for difference in compare(payment, ours, _books(theirs.get(payment.provided_id or "")))
    ]
    known = {payment.provided_id for payment, _ in payments} | {payment.id for payment, _ in payments}
    for charged in charges:
        if charged.id not in known and charged.key not in known:
            differences += unknown_here(charged)
    return Reconciled(len(payments), len(charges), differences)


async def _ours(
    database: Database, account_id: str, charges: Sequence[Charged], since: datetime, until: datetime
) -> list[tuple[Payment, Books]]:
    """Those that were begun in the span, and those that the provider began in it."""
    async with database.session() as session:
        payments = await Payments(session).made_with(
            account_id, since, until, provided_ids=[charged.id for charged in charges]
        )
        books = []
        for payment in payments:
            refunds = await Refunds(session).of_payment(payment.id)
            refunded = sum(each.amount.amount for each in refunds if each.status is RefundStatus.SUCCEEDED)
            taken_back = await TakenBack(session).reversed_of(payment.id)
            books.append((payment, our_books(payment, refunded=refunded, taken_back=taken_back)))
        return books


async def _theirs(provider: PaymentProvider, provided_id: str) -> dict[str, Charged]:
    """A charge that was begun just outside of the span, by the provider's clock."""
    try:
        return {provided_id: await provider.read_charge(provided_id)}
    except ProviderRefused:
        return {}


def _books(charged: Charged | None) -> Books | None:
    return books_of(charged) if charged else None
