"""Forget what says who a customer was."""

from foyer_shared.storage.work import Work

from foyer_subscriptions.storage.customers import Customers
from foyer_subscriptions.storage.license_keys import LicenseKeys
from foyer_subscriptions.storage.subscriptions import Subscriptions


async def forget_customer(work: Work, customer_id: str, *, version: int) -> None:
    """What they wrote when they canceled and in custom fields, and the names of what was linked and of their
    devices. What they bought stays.
    """
    await Customers(work.session).forget(work.scope, customer_id, version=version)
    await Subscriptions(work.session).forget_words(work.scope, customer_id)
    await LicenseKeys(work.session).forget_devices(work.scope, customer_id)
