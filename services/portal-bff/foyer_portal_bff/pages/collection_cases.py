"""Collection cases: the list, one of them, and the request for a payment plan."""

from typing import Annotated

from fastapi import APIRouter, Form, Response
from foyer_shared.basics.errors import FoyerError, Kind
from foyer_shared.http.problems import status_of

from foyer_portal_bff.api.fields import PathId
from foyer_portal_bff.api.session import must
from foyer_portal_bff.pages.desk import AtDesk, Desk, may_pay
from foyer_portal_bff.pages.keys import new_form_key
from foyer_portal_bff.use_cases.carry_out_command import carry_out_command
from foyer_portal_bff.views.collection_cases import case_page, cases_page
from foyer_portal_bff.views.flashes import PAYMENT_PLAN_ASKED, PAYMENT_PLAN_RUNS
from foyer_portal_bff.views.paging import more
from foyer_portal_bff.views.refusals import BY_CODE, NONE, Problem, Problems, problem

router = APIRouter(prefix="/collection-cases", include_in_schema=False)


@router.get("")
async def cases(desk: AtDesk, cursor: str | None = None) -> Response:
    """Newest first."""
    must(desk.who, "invoicing:read")
    found = await desk.portal.services.invoicing.collection_cases(desk.caller, limit=30, cursor=cursor)
    rest = more("/collection-cases", found.next_cursor)
    return await desk.show("collection_cases.html", cases_page(found.data, desk.reader, more=rest))


@router.get("/{case_id}")
async def case(desk: AtDesk, case_id: PathId) -> Response:
    """One of them."""
    must(desk.who, "invoicing:read")
    return await _show(desk, case_id)


@router.post("/{case_id}/payment-plan")
async def ask_for_plan(
    desk: AtDesk,
    case_id: PathId,
    instalments: Annotated[str, Form()] = "",
    idempotency_key: Annotated[str | None, Form()] = None,
) -> Response:
    """Ask to pay in so many instalments, or say why not."""
    must(desk.who, "invoicing:write")
    if not instalments.isdecimal():
        none_chosen = BY_CODE["instalments_not_offered"]
        nothing = Problem("instalments", desk.reader.say(none_chosen))
        return await _show(desk, case_id, Problems((nothing,)), status=422)
    try:
        plan = await carry_out_command(
            desk.portal.database,
            desk.who,
            action="request_payment_plan",
            target=case_id,
            owner="invoicing",
            call=desk.portal.services.invoicing.request_payment_plan(
                desk.caller, case_id, instalments=int(instalments), idempotency_key=idempotency_key
            ),
        )
    except FoyerError as refusal:
        if refusal.kind in {Kind.UNAVAILABLE, Kind.NOT_FOUND}:
            raise
        found = problem(refusal, desk.reader, fields={"instalments": "instalments"})
        return await _show(desk, case_id, Problems((found,)), status=status_of(refusal))
    flash = PAYMENT_PLAN_RUNS if plan.status == "running" else PAYMENT_PLAN_ASKED
    return desk.see_other(f"/collection-cases/{case_id}", flash=flash)


async def _show(desk: Desk, case_id: str, problems: Problems = NONE, *, status: int = 200) -> Response:
    found = await desk.portal.services.invoicing.collection_case(desk.caller, case_id)
    picture = await desk.picture("payments")
    page = case_page(
        found,
        desk.reader,
        may_ask=desk.may("invoicing:write"),
        may_pay=may_pay(desk, picture),
        idempotency_key=new_form_key(),
        problems=problems,
    )
    return await desk.show("collection_case.html", page, status=status, picture=picture)
