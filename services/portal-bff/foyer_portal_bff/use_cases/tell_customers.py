"""Tells the history of each customer of a login what has become of the login."""

from foyer_shared.basics.origin import Actor, ActorKind, Origin
from foyer_shared.contracts.envelope import Event
from foyer_shared.storage.work import Work

from foyer_portal_bff.storage.businesses import Businesses
from foyer_portal_bff.storage.logins import Account, Logins


async def tell_customers(work: Work, login_id: str, event: Event, *, request_id: str) -> list[Account]:
    """Announce it for each, at the business's time, as done by the login; `work` itself goes on as before."""
    before = work.origin
    accounts = await Logins(work.session).accounts(work.scope, login_id, work.now)
    business = await Businesses(work.session).get(work.scope)
    actor = Actor(ActorKind.LOGIN, login_id)
    work.origin = Origin(work.scope, actor, business.now(before.now), causation_id=request_id)
    for account in accounts:
        work.announce(event, subject=login_id, version=1, customer_id=account.customer_id)
    work.origin = before
    return accounts
