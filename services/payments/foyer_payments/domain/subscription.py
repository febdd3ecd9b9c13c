"""What payments needs to know of a subscription: whether it needs a way to collect."""

from dataclasses import dataclass

LIVE = ("trialing", "active", "past_due", "paused", "suspended")
"""The statuses in which something is to be charged for it, now or later."""

ENDED = ("completed", "canceled")
"""The statuses that no subscription leaves."""

AUTOMATIC = "automatic"
"""How one is collected whose customer does nothing; the others are sent invoices."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """The copy of one; `name` is what its customer calls it."""

    id: str
    name: str
