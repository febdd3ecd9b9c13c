"""What the step of other ways than to cancel is made of."""

from fastapi import Response
from foyer_shared.basics.errors import FoyerError

from foyer_portal_bff.gateways.models.retention import RetentionOffer
from foyer_portal_bff.gateways.models.subscriptions import Cancellation, Subscription
from foyer_portal_bff.pages.desk import Desk
from foyer_portal_bff.pages.keys import new_form_key
from foyer_portal_bff.views.cancel import CancelForm
from foyer_portal_bff.views.cancel_offers import offers_page
from foyer_portal_bff.views.refusals import NONE, Problems


async def open_offers(desk: Desk, one: Subscription, form: CancelForm) -> tuple[RetentionOffer, ...]:
    """Those to show. Nothing that goes wrong with them stands in the way of a cancellation."""
    client = desk.portal.services.subscriptions
    try:
        found = await client.retention_offers(desk.caller, one.id, reason=form.reason or None)
    except FoyerError:
        return ()
    asks = desk.opens("/support/new")
    return tuple(offer for offer in found.offers if asks or offer.kind != "contact")


async def show_offers(
    desk: Desk,
    one: Subscription,
    plan: Cancellation,
    offers: tuple[RetentionOffer, ...],
    form: CancelForm,
    problems: Problems = NONE,
    *,
    status: int = 200,
) -> Response:
    """The step."""
    page = offers_page(
        one, plan, offers, desk.reader, form=form, idempotency_key=new_form_key(), problems=problems
    )
    return await desk.show("cancel_offers.html", page, status=status)
