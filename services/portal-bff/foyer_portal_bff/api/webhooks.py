"""`POST /webhooks/<provider>/<account>`: what payment providers send, passed on to payments byte by byte."""

from fastapi import APIRouter, Request, Response
from foyer_shared.http.callers import Caller, Surface

from foyer_portal_bff.api.passing import passed_on
from foyer_portal_bff.api.portal import PortalHere, mark_of
from foyer_portal_bff.domain.pass_through import check_webhook
from foyer_portal_bff.domain.rate_limit import WEBHOOKS_OF_ADDRESS
from foyer_portal_bff.gateways.callers import PORTAL
from foyer_portal_bff.use_cases.count_calls import count_calls

router = APIRouter(prefix="/webhooks", include_in_schema=False)

NOBODYS = ""
"""The business of such a call: payments knows whose the account is."""

_PASSED_ON = (
    "content-type",
    "webhook-id",
    "webhook-timestamp",
    "webhook-signature",
    "stripe-signature",
    "x-mollie-signature",
)


@router.post("/{provider}/{account}")
async def pass_webhook(provider: str, account: str, request: Request, portal: PortalHere) -> Response:
    """The signature is the credential, which payments checks; its answer goes back as it is."""
    check_webhook(provider, account)
    mark = mark_of(request)
    if mark.ip is not None:
        rate = WEBHOOKS_OF_ADDRESS
        await count_calls(
            portal.database, [(rate, rate.bucket(mark.ip))], refusal="Too many webhooks. Send it again later."
        )
    answer = await portal.services.doors["payments"].send(
        "POST",
        f"/internal/webhooks/{provider}/{account}",
        caller=Caller(
            business_id=NOBODYS,
            customer_id=None,
            actor=PORTAL,
            surface=Surface.INTERNAL,
            scopes=frozenset({"payments:webhooks"}),
            request_id=mark.id,
        ),
        content=await request.body(),
        headers=passed_on(request, _PASSED_ON) | _token_of(request),
    )
    return Response(answer.content, answer.status_code, media_type=answer.headers.get("content-type"))


def _token_of(request: Request) -> dict[str, bytes]:
    """Of a provider that signs nothing: it was given an address that holds a token."""
    token = request.query_params.get("token")
    return {"webhook-token": token.encode()} if token else {}
