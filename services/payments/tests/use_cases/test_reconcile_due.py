"""Each day the books are compared with the provider's, once, and what differs is counted and logged."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from foyer_payments.domain.provided import Charged, Status
from foyer_payments.domain.provider_account import Provider
from foyer_payments.gateways.providers import Providers
from foyer_payments.settings import Settings
from foyer_payments.storage.reconciliations import Reconciliation, Reconciliations
from foyer_payments.storage.rows import PaymentRow, ProviderAccountRow, ReconciliationRow
from foyer_payments.use_cases.plan_reconciliations import KEPT, plan_reconciliations
from foyer_payments.use_cases.reconcile_due import reconcile_due
from foyer_payments.wiring import build
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.money import Money
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.invoicing import InvoiceData, InvoicePaymentDue
from foyer_shared.storage.database import Database
from foyer_shared.storage.sealing import Seal, new_seal_key
from foyer_shared.testing.plugin import SettingsFor
from prometheus_client import REGISTRY
from sqlalchemy import select, update
from sqlmodel import col
from structlog.testing import capture_logs

Twin = Any
TODAY = datetime(2026, 11, 28, tzinfo=UTC)
FOREIGN = Charged("ch_7", Status.SUCCEEDED, Money(1250, "EUR"), key="foreign")


@pytest.fixture
def planned(database: Database, providers: Providers) -> Callable[..., Any]:
    """Plans what is due on a day; all that was ever planned."""

    async def plan(real: datetime = TODAY + timedelta(hours=3)) -> list[Reconciliation]:
        await plan_reconciliations(database, providers.openers, real)
        async with database.session() as session:
            ids = await session.scalars(select(col(ReconciliationRow.id)))
            return await Reconciliations(session).read_for_everyone(list(ids))

    return plan


@asynccontextmanager
async def counted(by: int) -> AsyncIterator[None]:
    """So many more differences."""
    name, labels = "foyer_books_differ_total", {"provider": "sandbox"}
    before = REGISTRY.get_sample_value(name, labels) or 0
    yield
    assert (REGISTRY.get_sample_value(name, labels) or 0) - before == by


async def test_a_day_is_compared_once_over_the_week_before_it(
    database: Database, providers: Providers, account_id: str, twin: Twin, planned: Callable[..., Any]
) -> None:
    [week] = await planned()
    assert (week.account_id, week.since, week.until) == (account_id, TODAY - timedelta(days=7), TODAY)
    assert (week.found, await planned(TODAY + timedelta(hours=23))) == (None, [week])
    async with counted(0):
        assert [await reconcile_due(database, providers) for _ in range(2)] == [1, 0]
    [made] = await planned()
    assert (made.found.payments, made.found.charges, made.found.differences) == (0, 0, [])
    assert len(await planned(TODAY + timedelta(days=1))) == 2


async def test_what_differs_is_counted_and_logged_once(
    database: Database, providers: Providers, account_id: str, twin: Twin, planned: Callable[..., Any]
) -> None:
    twin.made["foreign"] = FOREIGN
    await planned()
    async with counted(1):
        with capture_logs() as logs:
            await reconcile_due(database, providers)
            async with database.session() as session:
                await session.execute(update(ReconciliationRow).values(look_at=real_now()))
            await reconcile_due(database, providers)
    found = [{key: line.get(key) for key in ("account_id", "kind", "provided_id")} for line in logs]
    assert found == [{"account_id": account_id, "kind": "unknown_here", "provided_id": "ch_7"}]


async def test_while_the_provider_is_away_it_waits(
    database: Database, providers: Providers, account_id: str, twin: Twin, planned: Callable[..., Any]
) -> None:
    twin.away = {"charges"}
    await planned()
    assert [await reconcile_due(database, providers) for _ in range(2)] == [1, 0]
    [waiting] = await planned()
    assert waiting.found is None
    twin.away.clear()
    async with database.session() as session:
        await session.execute(update(ReconciliationRow).values(look_at=real_now()))
    await reconcile_due(database, providers)
    assert (await planned())[0].found is not None


@pytest.mark.parametrize("away", [set[str](), {"charges"}])
async def test_what_was_compared_long_ago_or_never_could_be_is_forgotten(
    database: Database,
    providers: Providers,
    account_id: str,
    twin: Twin,
    planned: Callable[..., Any],
    away: set[str],
) -> None:
    twin.away = away
    await planned()
    await reconcile_due(database, providers)
    later = TODAY + KEPT + timedelta(minutes=1)
    [latest] = await planned(later)
    assert latest.until == later.replace(hour=0, minute=0, second=0, microsecond=0)


async def test_an_account_that_is_not_used_any_more_is_not_asked(
    database: Database, account_id: str, planned: Callable[..., Any]
) -> None:
    async with database.session() as session:
        await session.execute(update(ProviderAccountRow).values(enabled=False))
    assert await planned() == []


async def test_where_money_still_moves_an_account_that_is_disabled_is_compared(
    database: Database,
    account_id: str,
    planned: Callable[..., Any],
    keep_method: Callable[..., Any],
    tell: Callable[..., Any],
    carry_on: Callable[..., Any],
    invoice: Callable[..., InvoiceData],
) -> None:
    await keep_method()
    await tell(InvoicePaymentDue(invoice=invoice(), attempt=1, amount=Amount(amount=1000, currency="EUR")))
    await carry_on()
    began = TODAY - timedelta(days=8)
    async with database.session() as session:
        await session.execute(update(ProviderAccountRow).values(enabled=False))
        await session.execute(update(PaymentRow).values(begun_at=began))
    [week] = await planned()
    assert week.account_id == account_id
    assert [each.id for each in await planned(TODAY + timedelta(days=60))] == [week.id]


async def test_however_long_it_takes_nobody_else_begins_it(
    database: Database,
    providers: Providers,
    account_id: str,
    twin: Twin,
    planned: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("foyer_payments.use_cases.reconcile_due.KEPT_EACH", timedelta(milliseconds=1))
    others: list[int] = []

    async def slow(_since: datetime, _until: datetime) -> AsyncIterator[Charged]:
        async with database.session() as session:
            await session.execute(update(ReconciliationRow).values(look_at=real_now()))
        free = select(col(ReconciliationRow.id)).where(col(ReconciliationRow.look_at) <= real_now())
        while True:
            async with database.session() as session:
                if await session.scalar(free) is None:
                    break
        others.append(await reconcile_due(database, providers))
        yield FOREIGN

    monkeypatch.setattr(twin, "charges", slow)
    await planned()
    assert (await reconcile_due(database, providers), others) == (1, [0])
    assert [each.found is not None for each in await planned()] == [True]


async def test_differences_are_counted_from_nothing_on(
    database: Database, settings_for: SettingsFor, seal: Seal
) -> None:
    """A counter that begins with the first difference shows no increase, and no alert fires."""
    providers = Providers(seal, {Provider.MOLLIE: lambda _account, _keys: pytest.fail("not asked")})
    service = build(settings_for(Settings, database, seal_keys=[new_seal_key()]), providers)
    await service.database.close()
    assert REGISTRY.get_sample_value("foyer_books_differ_total", {"provider": "mollie"}) is not None
