"""To which kinds of payment methods a provider has agreed, said by the business."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from foyer_shared.http.door import Door, business_door
from foyer_shared.http.models import Body, showing
from foyer_shared.storage.work import Work
from pydantic import Field

from foyer_payments.api.provider_accounts import ProviderAccountAnswer, provider_account_answer
from foyer_payments.use_cases.change_approved_kinds import change_approved_kinds

router = APIRouter(prefix="/v1/provider-accounts")


class ApprovedKinds(Body):
    """All to which it has agreed, of `paypal`, `acss_debit`, `bacs_debit` and `au_becs_debit`."""

    model_config = showing({"kinds": ["paypal"]})

    kinds: list[str] = Field(max_length=20)


@router.put("/{account_id}/approved-kinds", response_model=ProviderAccountAnswer)
async def change_approved(
    account_id: str, body: ApprovedKinds, door: Annotated[Door, Depends(business_door("payments:write"))]
) -> JSONResponse:
    """Offer these from now on, and of those that need approval no others."""

    async def effect(work: Work) -> ProviderAccountAnswer:
        return provider_account_answer(await change_approved_kinds(work, account_id, body.kinds))

    return await door.once(effect)
