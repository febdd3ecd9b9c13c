"""What the portal tells: businesses, and who signed in."""

from typing import Literal

from foyer_shared.contracts.envelope import Contract, Event

OWNER = "portal-bff"


class BrandData(Contract):
    """How a business looks."""

    name: str
    accent: str
    """CSS colour, `#rrggbb`."""


class BusinessData(Contract):
    """A business as others need to know it."""

    business_id: str
    legal_name: str
    slug: str
    country: str
    """ISO 3166-1 alpha-2."""
    currency: str
    zone: str
    """IANA time zone."""
    language: str
    """BCP 47, the language of documents to customers that have chosen none."""
    number_prefix: str
    """What its document numbers begin with, such as `NW`."""
    mode: Literal["sandbox", "live"]
    mail: Literal["on", "held"]
    """`held` while a business is being imported: messages are recorded and never sent."""
    portal_url: str
    support_email: str
    brand: BrandData


class BusinessCreated(Event, type="business.created", owner=OWNER, reading="copy", public=False):
    """A business was set up. The envelope's subjectversion orders copies."""

    business: BusinessData


class BusinessUpdated(Event, type="business.updated", owner=OWNER, reading="copy", public=False):
    """Something about a business changed."""

    business: BusinessData


class LoginSignedIn(Event, type="login.signed_in", owner=OWNER, public=False):
    """A person signed in. One event for each customer that the login belongs to."""

    login_id: str
    way: Literal["code", "link"]
