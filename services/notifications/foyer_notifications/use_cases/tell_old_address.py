"""Tells the address that a customer's mails went to that they go to another one now."""

from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import CUSTOMER_EMAIL_CHANGED
from foyer_notifications.domain.customer import Customer
from foyer_notifications.storage.customers import Customers
from foyer_notifications.use_cases.queue_message import queue_message


async def tell_old_address(work: Work, customer: Customer, *, event_id: str) -> None:
    """Before the copy is overwritten, which still has the old address; nothing to tell when it was not known,
    or when something newer is known already; nobody is told of an anonymised customer's.
    """
    known = await Customers(work.session).find(work.scope, customer.id)
    if (
        known is None
        or known.version >= customer.version
        or known.email == customer.email
        or not customer.has_mailbox
    ):
        return
    await queue_message(
        work,
        CUSTOMER_EMAIL_CHANGED,
        customer_id=customer.id,
        event_id=event_id,
        page="/details",
        values={"email": customer.email},
    )
