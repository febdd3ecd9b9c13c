"""Answers that staff give often."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from foyer_shared.http.door import Door, business_door
from foyer_shared.http.models import Body, showing
from foyer_shared.http.pages import Page, Paging
from foyer_shared.storage.work import Work

from foyer_support.api.bodies import AsWritten
from foyer_support.api.staff_answers import CannedAnswerAnswer
from foyer_support.storage.canned_answers import CannedAnswers
from foyer_support.use_cases.keep_canned_answer import keep_canned_answer

router = APIRouter(prefix="/v1/canned-answers")

Reader = Annotated[Door, Depends(business_door("support:read"))]
Writer = Annotated[Door, Depends(business_door("support:write"))]


class CannedAnswerBody(Body):
    """Both are given, also to word it anew."""

    model_config = showing({"title": "Where is my invoice?", "text": "You find it under *Invoices*."})

    title: str
    text: AsWritten


@router.post("", status_code=201, response_model=CannedAnswerAnswer)
async def create(body: CannedAnswerBody, door: Writer) -> JSONResponse:
    """Keep one."""

    async def effect(work: Work) -> CannedAnswerAnswer:
        return CannedAnswerAnswer.of(await keep_canned_answer(work, title=body.title, text=body.text))

    return await door.once(effect, status=201)


@router.get("")
async def list_all(door: Reader, paging: Paging) -> Page[CannedAnswerAnswer]:
    """By title."""
    async with door.reading() as work:
        found = await CannedAnswers(work.session).list_page(
            work.scope, limit=paging.one_more, after=paging.after
        )
    return paging.page(found, key=lambda each: each.id, answer=CannedAnswerAnswer.of)


@router.put("/{answer_id}", response_model=CannedAnswerAnswer)
async def replace(answer_id: str, body: CannedAnswerBody, door: Writer) -> JSONResponse:
    """Word it anew."""

    async def effect(work: Work) -> CannedAnswerAnswer:
        return CannedAnswerAnswer.of(
            await keep_canned_answer(work, title=body.title, text=body.text, answer_id=answer_id)
        )

    return await door.once(effect)


@router.delete("/{answer_id}", response_model=CannedAnswerAnswer)
async def remove(answer_id: str, door: Writer) -> JSONResponse:
    """It is offered no more."""

    async def effect(work: Work) -> CannedAnswerAnswer:
        return CannedAnswerAnswer.of(await CannedAnswers(work.session).remove(work.scope, answer_id))

    return await door.once(effect)
