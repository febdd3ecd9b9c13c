"""Tells again of every customer, for services that lost their copies or keep more of them than before."""

from foyer_shared.contracts.invoicing import CustomerUpdated
from foyer_shared.storage.work import Work

from foyer_invoicing.storage.customers import Customers
from foyer_invoicing.storage.place import Place
from foyer_invoicing.use_cases.told import customer_data


async def announce_customers(work: Work, *, after: Place | None, limit: int) -> Place | None:
    """The business's next customers behind `after`, newest first; where to go on, None when that was all."""
    customers = await Customers(work.session).list_page(work.scope, limit=limit, after=after)
    for customer in customers:
        work.reannounce(
            CustomerUpdated(customer=customer_data(customer)),
            subject=customer.id,
            version=customer.version,
            customer_id=customer.id,
        )
    return (customers[-1].created_at, customers[-1].id) if len(customers) == limit else None
