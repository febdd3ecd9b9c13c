"""A customer's VAT ids are looked up in the register, and what it answers is kept."""

from dataclasses import replace
from datetime import datetime

import structlog
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.origin import Actor, Origin, Scope
from foyer_shared.contracts.invoicing import CustomerTaxIdInvalid, CustomerUpdated
from foyer_shared.storage.database import Database
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.tax_id import Verification, VerificationStatus
from foyer_invoicing.domain.verify_tax_ids import answered, holds_for, newly_refused, to_ask
from foyer_invoicing.gateways.vat_register import RegisterAway, VatRegister
from foyer_invoicing.storage.businesses import Businesses
from foyer_invoicing.storage.customers import Customers
from foyer_invoicing.use_cases.told import customer_data

log: structlog.stdlib.BoundLogger = structlog.get_logger()


async def verify_tax_ids(database: Database, register: VatRegister, customer: Customer) -> None:
    """Nothing is locked while it is asked; what the customer has changed meanwhile stays."""
    values = to_ask(customer)
    if not values:
        return
    origin = Origin(Scope(customer.business_id), Actor.system("invoicing"), real_now())
    async with database.work(origin) as work:
        business = await Businesses(work.session).get(work.scope)
    now = business.now(origin.now)
    answers = {value: await _ask(register, value, now) for value in values}
    async with database.work(replace(origin, now=now)) as work:
        await _keep(work, customer.id, answers)


async def _ask(register: VatRegister, vat_id: str, now: datetime) -> Verification:
    try:
        found = await register.find(vat_id)
    except RegisterAway as away:
        log.warning("vat_register_away", reason=away.reason)
        return Verification(status=VerificationStatus.UNAVAILABLE)
    if found is None:
        return Verification(status=VerificationStatus.UNVERIFIED, verified_at=now)
    return Verification(status=VerificationStatus.VERIFIED, verified_at=now, name=found.name)


async def _keep(work: Work, customer_id: str, answers: dict[str, Verification]) -> None:
    customers = Customers(work.session)
    customer = await customers.get_for_update(work.scope, customer_id)
    changed = answered(customer, answers)
    if changed is not customer:
        await customers.save(changed)
    if span := holds_for(changed, answers):
        await customers.verify_again(changed.id, at=real_now() + span)
    if changed.version != customer.version:
        work.announce(
            CustomerUpdated(customer=customer_data(changed)),
            subject=changed.id,
            version=changed.version,
            customer_id=changed.id,
        )
    for tax_id in newly_refused(customer, changed):
        work.announce(
            CustomerTaxIdInvalid(customer_id=changed.id, label=tax_id.label),
            subject=changed.id,
            version=changed.version,
            customer_id=changed.id,
        )
