"""What a subscription gives back is credited on its invoices, the newest first."""

from collections.abc import Sequence

from foyer_shared.messaging.handlers import NotYet
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.balance import AdjustmentKind
from foyer_invoicing.domain.credit_note import CreditTo
from foyer_invoicing.domain.creditable import Creditable
from foyer_invoicing.domain.invoice import Invoice
from foyer_invoicing.domain.line import TaxedLine
from foyer_invoicing.domain.totals import totals_of
from foyer_invoicing.storage.balances import Balances
from foyer_invoicing.storage.credit_notes import CreditNotes
from foyer_invoicing.storage.imported_subscriptions import ImportedSubscriptions
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.use_cases.adjust_balance import adjust_balance
from foyer_invoicing.use_cases.issue_credit_note import issue_credit_note

_MOST_INVOICES = 50


async def credit_subscription(
    work: Work,
    lines: Sequence[TaxedLine],
    *,
    customer_id: str,
    subscription_id: str,
    reason: str,
    credit_to: CreditTo,
) -> None:
    """Lines above zero: on the newest invoice that they fit on as they are, else their amount on as many as
    it takes. What was paid before the subscription came here has no invoice, and becomes balance.

    Raises NotYet while none of its invoices is there.
    """
    amount = totals_of(lines).total
    if amount.amount <= 0:
        return
    await Balances(work.session).lock(work.scope, customer_id, amount.currency)
    invoices = await _creditable_invoices(work, subscription_id, amount.currency, reason)
    imported = await ImportedSubscriptions(work.session).has(work.scope, subscription_id)
    if not invoices and not imported:
        raise NotYet(f"no invoice of {subscription_id} has been made")
    for invoice, left in invoices:
        if left.fits(lines) and not left.total < amount:
            await issue_credit_note(work, invoice, lines, reason=reason, credit_to=credit_to)
            return
    for invoice, left in invoices:
        part = min(amount, left.total)
        if part.amount > 0:
            credited = left.amount(part)
            await issue_credit_note(
                work, await _again(work, invoice), credited, reason=reason, credit_to=credit_to
            )
            amount -= part
    if amount.amount:
        await adjust_balance(work, customer_id, amount=amount, kind=AdjustmentKind.CORRECTION, reason=reason)


async def _creditable_invoices(
    work: Work, subscription_id: str, currency: str, reason: str
) -> list[tuple[Invoice, Creditable]]:
    found = []
    for invoice in await Invoices(work.session).list_of_subscription_for_update(
        work.scope, subscription_id, limit=_MOST_INVOICES
    ):
        _, invoiced = await Invoices(work.session).get_with_lines(work.scope, invoice.id)
        notes = await CreditNotes(work.session).list_of_with_lines(work.scope, invoice.id)
        credited = [line for _, lines in notes for line in lines]
        if invoice.open.currency == currency:
            found.append((invoice, Creditable(invoiced, credited, reason)))
    return found


async def _again(work: Work, invoice: Invoice) -> Invoice:
    """A credit note before may have paid it from the balance."""
    return await Invoices(work.session).get_for_update(work.scope, invoice.id)
