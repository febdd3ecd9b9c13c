"""Switch a category of mails off by the link in one of them, or on again by the same link."""

from foyer_shared.storage.sealing import Seal
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import Category
from foyer_notifications.storage.customers import Customers
from foyer_notifications.storage.unsubscribe_links import UnsubscribeLinkNotValid, read_unsubscribe_token
from foyer_notifications.use_cases.switch_category import switch_category


async def unsubscribe(work: Work, seal: Seal, token: str, *, on: bool = False) -> Category:
    """Which mails it was about. Raises `UnsubscribeLinkNotValid`, also once its customer is forgotten."""
    customer_id, category = read_unsubscribe_token(token, seal, work.scope)
    customer = await Customers(work.session).find(work.scope, customer_id)
    if customer is None or not customer.has_mailbox:
        raise UnsubscribeLinkNotValid("This link does not work.")
    await switch_category(work, customer_id, category, on=on)
    return category
