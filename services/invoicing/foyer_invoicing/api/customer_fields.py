"""The custom fields that a business asks of its customers."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from foyer_shared.http.custom_fields import CustomFieldAnswer, CustomFields, fields_of
from foyer_shared.http.door import Door, business_door
from foyer_shared.http.models import Answer, Body, showing
from foyer_shared.storage.work import Work

from foyer_invoicing.storage.customer_fields import CustomerFields as Stored
from foyer_invoicing.use_cases.set_customer_fields import set_customer_fields

router = APIRouter(prefix="/v1/customer-fields", tags=["customers"])


class CustomerFieldsBody(Body):
    """All of them: what is not named is asked no more."""

    model_config = showing(
        {
            "custom_fields": [
                {"key": "reference", "label": "Your reference", "type": "text", "editable_by": "customer"}
            ]
        }
    )

    custom_fields: CustomFields


class CustomerFieldsAnswer(Answer):
    """All of them, in their order."""

    custom_fields: list[CustomFieldAnswer]


@router.get("")
async def read(door: Annotated[Door, Depends(business_door("invoicing:read"))]) -> CustomerFieldsAnswer:
    async with door.reading() as work:
        fields = await Stored(work.session).get(work.scope)
    return CustomerFieldsAnswer(custom_fields=[CustomFieldAnswer.of(field) for field in fields])


@router.put("", response_model=CustomerFieldsAnswer)
async def write(
    body: CustomerFieldsBody, door: Annotated[Door, Depends(business_door("invoicing:write"))]
) -> JSONResponse:
    async def effect(work: Work) -> CustomerFieldsAnswer:
        fields = await set_customer_fields(work, fields_of(body.custom_fields))
        return CustomerFieldsAnswer(custom_fields=[CustomFieldAnswer.of(field) for field in fields])

    return await door.once(effect)
