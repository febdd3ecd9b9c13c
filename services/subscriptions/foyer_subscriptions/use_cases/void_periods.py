"""Tell that periods that were charged are owed no more, and go back to before them."""

from collections.abc import Sequence

from foyer_shared.contracts.subscriptions import SubscriptionLineData, SubscriptionPeriodVoided
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.charged_period import ChargedPeriod
from foyer_subscriptions.domain.declaration import Declaration
from foyer_subscriptions.domain.rewind import rewound
from foyer_subscriptions.domain.subscription import Subscription
from foyer_subscriptions.use_cases.told import announce


def void_periods(
    work: Work, subscription: Subscription, periods: Sequence[ChargedPeriod], declaration: Declaration
) -> Subscription:
    """The subscription as it stood before the first of them; the newest comes first. It is not saved here."""
    for period in periods:
        subscription = rewound(subscription, period)
        announce(
            work,
            SubscriptionPeriodVoided,
            subscription,
            period_start=period.begins,
            period_end=period.ends,
            lines=tuple(SubscriptionLineData.model_validate(line) for line in period.lines),
            declaration_id=declaration.id,
            quote_id=period.quote_id,
        )
    return subscription
