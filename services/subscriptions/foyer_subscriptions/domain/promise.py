"""What somebody was shown before they confirm a cancellation is what happens, or they are shown it again."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from foyer_subscriptions.domain.errors import CancellationChanged
from foyer_subscriptions.domain.outlook import Outlook
from foyer_subscriptions.domain.periods import to_the_second
from foyer_subscriptions.domain.subscription import Subscription

KEPT = timedelta(hours=1)
"""So long it is done as of the moment at which it was shown, to the second and the cent."""


@dataclass(frozen=True, slots=True)
class Promise:
    """When it was shown, and a digest of all that was; as text, which forms carry, `<seconds>.<digest>`."""

    shown_at: datetime
    digest: str

    @classmethod
    def of(cls, subscription: Subscription, plan: Outlook, *, now: datetime) -> "Promise":
        """What is shown now."""
        return cls(to_the_second(now), _digest(subscription, plan))

    @classmethod
    def parse(cls, text: str) -> "Promise":
        """The promise of a form; what is none was never shown to anybody."""
        seconds, _, digest = text.partition(".")
        if not (seconds.isascii() and seconds.isdigit() and len(seconds) <= _DIGITS):
            raise CancellationChanged(_CHANGED)
        return cls(datetime.fromtimestamp(int(seconds), UTC), digest)

    def __str__(self) -> str:
        return f"{int(self.shown_at.timestamp())}.{self.digest}"

    def kept_as_of(self, subscription: Subscription, *, now: datetime) -> datetime:
        """The moment to plan for: when it was shown, unless that is long ago or in another period."""
        earliest = max(now - KEPT, subscription.current_period_start)
        return self.shown_at if earliest <= self.shown_at <= now else now

    def check(self, subscription: Subscription, plan: Outlook) -> None:
        """Refuses when the plan is not what was shown."""
        if self.digest != _digest(subscription, plan):
            raise CancellationChanged(_CHANGED)


_CHANGED = "What this cancellation means has changed since it was shown. Look at it again, then confirm."
_DIGITS = 11
"""Seconds of some thousand years."""


def _digest(subscription: Subscription, plan: Outlook) -> str:
    cancellation = plan.change.cancellation
    shown = [
        cancellation and [cancellation.mode, cancellation.credit_to],
        plan.change.effective_at.isoformat(),
        [[charge.at.isoformat(), charge.until.isoformat(), charge.amount.amount] for charge in plan.charges],
        plan.comes_back.amount,
        plan.outstanding.amount,
        [[linked.name, linked.url] for linked in subscription.linked_services],
    ]
    return sha256(json.dumps(shown).encode()).hexdigest()[:20]
