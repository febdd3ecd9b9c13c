"""Removing a payment method: what happens then or what is in the way, a fresh code, and the end."""

from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Form, Response
from foyer_shared.basics.errors import FoyerError, Kind
from foyer_shared.http.problems import status_of
from foyer_shared.http.refusals import TooManyRequests

from foyer_portal_bff.api.fields import PathId
from foyer_portal_bff.api.payment_methods import ask_removal_code, remove_method
from foyer_portal_bff.api.session import must
from foyer_portal_bff.domain.payment_methods import PaymentMethodNeeded
from foyer_portal_bff.domain.sign_in import CodeNotValid
from foyer_portal_bff.pages.desk import AtDesk, Desk, may_pay
from foyer_portal_bff.views.flashes import METHOD_REMOVED
from foyer_portal_bff.views.refusals import NONE, Problems, problem
from foyer_portal_bff.views.remove_method import remove_page
from foyer_portal_bff.views.sign_in import check_code, must_wait, typed_code

router = APIRouter(include_in_schema=False)

ADDRESS = "/payment-methods/{method_id}/remove"


@router.get(ADDRESS)
async def ask(desk: AtDesk, method_id: PathId) -> Response:
    """What happens, and a button for the code."""
    must(desk.who, "payments:write")
    return await _show(desk, method_id)


@router.post(ADDRESS)
async def confirm(desk: AtDesk, method_id: PathId, later: BackgroundTasks) -> Response:
    """Mail a code to the login's own address, and ask for it."""
    must(desk.who, "payments:write")
    try:
        await ask_removal_code(desk.portal, desk.who, method_id, later)
    except PaymentMethodNeeded:
        return await _show(desk, method_id, status=409)
    except TooManyRequests as refusal:
        problems = must_wait(refusal.retry_after, desk.reader)
        return await _show(desk, method_id, asks_code=True, problems=problems, status=429)
    return await _show(desk, method_id, asks_code=True)


@router.post(f"{ADDRESS}/code")
async def give_code(desk: AtDesk, method_id: PathId, code: Annotated[str, Form()] = "") -> Response:
    """Remove it, or ask for the code again."""
    must(desk.who, "payments:write")
    digits, status = typed_code(code), 422
    problems = check_code(digits, desk.reader)
    if not problems:
        try:
            await remove_method(desk.portal, desk.who, method_id, digits)
        except CodeNotValid as refusal:
            problems = Problems((problem(refusal, desk.reader, fields={"code": "code"}),))
        except FoyerError as refusal:
            if refusal.kind is not Kind.CONFLICT:
                raise
            problems, status = Problems((problem(refusal, desk.reader),)), status_of(refusal)
        else:
            return desk.see_other("/payment-methods", flash=METHOD_REMOVED)
    return await _show(desk, method_id, asks_code=True, problems=problems, status=status)


async def _show(
    desk: Desk, method_id: str, *, asks_code: bool = False, problems: Problems = NONE, status: int = 200
) -> Response:
    method = await desk.portal.services.payments.method(desk.caller, method_id)
    picture = await desk.picture("payments")
    page = remove_page(
        method,
        desk.reader,
        may_add=may_pay(desk, picture),
        may_ask=desk.may("support:write") and desk.opens("/support/new"),
        sent_to=desk.who.login.email if asks_code else "",
        problems=problems,
    )
    return await desk.show("remove_payment_method.html", page, status=status, picture=picture)
