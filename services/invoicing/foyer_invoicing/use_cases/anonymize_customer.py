"""A business forgets who a customer was: the account is closed, and its time is over."""

from dataclasses import replace

from foyer_shared.contracts.invoicing import CustomerAnonymized, CustomerUpdated
from foyer_shared.storage.work import Work

from foyer_invoicing.domain import anonymize_customer as rule
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.storage.addresses import Addresses
from foyer_invoicing.storage.customers import Customers
from foyer_invoicing.storage.drafts import Drafts
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.use_cases.told import customer_data


async def anonymize_customer(work: Work, customer_id: str) -> Customer:
    """Orders and invoices stay as they are, for the law wants them. Doing it again changes nothing.

    Told as anonymised first and as changed then, so that copies are cleaned too. Raises CustomerNotFound,
    CustomerOwes.
    """
    customers = Customers(work.session)
    customer = await customers.get_for_update(work.scope, customer_id)
    owed = await Invoices(work.session).open_totals(replace(work.scope, customer_id=customer_id))
    forgotten = rule.anonymize_customer(customer, owes=bool(owed), now=work.now)
    if forgotten is customer:
        return customer
    await customers.save(forgotten)
    await Addresses(work.session).forget(customer_id)
    await Drafts(work.session).forget(work.scope, customer_id)
    for event in (
        CustomerAnonymized(customer_id=customer_id),
        CustomerUpdated(customer=customer_data(forgotten)),
    ):
        work.announce(event, subject=customer_id, version=forgotten.version, customer_id=customer_id)
    return forgotten
