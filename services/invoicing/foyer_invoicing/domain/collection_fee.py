"""The rule for what a debtor owes for the collecting: by country, sort of customer and principal."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from foyer_shared.basics.currencies import decimals
from foyer_shared.basics.money import Money

from foyer_invoicing.domain.customer import CustomerKind

NOTICE_DAYS = 14
"""That a letter must give before costs may be charged (Dutch Civil Code, article 6:96, paragraph 6)."""

_STEPS = (
    (Decimal(2_500), Decimal(15)),
    (Decimal(2_500), Decimal(10)),
    (Decimal(5_000), Decimal(5)),
    (Decimal(190_000), Decimal(1)),
    (None, Decimal("0.5")),
)
"""So much of the principal, and the percentage of it (Besluit vergoeding voor buitengerechtelijke
incassokosten, article 2).
"""
_LEAST, _MOST = Decimal(40), Decimal(6_775)
_GERMAN_FLAT = Decimal(40)
"""Against businesses only (BGB, section 288, paragraph 5)."""
_IN = "EUR"
"""The laws name euros: a debt in another currency is collected without costs."""


@dataclass(frozen=True, slots=True)
class CollectionFee:
    """What may be charged, and how long a letter that names it must give."""

    amount: Money
    notice_days: int


def collection_fee(principal: Money, *, country: str, kind: CustomerKind) -> CollectionFee | None:
    """None where the law of the customer's country gives nothing, or we do not know it."""
    if principal.currency != _IN or principal.amount <= 0:
        return None
    if country == "NL":
        return CollectionFee(_money(dutch_scale(_major(principal))), NOTICE_DAYS)
    if country == "DE" and kind is CustomerKind.COMPANY:
        return CollectionFee(_money(_GERMAN_FLAT), 0)
    return None


def dutch_scale(principal: Decimal) -> Decimal:
    """In euros: 15, 10, 5, 1 and 0.5 percent of its steps, at least 40, at most 6,775."""
    fee, left = Decimal(0), principal
    for width, percent in _STEPS:
        part = left if width is None else min(left, width)
        fee += part * percent / 100
        left -= part
    return min(max(fee, _LEAST), _MOST)


def pay_by(notice_on: date, fee: CollectionFee) -> date:
    """The last day on which its reader can pay without costs: whole days after that of the letter."""
    return notice_on + timedelta(days=fee.notice_days)


def _major(amount: Money) -> Decimal:
    return Decimal(amount.amount).scaleb(-decimals(amount.currency))


def _money(euros: Decimal) -> Money:
    cents = (euros * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return Money(int(cents), _IN)
