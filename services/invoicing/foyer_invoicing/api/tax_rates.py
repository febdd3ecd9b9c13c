"""Rates of tax: the published ones, and the business's own by its hand."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from foyer_shared.basics.countries import country_code
from foyer_shared.http.door import Door, business_door
from foyer_shared.http.pages import InvalidCursor, Page, PageRequest, Paging
from foyer_shared.storage.work import Work

from foyer_invoicing.api.bodies import Code
from foyer_invoicing.api.tax_rate_forms import TaxRateAnswer, TaxRateBody, TaxRateEndBody
from foyer_invoicing.domain.tax import TaxClass
from foyer_invoicing.domain.tax_rate import TaxRate
from foyer_invoicing.storage.tax_rates import RatePlace, TaxRates
from foyer_invoicing.use_cases.add_tax_rate import add_tax_rate
from foyer_invoicing.use_cases.end_tax_rate import end_tax_rate

router = APIRouter(prefix="/v1/tax-rates", tags=["tax"])
Reader = Annotated[Door, Depends(business_door("invoicing:read"))]
Writer = Annotated[Door, Depends(business_door("invoicing:write"))]


@router.get("")
async def list_all(
    door: Reader,
    paging: Paging,
    country: Code | None = None,
    tax_class: TaxClass | None = None,
    on: date | None = None,
) -> Page[TaxRateAnswer]:
    async with door.reading() as work:
        found = await TaxRates(work.session).list_page(
            work.scope,
            limit=paging.one_more,
            after=_place_of(paging),
            country=country_code(country) if country else None,
            tax_class=tax_class,
            on=on,
        )
    return paging.page(found, key=_key, answer=TaxRateAnswer.of)


@router.get("/{rate_id}")
async def read(rate_id: str, door: Reader) -> TaxRateAnswer:
    async with door.reading() as work:
        return TaxRateAnswer.of(await TaxRates(work.session).get(work.scope, rate_id))


@router.post("", status_code=201, response_model=TaxRateAnswer)
async def add(body: TaxRateBody, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> TaxRateAnswer:
        return TaxRateAnswer.of(await add_tax_rate(work, **body.model_dump()))

    return await door.once(effect, status=201)


@router.patch("/{rate_id}", response_model=TaxRateAnswer)
async def end(rate_id: str, body: TaxRateEndBody, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> TaxRateAnswer:
        return TaxRateAnswer.of(await end_tax_rate(work, rate_id, last_day=body.valid_until))

    return await door.once(effect)


def _key(rate: TaxRate) -> str:
    return f"{rate.country} {rate.tax_class} {rate.valid_from} {rate.id}"


def _place_of(paging: PageRequest) -> RatePlace | None:
    if paging.after is None:
        return None
    try:
        country, tax_class, first_day, rate_id = paging.after.split(" ")
        return country, tax_class, date.fromisoformat(first_day), rate_id
    except ValueError as error:
        raise InvalidCursor("The cursor does not come from this list.", field="cursor") from error
