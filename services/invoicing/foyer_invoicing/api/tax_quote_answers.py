"""How tax quotes look from outside."""

from foyer_shared.contracts.amounts import Amount
from foyer_shared.http.models import Answer, Moment

from foyer_invoicing.api.answers import Percent
from foyer_invoicing.domain.line import TaxedLine
from foyer_invoicing.domain.tax import Supply, TaxBehavior, TaxCategory, TaxClass
from foyer_invoicing.domain.tax_quote import TaxQuote
from foyer_invoicing.domain.totals import TaxSubtotal


class QuotedLineAnswer(Answer):
    """One line as it was asked, with its amounts without tax, of tax, and with it. `rate` is in percent;
    `discount` has come off the amount.
    """

    reference: str | None
    description: str
    quantity: int
    unit_amount: Amount | None
    discount: Amount | None
    amount: Amount
    tax_class: TaxClass
    supply: Supply
    tax_behavior: TaxBehavior
    product_id: str | None
    shipping: bool
    net: Amount
    tax: Amount
    gross: Amount
    rate: Percent
    category: TaxCategory

    @classmethod
    def of(cls, taxed: TaxedLine) -> "QuotedLineAnswer":
        line = taxed.line
        return cls(
            reference=line.reference,
            description=line.description,
            quantity=line.quantity,
            unit_amount=Amount.of(line.unit_amount) if line.unit_amount else None,
            discount=Amount.of(line.discount) if line.discount else None,
            amount=Amount.of(line.amount),
            tax_class=line.tax_class,
            supply=line.supply,
            tax_behavior=line.tax_behavior,
            product_id=line.product_id,
            shipping=line.shipping,
            net=Amount.of(taxed.net),
            tax=Amount.of(taxed.tax),
            gross=Amount.of(taxed.gross),
            rate=taxed.percent,
            category=taxed.category,
        )


class QuotedTaxAnswer(Answer):
    """What one category and rate comes to."""

    rate: Percent
    category: TaxCategory
    base: Amount
    tax: Amount

    @classmethod
    def of(cls, subtotal: TaxSubtotal) -> "QuotedTaxAnswer":
        return cls(
            rate=subtotal.percent,
            category=subtotal.category,
            base=Amount.of(subtotal.taxable),
            tax=Amount.of(subtotal.tax),
        )


class TaxQuoteAnswer(Answer):
    """Lines priced for a customer; good until `expires_at`. Below zero is what the customer gets back."""

    id: str
    customer_id: str
    reference: str | None
    lines: list[QuotedLineAnswer]
    taxes: list[QuotedTaxAnswer]
    net: Amount
    tax: Amount
    total: Amount
    expires_at: Moment

    @classmethod
    def of(cls, quote: TaxQuote) -> "TaxQuoteAnswer":
        return cls(
            id=quote.id,
            customer_id=quote.customer_id,
            reference=quote.reference,
            lines=[QuotedLineAnswer.of(line) for line in quote.lines],
            taxes=[QuotedTaxAnswer.of(subtotal) for subtotal in quote.totals.taxes],
            net=Amount.of(quote.totals.subtotal),
            tax=Amount.of(quote.totals.tax),
            total=Amount.of(quote.totals.total),
            expires_at=quote.expires_at,
        )
