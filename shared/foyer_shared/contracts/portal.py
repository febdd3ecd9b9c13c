"""What the portal tells: businesses, who signed in, and what customers declare."""

from datetime import date
from typing import Literal

from pydantic import AwareDatetime

from foyer_shared.contracts.addresses import AddressData
from foyer_shared.contracts.bank_accounts import BankAccountData
from foyer_shared.contracts.envelope import Confidential, Contract, Event

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
    address: AddressData | None = None
    """Of the seller, for documents."""
    vat_id: str | None = None
    """Of the seller, with its country in front."""
    register_number: str | None = None
    """Of the seller, in the register of companies of its country."""
    creditor_id: str | None = None
    """By which it collects by SEPA direct debit (EPC262-08)."""
    bank_account: BankAccountData | None = None
    """On which customers pay it by transfer; its invoices show it to whoever gets them."""
    clock_offset: int = 0
    """Seconds by which its clock is ahead of real time; only a sandbox's ever is."""


class BusinessCreated(Event, type="business.created", owner=OWNER, reading="copy", public=False):
    """A business was set up. The envelope's subjectversion orders copies."""

    business: BusinessData


class BusinessUpdated(Event, type="business.updated", owner=OWNER, reading="copy", public=False):
    """Something about a business changed."""

    business: BusinessData


class PortalConfigurationUpdated(
    Event, type="portal_configuration.updated", owner=OWNER, reading="copy", public=False
):
    """What a business shows and allows in its portal was set or changed. Of a default that nobody has changed
    nothing is told: everything is on there.
    """

    configuration_id: str
    is_default: bool
    active: bool
    off: list[str]
    """The switches that are off, such as `support`."""


class ClockMoved(Event, type="clock.moved", owner=OWNER, reading="copy", public=False):
    """A sandbox's clock was put forward; what is due by then is done now."""

    business: BusinessData


class LoginSignedIn(Event, type="login.signed_in", owner=OWNER, public=False):
    """A person signed in. One event for each customer that the login belongs to."""

    login_id: str
    way: Literal["code", "link"]


class LoginRecognized(Event, type="login.recognized", owner=OWNER, public=False):
    """A person signed in without a mail. One event for each customer that the login belongs to."""

    login_id: str
    way: Literal["password", "passkey"]


class LoginPasskeyAdded(Event, type="login.passkey_added", owner=OWNER, public=False):
    """A person made a passkey to sign in with. One event for each customer of the login."""

    login_id: str


class LoginPasskeyRemoved(Event, type="login.passkey_removed", owner=OWNER, public=False):
    """A passkey signs nobody in any more. One event for each customer of the login."""

    login_id: str


class LoginPasswordChanged(Event, type="login.password_changed", owner=OWNER, public=False):
    """A person set a password, the first or another. One event for each customer of the login."""

    login_id: str


class PortalSessionOpened(Event, type="portal_session.opened", owner=OWNER, public=False):
    """A customer came in by a link that the business's back end had asked for."""

    portal_session_id: str
    login_id: str
    flow: str | None
    """The one task that they were let in for; None for the whole portal."""


class DeclarationEvent(Event, type="declaration", owner=OWNER):
    """Base of what is told of a customer's declaration; never sent itself."""

    declaration_id: str
    number: str
    """Of its receipt, such as `NW-D-1001`."""
    kind: Literal["cancellation"]
    customer_id: str
    subscription_id: str
    subscription_name: str
    """What the customer calls it."""
    received_at: AwareDatetime
    """When it arrived, from when it counts."""
    when: Literal["now", "period_end"] | None = None
    """The moment that was asked for; None for what the product's policy says."""
    reason: str | None = None
    message: Confidential | None = None
    promise: str | None = None
    """Subscriptions' own word for what was shown before, by which it keeps it."""
    content_hash: str
    """SHA-256 of what was declared, in hexadecimal."""
    identified_by: Literal["sign_in", "email", "number", "both", "staff"] = "sign_in"
    """How the portal knows whose it is: by a session, or, without one, by what was typed."""
    not_before: AwareDatetime | None = None
    """The end that is wanted, if the earliest one is too early."""
    is_withdrawal: bool = False
    """Whether a consumer withdraws from the contract as a whole in its first days: all of it comes back."""


class DeclarationRecorded(DeclarationEvent, type="declaration.recorded", owner=OWNER):
    """A customer declared something. It counts from its arrival, whoever has to carry it out."""


class DeclarationWaiting(DeclarationEvent, type="declaration.waiting", owner=OWNER):
    """Nobody has carried it out for some minutes: its service is away."""


class VisitorDeclarationEvent(Event, type="visitor_declaration", owner=OWNER):
    """Base of what is told of what somebody declared without signing in; never sent itself."""

    declaration_id: str
    number: str
    """Of its receipt, such as `NW-D-1001`."""
    kind: Literal["cancellation", "withdrawal"]
    received_at: AwareDatetime
    """When it arrived, from when it counts."""
    contract: Confidential | None = None
    """What is to end, as its sender calls it."""
    message: Confidential | None = None


class DeclarationReceived(VisitorDeclarationEvent, type="declaration.received", owner=OWNER, public=False):
    """Somebody who has not signed in declared something; its receipt goes to the address that they gave."""

    receipt_to: str
    language: str
    """BCP 47, of the page."""
    name: Confidential
    email: Confidential
    customer_number: Confidential | None = None
    is_extraordinary: bool = False
    ends_on: date | None = None
    """The day that is wanted; None for the earliest."""
    content_hash: str
    """SHA-256 of what was declared, in hexadecimal."""


class DeclarationUnmatched(VisitorDeclarationEvent, type="declaration.unmatched", owner=OWNER):
    """It is not clear by itself which contract is meant: somebody has to look. The customer, if only that is
    clear, is named; whether it was they who declared it is not known.
    """

    customer_id: str | None = None


class DeclarationRejected(VisitorDeclarationEvent, type="declaration.rejected", owner=OWNER, public=False):
    """Staff could not find what is meant, and say so to the address that was given."""

    receipt_to: str
    language: str
    reason: Confidential
