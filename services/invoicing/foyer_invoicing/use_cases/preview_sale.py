"""What a sale would cost a customer, before anything is ordered."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.check_lines import check_preview
from foyer_invoicing.domain.sale import Sale, lines_of
from foyer_invoicing.domain.tax_quote import TaxQuote
from foyer_invoicing.storage.products import Products
from foyer_invoicing.use_cases.quote_tax import quote_tax


async def preview_sale(
    work: Work,
    *,
    customer_id: str,
    sale: Sale,
    reference: str | None = None,
    subscription_id: str | None = None,
) -> TaxQuote:
    """Its lines as an order of it would have them; one may give something back, too.

    Raises what `check_preview`, `lines_of` and `quote_tax` refuse.
    """
    check_preview(sale)
    named = filter(None, (line.product_id for line in sale.lines))
    products = await Products(work.session).find(work.scope, named)
    return await quote_tax(
        work,
        customer_id=customer_id,
        lines=lines_of(sale, products),
        reference=reference,
        subscription_id=subscription_id,
        ship_to=sale.ship_to,
    )
