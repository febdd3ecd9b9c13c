"""Adding a payment method, also in the place of another one: a fresh code, then the provider's page, then how
it ended.
"""

from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Form, Query, Response
from foyer_shared.basics.errors import FoyerError, Kind
from foyer_shared.http.problems import status_of
from foyer_shared.http.refusals import TooManyRequests

from foyer_portal_bff.api.confirmation import send_code
from foyer_portal_bff.api.fields import PathId
from foyer_portal_bff.api.payment_methods import begin_setup, look_at_setup
from foyer_portal_bff.api.session import must
from foyer_portal_bff.domain.sign_in import CodeNotValid, Purpose
from foyer_portal_bff.gateways.models.payments import PaymentSetup
from foyer_portal_bff.pages.desk import AtDesk, Desk
from foyer_portal_bff.views.flashes import IBAN_CHANGED, MANDATE_REPLACED, METHOD_ADDED, METHOD_REPLACED
from foyer_portal_bff.views.outcome import setup_outcome
from foyer_portal_bff.views.payment_methods import AddPage, kinds_to_add
from foyer_portal_bff.views.refusals import NONE, Problems, problem
from foyer_portal_bff.views.sign_in import check_code, must_wait, typed_code

router = APIRouter(include_in_schema=False)

ADDRESS = "/payment-methods/add"

Replaced = Annotated[str, Query(max_length=100)]
"""The id of the method whose place the new one is to take, "" for none."""


@router.get(ADDRESS)
async def ask(desk: AtDesk, replaces: Replaced = "") -> Response:
    """What happens, and a button for the code."""
    must(desk.who, "payments:write")
    return await _show(desk, replaces)


@router.post(ADDRESS)
async def confirm(desk: AtDesk, later: BackgroundTasks, replaces: Annotated[str, Form()] = "") -> Response:
    """Mail a code to the login's own address, and ask for it."""
    must(desk.who, "payments:write")
    try:
        await send_code(desk.portal, desk.who, Purpose.PAYMENT_METHOD, later)
    except TooManyRequests as refusal:
        problems = must_wait(refusal.retry_after, desk.reader)
        return await _show(desk, replaces, asks_code=True, problems=problems, status=429)
    return await _show(desk, replaces, asks_code=True)


@router.post(f"{ADDRESS}/code")
async def give_code(
    desk: AtDesk, code: Annotated[str, Form()] = "", replaces: Annotated[str, Form()] = ""
) -> Response:
    """On to the provider's page, or ask for the code again."""
    must(desk.who, "payments:write")
    digits, status = typed_code(code), 422
    problems = check_code(digits, desk.reader)
    if not problems:
        try:
            setup = await begin_setup(
                desk.portal,
                desk.who,
                digits,
                language=desk.reader.language.code,
                replaces=replaces or None,
            )
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
    return await _show(desk, replaces, asks_code=True, problems=problems, status=status)


@router.get("/payment-methods/added/{setup_id}")
async def outcome(desk: AtDesk, setup_id: PathId) -> Response:
    """The customer is back: the list with the new method, or how far it is."""
    must(desk.who, "payments:write")
    setup = await look_at_setup(desk.portal, desk.who, setup_id)
    if setup.status == "succeeded":
        return desk.see_other("/payment-methods", flash=_flash(setup))
    return await desk.show("outcome.html", setup_outcome(setup, desk.reader))


def _flash(setup: PaymentSetup) -> str:
    if setup.amends is None:
        return METHOD_REPLACED if setup.replaces else METHOD_ADDED
    return IBAN_CHANGED if setup.payment_method_id == setup.amends else MANDATE_REPLACED


async def _show(
    desk: Desk, replaces: str, *, asks_code: bool = False, problems: Problems = NONE, status: int = 200
) -> Response:
    client = desk.portal.services.payments
    replaced = await client.method(desk.caller, replaces) if replaces else None
    page = AddPage(
        sent_to=desk.who.login.email if asks_code else "",
        problems=problems,
        replaces=replaces,
        label=replaced.label if replaced else "",
        kinds=() if asks_code else kinds_to_add(await client.kinds_to_add(desk.caller), desk.reader),
    )
    return await desk.show("add_payment_method.html", page, status=status)
