"""An invoice of a subscription is owed, or no longer: the subscription's state follows."""

from foyer_shared.contracts.invoicing import InvoiceData
from foyer_shared.contracts.subscriptions import SubscriptionPastDue, SubscriptionRecovered
from foyer_shared.messaging.handlers import NotYet
from foyer_shared.storage.copies import save_copy
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.errors import SubscriptionNotFound
from foyer_subscriptions.domain.standing import after_debt
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.storage.rows import InvoiceStandingRow
from foyer_subscriptions.storage.standings import Standings
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.settle_entitlements import settle_entitlements
from foyer_subscriptions.use_cases.told import announce


async def note_invoice_standing(work: Work, invoice: InvoiceData, *, overdue: bool, version: int) -> None:
    """Keep how the invoice stands (its newest version wins, whatever comes first) and move the state."""
    if invoice.subscription_id is None:
        return
    try:
        subscription = await advance_subscription(work, invoice.subscription_id)
    except SubscriptionNotFound as error:
        raise NotYet(f"{invoice.subscription_id} has not arrived") from error
    row = InvoiceStandingRow(
        id=invoice.invoice_id,
        version=version,
        business_id=work.scope.business_id,
        subscription_id=subscription.id,
        overdue=overdue,
    )
    await save_copy(work, row)
    owes = await Standings(work.session).owes(work.scope, subscription.id)
    changed = after_debt(subscription, owes=owes, now=work.now)
    if changed.status is subscription.status:
        return
    saved = await Subscriptions(work.session).save(changed, now=work.now)
    event = SubscriptionPastDue if saved.status is Status.PAST_DUE else SubscriptionRecovered
    announce(work, event, saved, invoice_id=invoice.invoice_id)
    await settle_entitlements(work, saved)
    await advance_subscription(work, saved.id)
