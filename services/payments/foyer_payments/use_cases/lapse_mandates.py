"""The job that ends mandates with which nothing was collected for 36 months."""

from foyer_shared.basics.clock import real_now
from foyer_shared.contracts.payments import MandateLapsed
from foyer_shared.storage.database import Database
from foyer_shared.storage.work import Work

from foyer_payments.domain.mandate import lapse
from foyer_payments.storage.mandates import Mandates
from foyer_payments.use_cases.each_of_its_own import BATCH, each_of_its_own
from foyer_payments.use_cases.told import mandate_data


async def lapse_mandates(database: Database) -> int:
    """How many were looked at."""
    async with database.session() as session:
        found = await Mandates(session).lapsing_for_everyone(real_now(), limit=BATCH)
    return await each_of_its_own(database, found, _lapse)


async def _lapse(work: Work, mandate_id: str) -> None:
    mandates = Mandates(work.session)
    before = await mandates.get_for_update(work.scope, mandate_id)
    after = lapse(before, work.now)
    if after is before:
        return
    await mandates.save(after)
    work.announce(
        MandateLapsed(mandate=mandate_data(after)),
        subject=after.id,
        version=after.version,
        customer_id=after.customer_id,
    )
