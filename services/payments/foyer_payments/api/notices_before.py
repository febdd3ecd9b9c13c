"""How long before it is collected a direct debit is announced, said by the business."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from foyer_shared.http.door import Door, business_door
from foyer_shared.http.models import Body, showing
from foyer_shared.storage.work import Work

from foyer_payments.api.provider_accounts import ProviderAccountAnswer, provider_account_answer
from foyer_payments.use_cases.change_notice_days import change_notice_days

router = APIRouter(prefix="/v1/provider-accounts")


class NoticeBefore(Body):
    """So many calendar days before: what the business has agreed with its customers, 14 unless it has."""

    model_config = showing({"days": 5})

    days: int


@router.put("/{account_id}/notice", response_model=ProviderAccountAnswer)
async def change_notice(
    account_id: str, body: NoticeBefore, door: Annotated[Door, Depends(business_door("payments:write"))]
) -> JSONResponse:
    """Announce so many days before from now on; what was announced keeps its day."""

    async def effect(work: Work) -> ProviderAccountAnswer:
        return provider_account_answer(await change_notice_days(work, account_id, body.days))

    return await door.once(effect)
