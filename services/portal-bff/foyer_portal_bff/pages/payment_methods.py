"""The ways to pay, and what each of them is used for from now on."""

from typing import Annotated

from fastapi import APIRouter, Form, Response
from foyer_shared.basics.errors import FoyerError, Kind
from foyer_shared.http.problems import status_of

from foyer_portal_bff.api.fields import PathId
from foyer_portal_bff.api.payment_methods import use_from_now_on
from foyer_portal_bff.api.session import must
from foyer_portal_bff.pages.desk import AtDesk, Desk, may_pay
from foyer_portal_bff.pages.keys import new_form_key
from foyer_portal_bff.views.flashes import METHOD_CHOSEN
from foyer_portal_bff.views.payment_methods import payment_methods_page
from foyer_portal_bff.views.refusals import NONE, Problems, problem
from foyer_portal_bff.views.use_method import use_page

router = APIRouter(include_in_schema=False)


@router.get("/payment-methods")
async def payment_methods(desk: AtDesk) -> Response:
    """All of them, with their mandates."""
    must(desk.who, "payments:read")
    found = await desk.portal.services.payments.methods(desk.caller, limit=100)
    picture = await desk.picture("payments")
    page = payment_methods_page(
        found.data,
        desk.reader,
        may_add=may_pay(desk, picture),
        may_remove=desk.may("payments:write"),
    )
    return await desk.show("payment_methods.html", page, picture=picture)


@router.get("/payment-methods/{method_id}/default")
async def ask_what_for(desk: AtDesk, method_id: PathId) -> Response:
    """For everything, or for one subscription."""
    must(desk.who, "payments:write")
    return await _ask(desk, method_id)


@router.post("/payment-methods/{method_id}/default")
async def choose(
    desk: AtDesk,
    method_id: PathId,
    used_for: Annotated[str, Form()] = "",
    idempotency_key: Annotated[str | None, Form()] = None,
) -> Response:
    """Use it from now on, or say why not."""
    must(desk.who, "payments:write")
    try:
        await use_from_now_on(desk.portal, desk.who, method_id, used_for or None, key=idempotency_key)
    except FoyerError as refusal:
        if refusal.kind in {Kind.UNAVAILABLE, Kind.NOT_FOUND}:
            raise
        problems = Problems((problem(refusal, desk.reader),))
        return await _ask(desk, method_id, used_for, problems, status=status_of(refusal))
    return desk.see_other("/payment-methods", flash=METHOD_CHOSEN)


async def _ask(
    desk: Desk, method_id: str, used_for: str = "", problems: Problems = NONE, *, status: int = 200
) -> Response:
    method = await desk.portal.services.payments.method(desk.caller, method_id)
    key = new_form_key()
    page = use_page(method, desk.reader, idempotency_key=key, used_for=used_for, problems=problems)
    return await desk.show("use_payment_method.html", page, status=status)
