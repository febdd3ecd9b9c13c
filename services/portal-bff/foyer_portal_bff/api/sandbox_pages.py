"""The sandbox provider's pages, on the business's own address: passed through as they are."""

from fastapi import APIRouter, Request, Response

from foyer_portal_bff.api.passing import passed_back, passed_on
from foyer_portal_bff.api.portal import PortalHere, mark_of
from foyer_portal_bff.api.visitor import BusinessHere
from foyer_portal_bff.domain.pass_through import check_sandbox_page
from foyer_portal_bff.domain.rate_limit import SANDBOX_PAGES_OF_ADDRESS
from foyer_portal_bff.gateways.callers import portal_caller
from foyer_portal_bff.use_cases.count_calls import count_calls

router = APIRouter(prefix="/sandbox", include_in_schema=False)

_PASSED_ON = ("accept-language", "content-type")
_PASSED_BACK = ("cache-control", "content-security-policy", "content-type", "location", "referrer-policy")


@router.api_route("/{path:path}", methods=["GET", "POST"])
async def pass_page(path: str, request: Request, portal: PortalHere, business: BusinessHere) -> Response:
    """Neither the session nor its cookie goes there: the page's address is all that opens it."""
    check_sandbox_page(path, mode=business.mode)
    mark = mark_of(request)
    if mark.ip is not None:
        rate = SANDBOX_PAGES_OF_ADDRESS
        await count_calls(
            portal.database, [(rate, rate.bucket(mark.ip))], refusal="Too many calls. Wait a little."
        )
    answer = await portal.services.sandbox.send(
        request.method,
        f"/sandbox/{path}",
        caller=portal_caller(business, scope="sandbox:pages", request_id=mark.id),
        content=await request.body() or None,
        params=dict(request.query_params),
        headers=passed_on(request, _PASSED_ON),
    )
    return Response(answer.content, answer.status_code, passed_back(answer, _PASSED_BACK))
