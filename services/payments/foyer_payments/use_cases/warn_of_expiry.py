"""The job that tells customers of cards that expire soon and pay something."""

from dataclasses import replace

from foyer_shared.basics.clock import real_now
from foyer_shared.contracts.payments import PaymentMethodExpiring
from foyer_shared.storage.database import Database
from foyer_shared.storage.work import Work

from foyer_payments.storage.payment_methods import PaymentMethods
from foyer_payments.use_cases.each_of_its_own import BATCH, each_of_its_own
from foyer_payments.use_cases.told import method_data


async def warn_of_expiry(database: Database) -> int:
    """How many were looked at."""
    async with database.session() as session:
        found = await PaymentMethods(session).expiring_for_everyone(real_now(), limit=BATCH)
    return await each_of_its_own(database, found, _warn)


async def _warn(work: Work, method_id: str) -> None:
    methods = PaymentMethods(work.session)
    method = await methods.find_for_update(work.scope, method_id)
    if method is None or method.expires_on is None:
        return
    days = method.expires_on.warning_due(method.warned_days, work.now)
    if days is None:
        return
    warned = replace(method, warned_days=days, version=method.version + 1)
    await methods.save(warned)
    work.announce(
        PaymentMethodExpiring(
            payment_method=method_data(warned), last_day=method.expires_on.last_day, days=days
        ),
        subject=warned.id,
        version=warned.version,
        customer_id=warned.customer_id,
    )
