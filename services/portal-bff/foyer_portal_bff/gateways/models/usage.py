"""What the portal reads of the usage of metered prices."""

from foyer_shared.contracts.amounts import Amount
from pydantic import AwareDatetime

from foyer_portal_bff.gateways.models.tolerant import Tolerant


class UsagePeriod(Tolerant):
    """What was used of a price in a period, and what it costs without tax unless the price includes it."""

    price_id: str
    product_name: str
    period_start: AwareDatetime
    period_end: AwareDatetime
    quantity: int
    included_units: int
    amount: Amount


class Usage(Tolerant):
    """The period that runs, one for each metered item, and closed ones, newest first."""

    current: tuple[UsagePeriod, ...] = ()
    past: tuple[UsagePeriod, ...] = ()
