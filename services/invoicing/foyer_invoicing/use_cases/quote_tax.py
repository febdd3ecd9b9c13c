"""Lines are priced for a customer, and the outcome is frozen for a quarter of an hour."""

from collections.abc import Sequence

from foyer_shared.basics.ids import new_id
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.check_quoted_lines import check_quoted_lines
from foyer_invoicing.domain.line import Line
from foyer_invoicing.domain.tax_quote import FROZEN_FOR, TaxQuote
from foyer_invoicing.domain.totals import totals_of
from foyer_invoicing.storage.customers import Customers
from foyer_invoicing.storage.tax_quotes import TaxQuotes
from foyer_invoicing.use_cases.price_lines import price_lines


async def quote_tax(
    work: Work, *, customer_id: str, lines: Sequence[Line], reference: str | None = None
) -> TaxQuote:
    """Lines of one currency; `reference` is what has to be named again when the quote is used.

    Raises CustomerNotFound, BusinessNotHere, and what `check_quoted_lines` refuses.
    """
    check_quoted_lines(lines)
    customer = await Customers(work.session).get(work.scope, customer_id)
    taxed = await price_lines(work, customer, lines)
    quote = TaxQuote(
        id=new_id("txq"),
        business_id=customer.business_id,
        customer_id=customer.id,
        reference=reference,
        ship_to=customer.shipping_address,
        lines=taxed,
        totals=totals_of(taxed),
        quoted_at=work.now,
        expires_at=work.now + FROZEN_FOR,
    )
    await TaxQuotes(work.session).add(quote)
    return quote
