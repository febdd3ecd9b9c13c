"""The provider's JSON API, `/sandbox/api/v1`: what Foyer's gateway asks, and what tests may do."""

import hashlib
import json
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query
from foyer_shared.basics.clock import real_now
from foyer_shared.http.models import Moment
from pydantic import BaseModel

from foyer_sandbox_provider.api.bodies import (
    AccountBody,
    BalanceAnswer,
    BehaviourBody,
    ChargeAnswer,
    ChargeBody,
    ChargesAnswer,
    DisputeBody,
    DoneAnswer,
    RefundAnswer,
    RefundBody,
    SetupAnswer,
    SetupBody,
    TotalAnswer,
)
from foyer_sandbox_provider.api.desk import AccountHere, ApiKey, DeskHere, books_of
from foyer_sandbox_provider.api.pictures import charge_pictures, refund_picture, setup_picture
from foyer_sandbox_provider.storage.rows import AccountRow
from foyer_sandbox_provider.use_cases.begin_charge import begin_charge
from foyer_sandbox_provider.use_cases.begin_setup import begin_setup
from foyer_sandbox_provider.use_cases.cancel_charge import cancel_charge
from foyer_sandbox_provider.use_cases.decide_dispute import decide_dispute
from foyer_sandbox_provider.use_cases.forget_method import forget_method
from foyer_sandbox_provider.use_cases.give_back import give_back
from foyer_sandbox_provider.use_cases.open_account import open_account
from foyer_sandbox_provider.use_cases.read_balance import read_balance
from foyer_sandbox_provider.use_cases.settle_due import settle_due

router = APIRouter(prefix="/api/v1")

Key = Annotated[str, Header(alias="Idempotency-Key", min_length=1, max_length=200)]
PAGE = 100


@router.put("/account")
async def put_account(body: AccountBody, key: ApiKey, here: DeskHere) -> DoneAnswer:
    """Opens the account of the key that the call came with."""
    async with here.session() as session:
        await open_account(
            session, here.seal, key=key, account_id=body.id, webhook_secret=body.webhook_secret
        )
    return DoneAnswer(done=1)


@router.put("/behaviour")
async def put_behaviour(body: BehaviourBody, account_id: AccountHere, here: DeskHere) -> DoneAnswer:
    """For changes from now on."""
    async with here.session() as session:
        account = await session.get_one(AccountRow, account_id)
        account.delay_seconds, account.copies = body.delay_seconds, body.copies
        account.is_reordering = body.reordered
    return DoneAnswer(done=1)


@router.post("/setups", status_code=201)
async def post_setup(body: SetupBody, key: Key, account_id: AccountHere, here: DeskHere) -> SetupAnswer:
    """Begins adding a method."""
    asked = body.model_dump(mode="json")
    async with books_of(here, account_id) as books:
        row = await begin_setup(books, asked, key=key, fingerprint=_fingerprint(body), now=real_now())
        return await setup_picture(books.session, here.seal, row)


@router.get("/setups/{setup_id}")
async def get_setup(setup_id: str, account_id: AccountHere, here: DeskHere) -> SetupAnswer:
    """How far it is."""
    async with books_of(here, account_id) as books:
        return await setup_picture(books.session, here.seal, await books.setup(setup_id))


@router.post("/charges", status_code=201)
async def post_charge(body: ChargeBody, key: Key, account_id: AccountHere, here: DeskHere) -> ChargeAnswer:
    """Begins a payment."""
    async with books_of(here, account_id) as books:
        row = await begin_charge(
            books,
            body.model_dump(mode="json"),
            key=key,
            fingerprint=_fingerprint(body),
            now=real_now(),
            settles_after=here.settles_after,
        )
        return (await charge_pictures(books.session, here.seal, [row]))[0]


@router.get("/charges")
async def get_charges(
    since: Annotated[Moment, Query()],
    until: Annotated[Moment, Query()],
    account_id: AccountHere,
    here: DeskHere,
    after: Annotated[str | None, Query(max_length=100)] = None,
) -> ChargesAnswer:
    """Those begun in that time, the oldest first."""
    async with books_of(here, account_id) as books:
        rows = await books.charges(since, until, after=after, limit=PAGE)
        data = await charge_pictures(books.session, here.seal, rows)
    return ChargesAnswer(data=data, next_after=data[-1].id if len(data) == PAGE else None)


@router.get("/charges/{charge_id}")
async def get_charge(charge_id: str, account_id: AccountHere, here: DeskHere) -> ChargeAnswer:
    """All that is known of it."""
    async with books_of(here, account_id) as books:
        return (await charge_pictures(books.session, here.seal, [await books.charge(charge_id)]))[0]


@router.post("/charges/{charge_id}/cancel")
async def post_cancel(charge_id: str, account_id: AccountHere, here: DeskHere) -> ChargeAnswer:
    """Nobody may finish it any more, unless that is done."""
    async with books_of(here, account_id) as books:
        row = await cancel_charge(books, charge_id, real_now())
        return (await charge_pictures(books.session, here.seal, [row]))[0]


@router.post("/refunds", status_code=201)
async def post_refund(body: RefundBody, key: Key, account_id: AccountHere, here: DeskHere) -> RefundAnswer:
    """Gives money back."""
    async with books_of(here, account_id) as books:
        refund = await give_back(
            books,
            charge_id=body.charge_id,
            amount=body.amount.amount,
            currency=body.amount.currency,
            key=None if body.past_foyer else key,
            now=real_now(),
            settles_after=here.settles_after,
        )
        return refund_picture(refund, await books.charge(body.charge_id))


@router.delete("/methods/{token}")
async def delete_method(token: str, account_id: AccountHere, here: DeskHere) -> DoneAnswer:
    """It is not charged any more."""
    async with books_of(here, account_id) as books:
        await forget_method(books, token, real_now())
    return DoneAnswer(done=1)


@router.get("/balance")
async def get_balance(account_id: AccountHere, here: DeskHere) -> BalanceAnswer:
    """What was captured."""
    async with books_of(here, account_id) as books:
        totals = await read_balance(books)
    return BalanceAnswer(totals={currency: TotalAnswer(**each) for currency, each in totals.items()})


@router.post("/settle")
async def post_settle(account_id: AccountHere, here: DeskHere) -> DoneAnswer:
    """Does at once what time would bring, all the way."""
    done = 0
    while True:
        async with here.session() as session:
            steps = await settle_due(session, real_now(), here.settles_after, account_id=account_id)
        done += steps
        if steps == 0:
            return DoneAnswer(done=done)


@router.post("/disputes/{dispute_id}")
async def post_dispute(
    dispute_id: str, body: DisputeBody, account_id: AccountHere, here: DeskHere
) -> ChargeAnswer:
    """Ends it."""
    async with books_of(here, account_id) as books:
        row = await decide_dispute(books, dispute_id, body.status, real_now())
        return (await charge_pictures(books.session, here.seal, [row]))[0]


def _fingerprint(body: BaseModel) -> str:
    said: dict[str, Any] = body.model_dump(mode="json")
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
