"""Exchange rates, by the business's hand."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from foyer_shared.http.door import Door, business_door
from foyer_shared.http.pages import InvalidCursor, Page, PageRequest, Paging
from foyer_shared.storage.work import Work

from foyer_invoicing.api.bodies import Code
from foyer_invoicing.api.exchange_rate_forms import ExchangeRateAnswer, ExchangeRateBody, MissingRateAnswer
from foyer_invoicing.domain.exchange_rate import ExchangeRate
from foyer_invoicing.storage.exchange_rates import ExchangeRatePlace, ExchangeRates
from foyer_invoicing.use_cases.add_exchange_rate import add_exchange_rate
from foyer_invoicing.use_cases.find_missing_rates import find_missing_rates
from foyer_invoicing.use_cases.take_back_exchange_rate import take_back_exchange_rate

router = APIRouter(prefix="/v1/exchange-rates", tags=["tax"])
Reader = Annotated[Door, Depends(business_door("invoicing:read"))]
Writer = Annotated[Door, Depends(business_door("invoicing:write"))]


@router.get("")
async def list_all(door: Reader, paging: Paging, currency: Code | None = None) -> Page[ExchangeRateAnswer]:
    async with door.reading() as work:
        found = await ExchangeRates(work.session).list_page(
            work.scope,
            limit=paging.one_more,
            after=_place_of(paging),
            currency=currency.upper() if currency else None,
        )
    return paging.page(found, key=_key, answer=ExchangeRateAnswer.of)


@router.get("/missing")
async def list_missing(door: Reader) -> Page[MissingRateAnswer]:
    """What PDFs and XML wait for: invoices with tax in another currency than the business's, and no rate."""
    async with door.reading() as work:
        return Page(data=[MissingRateAnswer.of(each) for each in await find_missing_rates(work)])


@router.get("/{rate_id}")
async def read(rate_id: str, door: Reader) -> ExchangeRateAnswer:
    async with door.reading() as work:
        return ExchangeRateAnswer.of(await ExchangeRates(work.session).get(work.scope, rate_id))


@router.post("", status_code=201, response_model=ExchangeRateAnswer)
async def add(body: ExchangeRateBody, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> ExchangeRateAnswer:
        return ExchangeRateAnswer.of(await add_exchange_rate(work, **body.model_dump()))

    return await door.once(effect, status=201)


@router.delete("/{rate_id}", response_model=ExchangeRateAnswer)
async def take_back(rate_id: str, door: Writer) -> JSONResponse:
    """One that was wrong; invoices that went by it keep it. Answers it as it was."""

    async def effect(work: Work) -> ExchangeRateAnswer:
        return ExchangeRateAnswer.of(await take_back_exchange_rate(work, rate_id))

    return await door.once(effect)


def _key(rate: ExchangeRate) -> str:
    return f"{rate.valid_from} {rate.id}"


def _place_of(paging: PageRequest) -> ExchangeRatePlace | None:
    if paging.after is None:
        return None
    first_day, _, rate_id = paging.after.partition(" ")
    try:
        return date.fromisoformat(first_day), rate_id
    except ValueError as error:
        raise InvalidCursor("The cursor does not come from this list.", field="cursor") from error
