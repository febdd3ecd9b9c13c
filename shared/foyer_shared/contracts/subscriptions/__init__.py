"""What subscriptions tells: the catalogue, and the life of each subscription, by what it is about."""

from foyer_shared.contracts.subscriptions.cancellations import (
    SubscriptionCanceled,
    SubscriptionCancellationRefused,
    SubscriptionCancellationRequested,
    SubscriptionCancellationScheduled,
    SubscriptionCancellationWithdrawn,
    SubscriptionReactivated,
)
from foyer_shared.contracts.subscriptions.catalogue import (
    BillingScheme,
    PriceCreated,
    PriceData,
    PriceUpdated,
    ProductCreated,
    ProductData,
    ProductUpdated,
    TaxBehavior,
)
from foyer_shared.contracts.subscriptions.discounts import (
    SubscriptionDiscountApplied,
    SubscriptionDiscountEnded,
)
from foyer_shared.contracts.subscriptions.life import (
    SubscriptionActivated,
    SubscriptionCollectionChanged,
    SubscriptionCompleted,
    SubscriptionCreated,
    SubscriptionTrialEnding,
    SubscriptionTrialExtended,
    SubscriptionUpdated,
)
from foyer_shared.contracts.subscriptions.owner import OWNER
from foyer_shared.contracts.subscriptions.pauses import (
    SubscriptionPaused,
    SubscriptionPauseScheduled,
    SubscriptionPauseWithdrawn,
    SubscriptionResumed,
    SubscriptionResumeScheduled,
)
from foyer_shared.contracts.subscriptions.periods import (
    SubscriptionPeriodStarted,
    SubscriptionPeriodVoided,
    SubscriptionRenewalUpcoming,
    UsageData,
)
from foyer_shared.contracts.subscriptions.plans import (
    PlanChangeKind,
    PlanData,
    SubscriptionPlanChanged,
    SubscriptionPlanChangeRequested,
    SubscriptionPlanChangeScheduled,
    SubscriptionPlanChangeWithdrawn,
    SubscriptionQuantityChanged,
)
from foyer_shared.contracts.subscriptions.retention import (
    RetentionOfferAccepted,
    RetentionOfferData,
    RetentionOfferDeclined,
    RetentionOfferEvent,
    RetentionOfferShown,
)
from foyer_shared.contracts.subscriptions.standing import (
    SubscriptionPastDue,
    SubscriptionRecovered,
    SubscriptionSuspended,
)
from foyer_shared.contracts.subscriptions.subscription import (
    DiscountData,
    LinkedServiceData,
    SubscriptionData,
    SubscriptionEvent,
    SubscriptionItemData,
    SubscriptionLineData,
)

__all__ = [
    "OWNER",
    "BillingScheme",
    "DiscountData",
    "LinkedServiceData",
    "PlanChangeKind",
    "PlanData",
    "PriceCreated",
    "PriceData",
    "PriceUpdated",
    "ProductCreated",
    "ProductData",
    "ProductUpdated",
    "RetentionOfferAccepted",
    "RetentionOfferData",
    "RetentionOfferDeclined",
    "RetentionOfferEvent",
    "RetentionOfferShown",
    "SubscriptionActivated",
    "SubscriptionCanceled",
    "SubscriptionCancellationRefused",
    "SubscriptionCancellationRequested",
    "SubscriptionCancellationScheduled",
    "SubscriptionCancellationWithdrawn",
    "SubscriptionCollectionChanged",
    "SubscriptionCompleted",
    "SubscriptionCreated",
    "SubscriptionData",
    "SubscriptionDiscountApplied",
    "SubscriptionDiscountEnded",
    "SubscriptionEvent",
    "SubscriptionItemData",
    "SubscriptionLineData",
    "SubscriptionPastDue",
    "SubscriptionPauseScheduled",
    "SubscriptionPauseWithdrawn",
    "SubscriptionPaused",
    "SubscriptionPeriodStarted",
    "SubscriptionPeriodVoided",
    "SubscriptionPlanChangeRequested",
    "SubscriptionPlanChangeScheduled",
    "SubscriptionPlanChangeWithdrawn",
    "SubscriptionPlanChanged",
    "SubscriptionQuantityChanged",
    "SubscriptionReactivated",
    "SubscriptionRecovered",
    "SubscriptionRenewalUpcoming",
    "SubscriptionResumeScheduled",
    "SubscriptionResumed",
    "SubscriptionSuspended",
    "SubscriptionTrialEnding",
    "SubscriptionTrialExtended",
    "SubscriptionUpdated",
    "TaxBehavior",
    "UsageData",
]
