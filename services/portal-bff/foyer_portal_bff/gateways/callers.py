"""In whose name the portal calls a service."""

from foyer_shared.basics.clock import real_now
from foyer_shared.basics.origin import Actor
from foyer_shared.http.callers import Caller, Surface

from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.signed_in import SignedIn

PORTAL = Actor.system("portal-bff")


def customer_caller(who: SignedIn) -> Caller:
    """A login, for its customer, with what its role allows."""
    return Caller(
        business_id=who.business.id,
        customer_id=who.customer_id,
        actor=who.actor,
        surface=Surface.CUSTOMER,
        scopes=who.scopes,
        now=who.business.moved_now(real_now()),
        request_id=who.request_id,
    )


def portal_caller(business: Business, *, scope: str, request_id: str | None = None) -> Caller:
    """The portal itself, on an internal door, with the one scope that it needs."""
    return Caller(
        business_id=business.id,
        customer_id=None,
        actor=PORTAL,
        surface=Surface.INTERNAL,
        scopes=frozenset({scope}),
        now=business.moved_now(real_now()),
        request_id=request_id,
    )


def mail_caller(business: Business) -> Caller:
    """The portal itself, as the program of a mail server that brings mails to the business API."""
    return Caller(
        business_id=business.id,
        customer_id=None,
        actor=PORTAL,
        surface=Surface.BUSINESS,
        scopes=frozenset({"support:write"}),
        now=business.moved_now(real_now()),
    )


def clock_caller(business_id: str) -> Caller:
    """The portal itself, while it moves the clock of a business."""
    return Caller(
        business_id=business_id,
        customer_id=None,
        actor=PORTAL,
        surface=Surface.INTERNAL,
        scopes=frozenset({"clock:read"}),
    )
