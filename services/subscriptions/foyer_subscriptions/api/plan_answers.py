"""How plans and quotes look from outside."""

from collections.abc import Mapping

from foyer_shared.contracts.amounts import Amount
from foyer_shared.http.models import Answer, Moment

from foyer_subscriptions.api.answers import ItemAnswer
from foyer_subscriptions.api.discount_answers import DiscountAnswer, NextChargeAnswer
from foyer_subscriptions.api.picture_answers import PictureAnswer
from foyer_subscriptions.domain.catalogue import Product
from foyer_subscriptions.domain.line import Line
from foyer_subscriptions.domain.plan_options import Option, Options
from foyer_subscriptions.domain.quote import PlanQuote


class RefusalAnswer(Answer):
    """Why something cannot be done."""

    code: str
    message: str


class PlanPriceAnswer(Answer):
    """A price to choose, with what it costs per interval in the quantity of now."""

    price_id: str
    amount: Amount
    unit_amount: Amount
    interval: str
    interval_count: int
    quantity: int
    billing_scheme: str
    tax_behavior: str
    kind: str
    allowed: bool
    refusal: RefusalAnswer | None
    timings: list[str]

    @classmethod
    def of(cls, option: Option) -> "PlanPriceAnswer":
        refusal = option.refusal
        return cls(
            price_id=option.item.price_id,
            amount=Amount.of(option.item.amount),
            unit_amount=Amount.of(option.item.unit_amount),
            interval=option.interval,
            interval_count=option.interval_count,
            quantity=option.item.quantity,
            billing_scheme=option.item.pricing.scheme,
            tax_behavior=option.item.pricing.tax_behavior,
            kind=option.kind or "current",
            allowed=refusal is None and option.kind is not None,
            refusal=RefusalAnswer(code=refusal.code, message=refusal.detail) if refusal else None,
            timings=[timing.value for timing in option.timings],
        )


class PlanAnswer(Answer):
    """A product with its prices."""

    product_id: str
    product_name: str
    description: str | None
    picture: PictureAnswer | None
    prices: list[PlanPriceAnswer]


class QuantityAnswer(Answer):
    """How many there are, and how many there can be."""

    current: int
    minimum: int
    maximum: int
    allowed: bool
    refusal: RefusalAnswer | None


class PlansAnswer(Answer):
    """What a subscription can be changed to; its own product comes first."""

    plans: list[PlanAnswer]
    quantity: QuantityAnswer
    timings: list[str]

    @classmethod
    def of(cls, options: Options) -> "PlansAnswer":
        refusal = options.quantity_refusal
        return cls(
            plans=[
                PlanAnswer(
                    product_id=plan.product_id,
                    product_name=plan.product_name,
                    description=plan.description,
                    picture=PictureAnswer.of(plan.picture) if plan.picture else None,
                    prices=[PlanPriceAnswer.of(option) for option in plan.options],
                )
                for plan in options.plans
            ],
            quantity=QuantityAnswer(
                current=options.quantity,
                minimum=1,
                maximum=options.most,
                allowed=refusal is None,
                refusal=RefusalAnswer(code=refusal.code, message=refusal.detail) if refusal else None,
            ),
            timings=[timing.value for timing in options.timings],
        )


class QuoteLineAnswer(Answer):
    """What is invoiced because of the change, with the `discount` off the amount; a credit is negative."""

    description: str
    price_id: str
    product_id: str
    quantity: int
    unit_amount: Amount
    amount: Amount
    discount: Amount
    tax_behavior: str
    tax_class: str
    supply: str
    period_start: Moment | None
    period_end: Moment | None
    proration: bool

    @classmethod
    def of(cls, line: Line, product: Product) -> "QuoteLineAnswer":
        begins, ends = line.period or (None, None)
        return cls(
            description=line.description,
            price_id=line.price_id,
            product_id=line.product_id,
            quantity=line.quantity,
            unit_amount=Amount.of(line.pricing.unit_amount),
            amount=Amount.of(line.due),
            discount=Amount.of(line.discount),
            tax_behavior=line.pricing.tax_behavior,
            tax_class=product.tax_class,
            supply=product.supply,
            period_start=begins,
            period_end=ends,
            proration=line.proration is not None,
        )


class NextAnswer(Answer):
    """What it costs from then on; `at` is None when nothing more is charged.

    `charge` is what the first period from then comes to, a discount off it; what is carried to that invoice
    comes beside it.
    """

    amount: Amount
    interval: str
    interval_count: int
    at: Moment | None
    charge: NextChargeAnswer | None


class QuoteAnswer(Answer):
    """A binding quote: what is shown here is what is charged if it is confirmed until `expires_at`."""

    id: str
    subscription_id: str
    kind: str
    effective_at: Moment
    expires_at: Moment
    lines: list[QuoteLineAnswer]
    subtotal: Amount
    credit: Amount
    due: str
    must_be_paid_first: bool
    ends_trial: bool
    begins_period: bool
    discount: DiscountAnswer | None
    """What a promotion code gives with it."""
    next: NextAnswer
    items_after: list[ItemAnswer]

    @classmethod
    def of(cls, quote: PlanQuote, products: Mapping[str, Product]) -> "QuoteAnswer":
        plan, subtotal = quote.plan, quote.subtotal
        return cls(
            id=quote.id,
            subscription_id=quote.subscription_id,
            kind=plan.kind,
            effective_at=quote.effective_at,
            expires_at=quote.expires_at,
            lines=[QuoteLineAnswer.of(line, products[line.product_id]) for line in plan.lines],
            subtotal=Amount.of(subtotal),
            credit=Amount.of(-subtotal if subtotal.amount < 0 else subtotal * 0),
            due=plan.due,
            must_be_paid_first=quote.must_be_paid_first,
            ends_trial=quote.ends_trial,
            begins_period=plan.begins_period,
            discount=DiscountAnswer.of(plan.discount) if plan.discount else None,
            next=NextAnswer(
                amount=Amount.of(plan.amount),
                interval=plan.interval,
                interval_count=plan.interval_count,
                at=quote.next.at if quote.next else None,
                charge=NextChargeAnswer.of(quote.next) if quote.next else None,
            ),
            items_after=[ItemAnswer.of(item) for item in plan.items],
        )
