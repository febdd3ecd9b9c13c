"""`/api/settings` and `/api/accounts`: how screens look, and which customer the session works for."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Response
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.origin import Scope
from foyer_shared.http.door import Door
from foyer_shared.http.idempotency import idempotency_key
from foyer_shared.http.models import Answer, Body
from foyer_shared.http.pages import Page
from foyer_shared.storage.work import Work
from pydantic import BaseModel

from foyer_portal_bff.api.fields import Id
from foyer_portal_bff.api.portal import PortalHere
from foyer_portal_bff.api.session import SignedInHere
from foyer_portal_bff.domain.login import Login, Theme
from foyer_portal_bff.domain.roles import Role
from foyer_portal_bff.gateways.callers import customer_caller
from foyer_portal_bff.storage.logins import Account, Logins
from foyer_portal_bff.use_cases.change_settings import change_settings
from foyer_portal_bff.use_cases.switch_account import switch_account

router = APIRouter()


class SettingsBody(Body):
    """What may change; `language` null follows the browser, left out stays."""

    theme: Theme = "system"
    language: str | None = None


class SettingsAnswer(Answer):
    """How a login's screens look."""

    email: str
    name: str
    theme: str
    language: str | None


class AccountBody(Body):
    """The customer to work for."""

    customer_id: Id


class AccountAnswer(Answer):
    """A customer that the login belongs to."""

    customer_id: str
    name: str
    role: Role


@router.get("/settings")
async def get_settings(who: SignedInHere) -> SettingsAnswer:
    """As they are."""
    return _settings(who.login)


@router.patch("/settings")
async def patch_settings(body: SettingsBody, who: SignedInHere, portal: PortalHere) -> SettingsAnswer:
    """Change what is sent, leave the rest."""
    changes: dict[str, Any] = body.model_dump(exclude_unset=True)
    async with portal.database.work(who.origin(real_now())) as work:
        return _settings(await change_settings(work, who, changes))


@router.get("/accounts")
async def get_accounts(who: SignedInHere, portal: PortalHere) -> Page[AccountAnswer]:
    """The customers that the login belongs to."""
    async with portal.database.session() as session:
        accounts = await Logins(session).accounts(Scope(who.business.id), who.login.id, real_now())
    return Page(data=[_account(account) for account in accounts])


@router.post("/account", response_model=AccountAnswer)
async def post_account(
    body: AccountBody,
    who: SignedInHere,
    portal: PortalHere,
    given: Annotated[str | None, Header(alias="idempotency-key")] = None,
) -> Response:
    """Work for another one of them from now on."""

    async def effect(work: Work) -> BaseModel:
        return _account(await switch_account(work, who, body.customer_id))

    # What it changes is the session: another one of the login's is another request.
    key = idempotency_key(given, b"POST /api/account", who.session_id.encode(), body.customer_id.encode())
    return await Door(customer_caller(who), portal.database, key).once(effect)


def _settings(login: Login) -> SettingsAnswer:
    return SettingsAnswer(email=login.email, name=login.name, theme=login.theme, language=login.language)


def _account(account: Account) -> AccountAnswer:
    return AccountAnswer(customer_id=account.customer_id, name=account.name, role=account.role)
