"""The job that looks up VAT ids: claim a few customers, commit, then ask with no transaction open."""

import structlog
from foyer_shared.basics.clock import real_now
from foyer_shared.storage.away import is_away
from foyer_shared.storage.database import Database
from foyer_shared.telemetry.errors import error_fields
from foyer_shared.telemetry.metrics import job_items_failed

from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.verify_tax_ids import ASKED_AGAIN_AFTER, asked
from foyer_invoicing.gateways.vat_register import VatRegister
from foyer_invoicing.storage.customers import Customers
from foyer_invoicing.use_cases.verify_tax_ids import verify_tax_ids

log: structlog.stdlib.BoundLogger = structlog.get_logger()
_BATCH = 5
"""All ids of all of them are looked up well before they are asked about again."""


async def verify_due_tax_ids(database: Database, register: VatRegister) -> int:
    """How many customers were looked at. Several processes may do this at once; each customer is one's."""
    real = real_now()
    async with database.session() as session:
        customers = Customers(session)
        claimed = [
            asked(customer)
            for customer in await customers.claim_for_everyone(
                real, again_at=real + ASKED_AGAIN_AFTER, limit=_BATCH
            )
        ]
        for customer in claimed:
            await customers.save(customer)
    for customer in claimed:
        try:
            await verify_tax_ids(database, register, customer)
        except Exception as error:
            if is_away(error):
                raise
            _report(customer, error)
    return len(claimed)


def _report(customer: Customer, error: Exception) -> None:
    job_items_failed.labels("invoicing", "verify_due_tax_ids").inc()
    log.error("tax_ids_not_verified", customer_id=customer.id, **error_fields(error))
