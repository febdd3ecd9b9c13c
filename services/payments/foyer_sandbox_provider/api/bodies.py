"""What comes in and goes out of the provider's JSON API."""

from datetime import datetime
from typing import Annotated, Literal

from foyer_shared.http.models import Answer, Body
from pydantic import Field, HttpUrl

Short = Annotated[str, Field(min_length=1, max_length=200)]
Url = Annotated[HttpUrl, Field(max_length=2000)]


class AmountBody(Body):
    """Minor units of a currency."""

    amount: Annotated[int, Field(le=2**53)]
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]


class AccountBody(Body):
    """How the account of a new API key is called, and what signs its webhooks."""

    id: Annotated[str, Field(pattern="^[a-z0-9_]{1,100}$")]
    webhook_secret: Annotated[str, Field(pattern="^whsec_[A-Za-z0-9+/=]{32,120}$")]


class BehaviourBody(Body):
    """How webhooks come from now on: so much later, so many times, the last of them first."""

    delay_seconds: Annotated[float, Field(ge=0, le=3600)] = 0
    copies: Annotated[int, Field(ge=1, le=10)] = 1
    reordered: bool = False


class SetupBody(Body):
    """A method to be added."""

    customer_id: Short
    kinds: Annotated[list[Short], Field(max_length=20)]
    return_url: Url
    language: Short = "en"
    holder: Short | None = None
    amends: Short | None = None
    """The token of a direct debit whose mandate goes on with another account."""


class ChargeBody(Body):
    """A payment."""

    customer_id: Short
    amount: AmountBody
    description: Annotated[str, Field(max_length=500)] = ""
    token: Short | None = None
    on_session: bool
    kinds: Annotated[list[Short], Field(max_length=20)] = Field(default_factory=list)
    save: bool = False
    return_url: Url | None = None
    language: Short = "en"


class RefundBody(Body):
    """Money to give back; `past_foyer`: as if somebody had done so at the provider's own desk."""

    charge_id: Short
    amount: AmountBody
    past_foyer: bool = False


class DisputeBody(Body):
    """How it ends."""

    status: Literal["won", "lost"]


class AmountAnswer(Answer):
    """As AmountBody."""

    amount: int
    currency: str


class FailureAnswer(Answer):
    """Why there is no money."""

    code: str
    severity: str


class MethodAnswer(Answer):
    """What is known of a method; the IBAN while it is kept."""

    token: str
    kind: str
    last4: str
    brand: str | None
    exp_year: int | None
    exp_month: int | None
    holder: str
    iban: str | None
    mandate_reference: str | None


class ReversalAnswer(Answer):
    """Money that the bank took back."""

    id: str
    amount: AmountAnswer
    failure: FailureAnswer


class DisputeAnswer(Answer):
    """What the holder says."""

    id: str
    amount: AmountAnswer
    reason: str
    status: str


class RefundAnswer(Answer):
    """Money on its way back."""

    id: str
    key: str | None
    amount: AmountAnswer
    status: str
    failure: FailureAnswer | None


class SetupAnswer(Answer):
    """The whole picture of a method that is being added."""

    id: str
    key: str
    status: str
    action_url: str | None
    failure: FailureAnswer | None
    method: MethodAnswer | None


class ChargeAnswer(SetupAnswer):
    """The whole picture of a payment."""

    amount: AmountAnswer
    fee: AmountAnswer | None
    began_at: datetime
    reversals: list[ReversalAnswer]
    disputes: list[DisputeAnswer]
    refunds: list[RefundAnswer]


class ChargesAnswer(Answer):
    """A page of charges; `next_after` begins the next one."""

    data: list[ChargeAnswer]
    next_after: str | None


class TotalAnswer(Answer):
    """Sums of one currency in minor units."""

    captured: int
    refunded: int
    reversed: int
    disputed: int
    left: int


class BalanceAnswer(Answer):
    """What was captured, by currency."""

    totals: dict[str, TotalAnswer]


class DoneAnswer(Answer):
    """How many things were done."""

    done: int = 0
