"""The clock of a sandbox: `/v1/sandbox/clock`, for keys with the portal's scopes."""

import asyncio
import json
import time

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.origin import Scope
from foyer_shared.http.models import Answer, Body, Moment, showing
from foyer_shared.storage.work import Work
from pydantic import BaseModel

from foyer_portal_bff.api.keys import KeyCallHere, OwnDoor
from foyer_portal_bff.api.portal import Portal, PortalHere
from foyer_portal_bff.domain.clock import MoveStatus
from foyer_portal_bff.storage.businesses import Businesses
from foyer_portal_bff.use_cases.move_clock import move_clock
from foyer_portal_bff.use_cases.read_clock import ClockSeen, read_clock
from foyer_portal_bff.use_cases.record_key_command import record_key_command

router = APIRouter(prefix="/v1/sandbox/clock")

LONGEST_WAIT = 50.0
"""Seconds until a move is answered that goes on: less than the minute after which many a proxy gives up."""
POLL = 0.1


class ClockBody(Body):
    """Where the clock is to stand."""

    model_config = showing({"now": "2028-01-31T09:00:00Z"})

    now: Moment


class ClockAnswer(Answer):
    """What the clock shows, and its latest move: none yet, `moving`, `done`, or `stuck` where `now` says.

    `waiting_for` is what did not come to rest, in words.
    """

    id: str | None
    now: Moment
    target: Moment | None
    status: MoveStatus | None
    steps: int
    waiting_for: tuple[str, ...]
    started_at: Moment | None
    ended_at: Moment | None


@router.get("")
async def get_clock(call: KeyCallHere, _door: OwnDoor, portal: PortalHere) -> ClockAnswer:
    """What it shows now, and how far its latest move has come."""
    return _answer(await read_clock(portal.database, Scope(call.business.id)))


@router.post("", response_model=ClockAnswer, responses={202: {"model": ClockAnswer}})
async def post_clock(body: ClockBody, call: KeyCallHere, door: OwnDoor, portal: PortalHere) -> Response:
    """Put it forward, doing what is due on the way. 200 once it is there, 202 for a move that goes on or
    is stuck, which `GET` tells more of.
    """

    async def effect(work: Work) -> BaseModel:
        move = await move_clock(work, body.now, real=real_now())
        await record_key_command(work, call.request, action="move_clock", target=move.id)
        return _answer(ClockSeen(await Businesses(work.session).get(work.scope), move))

    begun = await door.once(effect, status=202)
    seen = await _until_ended(portal, Scope(call.business.id), json.loads(bytes(begun.body))["id"])
    status = 200 if seen.status is MoveStatus.DONE else 202
    replayed = {name: begun.headers[name] for name in ("idempotent-replayed",) if name in begun.headers}
    return JSONResponse(seen.model_dump(mode="json"), status, replayed)


async def _until_ended(portal: Portal, scope: Scope, move_id: str) -> ClockAnswer:
    """Its answer at its end, or as it is when the wait is over or the process ends."""
    ends = time.monotonic() + LONGEST_WAIT
    while True:
        seen = _answer(await read_clock(portal.database, scope, move_id))
        if seen.status is not MoveStatus.MOVING or time.monotonic() > ends or portal.pages.is_ending:
            return seen
        await asyncio.sleep(POLL)


def _answer(seen: ClockSeen) -> ClockAnswer:
    move = seen.move
    return ClockAnswer(
        id=move.id if move else None,
        now=seen.business.now(real_now()),
        target=move.target if move else None,
        status=move.status if move else None,
        steps=move.steps if move else 0,
        waiting_for=move.waiting_for if move else (),
        started_at=move.started_at if move else None,
        ended_at=move.ended_at if move else None,
    )
