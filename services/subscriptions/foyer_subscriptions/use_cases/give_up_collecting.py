"""Collecting an invoice has failed for the last time: what the product's billing policy says happens."""

from foyer_shared.contracts.invoicing import InvoiceData
from foyer_shared.contracts.subscriptions import SubscriptionCanceled
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.billing_policy import AfterLastRetry
from foyer_subscriptions.domain.end import cancel_as_of
from foyer_subscriptions.domain.states import Move, can
from foyer_subscriptions.domain.subscription import ChangeKind
from foyer_subscriptions.storage.circumstances import Circumstances
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.announce_plan_withdrawn import announce_plan_withdrawn
from foyer_subscriptions.use_cases.bill_usage import bill_usage
from foyer_subscriptions.use_cases.note_invoice_standing import note_invoice_standing
from foyer_subscriptions.use_cases.settle_entitlements import settle_entitlements
from foyer_subscriptions.use_cases.suspend_over_invoice import suspend_over_invoice
from foyer_subscriptions.use_cases.told import announce, line_data


async def give_up_collecting(work: Work, invoice: InvoiceData, *, version: int) -> None:
    """Suspend, cancel, or leave it past due; nothing, if the invoice has been settled since, or is paid in
    instalments.
    """
    await note_invoice_standing(work, invoice, overdue=True, version=version)
    if invoice.subscription_id is None:
        return
    subscriptions, circumstances = Subscriptions(work.session), Circumstances(work.session)
    subscription = await subscriptions.get_for_update(work.scope, invoice.subscription_id)
    if not await circumstances.is_owed(subscription, invoice.invoice_id):
        return
    policy = (await circumstances.product(subscription)).billing
    match policy.after_last_retry:
        case AfterLastRetry.SUSPENDED if can(subscription.status, Move.SUSPEND):
            await suspend_over_invoice(work, subscription, invoice.invoice_id)
        case AfterLastRetry.CANCELED if can(subscription.status, Move.CANCEL):
            waiting = subscription.waiting_of(ChangeKind.PLAN)
            used = await bill_usage(subscription, circumstances, ends=work.now)
            saved = await subscriptions.save(cancel_as_of(subscription, work.now), now=work.now)
            announce_plan_withdrawn(work, saved, waiting, "canceled")
            announce(
                work,
                SubscriptionCanceled,
                saved,
                canceled_at=work.now,
                cause="retries_exhausted",
                usage_lines=line_data(used),
                lines=line_data(subscription.carried),
            )
            await settle_entitlements(work, saved)
        case _:
            return
