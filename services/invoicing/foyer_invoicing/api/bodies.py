"""What comes in at the doors of invoicing."""

from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Any, cast

from foyer_shared.basics.custom_fields import Value
from foyer_shared.basics.money import Money
from foyer_shared.http.addresses import AddressBody
from foyer_shared.http.amounts import AmountBody, MinorUnits
from foyer_shared.http.models import Body, Moment, showing
from pydantic import Field, StrictInt, StringConstraints

from foyer_invoicing.domain.change_customer import CustomerChanges
from foyer_invoicing.domain.discount import Discount
from foyer_invoicing.domain.invoice import Terms
from foyer_invoicing.domain.line import Line, so_much_for_each
from foyer_invoicing.domain.sale import AmountAmbiguous, Sale, SaleLine, Shipping
from foyer_invoicing.domain.tax import Supply, TaxBehavior, TaxClass
from foyer_invoicing.domain.tax_id import TaxId

OneLine = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Description = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Phone = Annotated[str, StringConstraints(max_length=40, pattern=r"^[0-9+()./ -]*[0-9][0-9+()./ -]*$")]
Email = Annotated[str, StringConstraints(max_length=320)]
Code = Annotated[str, StringConstraints(max_length=35)]
"""A country, language or currency; the domain knows which there are."""
Id = Annotated[str, StringConstraints(max_length=90)]
SubscriptionId = Annotated[str, StringConstraints(pattern=r"^sub_[0-7][0-9a-hjkmnp-tv-z]{25}$")]


class TaxIdBody(Body):
    """A tax id; the types have the names that Stripe gives them, such as `eu_vat`, `gb_vat`, `ch_vat`."""

    type: Code
    value: Annotated[str, StringConstraints(min_length=1, max_length=50)]


TaxIds = Annotated[list[TaxIdBody], Field(max_length=10)]
CustomValues = Annotated[dict[str, Value | None], Field(max_length=50)]


class CustomerBody(Body):
    """A new customer; one with a company's name is a company."""

    model_config = showing(
        {"email": "ada@example.com", "name": "Ada Byron", "country": "NL", "language": "nl"}
    )

    email: Email
    name: OneLine
    country: Code | None = None
    language: Code | None = None
    company: OneLine | None = None
    phone: Phone | None = None
    vat_id: Code | None = None
    tax_ids: TaxIds = Field(default_factory=list)
    billing_address: AddressBody | None = None
    shipping_address: AddressBody | None = None
    custom_fields: CustomValues = Field(default_factory=dict)

    def details(self) -> dict[str, Any]:
        """What `create_customer` takes."""
        return self.model_dump() | _for_domain(self)


class OwnChangesBody(Body):
    """What a customer may change: a detail that is left out stays, null empties one that may be empty."""

    model_config = showing({"phone": "+31 20 123 4567", "company": None})

    name: OneLine = ""
    language: Code = ""
    company: OneLine | None = None
    phone: Phone | None = None
    tax_ids: TaxIds = Field(default_factory=list)
    """All of them."""
    billing_address: AddressBody | None = None
    shipping_address: AddressBody | None = None
    custom_fields: CustomValues = Field(default_factory=dict)

    def changes(self) -> CustomerChanges:
        """The details that were named, but for the values of custom fields."""
        named = self.model_dump(exclude_unset=True, exclude={"custom_fields"})
        return cast("CustomerChanges", named | _for_domain(self))


class CustomerChangesBody(OwnChangesBody):
    """The same for the business, which changes all of it."""

    email: Email = ""
    country: Code | None = None
    vat_id: Code | None = None


def _for_domain(body: CustomerBody | OwnChangesBody) -> dict[str, Any]:
    addresses = {"billing_address": body.billing_address, "shipping_address": body.shipping_address}
    tax_ids = {"tax_ids": tuple(TaxId(one.type, one.value) for one in body.tax_ids)}
    return {name: address.address() for name, address in addresses.items() if address} | (
        tax_ids if "tax_ids" in body.model_fields_set else {}
    )


class DiscountBody(Body):
    """What comes off: `percent`, with two decimals at most, or `amount` in the currency's minor unit."""

    percent: Decimal | None = None
    amount: MinorUnits | None = None

    def discount(self) -> Discount:
        """The same for the domain, not yet checked."""
        return Discount(self.percent, self.amount)


class LineBody(Body):
    """One line of an order; `unit_amount` is in the currency's minor unit, with tax in it when `tax_behavior`
    says so. It is taxed as its product is, unless `tax_class` and `supply` say otherwise; as services of the
    standard class without a product.
    `discount` comes off the whole line, as it is asked.
    """

    description: Description
    quantity: StrictInt
    unit_amount: MinorUnits
    currency: Code
    tax_class: TaxClass | None = None
    supply: Supply | None = None
    tax_behavior: TaxBehavior = TaxBehavior.EXCLUSIVE
    product_id: Id | None = None
    discount: DiscountBody | None = None

    def line(self) -> SaleLine:
        """The line; raises UnknownCurrency."""
        return SaleLine(
            description=self.description,
            quantity=self.quantity,
            unit_amount=Money(self.unit_amount, self.currency.upper()),
            tax_class=self.tax_class,
            supply=self.supply,
            tax_behavior=self.tax_behavior,
            product_id=self.product_id,
            discount=self.discount.discount() if self.discount else None,
        )


class ShippingBody(Body):
    """What sending it costs, in the currency of the lines, with tax in it when `tax_behavior` says so."""

    label: Description
    amount: MinorUnits
    tax_class: TaxClass = TaxClass.STANDARD
    tax_behavior: TaxBehavior = TaxBehavior.EXCLUSIVE

    def shipping(self, currency: str) -> Shipping:
        """The same for the domain."""
        return Shipping(
            label=self.label,
            amount=Money(self.amount, currency),
            tax_class=self.tax_class,
            tax_behavior=self.tax_behavior,
        )


class SaleBody(Body):
    """What a customer owes for. With a subscription the invoice counts for that subscription's standing."""

    model_config = showing(
        {
            "customer_id": "cus_01k9m80b5ah3yt2r7v0d5h8k4m",
            "lines": [
                {"description": "Design review", "quantity": 2, "unit_amount": 12500, "currency": "EUR"}
            ],
            "due_days": 14,
        }
    )

    customer_id: Id
    lines: list[LineBody]
    subscription_id: SubscriptionId | None = None
    due_days: Annotated[int, Field(strict=True, ge=0, le=365)] | None = None
    """Those of the business unless told."""

    def sale(self) -> Sale:
        """What is sold; raises UnknownCurrency."""
        return Sale(tuple(line.line() for line in self.lines))

    def terms(self) -> Terms:
        """How it is to be paid."""
        return Terms(due_days=self.due_days, subscription_id=self.subscription_id)


class OrderBody(SaleBody):
    """What a customer buys. `discount` comes off what all lines still cost together, as they are asked, and
    is shared by them; the shipping becomes the last line.
    """

    model_config = showing(
        {
            "customer_id": "cus_01k9m80b5ah3yt2r7v0d5h8k4m",
            "lines": [
                {
                    "description": "Desk lamp",
                    "supply": "goods",
                    "quantity": 2,
                    "unit_amount": 4900,
                    "currency": "EUR",
                    "discount": {"percent": 10},
                }
            ],
            "discount": {"amount": 500},
            "shipping": {"label": "Parcel", "amount": 695},
            "shipping_address": {
                "line1": "Keizersgracht 126",
                "postal_code": "1015 CW",
                "city": "Amsterdam",
                "country": "NL",
            },
        }
    )

    discount: DiscountBody | None = None
    shipping: ShippingBody | None = None
    shipping_address: AddressBody | None = None

    def sale(self) -> Sale:
        """All of it; raises UnknownCurrency."""
        sold = super().sale()
        return replace(
            sold,
            discount=self.discount.discount() if self.discount else None,
            # Without lines, which are refused, there is no currency.
            shipping=self.shipping.shipping(sold.lines[0].unit_amount.currency)
            if self.shipping and sold.lines
            else None,
            ship_to=self.shipping_address.address() if self.shipping_address else None,
        )


class PaymentBody(Body):
    """Money that came in from outside; paid now unless a time is given."""

    model_config = showing({"amount": {"amount": 30250, "currency": "EUR"}, "reference": "NW-2026-00017"})

    amount: AmountBody
    paid_at: Moment | None = None
    reference: OneLine | None = None


class QuotedLineBody(Body):
    """One line to be priced. `amount` is for all of it, in the currency's minor unit, below zero for what is
    given back; with tax in it when `tax_behavior` says so. `discount_amount` has come off it already, and
    `unit_amount` is what one costs before that: it is kept where the line is that much for each.
    `reference` is what you know the line by: for a subscription's, the id of its price.
    """

    description: Description
    quantity: StrictInt = 1
    amount: MinorUnits
    unit_amount: MinorUnits | None = None
    discount_amount: MinorUnits = 0
    tax_class: TaxClass = TaxClass.STANDARD
    supply: Supply = Supply.SERVICES
    tax_behavior: TaxBehavior = TaxBehavior.EXCLUSIVE
    product_id: Id | None = None
    reference: Id | None = None

    def line(self, currency: str) -> Line:
        """The same for the domain; raises UnknownCurrency."""
        amount, off = Money(self.amount, currency), Money(self.discount_amount, currency)
        each = None if self.unit_amount is None else Money(self.unit_amount, currency)
        return Line(
            description=self.description,
            quantity=self.quantity,
            amount=amount,
            unit_amount=each and so_much_for_each(each, self.quantity, amount + off),
            discount=off if off.amount else None,
            tax_class=self.tax_class,
            supply=self.supply,
            tax_behavior=self.tax_behavior,
            product_id=self.product_id,
            reference=self.reference,
        )


class CustomerTaxQuoteBody(Body):
    """Lines to be priced. `reference` is what they are for, such as the id of a plan quote. What
    the subscription gives back is taxed as the customer's newest invoice of it taxed the same price.
    """

    model_config = showing({"currency": "EUR", "lines": [{"description": "Studio", "amount": 2900}]})

    currency: Code
    lines: list[QuotedLineBody]
    reference: Id | None = None
    subscription_id: SubscriptionId | None = None

    def priced_lines(self) -> list[Line]:
        """The lines; raises UnknownCurrency."""
        return [line.line(self.currency.upper()) for line in self.lines]


class PreviewLineBody(Body):
    """One line as of an order, or one whose `amount` is for all of it, below zero for what is given back:
    that or `unit_amount`, in the currency's minor unit. `reference` is what you know the line by: for a
    subscription's, the id of its price.
    """

    description: Description
    quantity: StrictInt = 1
    unit_amount: MinorUnits | None = None
    amount: MinorUnits | None = None
    tax_class: TaxClass | None = None
    supply: Supply | None = None
    tax_behavior: TaxBehavior = TaxBehavior.EXCLUSIVE
    product_id: Id | None = None
    discount: DiscountBody | None = None
    reference: Id | None = None

    def line(self, currency: str, field: str) -> SaleLine:
        """The same for the domain; raises UnknownCurrency, AmountAmbiguous."""
        match self.unit_amount, self.amount:
            case (int(minor_units), None) | (None, int(minor_units)):
                asked = Money(minor_units, currency)
            case _:
                raise AmountAmbiguous("Give what one costs or what all cost, one of the two.", field=field)
        return SaleLine(
            description=self.description,
            quantity=self.quantity,
            unit_amount=asked,
            for_all=self.unit_amount is None,
            tax_class=self.tax_class,
            supply=self.supply,
            tax_behavior=self.tax_behavior,
            product_id=self.product_id,
            reference=self.reference,
            discount=self.discount.discount() if self.discount else None,
        )


class TaxQuoteBody(Body):
    """What an order or anything else would cost any customer of the business. `discount`, `shipping` and
    `shipping_address` are as with an order, the rest as in the quote of a customer.
    """

    model_config = showing(
        {
            "customer_id": "cus_01k9m80b5ah3yt2r7v0d5h8k4m",
            "currency": "EUR",
            "lines": [
                {
                    "description": "Desk lamp",
                    "supply": "goods",
                    "quantity": 2,
                    "unit_amount": 4900,
                    "discount": {"percent": 10},
                },
                {
                    "description": "Studio, unused days",
                    "amount": -1450,
                    "reference": "price_01k9m80b5ah3yt2r7v0d5h8k4m",
                },
            ],
            "discount": {"amount": 500},
            "shipping": {"label": "Parcel", "amount": 695},
            "subscription_id": "sub_01k9m80b5ah3yt2r7v0d5h8k4m",
        }
    )

    customer_id: Id
    currency: Code
    lines: list[PreviewLineBody]
    discount: DiscountBody | None = None
    shipping: ShippingBody | None = None
    shipping_address: AddressBody | None = None
    reference: Id | None = None
    subscription_id: SubscriptionId | None = None

    def sale(self) -> Sale:
        """All of it; raises UnknownCurrency, AmountAmbiguous."""
        currency = self.currency.upper()
        return Sale(
            tuple(line.line(currency, f"lines.{place}.amount") for place, line in enumerate(self.lines)),
            discount=self.discount.discount() if self.discount else None,
            shipping=self.shipping.shipping(currency) if self.shipping else None,
            ship_to=self.shipping_address.address() if self.shipping_address else None,
        )
