"""What a subscription charges and gives back at one moment: an invoice, or what is more is given back."""

from collections.abc import Sequence

from foyer_shared.basics.addresses import Address
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.credit_note import CreditTo
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.invoice import Invoice, Terms
from foyer_invoicing.domain.line import TaxedLine, negated
from foyer_invoicing.domain.totals import totals_of
from foyer_invoicing.use_cases.credit_subscription import credit_subscription
from foyer_invoicing.use_cases.issue_priced_lines import issue_priced_lines


async def settle_subscription_lines(
    work: Work,
    lines: Sequence[TaxedLine],
    *,
    customer: Customer,
    terms: Terms,
    goods_to: Address | None,
    reason: str,
    credit_to: CreditTo = CreditTo.BALANCE,
) -> Invoice | None:
    """One invoice of all of them when they come to zero or more. Else what is given back is credited first,
    and what is charged is invoiced, which the credit pays. None when there is nothing to invoice. Goods were
    taxed as what goes to `goods_to`.

    Raises NotYet while what is given back has no invoice yet, and BusinessNotHere.
    """
    if not lines:
        return None
    if totals_of(lines).total.amount >= 0:
        return await issue_priced_lines(work, customer=customer, lines=lines, terms=terms, goods_to=goods_to)
    await credit_subscription(
        work,
        [negated(line) for line in lines if line.gross.amount < 0],
        customer_id=customer.id,
        subscription_id=str(terms.subscription_id),
        reason=reason,
        credit_to=credit_to,
    )
    charged = [line for line in lines if line.gross.amount > 0]
    if not charged:
        return None
    return await issue_priced_lines(work, customer=customer, lines=charged, terms=terms, goods_to=goods_to)
