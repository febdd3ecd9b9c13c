"""Finds out which invoice the link of a mail is about, and in whose name its page asks."""

from dataclasses import dataclass, replace

from foyer_shared.basics.origin import Actor
from foyer_shared.http.callers import Caller, Surface
from foyer_shared.storage.database import Database

from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.rate_limit import INVOICE_LINKS_OF_ADDRESS
from foyer_portal_bff.domain.signed_in import RequestMark
from foyer_portal_bff.gateways.callers import portal_caller
from foyer_portal_bff.gateways.notifications import NotificationsClient
from foyer_portal_bff.use_cases.count_calls import count_calls

BY_LINK = Actor.system("invoice_link")
"""Whoever has the link; nobody knows who that is."""
_SCOPES = frozenset({"invoicing:read", "payments:read", "payments:write"})


@dataclass(frozen=True, slots=True)
class OpenedInvoice:
    """The one invoice, and the caller who may read and pay it."""

    invoice_id: str
    caller: Caller


async def open_invoice_link(
    database: Database,
    notifications: NotificationsClient,
    business: Business,
    token: str,
    request: RequestMark,
) -> OpenedInvoice:
    """Raises `TooManyRequests`, and what notifications refuses."""
    if request.ip is not None:
        bucket = INVOICE_LINKS_OF_ADDRESS.bucket(request.ip)
        await count_calls(
            database, [(INVOICE_LINKS_OF_ADDRESS, bucket)], refusal="Too many links. Wait a minute."
        )
    asking = portal_caller(business, scope="notifications:write", request_id=request.id)
    link = await notifications.invoice_link(asking, token)
    caller = replace(
        asking, customer_id=link.customer_id, actor=BY_LINK, surface=Surface.CUSTOMER, scopes=_SCOPES
    )
    return OpenedInvoice(link.invoice_id, caller)
