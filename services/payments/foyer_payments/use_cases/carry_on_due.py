"""The job that goes on with whatever waits for a provider: payments, methods that come and go, refunds,
webhooks.
"""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from foyer_shared.basics.clock import real_now
from foyer_shared.storage.away import is_away
from foyer_shared.storage.database import Database
from foyer_shared.telemetry.errors import error_fields
from foyer_shared.telemetry.metrics import job_items_failed

from foyer_payments.gateways.providers import Providers
from foyer_payments.storage.looking_again import Waiting, claim_due_for_everyone
from foyer_payments.storage.payments import Payments
from foyer_payments.storage.rows import NoticeRow, PaymentMethodRow, PaymentRow, PaymentSetupRow, RefundRow
from foyer_payments.use_cases.carry_on_payment import carry_on_payment
from foyer_payments.use_cases.carry_on_refund import carry_on_refund
from foyer_payments.use_cases.carry_on_setup import carry_on_setup
from foyer_payments.use_cases.forget_at_provider import forget_at_provider
from foyer_payments.use_cases.look_into_notice import look_into_notice

SIDE_BY_SIDE = 5
"""How many of each sort are under way at a time."""

log: structlog.stdlib.BoundLogger = structlog.get_logger()

GoOn = Callable[[Database, Providers, str], Awaitable[object]]

_STEPS: tuple[tuple[Waiting, GoOn], ...] = (
    (NoticeRow, look_into_notice),
    (PaymentRow, carry_on_payment),
    (PaymentSetupRow, carry_on_setup),
    (RefundRow, carry_on_refund),
    (PaymentMethodRow, forget_at_provider),
)


async def carry_on_due(database: Database, providers: Providers) -> int:
    """How many were looked at. Several processes may do this at once; each is looked at by one of them. What
    could not be done is claimed until its gap is over, whatever became of whoever claimed it.
    """
    async with database.session() as session:
        await Payments(session).look_at_collections_for_everyone(real_now())
        claimed = [
            (go_on, found)
            for row, go_on in _STEPS
            for found in await claim_due_for_everyone(session, row, real_now(), limit=SIDE_BY_SIDE)
        ]
    for outcome in await asyncio.gather(
        *(_attempt(database, providers, go_on, found) for go_on, found in claimed), return_exceptions=True
    ):
        if outcome is not None:
            raise outcome
    return len(claimed)


async def _attempt(database: Database, providers: Providers, go_on: GoOn, found: str) -> None:
    step = getattr(go_on, "__name__", "")
    try:
        await go_on(database, providers, found)
    except Exception as error:
        if is_away(error):
            raise
        _report(step, found, error)


def _report(step: str, found: str, error: Exception) -> None:
    job_items_failed.labels("payments", step).inc()
    log.error("carrying_on_failed", step=step, found=found, **error_fields(error))
