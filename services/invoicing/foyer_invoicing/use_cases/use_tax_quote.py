"""A frozen tax quote is used: once, and as it was shown."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.tax_quote import TaxQuote, TaxQuoteNotFound, use
from foyer_invoicing.storage.tax_quotes import TaxQuotes


async def use_tax_quote(
    work: Work, quote_id: str, *, customer_id: str, reference: str | None, used_for: str
) -> TaxQuote:
    """The quote with its lines, for the invoice of the id `used_for`; nothing is computed anew.

    Raises TaxQuoteNotFound, for another customer's too, TaxQuoteForSomethingElse, TaxQuoteAlreadyUsed,
    TaxQuoteExpired.
    """
    quotes = TaxQuotes(work.session)
    quote = await quotes.get_for_update(work.scope, quote_id)
    if quote.customer_id != customer_id:
        raise TaxQuoteNotFound("There is no such tax quote.")
    used = use(quote, reference=reference, used_for=used_for, now=work.now)
    await quotes.save(used)
    return used
