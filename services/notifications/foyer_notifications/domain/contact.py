"""Contact persons: who else gets a customer's mails in copy, once they have said yes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from secrets import token_urlsafe

from foyer_shared.basics.email_address import email_address
from foyer_shared.basics.ids import new_id

from foyer_notifications.domain.catalogue import Category
from foyer_notifications.domain.errors import (
    ContactAlreadyConfirmed,
    ContactAlreadyThere,
    ContactDeclined,
    ContactLinkJustSent,
    ContactLinkNotValid,
    ContactNameMalformed,
    ContactPhoneMalformed,
    ContactRoleMalformed,
    TooManyContacts,
)

MOST = 10
"""Contact persons of one customer (product.md, section 5)."""

LINK_VALID_FOR = timedelta(days=7)
"""How long whoever was named may take to say yes."""

LINK_AGAIN_AFTER = timedelta(minutes=1)

_LONGEST_NAME, _LONGEST_ROLE, _LONGEST_PHONE = 200, 100, 40
_PHONE = re.compile(r"[0-9+()./ -]*[0-9][0-9+()./ -]*")


class ContactStatus(StrEnum):
    """Whether mails go to them: only to whoever is `confirmed`; `declined` is their own wish."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


class Copies(StrEnum):
    """The two kinds of mails that are switched apart."""

    BILLING = "billing"
    ACCOUNT = "account"


_COPIES = {
    Category.INVOICES: Copies.BILLING,
    Category.RECEIPTS: Copies.BILLING,
    Category.REMINDERS: Copies.BILLING,
    Category.SUBSCRIPTIONS: Copies.ACCOUNT,
    Category.RENEWALS: Copies.ACCOUNT,
    Category.ORDERS: Copies.ACCOUNT,
    Category.SUPPORT: Copies.ACCOUNT,
}


def copies_of(category: Category) -> Copies | None:
    """Whom a message goes to in copy; None: nobody, of what protects an account and of advertising."""
    return _COPIES.get(category)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactDetails:
    """What a customer says about a contact person."""

    name: str
    email: str
    phone: str | None
    role: str | None
    """What they are there, such as Bookkeeping."""
    billing: bool
    account: bool

    def checked(self) -> "ContactDetails":
        """In the form in which it is kept.

        Raises ContactNameMalformed, EmailMalformed, ContactPhoneMalformed, ContactRoleMalformed.
        """
        name, phone, role = _line(self.name), _line(self.phone), _line(self.role)
        if not name or len(name) > _LONGEST_NAME:
            raise ContactNameMalformed("A name has 1 to 200 characters.", field="name")
        if phone and (len(phone) > _LONGEST_PHONE or not _PHONE.fullmatch(phone)):
            raise ContactPhoneMalformed("This is not a phone number.", field="phone")
        if role and len(role) > _LONGEST_ROLE:
            raise ContactRoleMalformed("A role has at most 100 characters.", field="role")
        return replace(self, name=name, email=email_address(self.email), phone=phone, role=role)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A contact person. `link_*` are of the mailed link, by which they confirm and later may stop; real time.
    The other moments are the business's.
    """

    id: str
    business_id: str
    customer_id: str
    version: int
    details: ContactDetails
    status: ContactStatus
    created_at: datetime
    link_hash: str
    link_sent_at: datetime

    @property
    def asks_for_confirmation(self) -> bool:
        """Whether they have not answered yet."""
        return self.status is ContactStatus.PENDING


def new_contact(
    business_id: str,
    customer_id: str,
    details: ContactDetails,
    *,
    beside: Sequence[Contact],
    now: datetime,
    real: datetime,
) -> tuple[Contact, str]:
    """A contact person `beside` those that the customer has, and the token of the link that asks them.

    Raises what `ContactDetails.checked` raises, TooManyContacts, ContactAlreadyThere.
    """
    checked = details.checked()
    if len(beside) >= MOST:
        raise TooManyContacts(f"There are {MOST} contact persons already.")
    _check_alone(checked, beside)
    token = token_urlsafe(32)
    contact = Contact(
        id=new_id("ctp"),
        business_id=business_id,
        customer_id=customer_id,
        version=1,
        details=checked,
        status=ContactStatus.PENDING,
        created_at=now,
        link_hash=hash_of(token),
        link_sent_at=real,
    )
    return contact, token


def changed(
    contact: Contact, details: ContactDetails, *, beside: Sequence[Contact], real: datetime
) -> tuple[Contact, str | None]:
    """With other details; a new address has to be confirmed again, by the token that comes with it.

    Raises what `ContactDetails.checked` raises, ContactAlreadyThere.
    """
    checked = details.checked()
    if checked.email == contact.details.email:
        return _next(contact, details=checked), None
    _check_alone(checked, [one for one in beside if one.id != contact.id])
    return _asked_again(_next(contact, details=checked, status=ContactStatus.PENDING), real)


def asked_again(contact: Contact, *, real: datetime) -> tuple[Contact, str]:
    """With a new link, and its token; the one before works no more.

    Raises ContactAlreadyConfirmed, ContactDeclined, ContactLinkJustSent.
    """
    if contact.status is ContactStatus.CONFIRMED:
        raise ContactAlreadyConfirmed("This address is confirmed.")
    if contact.status is ContactStatus.DECLINED:
        raise ContactDeclined("This person wants no copies.")
    if real < contact.link_sent_at + LINK_AGAIN_AFTER:
        raise ContactLinkJustSent("A link was sent a moment ago. Wait a minute before the next one.")
    return _asked_again(_next(contact), real)


def confirmed(contact: Contact, *, real: datetime) -> Contact:
    """Mails go to them from now on; the same when they had said so before, or come back.

    Raises ContactLinkNotValid when they took too long.
    """
    if contact.status is ContactStatus.CONFIRMED:
        return contact
    if contact.asks_for_confirmation and real >= contact.link_sent_at + LINK_VALID_FOR:
        raise ContactLinkNotValid("This link is too old.")
    return _next(contact, status=ContactStatus.CONFIRMED)


def declined(contact: Contact) -> Contact:
    """No mail goes to them, whatever the customer switches on."""
    if contact.status is ContactStatus.DECLINED:
        return contact
    return _next(contact, status=ContactStatus.DECLINED)


def hash_of(token: str) -> str:
    """What is kept of a link's token."""
    return sha256(token.encode()).hexdigest()


def _check_alone(details: ContactDetails, beside: Sequence[Contact]) -> None:
    if any(one.details.email == details.email for one in beside):
        raise ContactAlreadyThere("A contact person has this address already.", field="email")


def _asked_again(contact: Contact, real: datetime) -> tuple[Contact, str]:
    token = token_urlsafe(32)
    return replace(contact, link_hash=hash_of(token), link_sent_at=real), token


def _next(
    contact: Contact, *, details: ContactDetails | None = None, status: ContactStatus | None = None
) -> Contact:
    return replace(
        contact,
        details=details or contact.details,
        status=status or contact.status,
        version=contact.version + 1,
    )


def _line(text: str | None) -> str | None:
    return " ".join(text.split()) or None if text else None
