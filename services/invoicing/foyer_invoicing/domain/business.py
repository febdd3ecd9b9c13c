"""What invoicing knows of a business: its copy of the portal's."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from foyer_shared.basics.addresses import Address
from foyer_shared.basics.bank_accounts import BankAccount
from foyer_shared.basics.errors import Unavailable


class BusinessNotHere(Unavailable):
    """The portal's event about this business has not arrived yet."""

    code = "business_not_here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Business:
    """A business as its invoices need it."""

    id: str
    legal_name: str
    number_prefix: str
    country: str
    """ISO 3166-1 alpha-2."""
    currency: str
    zone: str
    """IANA time zone."""
    language: str
    """BCP 47, of customers that have chosen none."""
    support_email: str = ""
    brand_name: str = ""
    brand_accent: str = ""
    """CSS colour, `#rrggbb`. These and the legal name are empty in a copy from before they were told."""
    address: Address | None = None
    """Where it sells from."""
    vat_id: str | None = None
    """With its country in front."""
    register_number: str | None = None
    """In the register of companies of its country."""
    creditor_id: str | None = None
    bank_account: BankAccount | None = None
    """On which it is paid by transfer."""
    importing: bool
    """While it lasts nothing becomes overdue: old invoices arrive before the payments that settled them."""

    clock_offset: int = 0
    """Seconds by which its clock is ahead of real time."""

    @property
    def charges_tax(self) -> bool:
        """Who has no VAT id may not; a copy from before it was told says nothing of it."""
        return self.vat_id is not None or not self.legal_name

    @property
    def account(self) -> BankAccount | None:
        """On which it is paid by transfer today, with its holder."""
        account = self.bank_account
        return replace(account, holder=account.holder or self.legal_name) if account else None

    def now(self, real: datetime) -> datetime:
        """What its clock shows at a real moment."""
        return real + timedelta(seconds=self.clock_offset)

    def start_of(self, day: date) -> datetime:
        """The moment at which this day begins there."""
        return datetime.combine(day, time(), ZoneInfo(self.zone))

    def local_date(self, moment: datetime) -> date:
        """The day it is at the business, which dates its documents."""
        return moment.astimezone(ZoneInfo(self.zone)).date()
