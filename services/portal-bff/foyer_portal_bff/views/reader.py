"""The reader of a page: their language, the business's zone and its time now."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from foyer_shared.contracts.amounts import Amount

from foyer_portal_bff.views import formats
from foyer_portal_bff.views.languages import Language

_AT_ONCE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a page is written for. Every text of a view goes through it."""

    language: Language
    zone: ZoneInfo
    now: datetime
    """The business's time, not the wall's."""

    def say(self, text: str, **values: object) -> str:
        """The text in the reader's language with `{values}` filled in."""
        translated = self.language.gettext(text)
        return translated.format(**values) if values else translated

    def say_many(self, one: str, many: str, count: int, **values: object) -> str:
        """The text for that many; `{n}` is the count."""
        shown = formats.number(count, self.language)
        return self.language.ngettext(one, many, count).format(n=shown, **values)

    def number(self, count: int) -> str:
        return formats.number(count, self.language)

    def decimal(self, value: Decimal) -> str:
        """`1.0823`, with all of its decimals."""
        return formats.decimal(value, self.language)

    def percent(self, rate: float | str) -> str:
        """`21 %`, `25,5 %`."""
        return f"{formats.decimal(float(rate), self.language)} %"

    def money(self, amount: Amount) -> str:
        return formats.money(amount, self.language)

    def typed(self, amount: Amount) -> str:
        """An amount as its reader would type it: `12.50`."""
        return formats.typed(amount, self.language)

    def price(self, amount: Amount, unit: str, count: int) -> str:
        """An amount with its interval."""
        return formats.interval(self.money(amount), unit, count, self.language)

    def day(self, moment: datetime | date) -> str:
        """`3 March 2027`; a moment is first taken to the business's zone."""
        return formats.day(self.local(moment), self.language)

    def weekday(self, moment: datetime | date) -> str:
        """`Wednesday 3 March 2027`."""
        return formats.weekday_and_day(self.local(moment), self.language)

    def clock(self, moment: datetime) -> str:
        """`14:05` where the business is."""
        return formats.clock(formats.local_clock(moment, self.zone), self.language)

    def day_and_clock(self, moment: datetime) -> str:
        return self.say("{day} at {clock}", day=self.day(moment), clock=self.clock(moment))

    def local(self, moment: datetime | date) -> date:
        """The date of a moment where the business is; a date stays."""
        return formats.local_day(moment, self.zone) if isinstance(moment, datetime) else moment

    def days_until(self, moment: datetime) -> int:
        """How many nights until then; negative when it is past."""
        return formats.days_between(self.now, moment, self.zone)

    def is_at_once(self, moment: datetime) -> bool:
        """Whether whoever reads it need not wait for it; the page was asked for a little before."""
        return moment <= self.now + _AT_ONCE

    def today(self) -> date:
        return formats.local_day(self.now, self.zone)
