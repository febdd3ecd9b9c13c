"""`GET /api/payment-methods`: how the customer pays."""

from typing import Annotated

from fastapi import APIRouter, Depends

from foyer_portal_bff.api.fields import Cursor, Limit
from foyer_portal_bff.api.portal import PortalHere
from foyer_portal_bff.api.session import signed_in_with
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.gateways.callers import customer_caller
from foyer_portal_bff.gateways.models.payments import PaymentMethod
from foyer_portal_bff.gateways.models.tolerant import PageOf

router = APIRouter()
Reader = Annotated[SignedIn, Depends(signed_in_with("payments:read"))]


@router.get("/payment-methods")
async def get_payment_methods(
    who: Reader, portal: PortalHere, limit: Limit = 20, cursor: Cursor = None
) -> PageOf[PaymentMethod]:
    """The methods, each with its mandate if it has one."""
    return await portal.services.payments.methods(customer_caller(who), limit=limit, cursor=cursor)
