"""A customer's email changes once a link that was mailed to the new address is opened."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from foyer_shared.basics.errors import Conflict, Invalid
from foyer_shared.basics.ids import new_id

from foyer_portal_bff.domain.session import hash_token
from foyer_portal_bff.domain.signed_in import SignedIn

VALID_FOR = timedelta(hours=24)


class EmailChangeLinkNotValid(Invalid):
    """The link is none of ours, too old, or another one was asked for after it."""

    code = "email_change_link_not_valid"


class EmailChangeLinkUsed(Conflict):
    """The link was opened before, and the email is changed."""

    code = "email_change_link_used"


@dataclass(frozen=True, slots=True)
class EmailChange:
    """One link, to the address that documents are to go to; of a customer's links the newest one works."""

    id: str
    business_id: str
    customer_id: str
    login_id: str
    email: str
    token_hash: str
    asked_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


def begin_change(who: SignedIn, email: str, now: datetime) -> tuple[EmailChange, str]:
    """The change, and the token of its link, which nobody keeps."""
    token = secrets.token_urlsafe(32)
    change = EmailChange(
        id=new_id("emc"),
        business_id=who.business.id,
        customer_id=who.customer_id,
        login_id=who.login.id,
        email=email,
        token_hash=hash_token(token),
        asked_at=now,
        expires_at=now + VALID_FOR,
    )
    return change, token


def check_open(change: EmailChange | None, now: datetime) -> EmailChange:
    """The change, if its link works now."""
    if change is None:
        raise EmailChangeLinkNotValid("This link is not one of ours, or a newer one was asked for.")
    if change.used_at is not None:
        raise EmailChangeLinkUsed("This link was used before.")
    if now >= change.expires_at:
        raise EmailChangeLinkNotValid("This link is too old.")
    return change
