"""A business corrects a customer's details."""

from foyer_shared.contracts.invoicing import CustomerUpdated
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.change_customer import CustomerChanges, change_customer
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.gateways.vat_ids import read_vat_id
from foyer_invoicing.storage.customers import Customers
from foyer_invoicing.use_cases.told import customer_data


async def update_customer(work: Work, customer_id: str, changes: CustomerChanges) -> Customer:
    """Changes that change nothing are not announced.

    Raises CustomerNotFound, EmailMalformed, EmailTaken, LanguageMalformed, UnknownCountry, VatIdMalformed.
    """
    if vat_id := changes.get("vat_id"):
        changes = {**changes, "vat_id": read_vat_id(vat_id)}
    customers = Customers(work.session)
    customer = await customers.get_for_update(work.scope, customer_id)
    changed = change_customer(customer, changes)
    if changed is customer:
        return customer
    await customers.save(changed)
    work.announce(
        CustomerUpdated(customer=customer_data(changed)),
        subject=changed.id,
        version=changed.version,
        customer_id=changed.id,
    )
    return changed
