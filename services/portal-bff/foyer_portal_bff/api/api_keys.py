"""API keys: `/v1/api-keys`, for keys with the portal's scopes."""

import json
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from foyer_shared.http.models import Answer, Body, showing
from foyer_shared.storage.work import Work
from pydantic import BaseModel, Field

from foyer_portal_bff.api.fields import Name
from foyer_portal_bff.api.keys import KeyCallHere, OwnDoor
from foyer_portal_bff.domain.api_key import ApiKey
from foyer_portal_bff.use_cases.create_api_key import create_api_key
from foyer_portal_bff.use_cases.record_key_command import record_key_command
from foyer_portal_bff.use_cases.revoke_api_key import revoke_api_key

router = APIRouter(prefix="/v1/api-keys")


class ApiKeyBody(Body):
    """A new key and the scopes that it opens, such as `invoicing:read`."""

    model_config = showing({"name": "Warehouse", "scopes": ["invoicing:read"]})

    name: Name
    scopes: Annotated[list[Name], Field(min_length=1, max_length=20)]


class ApiKeyAnswer(Answer):
    """What is known of a key."""

    id: str
    name: str
    scopes: list[str]
    created_at: datetime
    revoked_at: datetime | None


@router.post("", status_code=201, response_model=ApiKeyAnswer)
async def post_api_key(body: ApiKeyBody, call: KeyCallHere, door: OwnDoor) -> Response:
    """Make one. Its text is in this answer as `key` and nowhere else: a repeat with the same
    Idempotency-Key answers without it.
    """
    text = ""

    async def effect(work: Work) -> BaseModel:
        nonlocal text
        key, text = await create_api_key(work, name=body.name, scopes=body.scopes, held=call.key.scopes)
        await record_key_command(work, call.request, action="create_api_key", target=key.id)
        return _answer(key)

    answer = await door.once(effect, status=201)
    return JSONResponse(json.loads(bytes(answer.body)) | {"key": text}, 201) if text else answer


@router.delete("/{key_id}", response_model=ApiKeyAnswer)
async def delete_api_key(key_id: str, call: KeyCallHere, door: OwnDoor) -> Response:
    """Revoke one: it is refused from the next request on."""

    async def effect(work: Work) -> BaseModel:
        key = await revoke_api_key(work, key_id)
        await record_key_command(work, call.request, action="revoke_api_key", target=key.id)
        return _answer(key)

    return await door.once(effect)


def _answer(key: ApiKey) -> ApiKeyAnswer:
    return ApiKeyAnswer(
        id=key.id,
        name=key.name,
        scopes=sorted(key.scopes),
        created_at=key.created_at,
        revoked_at=key.revoked_at,
    )
