"""A collection by direct debit is announced before it is made (SEPA Core rulebook, rules.md)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from foyer_shared.basics.money import Money

from foyer_payments.domain.errors import NoticeOutOfRange

USUAL_NOTICE = 14
"""Calendar days, unless a business has agreed on fewer with its customers."""

SHORTEST_NOTICE = 1
LONGEST_NOTICE = 30


@dataclass(frozen=True, slots=True)
class Collection:
    """What was announced, and is made at its time unless it is paid before."""

    payment_id: str
    amount: Money
    """At most: what is open by then may be less."""
    collects_at: datetime
    invoice_ids: tuple[str, ...]


def check_notice(days: int) -> int:
    """So many days are kept; raises NoticeOutOfRange."""
    if not SHORTEST_NOTICE <= days <= LONGEST_NOTICE:
        raise NoticeOutOfRange(
            f"A collection is announced {SHORTEST_NOTICE} to {LONGEST_NOTICE} days before.", field="days"
        )
    return days


def collection_time(announced_at: datetime, days: int, *, planned: datetime | None) -> datetime:
    """When what is announced then may be collected; not before what was `planned` and announced already."""
    first = announced_at + timedelta(days=days)
    return first if planned is None else max(first, planned)
