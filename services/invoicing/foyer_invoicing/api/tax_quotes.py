"""What lines cost a customer with tax, frozen for a quarter of an hour: by the business's hand, and by the
portal's for its customer.
"""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from foyer_shared.http.door import Door, business_door, customer_door
from foyer_shared.storage.work import Work

from foyer_invoicing.api.bodies import CustomerTaxQuoteBody, TaxQuoteBody
from foyer_invoicing.api.tax_quote_answers import TaxQuoteAnswer
from foyer_invoicing.use_cases.preview_sale import preview_sale
from foyer_invoicing.use_cases.quote_tax import quote_tax

router = APIRouter(prefix="/v1/tax-quotes", tags=["tax"])
customer_router = APIRouter(prefix="/customer/tax-quotes", tags=["customer"])
Business = Annotated[Door, Depends(business_door("invoicing:write"))]
Customer = Annotated[Door, Depends(customer_door("invoicing:write"))]


@router.post("", status_code=201, response_model=TaxQuoteAnswer)
async def quote_for_business(body: TaxQuoteBody, door: Business) -> JSONResponse:
    async def effect(work: Work) -> TaxQuoteAnswer:
        quote = await preview_sale(
            work,
            customer_id=body.customer_id,
            sale=body.sale(),
            reference=body.reference,
            subscription_id=body.subscription_id,
        )
        return TaxQuoteAnswer.of(quote)

    return await door.once(effect, status=201)


@customer_router.post("", status_code=201, response_model=TaxQuoteAnswer)
async def quote_for_customer(body: CustomerTaxQuoteBody, door: Customer) -> JSONResponse:
    async def effect(work: Work) -> TaxQuoteAnswer:
        quote = await quote_tax(
            work,
            customer_id=str(work.scope.customer_id),
            lines=body.priced_lines(),
            reference=body.reference,
            subscription_id=body.subscription_id,
        )
        return TaxQuoteAnswer.of(quote)

    return await door.once(effect, status=201)
