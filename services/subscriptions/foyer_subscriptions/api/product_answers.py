"""How products look from outside."""

from foyer_shared.http.custom_fields import CustomFieldAnswer
from foyer_shared.http.models import Answer

from foyer_subscriptions.api.picture_answers import PictureAnswer
from foyer_subscriptions.domain.catalogue import Product


class SelfServiceAnswer(Answer):
    """A product's self-service policy."""

    allow_self_management: bool
    allow_pause: bool
    allow_cancel: bool
    allow_upgrade: bool
    allow_downgrade: bool
    allow_cycle_change: bool
    allow_quantity_change: bool
    allow_reactivate: bool
    allow_promotion_codes: bool
    cancellation_mode: str
    notice_policy: str
    notice_days: int
    cancellation_credit: str
    pause_min_days: int
    pause_max_months: int
    pauses_per_year: int | None
    pause_timing: str
    pause_unused: str
    plan_change_timing: str
    proration: str
    trial_change: str
    plan_products: tuple[str, ...] | None


class BillingAnswer(Answer):
    """A product's billing policy."""

    trial_end_without_method: str
    mandate_days: int
    after_last_retry: str
    during_payment_plan: str


class ProductAnswer(Answer):
    """A product; the first of its pictures stands for it."""

    id: str
    name: str
    description: str | None
    active: bool
    tax_class: str
    supply: str
    pictures: list[PictureAnswer]
    custom_fields: list[CustomFieldAnswer]
    self_service: SelfServiceAnswer
    billing: BillingAnswer

    @classmethod
    def of(cls, product: Product) -> "ProductAnswer":
        return cls(
            id=product.id,
            name=product.name,
            description=product.description,
            active=product.active,
            tax_class=product.tax_class,
            supply=product.supply,
            pictures=PictureAnswer.all_of(product),
            custom_fields=[CustomFieldAnswer.of(field) for field in product.custom_fields],
            self_service=SelfServiceAnswer.model_validate(product.self_service, from_attributes=True),
            billing=BillingAnswer.model_validate(product.billing, from_attributes=True),
        )
