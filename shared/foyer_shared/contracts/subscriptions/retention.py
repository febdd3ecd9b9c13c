"""Other ways than to cancel, and what became of them."""

from typing import Literal

from foyer_shared.contracts.envelope import Contract, Event
from foyer_shared.contracts.subscriptions.owner import OWNER


class RetentionOfferData(Contract):
    """Another way than to cancel, as it was shown to the customer of a subscription."""

    presentation_id: str
    subscription_id: str
    customer_id: str
    offer: str
    """The business's code for it."""
    kind: Literal["coupon", "trial_extension", "pause", "plan", "contact"]
    reason: str | None = None


class RetentionOfferEvent(Event, type="retention_offer", owner=OWNER):
    """Base of what becomes of an offer; never sent itself."""

    offer: RetentionOfferData


class RetentionOfferShown(RetentionOfferEvent, type="retention_offer.shown", owner=OWNER):
    """Whoever was about to cancel saw it."""


class RetentionOfferAccepted(RetentionOfferEvent, type="retention_offer.accepted", owner=OWNER):
    """They took it."""


class RetentionOfferDeclined(RetentionOfferEvent, type="retention_offer.declined", owner=OWNER):
    """They canceled all the same."""
