"""The rows of subscriptions, in the schema `subscriptions`, by what they are about."""

from foyer_subscriptions.storage.rows.cancellations import (
    CancellationReasonsRow,
    DecisionRow,
    RetentionOffersRow,
    RetentionPresentationRow,
)
from foyer_subscriptions.storage.rows.catalogue import PriceMigrationRow, PriceRow, ProductRow
from foyer_subscriptions.storage.rows.copies import (
    BusinessRow,
    CustomerRow,
    InvoiceStandingRow,
    MandateRow,
    PaymentMethodRow,
    PaymentPlanRow,
)
from foyer_subscriptions.storage.rows.discounts import CouponRow, PromotionCodeRow, RedemptionRow
from foyer_subscriptions.storage.rows.entitlements import (
    ActivationRow,
    DownloadRow,
    EntitlementRow,
    GrantRow,
    LicenseKeyRow,
    OrderRow,
)
from foyer_subscriptions.storage.rows.plans import PlanQuoteRow
from foyer_subscriptions.storage.rows.row import Row
from foyer_subscriptions.storage.rows.subscriptions import ChargedPeriodRow, PendingChangeRow, SubscriptionRow
from foyer_subscriptions.storage.rows.usage import UsagePeriodRow, UsageRecordRow

__all__ = [
    "ActivationRow",
    "BusinessRow",
    "CancellationReasonsRow",
    "ChargedPeriodRow",
    "CouponRow",
    "CustomerRow",
    "DecisionRow",
    "DownloadRow",
    "EntitlementRow",
    "GrantRow",
    "InvoiceStandingRow",
    "LicenseKeyRow",
    "MandateRow",
    "OrderRow",
    "PaymentMethodRow",
    "PaymentPlanRow",
    "PendingChangeRow",
    "PlanQuoteRow",
    "PriceMigrationRow",
    "PriceRow",
    "ProductRow",
    "PromotionCodeRow",
    "RedemptionRow",
    "RetentionOffersRow",
    "RetentionPresentationRow",
    "Row",
    "SubscriptionRow",
    "UsagePeriodRow",
    "UsageRecordRow",
]
