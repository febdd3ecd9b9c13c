"""Keep what mails need to know about a customer."""

from foyer_shared.storage.copies import save_copy
from foyer_shared.storage.work import Work

from foyer_notifications.domain.customer import Customer
from foyer_notifications.storage.customers import customer_row


async def save_customer(work: Work, customer: Customer) -> None:
    """Overwrites an older copy; an older one that arrives late changes nothing."""
    await save_copy(work, customer_row(customer))
