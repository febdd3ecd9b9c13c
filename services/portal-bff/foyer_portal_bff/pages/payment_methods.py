"""The ways to pay."""

from fastapi import APIRouter, Response

from foyer_portal_bff.api.session import must
from foyer_portal_bff.pages.desk import AtDesk, may_pay
from foyer_portal_bff.views.payment_methods import payment_methods_page

router = APIRouter(include_in_schema=False)


@router.get("/payment-methods")
async def payment_methods(desk: AtDesk) -> Response:
    """All of them, with their mandates."""
    must(desk.who, "payments:read")
    found = await desk.portal.services.payments.methods(desk.caller, limit=100)
    picture = await desk.picture("payments")
    page = payment_methods_page(found.data, desk.reader, may_add=may_pay(desk, picture))
    return await desk.show("payment_methods.html", page, picture=picture)
