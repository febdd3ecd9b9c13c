"""A business's account at a payment provider, and the keys to it, which never show themselves."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from foyer_shared.basics.ids import new_id

from foyer_payments.domain.errors import (
    ProviderAccountDisabled,
    ProviderKeyMalformed,
    ProviderKeysDrawn,
    UnknownProvider,
    WebhookSecretMalformed,
    WebhookSecretTooShort,
)
from foyer_payments.domain.method_kinds import check_approved
from foyer_payments.domain.pre_notification import USUAL_NOTICE, check_notice

LONGEST_KEY = 255


class Provider(StrEnum):
    """Who moves the money."""

    SANDBOX = "sandbox"
    STRIPE = "stripe"
    MOLLIE = "mollie"


KEYS_BEGIN = {Provider.STRIPE: ("sk_", "rk_"), Provider.MOLLIE: ("live_", "test_")}
"""What a secret key of each begins with, so that one that may be public is not taken for it."""

SECRETS_BEGIN = {Provider.STRIPE: "whsec_", Provider.MOLLIE: ""}
SHORTEST_SECRET = 24
"""Of Mollie's, which the business makes up and nobody may guess; Stripe draws its own."""


@dataclass(frozen=True, slots=True)
class AccountKeys:
    """What opens the account, and what its webhooks are signed with."""

    api_key: str = field(repr=False)
    webhook_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ProviderAccount:
    """An account; what was begun with it is finished with it, also when it is not enabled any more."""

    id: str
    business_id: str
    provider: Provider
    created_at: datetime
    enabled: bool = True
    notice_days: int = USUAL_NOTICE
    """So many days before it is collected a direct debit is announced."""
    approved_kinds: tuple[str, ...] = ()
    """What the provider has agreed to, of the kinds that need it."""


def new_account(
    business_id: str, *, provider: str, api_key: str, webhook_secret: str, now: datetime
) -> tuple[ProviderAccount, AccountKeys]:
    """An account that a business brings; raises UnknownProvider, ProviderKeyMalformed,
    WebhookSecretMalformed, WebhookSecretTooShort.
    """
    if provider not in {known.value for known in KEYS_BEGIN}:
        raise UnknownProvider(f"The providers are {', '.join(KEYS_BEGIN)}.", field="provider")
    named = Provider(provider)
    _check_key(named, api_key)
    _check_secret(named, webhook_secret)
    keys = AccountKeys(api_key=api_key, webhook_secret=webhook_secret)
    account = ProviderAccount(id=new_id("pacc"), business_id=business_id, provider=named, created_at=now)
    return account, keys


def changed_keys(
    account: ProviderAccount, keys: AccountKeys, *, api_key: str | None, webhook_secret: str | None
) -> AccountKeys:
    """The keys after those that are given were drawn anew at the provider; the other one stays. Raises
    ProviderKeysDrawn, ProviderKeyMalformed, WebhookSecretMalformed, WebhookSecretTooShort.
    """
    if account.provider not in KEYS_BEGIN:
        raise ProviderKeysDrawn("Nobody brings the keys of a sandbox account.")
    if api_key is not None:
        _check_key(account.provider, api_key)
    if webhook_secret is not None:
        _check_secret(account.provider, webhook_secret)
    return AccountKeys(
        api_key=keys.api_key if api_key is None else api_key,
        webhook_secret=keys.webhook_secret if webhook_secret is None else webhook_secret,
    )


def webhook_path(account: ProviderAccount) -> str:
    """Where the portal takes what the provider tells."""
    return f"/webhooks/{account.provider}/{account.id}"


def disable(account: ProviderAccount) -> ProviderAccount:
    """Nothing new is begun with it; raises ProviderAccountDisabled."""
    if not account.enabled:
        raise ProviderAccountDisabled("This account is disabled already.")
    return replace(account, enabled=False)


def with_notice(account: ProviderAccount, days: int) -> ProviderAccount:
    """What is announced from now on is announced so many days before; raises NoticeOutOfRange."""
    return replace(account, notice_days=check_notice(days))


def with_approved(account: ProviderAccount, kinds: Iterable[str]) -> ProviderAccount:
    """The provider has agreed to these, and to no others; raises UnknownMethodKind, KindNeedsNoApproval."""
    return replace(account, approved_kinds=check_approved(kinds))


def _check_key(provider: Provider, api_key: str) -> None:
    if not (_is_word(api_key) and api_key.startswith(KEYS_BEGIN[provider])):
        raise ProviderKeyMalformed(
            f"A secret key of {provider} begins with {' or '.join(KEYS_BEGIN[provider])}.", field="api_key"
        )


def _check_secret(provider: Provider, secret: str) -> None:
    if not (_is_word(secret) and secret.startswith(SECRETS_BEGIN[provider])):
        raise WebhookSecretMalformed(
            "This is not what the provider signs its webhooks with.", field="webhook_secret"
        )
    if provider is Provider.MOLLIE and len(secret) < SHORTEST_SECRET:
        raise WebhookSecretTooShort(
            f"A webhook secret for {provider} has at least {SHORTEST_SECRET} characters.",
            field="webhook_secret",
        )


def _is_word(text: str) -> bool:
    return 0 < len(text) <= LONGEST_KEY and text.isascii() and text.isprintable() and " " not in text
