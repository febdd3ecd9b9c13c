"""Forgets what mails needed to know about a customer who is anonymised."""

from foyer_shared.storage.work import Work

from foyer_notifications.storage.customers import Customers


async def forget_customer(work: Work, customer_id: str) -> None:
    """The copy goes, so that nobody is told that mails go elsewhere: they go nowhere."""
    await Customers(work.session).forget(work.scope, customer_id)
