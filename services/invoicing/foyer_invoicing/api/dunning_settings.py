"""How the business wants to be paid, by its hand."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from foyer_shared.http.door import Door, business_door
from foyer_shared.http.models import Answer, Body, showing
from foyer_shared.storage.work import Work
from pydantic import StrictInt

from foyer_invoicing.domain.dunning_settings import USUAL_DUNNING, DunningSettings
from foyer_invoicing.storage.dunning import Dunning
from foyer_invoicing.use_cases.set_dunning import set_dunning

router = APIRouter(prefix="/v1/dunning-settings", tags=["dunning"])
Reader = Annotated[Door, Depends(business_door("invoicing:read"))]
Writer = Annotated[Door, Depends(business_door("invoicing:write"))]


class DunningSettingsBody(Body):
    """All of them: what is left out is as usual. A reminder that is null is not sent."""

    model_config = showing({"due_days": 14, "remind_after_days": 7, "retry_days": [1, 3, 7]})

    due_days: StrictInt = USUAL_DUNNING.due_days
    remind_before_days: StrictInt | None = USUAL_DUNNING.remind_before_days
    remind_after_days: StrictInt | None = USUAL_DUNNING.remind_after_days
    retry_days: tuple[StrictInt, ...] = USUAL_DUNNING.retry_days

    def settings(self) -> DunningSettings:
        """The same for the domain."""
        return DunningSettings(**dict(self))


class DunningSettingsAnswer(Answer):
    """Days: from the invoice's to its due date, before and after that, and after the first failed charge."""

    due_days: int
    remind_before_days: int | None
    remind_after_days: int | None
    retry_days: tuple[int, ...]

    @classmethod
    def of(cls, settings: DunningSettings) -> "DunningSettingsAnswer":
        return cls.model_validate(settings, from_attributes=True)


@router.get("")
async def read(door: Reader) -> DunningSettingsAnswer:
    async with door.reading() as work:
        return DunningSettingsAnswer.of(await Dunning(work.session).settings(work.scope))


@router.put("", response_model=DunningSettingsAnswer)
async def change(body: DunningSettingsBody, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> DunningSettingsAnswer:
        return DunningSettingsAnswer.of(await set_dunning(work, body.settings()))

    return await door.once(effect)
