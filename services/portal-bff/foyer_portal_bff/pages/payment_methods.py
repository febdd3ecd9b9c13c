"""The ways to pay, and which of them is used from now on."""

from typing import Annotated

from fastapi import APIRouter, Form, Response
from foyer_shared.basics.errors import FoyerError, Kind
from foyer_shared.http.problems import status_of

from foyer_portal_bff.api.fields import PathId
from foyer_portal_bff.api.session import must
from foyer_portal_bff.pages.desk import AtDesk, Desk, may_pay
from foyer_portal_bff.pages.keys import new_form_key
from foyer_portal_bff.use_cases.carry_out_command import carry_out_command
from foyer_portal_bff.views.flashes import METHOD_CHOSEN
from foyer_portal_bff.views.payment_methods import payment_methods_page
from foyer_portal_bff.views.refusals import NONE, Problems, problem

router = APIRouter(include_in_schema=False)


@router.get("/payment-methods")
async def payment_methods(desk: AtDesk) -> Response:
    """All of them, with their mandates."""
    must(desk.who, "payments:read")
    return await _show(desk)


@router.post("/payment-methods/{method_id}/default")
async def choose_default(
    desk: AtDesk, method_id: PathId, idempotency_key: Annotated[str | None, Form()] = None
) -> Response:
    """Use it from now on, or say why not."""
    must(desk.who, "payments:write")
    client = desk.portal.services.payments
    try:
        await carry_out_command(
            desk.portal.database,
            desk.who,
            action="choose_payment_method",
            target=method_id,
            owner="payments",
            call=client.use_from_now_on(desk.caller, method_id, idempotency_key=idempotency_key),
        )
    except FoyerError as refusal:
        if refusal.kind is Kind.UNAVAILABLE:
            raise
        problems = Problems((problem(refusal, desk.reader),))
        return await _show(desk, problems, status=status_of(refusal))
    return desk.see_other("/payment-methods", flash=METHOD_CHOSEN)


async def _show(desk: Desk, problems: Problems = NONE, *, status: int = 200) -> Response:
    found = await desk.portal.services.payments.methods(desk.caller, limit=100)
    picture = await desk.picture("payments")
    page = payment_methods_page(
        found.data,
        desk.reader,
        may_add=may_pay(desk, picture),
        may_remove=desk.may("payments:write"),
        idempotency_key=new_form_key(),
        problems=problems,
    )
    return await desk.show("payment_methods.html", page, status=status, picture=picture)
