"""A business: the company that runs Foyer for its customers."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import available_timezones

from foyer_shared.basics.addresses import Address
from foyer_shared.basics.bank_accounts import BankAccount
from foyer_shared.basics.countries import country_code
from foyer_shared.basics.currencies import is_currency
from foyer_shared.basics.errors import Conflict, Invalid, NotFound
from foyer_shared.basics.money import UnknownCurrency


class BusinessNotFound(NotFound):
    """No business has this id, or this host."""

    code = "business_not_found"


class NoSuchZone(Invalid):
    """The IANA database has no such time zone."""

    code = "no_such_zone"


class VatIdMalformed(Invalid):
    """No country that we know gives out such a VAT id."""

    code = "vat_id_malformed"


class CreditorIdMalformed(Invalid):
    """It is not a creditor identifier of EPC262-08."""

    code = "creditor_id_malformed"


class IbanMalformed(Invalid):
    """Its length, characters or check digits are not those of an IBAN of its country."""

    code = "iban_malformed"


class BicMalformed(Invalid):
    """It is not a BIC of ISO 9362."""

    code = "bic_malformed"


class SlugTaken(Conflict):
    """Another business of the installation has this slug."""

    code = "slug_taken"


class HostTaken(Conflict):
    """Another business of the installation has this host name."""

    code = "host_taken"


@dataclass(frozen=True, slots=True)
class Brand:
    """How it looks; `accent` is a CSS colour, `#rrggbb`."""

    name: str
    accent: str


@dataclass(frozen=True, slots=True)
class Business:
    """One business of this installation."""

    id: str
    version: int
    legal_name: str
    slug: str
    country: str
    currency: str
    zone: str
    language: str
    number_prefix: str
    mode: Literal["sandbox", "live"]
    mail: Literal["on", "held"]
    portal_url: str
    support_email: str
    brand: Brand
    address: Address | None = None
    """Where it sells from; on its documents."""
    vat_id: str | None = None
    """With its country in front; without one its invoices charge no tax."""
    register_number: str | None = None
    """In the register of companies of its country, as its papers have to say it."""
    creditor_id: str | None = None
    """By which it collects by SEPA direct debit."""
    bank_account: BankAccount | None = None
    """On which customers pay it by transfer."""
    clock_offset: int = 0
    """Seconds by which its clock is ahead of real time; only a sandbox's ever is."""

    def now(self, real: datetime) -> datetime:
        """What its clock shows at a real moment."""
        return real + timedelta(seconds=self.clock_offset)

    def moved_now(self, real: datetime) -> datetime | None:
        """The same for a clock that was moved; None for one that shows real time."""
        return self.now(real) if self.clock_offset else None


def check_business(business: Business) -> None:
    """Refuse a country, a currency or a time zone that does not exist."""
    country_code(business.country)
    if not is_currency(business.currency):
        raise UnknownCurrency(f"{business.currency!r} is not a currency code of ISO 4217.", field="currency")
    if business.zone not in available_timezones():
        raise NoSuchZone(f"There is no time zone {business.zone!r}.", field="zone")


def host_name(host: str) -> str:
    """The name in a Host header: without its port, in small letters."""
    name, _, port = host.rpartition(":")
    return (name if port.isdigit() and name else host).lower()
