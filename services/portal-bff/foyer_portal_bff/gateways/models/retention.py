"""What the portal reads of retention offers."""

from pydantic import AwareDatetime

from foyer_portal_bff.gateways.models.subscriptions import Discount, NextCharge
from foyer_portal_bff.gateways.models.tolerant import Tolerant


class RetentionOffer(Tolerant):
    """Another way than to cancel, with what would be then; `label` takes the place of Foyer's words."""

    code: str
    kind: str
    label: str | None = None
    days: int | None = None
    trial_ends_at: AwareDatetime | None = None
    discount: Discount | None = None
    next_charge: NextCharge | None = None


class RetentionOffers(Tolerant):
    """Those that are open, which may be none."""

    offers: tuple[RetentionOffer, ...] = ()
