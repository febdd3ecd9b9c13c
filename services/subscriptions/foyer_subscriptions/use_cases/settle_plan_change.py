"""The invoice of a change of plan is paid: the change happens, or the money comes back."""

from dataclasses import replace

from foyer_shared.contracts.invoicing import InvoiceData
from foyer_shared.messaging.handlers import NotYet
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.change_plan import can_still_happen, change_plan
from foyer_subscriptions.domain.errors import SubscriptionNotFound
from foyer_subscriptions.domain.retention import OfferKind
from foyer_subscriptions.domain.subscription import ChangeState
from foyer_subscriptions.storage.circumstances import Circumstances
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.announce_plan_changed import announce_plan_changed
from foyer_subscriptions.use_cases.announce_plan_withdrawn import announce_plan_withdrawn
from foyer_subscriptions.use_cases.charge_plan_change import charge_plan_change
from foyer_subscriptions.use_cases.settle_entitlements import settle_entitlements
from foyer_subscriptions.use_cases.take_retention_offers import take_retention_offers

_SETTLED = frozenset({ChangeState.APPLIED, ChangeState.PAID_TOO_LATE})


async def settle_plan_change(work: Work, invoice: InvoiceData) -> None:
    """Once, however often it is told; of a payment in time that is heard of late the change happens too."""
    if invoice.change_id is None or invoice.subscription_id is None:
        return
    subscriptions = Subscriptions(work.session)
    try:
        subscription = await subscriptions.get_for_update(work.scope, invoice.subscription_id)
    except SubscriptionNotFound as error:
        raise NotYet(f"{invoice.subscription_id} has not arrived") from error
    change = await subscriptions.get_change(subscription, invoice.change_id)
    if change is None or change.plan is None or change.state in _SETTLED:
        return
    if not can_still_happen(subscription, change, change.plan):
        too_late = replace(change, state=ChangeState.PAID_TOO_LATE)
        saved = await subscriptions.save(subscription.with_change(too_late), now=work.now)
        announce_plan_withdrawn(work, saved, too_late, "paid_too_late")
        return
    zone = await Circumstances(work.session).zone(subscription)
    done = replace(change, state=ChangeState.APPLIED)
    changed = change_plan(subscription, change.plan, zone=zone, at=change.effective_at)
    charged = charge_plan_change(work, subscription, changed, done, change.plan)
    saved = await subscriptions.save(charged.with_change(done), now=work.now)
    announce_plan_changed(work, subscription, saved, done, change.plan, due="paid")
    await take_retention_offers(work, saved, OfferKind.PLAN, by=change.requested_by)
    await settle_entitlements(work, saved)
