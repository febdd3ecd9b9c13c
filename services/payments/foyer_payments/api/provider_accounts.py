"""Accounts at payment providers, for businesses."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from foyer_shared.http.door import Door, business_door
from foyer_shared.http.models import Answer, Body, Moment, showing
from foyer_shared.http.pages import Page, Paging
from foyer_shared.storage.sealing import Seal
from foyer_shared.storage.work import Work
from pydantic import SecretStr

from foyer_payments.domain.provider_account import ProviderAccount, webhook_path
from foyer_payments.storage.provider_accounts import ProviderAccounts
from foyer_payments.use_cases.add_provider_account import add_provider_account
from foyer_payments.use_cases.change_provider_keys import change_provider_keys
from foyer_payments.use_cases.disable_provider_account import disable_provider_account

Reader = Annotated[Door, Depends(business_door("payments:read"))]
Writer = Annotated[Door, Depends(business_door("payments:write"))]


class NewProviderAccount(Body):
    """An account with its keys, which are never shown again."""

    model_config = showing(
        {"provider": "stripe", "api_key": "sk_live_…", "webhook_secret": "whsec_…"},
        {"provider": "mollie", "api_key": "live_…", "webhook_secret": "…24 characters or more…"},
    )

    provider: str
    api_key: SecretStr
    webhook_secret: SecretStr


class ChangedKeys(Body):
    """Keys that were drawn anew at the provider, of the same account there; one that is left out stays."""

    model_config = showing(
        {"api_key": "sk_live_…"},
        {"webhook_secret": "whsec_…"},
        {"api_key": "live_…", "webhook_secret": "…24 characters or more…"},
    )

    api_key: SecretStr | None = None
    webhook_secret: SecretStr | None = None


class ProviderAccountAnswer(Answer):
    """An account without its keys; the provider's webhooks go to `webhook_path` of the portal. A direct debit
    is announced `notice_days` before it is collected; `approved_kinds` are those that the provider has agreed
    to, of the kinds that need it.
    """

    id: str
    provider: str
    enabled: bool
    webhook_path: str
    notice_days: int
    approved_kinds: list[str]
    created_at: Moment


def provider_account_answer(account: ProviderAccount) -> ProviderAccountAnswer:
    """For the business."""
    return ProviderAccountAnswer(
        id=account.id,
        provider=account.provider,
        enabled=account.enabled,
        webhook_path=webhook_path(account),
        notice_days=account.notice_days,
        approved_kinds=list(account.approved_kinds),
        created_at=account.created_at,
    )


def provider_accounts_router(seal: Seal) -> APIRouter:
    """The doors, with what seals the keys that come in."""
    router = APIRouter(prefix="/v1/provider-accounts")

    @router.post("", status_code=201, response_model=ProviderAccountAnswer)
    async def add(body: NewProviderAccount, door: Writer) -> JSONResponse:
        """Bring an account at Stripe or Mollie."""

        async def effect(work: Work) -> ProviderAccountAnswer:
            account = await add_provider_account(
                work,
                seal,
                provider=body.provider,
                api_key=body.api_key.get_secret_value(),
                webhook_secret=body.webhook_secret.get_secret_value(),
            )
            return provider_account_answer(account)

        return await door.once(effect, status=201)

    @router.get("")
    async def list_accounts(door: Reader, paging: Paging) -> Page[ProviderAccountAnswer]:
        """The newest first."""
        async with door.reading() as work:
            found = await ProviderAccounts(work.session).list_page(
                work.scope, limit=paging.one_more, after=paging.after
            )
            return paging.page(found, key=lambda each: each.id, answer=provider_account_answer)

    @router.get("/{account_id}")
    async def read_account(account_id: str, door: Reader) -> ProviderAccountAnswer:
        """One of them."""
        async with door.reading() as work:
            return provider_account_answer(await ProviderAccounts(work.session).get(work.scope, account_id))

    @router.put("/{account_id}/keys", response_model=ProviderAccountAnswer)
    async def change_keys(account_id: str, body: ChangedKeys, door: Writer) -> JSONResponse:
        """Say the keys that were drawn anew; what is under way goes on with them."""

        async def effect(work: Work) -> ProviderAccountAnswer:
            account = await change_provider_keys(
                work,
                seal,
                account_id,
                api_key=_said(body.api_key),
                webhook_secret=_said(body.webhook_secret),
            )
            return provider_account_answer(account)

        return await door.once(effect)

    @router.post("/{account_id}/disable", response_model=ProviderAccountAnswer)
    async def disable(account_id: str, door: Writer) -> JSONResponse:
        """Nothing new is begun with it."""

        async def effect(work: Work) -> ProviderAccountAnswer:
            return provider_account_answer(await disable_provider_account(work, account_id))

        return await door.once(effect)

    return router


def _said(secret: SecretStr | None) -> str | None:
    return None if secret is None else secret.get_secret_value()
