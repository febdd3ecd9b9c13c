"""What comes in at the doors of products."""

from typing import Annotated, Any

from foyer_shared.http.custom_fields import CustomFields, fields_of
from foyer_shared.http.models import Body, showing
from pydantic import Field

from foyer_subscriptions.api import examples
from foyer_subscriptions.api.bodies import ChangesBody, Description, Name
from foyer_subscriptions.domain.billing_policy import AfterLastRetry, DuringPaymentPlan, WithoutMethod
from foyer_subscriptions.domain.catalogue import Supply, TaxClass
from foyer_subscriptions.domain.policy import (
    CancellationCredit,
    CancellationMode,
    NoticePolicy,
    PauseTiming,
    PauseUnused,
    PlanChangeTiming,
    Proration,
    TrialChange,
)

Id = Annotated[str, Field(min_length=1, max_length=60)]


class SelfServiceBody(ChangesBody):
    """The settings of a self-service policy that are to differ from what they are."""

    clearable = frozenset({"pauses_per_year", "plan_products"})

    allow_self_management: bool | None = None
    allow_pause: bool | None = None
    allow_cancel: bool | None = None
    allow_upgrade: bool | None = None
    allow_downgrade: bool | None = None
    allow_cycle_change: bool | None = None
    allow_quantity_change: bool | None = None
    allow_reactivate: bool | None = None
    allow_promotion_codes: bool | None = None
    cancellation_mode: CancellationMode | None = None
    notice_policy: NoticePolicy | None = None
    notice_days: int | None = None
    cancellation_credit: CancellationCredit | None = None
    pause_min_days: int | None = None
    pause_max_months: int | None = None
    pauses_per_year: int | None = None
    pause_timing: PauseTiming | None = None
    pause_unused: PauseUnused | None = None
    plan_change_timing: PlanChangeTiming | None = None
    proration: Proration | None = None
    trial_change: TrialChange | None = None
    plan_products: tuple[Id, ...] | None = None


class BillingBody(ChangesBody):
    """The settings of a billing policy that are to differ from what they are."""

    trial_end_without_method: WithoutMethod | None = None
    mandate_days: int | None = None
    after_last_retry: AfterLastRetry | None = None
    during_payment_plan: DuringPaymentPlan | None = None


class ProductBody(Body):
    """A new product."""

    model_config = showing(examples.PRODUCT)

    name: Name
    description: Description | None = None
    tax_class: TaxClass = TaxClass.STANDARD
    supply: Supply = Supply.SERVICES
    custom_fields: CustomFields = Field(default_factory=list)
    self_service: SelfServiceBody = SelfServiceBody()
    billing: BillingBody = BillingBody()


class ProductChangesBody(ChangesBody):
    """What is to change of a product."""

    model_config = showing(examples.PRODUCT_CHANGES)

    clearable = frozenset({"description"})

    name: Name | None = None
    description: Description | None = None
    active: bool | None = None
    tax_class: TaxClass | None = None
    supply: Supply | None = None
    custom_fields: CustomFields | None = None
    """All of them: what is not named is asked no more."""
    self_service: SelfServiceBody = SelfServiceBody()
    billing: BillingBody = BillingBody()

    def changes(self) -> dict[str, Any]:
        """The fields that were named, for the domain."""
        found = super().changes()
        if self.custom_fields is not None:
            found["custom_fields"] = fields_of(self.custom_fields)
        return found
