"""New VAT ids of a customer wait for the register's answer."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.verify_tax_ids import asked, is_unasked
from foyer_invoicing.storage.customers import Customers


async def await_lookup(work: Work, customer: Customer) -> Customer:
    """As the customer is shown until then; the job finds them by what was saved before."""
    if not is_unasked(customer):
        return customer
    waiting = asked(customer)
    await Customers(work.session).save(waiting)
    return waiting
