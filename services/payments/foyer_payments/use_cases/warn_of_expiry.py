"""The job that tells customers of cards that expire soon and pay something."""

from dataclasses import replace

from foyer_shared.basics.clock import real_now
from foyer_shared.contracts.payments import PaymentMethodExpiring
from foyer_shared.storage.database import Database
from foyer_shared.storage.work import Work

from foyer_payments.storage.payment_methods import PaymentMethods
from foyer_payments.use_cases.system_origin import system_origin
from foyer_payments.use_cases.told import method_data

BATCH = 100


async def warn_of_expiry(database: Database) -> int:
    """How many were looked at; each in a transaction of its own, so that several processes may do this at
    once.
    """
    async with database.session() as session:
        found = await PaymentMethods(session).expiring_for_everyone(real_now(), limit=BATCH)
    for business_id, method_id in found:
        async with database.work(await system_origin(database, business_id)) as work:
            await _warn(work, method_id)
    return len(found)


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
