"""How often somebody may call who shows no key of ours, or could guess."""

import hashlib
import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil


@dataclass(frozen=True, slots=True)
class Rate:
    """So many calls in a window of time, which begins with the first of them."""

    name: str
    calls: int
    window: timedelta

    def bucket(self, *who: str) -> str:
        """Where the calls of one caller are counted; what is secret about them is only kept as a hash."""
        digest = hashlib.sha256(repr(who).encode()).hexdigest()
        return f"{self.name}:{digest}"


@dataclass(frozen=True, slots=True)
class Counted:
    """How many calls there were since the window began, this one among them."""

    calls: int
    began_at: datetime


LICENSE_CALLS_OF_ADDRESS = Rate("license_address", 120, timedelta(minutes=1))
"""An office may have many devices behind one address."""
LICENSE_CALLS_OF_KEY = Rate("license_key", 30, timedelta(minutes=1))
CODES_OF_CUSTOMER = Rate("code_customer", 20, timedelta(minutes=10))
"""Typed, looked at and used, a promotion code counts twice."""
CODES_OF_LOGIN = Rate("code_login", 20, timedelta(minutes=10))
"""A login with several accounts guesses no faster."""
CONTACT_LINKS_OF_CUSTOMER = Rate("contact_links", 20, timedelta(hours=1))
"""Each mails somebody who has not asked for it."""
DECLARATIONS_OF_ADDRESS = Rate("declaration_address", 20, timedelta(hours=1))
DECLARATIONS_OF_BUSINESS = Rate("declaration_business", 1000, timedelta(hours=1))
"""Far more than ever come by themselves, since nobody may be kept from declaring by others."""
RECEIPTS_OF_MAILBOX = Rate("declaration_mailbox", 5, timedelta(hours=1))
"""Whoever is mailed may not have asked for it."""
PASSWORDS_OF_ADDRESS = Rate("password_address", 100, timedelta(minutes=10))
"""An office may have many people behind one address."""
PASSWORDS_OF_ADDRESS_FOR_LOGIN = Rate("password_address_login", 10, timedelta(minutes=30))
PASSWORDS_OF_LOGIN = Rate("password_login", 50, timedelta(hours=1))
PASSWORDS_OF_BUSINESS = Rate("password_business", 3000, timedelta(minutes=10))
"""The last two are for guessing from many addresses: they close none from where the login has signed in."""
PASSKEYS_OF_ADDRESS = Rate("passkey_address", 200, timedelta(minutes=10))
"""Each page to sign in asks for a challenge, which is kept for a while."""
REGISTRATIONS_OF_EMAIL = Rate("registration_email", 3, timedelta(hours=1))
"""Each mails somebody who may not have asked for it."""
REGISTRATIONS_OF_ADDRESS = Rate("registration_address", 20, timedelta(hours=1))
REGISTRATIONS_OF_BUSINESS = Rate("registration_business", 1000, timedelta(hours=1))
INVOICE_LINKS_OF_ADDRESS = Rate("invoice_link_address", 120, timedelta(minutes=1))
"""Nobody guesses one; it keeps those who try from keeping others waiting."""
WEBHOOKS_OF_ADDRESS = Rate("webhook_address", 6000, timedelta(minutes=1))
"""A provider sends for all businesses from a few addresses, and sends again what was refused."""
SANDBOX_PAGES_OF_ADDRESS = Rate("sandbox_address", 600, timedelta(minutes=1))


def seconds_to_wait(rate: Rate, counted: Counted, now: datetime) -> int:
    """How long a call too many has to wait, until the window is over; 0 for one that may be made."""
    if counted.calls <= rate.calls:
        return 0
    # Of two calls side by side the later one may have begun the window.
    left = min(counted.began_at + rate.window - now, rate.window)
    return max(ceil(left.total_seconds()), 1)


def network_of(ip: str | None) -> str:
    """Whom an address stands for: itself, of IPv6 its /64, which one household has; "" for none."""
    try:
        address = ipaddress.ip_address(ip or "")
    except ValueError:
        return ip or ""
    if address.version == 4:  # noqa: PLR2004  IPv4.
        return str(address)
    return str(ipaddress.ip_network((address, 64), strict=False))
