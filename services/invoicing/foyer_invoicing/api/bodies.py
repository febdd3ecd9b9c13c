"""What comes in at the doors of invoicing."""

from typing import Annotated, cast

from foyer_shared.basics.money import Money
from foyer_shared.http.models import Body, Moment
from pydantic import Field, StrictInt, StringConstraints

from foyer_invoicing.domain.change_customer import CustomerChanges
from foyer_invoicing.domain.finalize_invoice import DEFAULT_DUE_DAYS
from foyer_invoicing.domain.line import Line
from foyer_invoicing.domain.tax import TaxClass

OneLine = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Description = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Phone = Annotated[str, StringConstraints(max_length=40, pattern=r"^[0-9+()./ -]*[0-9][0-9+()./ -]*$")]
Email = Annotated[str, StringConstraints(max_length=320)]
Code = Annotated[str, StringConstraints(max_length=35)]
"""A country, language or currency; the domain knows which there are."""
Id = Annotated[str, StringConstraints(max_length=90)]
SubscriptionId = Annotated[str, StringConstraints(pattern=r"^sub_[0-7][0-9a-hjkmnp-tv-z]{25}$")]


class CustomerBody(Body):
    """A new customer; one with a company's name is a company."""

    email: Email
    name: OneLine
    country: Code | None = None
    language: Code | None = None
    company: OneLine | None = None
    phone: Phone | None = None


class CustomerChangesBody(Body):
    """What is to be different: a detail that is left out stays, null empties one that may be empty."""

    email: Email = ""
    name: OneLine = ""
    language: Code = ""
    country: Code | None = None
    company: OneLine | None = None
    phone: Phone | None = None

    def changes(self) -> CustomerChanges:
        """The details that were named."""
        return cast("CustomerChanges", self.model_dump(exclude_unset=True))


class LineBody(Body):
    """One line of an order; `unit_amount` is without tax, in the currency's minor unit."""

    description: Description
    quantity: StrictInt
    unit_amount: StrictInt
    currency: Code
    tax_class: TaxClass = TaxClass.STANDARD
    product_id: Id | None = None

    def line(self) -> Line:
        """The line; raises UnknownCurrency."""
        return Line(
            description=self.description,
            quantity=self.quantity,
            unit_amount=Money(self.unit_amount, self.currency.upper()),
            tax_class=self.tax_class,
            product_id=self.product_id,
        )


class SaleBody(Body):
    """What a customer owes for. With a subscription the invoice counts for that subscription's standing."""

    customer_id: Id
    lines: list[LineBody]
    subscription_id: SubscriptionId | None = None
    due_days: Annotated[int, Field(strict=True, ge=0, le=365)] = DEFAULT_DUE_DAYS


class AmountBody(Body):
    """Money in the currency's minor unit."""

    amount: StrictInt
    currency: Code

    def money(self) -> Money:
        """The same for the domain; raises UnknownCurrency."""
        return Money(self.amount, self.currency.upper())


class PaymentBody(Body):
    """Money that came in from outside; paid now unless a time is given."""

    amount: AmountBody
    paid_at: Moment | None = None
    reference: OneLine | None = None
