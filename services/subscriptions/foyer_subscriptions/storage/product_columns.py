"""Products as rows, and back."""

from collections.abc import Mapping
from dataclasses import asdict
from enum import StrEnum
from typing import Any

from foyer_shared.basics.custom_fields import stored_field

from foyer_subscriptions.domain.billing_policy import (
    AfterLastRetry,
    BillingPolicy,
    DuringPaymentPlan,
    WithoutMethod,
)
from foyer_subscriptions.domain.catalogue import Product, Supply, TaxClass
from foyer_subscriptions.domain.picture import Picture
from foyer_subscriptions.domain.policy import (
    CancellationCredit,
    CancellationMode,
    NoticePolicy,
    PauseTiming,
    PauseUnused,
    PlanChangeTiming,
    Proration,
    SelfServicePolicy,
    TrialChange,
)
from foyer_subscriptions.storage.rows import ProductRow

_CHOICES: Mapping[str, type[StrEnum]] = {
    "cancellation_mode": CancellationMode,
    "notice_policy": NoticePolicy,
    "cancellation_credit": CancellationCredit,
    "pause_timing": PauseTiming,
    "pause_unused": PauseUnused,
    "plan_change_timing": PlanChangeTiming,
    "proration": Proration,
    "trial_change": TrialChange,
}
"""The settings of a self-service policy that are one of a few words."""


def product_columns(product: Product) -> dict[str, Any]:
    """The columns of its row that can change."""
    return {
        "id": product.id,
        "name": product.name,
        "description": product.description,
        "active": product.active,
        "tax_class": product.tax_class,
        "supply": product.supply,
        "pictures": [asdict(picture) for picture in product.pictures],
        "custom_fields": [asdict(field) for field in product.custom_fields],
        "self_service": asdict(product.self_service),
        "billing": asdict(product.billing),
        "version": product.version,
    }


def product_of(row: ProductRow) -> Product:
    """The product of a row."""
    return Product(
        id=row.id,
        business_id=row.business_id,
        name=row.name,
        description=row.description,
        active=row.active,
        tax_class=TaxClass(row.tax_class),
        supply=Supply(row.supply),
        pictures=tuple(Picture(**stored) for stored in row.pictures),
        custom_fields=tuple(stored_field(stored) for stored in row.custom_fields),
        self_service=_policy_of(row.self_service),
        billing=_billing_of(row.billing),
        version=row.version,
    )


def _policy_of(stored: dict[str, Any]) -> SelfServicePolicy:
    # Settings that came later than the row have their defaults.
    return SelfServicePolicy(
        **{name: _CHOICES[name](value) if name in _CHOICES else value for name, value in stored.items()}
        | {"plan_products": tuple(offered) if (offered := stored.get("plan_products")) is not None else None}
    )


def _billing_of(stored: dict[str, Any]) -> BillingPolicy:
    return BillingPolicy(
        trial_end_without_method=WithoutMethod(stored["trial_end_without_method"]),
        mandate_days=stored["mandate_days"],
        after_last_retry=AfterLastRetry(stored["after_last_retry"]),
        during_payment_plan=DuringPaymentPlan(stored.get("during_payment_plan", DuringPaymentPlan.KEEP)),
    )
