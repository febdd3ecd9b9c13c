"""Keep what mails need to know about a customer."""

from foyer_shared.storage.copies import save_copy
from foyer_shared.storage.work import Work

from foyer_notifications.domain.customer import Customer
from foyer_notifications.storage.bounced_addresses import BouncedAddresses
from foyer_notifications.storage.customers import Customers, customer_row


async def save_customer(work: Work, customer: Customer) -> None:
    """Overwrites an older copy; an older one that arrives late changes nothing. A new address begins anew,
    whatever has bounced.
    """
    known = await Customers(work.session).find(work.scope, customer.id)
    if known and known.version < customer.version and known.email.lower() != customer.email.lower():
        await BouncedAddresses(work.session).forget(work.scope, known.email, customer.email)
    await save_copy(work, customer_row(customer))
