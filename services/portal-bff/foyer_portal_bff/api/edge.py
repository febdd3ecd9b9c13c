"""The edge of the business API: checks the key and passes `/v1/<resource>` on to the service that owns it."""

import json
import re
from dataclasses import replace
from typing import Any

import httpx
from fastapi import APIRouter, Request, Response
from foyer_shared.basics.origin import Scope
from foyer_shared.http.body_limit import LARGEST_BODY
from pydantic import ValidationError

from foyer_portal_bff.api.keys import KeyCall, KeyCallHere
from foyer_portal_bff.api.passing import passed_back, passed_on
from foyer_portal_bff.api.portal import Portal, PortalHere
from foyer_portal_bff.domain.audit import DONE
from foyer_portal_bff.domain.customer import Customer
from foyer_portal_bff.domain.edge import ResourceNotFound, audited, check_scope, owner_of
from foyer_portal_bff.gateways.models.customers import MadeCustomer
from foyer_portal_bff.use_cases.find_customer import find_customer
from foyer_portal_bff.use_cases.record_edge_command import record_edge_command

router = APIRouter(prefix="/v1")

_STEP = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")
"""What may stand between two slashes; dots alone would lead elsewhere."""
_PASSED_ON = ("accept", "content-type", "idempotency-key")
_PASSED_BACK = ("content-type", "idempotent-replayed", "location", "retry-after")


@router.api_route("/{path:path}", methods=["GET", "POST", "PATCH", "PUT", "DELETE"], include_in_schema=False)
async def pass_on(path: str, request: Request, call: KeyCallHere, portal: PortalHere) -> Response:
    """Answers as the service does: status, document and headers."""
    steps = path.split("/")
    if not all(_STEP.fullmatch(step) for step in steps):
        raise ResourceNotFound(f"There is no /v1/{path}.")
    owner = owner_of(steps[0])
    writes = request.method != "GET"
    check_scope(call.key.scopes, area=owner, writes=writes)
    body = await request.body()
    customer_id = await _named_customer(portal, call, body)
    caller = replace(call.caller, customer_id=customer_id)
    answer = await portal.services.doors[owner].send(
        request.method,
        f"/v1/{path}",
        caller=caller,
        content=body or None,
        params={name: request.query_params.getlist(name) for name in request.query_params},
        headers=passed_on(request, _PASSED_ON),
        is_long=len(body) > LARGEST_BODY,
    )
    if writes:
        made = _made_customer(call, answer) if (request.method, path) == ("POST", "customers") else None
        action, target = audited(request.method, steps)
        async with portal.database.work(caller.origin()) as work:
            await record_edge_command(
                work,
                call.request,
                action=action,
                target=target or _made_id(answer),
                owner=owner,
                outcome=DONE if answer.is_success else str(answer.status_code),
                made=made,
            )
    return Response(answer.content, answer.status_code, passed_back(answer, _PASSED_BACK))


async def _named_customer(portal: Portal, call: KeyCall, body: bytes) -> str | None:
    """The customer that a JSON body is about, looked up so that the service can rely on it; raises
    `CustomerNotFound`. A body that is no JSON object names nobody: the service refuses it.
    """
    try:
        document: Any = json.loads(body) if body else None
    except ValueError:
        return None
    named = document.get("customer_id") if isinstance(document, dict) else None
    if not isinstance(named, str):
        return None
    return (await find_customer(portal.database, Scope(call.business.id), named)).id


def _made_id(answer: httpx.Response) -> str | None:
    """The id of what a 201 made."""
    if answer.status_code != httpx.codes.CREATED:
        return None
    try:
        document: Any = answer.json()
    except ValueError:
        return None
    made = document.get("id") if isinstance(document, dict) else None
    return made if isinstance(made, str) else None


def _made_customer(call: KeyCall, answer: httpx.Response) -> Customer | None:
    """The customer of a 201, as version 0: whatever event of it comes, it is newer."""
    if answer.status_code != httpx.codes.CREATED:
        return None
    try:
        made = MadeCustomer.model_validate_json(answer.content)
    except ValidationError:
        return None
    return Customer(
        id=made.id,
        version=0,
        business_id=call.business.id,
        name=made.name,
        email=made.email,
        company=made.company,
        language=made.language or call.business.language,
    )
