"""Usage of metered prices: taken down by the business, seen by the business and by customers."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from foyer_shared.contracts.amounts import Amount
from foyer_shared.http.door import Door, business_door, customer_door
from foyer_shared.http.models import Answer, Body, Moment, showing
from foyer_shared.storage.work import Work
from pydantic import Field

from foyer_subscriptions.api import examples
from foyer_subscriptions.domain.usage import UsagePeriod, UsageRecord
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.read_usage import UsageSeen, read_usage
from foyer_subscriptions.use_cases.record_usage import record_usage

router = APIRouter(prefix="/v1/usage", tags=["usage"])
customer_router = APIRouter(prefix="/customer/subscriptions/{subscription_id}/usage", tags=["customer"])
Reader = Annotated[Door, Depends(business_door("subscriptions:read"))]
Writer = Annotated[Door, Depends(business_door("subscriptions:write"))]
CustomerReader = Annotated[Door, Depends(customer_door("subscriptions:read"))]


class UsageBody(Body):
    """So many units used. `key` names the record for good: sent again it changes nothing.

    `price_id` may be left out where one item is metered, `used_at` for what was used just now.
    """

    model_config = showing(examples.USAGE)

    subscription_id: str
    price_id: str | None = None
    quantity: Annotated[int, Field(ge=1, le=1_000_000_000)]
    key: Annotated[str, Field(min_length=1, max_length=200)]
    used_at: Moment | None = None


class UsageRecordAnswer(Answer):
    """A record."""

    id: str
    subscription_id: str
    price_id: str
    quantity: int
    key: str
    used_at: Moment

    @classmethod
    def of(cls, record: UsageRecord) -> "UsageRecordAnswer":
        return cls.model_validate(record, from_attributes=True)


class UsagePeriodAnswer(Answer):
    """What was used of a price from `period_start` to `period_end`; `amount` has no tax unless the price
    includes it.
    """

    price_id: str
    product_name: str
    period_start: Moment
    period_end: Moment
    quantity: int
    included_units: int
    amount: Amount

    @classmethod
    def of(cls, period: UsagePeriod) -> "UsagePeriodAnswer":
        return cls(
            price_id=period.price_id,
            product_name=period.product_name,
            period_start=period.begins,
            period_end=period.ends,
            quantity=period.quantity,
            included_units=period.included_units,
            amount=Amount.of(period.amount),
        )


class UsageAnswer(Answer):
    """Usage so far in the period that runs, one for each metered item, and the latest closed periods."""

    current: list[UsagePeriodAnswer]
    past: list[UsagePeriodAnswer]

    @classmethod
    def of(cls, seen: UsageSeen) -> "UsageAnswer":
        return cls(
            current=[UsagePeriodAnswer.of(period) for period in seen.current],
            past=[UsagePeriodAnswer.of(period) for period in seen.past],
        )


@router.post("", status_code=201, response_model=UsageRecordAnswer)
async def record(body: UsageBody, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> UsageRecordAnswer:
        made = await record_usage(
            work,
            body.subscription_id,
            price_id=body.price_id,
            quantity=body.quantity,
            key=body.key,
            used_at=body.used_at,
        )
        return UsageRecordAnswer.of(made)

    return await door.once(effect, status=201)


@router.get("")
async def read(subscription_id: str, door: Reader) -> UsageAnswer:
    async with door.reading() as work:
        subscription = await Subscriptions(work.session).get(work.scope, subscription_id)
        return UsageAnswer.of(await read_usage(work, subscription))


@customer_router.get("")
async def read_own(subscription_id: str, door: CustomerReader) -> UsageAnswer:
    async with door.reading() as work:
        subscription = await Subscriptions(work.session).get_shown(work.scope, subscription_id)
        return UsageAnswer.of(await read_usage(work, subscription))
