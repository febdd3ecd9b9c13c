"""Logins: `POST /v1/logins`, for keys with the portal's scopes."""

from fastapi import APIRouter, Response
from foyer_shared.http.models import Answer, Body, Moment, showing
from foyer_shared.storage.work import Work
from pydantic import BaseModel

from foyer_portal_bff.api.fields import Email, Id, Name
from foyer_portal_bff.api.keys import KeyCallHere, OwnDoor
from foyer_portal_bff.domain.roles import Role
from foyer_portal_bff.use_cases.add_login import add_login
from foyer_portal_bff.use_cases.record_key_command import record_key_command

router = APIRouter(prefix="/v1/logins")


class LoginBody(Body):
    """A person and their role for a customer."""

    model_config = showing(
        {
            "customer_id": "cus_01k9m80b5ah3yt2r7v0d5h8k4m",
            "email": "books@example.com",
            "name": "Charles Babbage",
            "role": "accountant",
        }
    )

    customer_id: Id
    email: Email
    name: Name
    role: Role
    expires_at: Moment | None = None


class LoginAnswer(Answer):
    """A login in its role for one customer."""

    id: str
    customer_id: str
    email: str
    name: str
    role: Role
    expires_at: Moment | None


@router.post("", status_code=201, response_model=LoginAnswer)
async def post_login(body: LoginBody, call: KeyCallHere, door: OwnDoor) -> Response:
    """Let one more person sign in for a customer."""

    async def effect(work: Work) -> BaseModel:
        login = await add_login(
            work,
            customer_id=body.customer_id,
            email=body.email,
            name=body.name,
            role=body.role,
            expires_at=body.expires_at,
        )
        await record_key_command(work, call.request, action="add_login", target=login.id)
        return LoginAnswer(
            id=login.id,
            customer_id=body.customer_id,
            email=login.email,
            name=login.name,
            role=body.role,
            expires_at=body.expires_at,
        )

    return await door.once(effect, status=201)
