"""Lines are priced for a customer, and the outcome is frozen for a quarter of an hour."""

from collections.abc import Sequence

from foyer_shared.basics.addresses import Address
from foyer_shared.basics.ids import new_id
from foyer_shared.postal import checked_address
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.check_quoted_lines import check_quoted_lines
from foyer_invoicing.domain.line import Line
from foyer_invoicing.domain.tax_quote import FROZEN_FOR, TaxQuote
from foyer_invoicing.domain.totals import totals_of
from foyer_invoicing.storage.customers import Customers
from foyer_invoicing.storage.tax_quotes import TaxQuotes
from foyer_invoicing.use_cases.price_lines import price_lines
from foyer_invoicing.use_cases.tax_as_invoiced import tax_as_invoiced


async def quote_tax(
    work: Work,
    *,
    customer_id: str,
    lines: Sequence[Line],
    reference: str | None = None,
    subscription_id: str | None = None,
    ship_to: Address | None = None,
) -> TaxQuote:
    """Lines of one currency; `reference` is what has to be named again when the quote is used. What a
    subscription gives back is taxed as it was invoiced, where the line's reference is the id of its price.
    Goods go to the customer's own address unless another is given.

    Raises AddressInvalid, CustomerNotFound, BusinessNotHere, and what `check_quoted_lines` refuses.
    """
    check_quoted_lines(lines)
    customer = await Customers(work.session).get(work.scope, customer_id)
    ship_to = checked_address(ship_to, field="shipping_address") if ship_to else customer.shipping_address
    taxed = await price_lines(work, customer, lines, ship_to=ship_to)
    if subscription_id:
        taxed = await tax_as_invoiced(work, taxed, customer_id=customer.id, subscription_id=subscription_id)
    quote = TaxQuote(
        id=new_id("txq"),
        business_id=customer.business_id,
        customer_id=customer.id,
        reference=reference,
        ship_to=ship_to,
        lines=taxed,
        totals=totals_of(taxed),
        quoted_at=work.now,
        expires_at=work.now + FROZEN_FOR,
    )
    await TaxQuotes(work.session).add(quote)
    return quote
