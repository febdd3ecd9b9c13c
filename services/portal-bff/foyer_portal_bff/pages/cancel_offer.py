"""Takes one of the other ways than to cancel."""

from typing import Annotated

from fastapi import APIRouter, Form, Response
from foyer_shared.basics.errors import FoyerError, Kind
from foyer_shared.http.problems import status_of

from foyer_portal_bff.api.fields import PathId
from foyer_portal_bff.api.session import must
from foyer_portal_bff.pages.cancel import Said, next_step
from foyer_portal_bff.pages.desk import AtDesk, Desk
from foyer_portal_bff.pages.offers import open_offers, show_offers
from foyer_portal_bff.pages.subscriptions import show_subscription
from foyer_portal_bff.use_cases.carry_out_command import carry_out_command
from foyer_portal_bff.views.cancel import CancelForm
from foyer_portal_bff.views.cancel_offers import nothing_chosen
from foyer_portal_bff.views.flashes import DISCOUNTED, TRIAL_EXTENDED
from foyer_portal_bff.views.refusals import Problems, problem

router = APIRouter(prefix="/subscriptions/{subscription_id}/cancel/offer", include_in_schema=False)


@router.post("")
async def take_offer(
    desk: AtDesk,
    subscription_id: PathId,
    form: Said,
    offer: Annotated[str, Form()] = "",
    idempotency_key: Annotated[str | None, Form()] = None,
) -> Response:
    """Take it and go to where it leads; without a choice the step is shown again.

    `offer` is `<kind>.<code>`.
    """
    must(desk.who, "subscriptions:write")
    client = desk.portal.services.subscriptions
    kind, _, code = offer.partition(".")
    if not code:
        return await _nothing_chosen(desk, subscription_id, form)
    try:
        await carry_out_command(
            desk.portal.database,
            desk.who,
            action="accept_retention_offer",
            target=subscription_id,
            owner="subscriptions",
            call=client.accept_retention_offer(
                desk.caller, subscription_id, code, idempotency_key=idempotency_key
            ),
        )
    except FoyerError as refusal:
        if refusal.kind in {Kind.UNAVAILABLE, Kind.NOT_FOUND}:
            raise
        one = await client.one(desk.caller, subscription_id)
        found = Problems((problem(refusal, desk.reader),))
        return await show_subscription(desk, one, found, status=status_of(refusal))
    return _lead_on(desk, subscription_id, kind)


async def _nothing_chosen(desk: Desk, subscription_id: str, form: CancelForm) -> Response:
    client = desk.portal.services.subscriptions
    one = await client.one(desk.caller, subscription_id)
    offers = await open_offers(desk, one, form) if "cancel" in one.actions else ()
    if not offers:
        return await next_step(desk, subscription_id, form, confirms=True)
    plan = await client.cancellation(desk.caller, subscription_id)
    wrong = nothing_chosen(desk.reader)
    return await show_offers(desk, one, plan, offers, form, wrong, status=422)


def _lead_on(desk: Desk, subscription_id: str, kind: str) -> Response:
    page = f"/subscriptions/{subscription_id}"
    match kind:
        case "pause":
            return desk.see_other(f"{page}/pause")
        case "plan":
            return desk.see_other(f"{page}/plan")
        case "contact":
            return desk.see_other(f"/support/new?about={subscription_id}")
        case "trial_extension":
            return desk.see_other(page, flash=TRIAL_EXTENDED)
        case _:
            return desk.see_other(page, flash=DISCOUNTED)
