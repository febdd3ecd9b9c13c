"""Another account for a direct debit: a fresh code, then the provider's page, as when a method is added."""

from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Form, Response
from foyer_shared.basics.errors import FoyerError, Kind
from foyer_shared.http.problems import status_of
from foyer_shared.http.refusals import TooManyRequests

from foyer_portal_bff.api.confirmation import send_code
from foyer_portal_bff.api.fields import PathId
from foyer_portal_bff.api.payment_methods import begin_setup
from foyer_portal_bff.api.session import must
from foyer_portal_bff.domain.sign_in import CodeNotValid, Purpose
from foyer_portal_bff.pages.desk import AtDesk, Desk
from foyer_portal_bff.views.change_iban import iban_page
from foyer_portal_bff.views.outcome import setup_outcome
from foyer_portal_bff.views.refusals import NONE, Problems, problem
from foyer_portal_bff.views.sign_in import check_code, must_wait, typed_code

router = APIRouter(include_in_schema=False)

ADDRESS = "/payment-methods/{method_id}/iban"


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
        await send_code(desk.portal, desk.who, Purpose.PAYMENT_METHOD, later)
    except TooManyRequests as refusal:
        problems = must_wait(refusal.retry_after, desk.reader)
        return await _show(desk, method_id, asks_code=True, problems=problems, status=429)
    return await _show(desk, method_id, asks_code=True)


@router.post(f"{ADDRESS}/code")
async def give_code(desk: AtDesk, method_id: PathId, code: Annotated[str, Form()] = "") -> Response:
    """On to the provider's page, or ask for the code again."""
    must(desk.who, "payments:write")
    digits, status = typed_code(code), 422
    problems = check_code(digits, desk.reader)
    if not problems:
        language = desk.reader.language.code
        try:
            setup = await begin_setup(desk.portal, desk.who, digits, language=language, amends=method_id)
        except CodeNotValid as refusal:
            problems = Problems((problem(refusal, desk.reader, fields={"code": "code"}),))
        except FoyerError as refusal:
            if refusal.kind in {Kind.UNAVAILABLE, Kind.NOT_FOUND}:
                raise
            problems, status = Problems((problem(refusal, desk.reader),)), status_of(refusal)
        else:
            if setup.action_url is None:
                return desk.see_other(f"/payment-methods/added/{setup.id}")
            return await desk.lead_on(setup.action_url, "outcome.html", setup_outcome(setup, desk.reader))
    return await _show(desk, method_id, asks_code=True, problems=problems, status=status)


async def _show(
    desk: Desk, method_id: str, *, asks_code: bool = False, problems: Problems = NONE, status: int = 200
) -> Response:
    method = await desk.portal.services.payments.method(desk.caller, method_id)
    sent_to = desk.who.login.email if asks_code else ""
    page = iban_page(method, desk.reader, sent_to=sent_to, problems=problems)
    return await desk.show("change_iban.html", page, status=status)
