"""Accounts at providers: kept sealed, shown without their keys, disabled once."""

from collections.abc import Awaitable, Callable
from typing import cast

import pytest
from foyer_payments.domain.provider_account import AccountKeys, Provider, ProviderAccount
from foyer_payments.gateways.provider import PaymentProvider
from foyer_payments.gateways.providers import Providers
from foyer_payments.storage.provider_accounts import ProviderAccounts
from foyer_shared.storage.database import Database
from foyer_shared.storage.sealing import Seal
from foyer_shared.testing.makers import CONTOSO, NORTHWIND, NOW, an_origin
from httpx import AsyncClient

Client = Callable[..., AsyncClient]
Stored = Callable[..., Awaitable[str]]
KEY, SECRET = "sk_live_51Northwind", "whsec_northwind"
STRIPE = {"provider": "stripe", "api_key": KEY, "webhook_secret": SECRET}
MOLLIE = {"provider": "mollie", "api_key": "live_northwind", "webhook_secret": "x" * 24}


async def test_an_account_is_kept_and_its_keys_are_shown_nowhere(by_business: Client, stored: Stored) -> None:
    async with by_business() as business:
        added = await business.post("/v1/provider-accounts", json=STRIPE)
        account = added.json()
        listed = await business.get("/v1/provider-accounts")
        read = await business.get(f"/v1/provider-accounts/{account['id']}")

    assert added.status_code == 201
    assert account == {
        "id": account["id"],
        "provider": "stripe",
        "enabled": True,
        "webhook_path": f"/webhooks/stripe/{account['id']}",
        "notice_days": 14,
        "approved_kinds": [],
        "created_at": "2026-03-10T09:30:00Z",
    }
    assert listed.json() == {"data": [account], "next_cursor": None}
    assert read.json() == account
    assert KEY not in await stored()
    assert SECRET not in await stored()


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"provider": "sandbox"}, "unknown_provider", "provider"),
        ({"provider": "adyen"}, "unknown_provider", "provider"),
        ({"api_key": "pk_live_51Northwind"}, "provider_key_malformed", "api_key"),
        ({"api_key": ""}, "provider_key_malformed", "api_key"),
        ({"api_key": "sk_" + "x" * 253}, "provider_key_malformed", "api_key"),
        ({"api_key": "sk_live 51"}, "provider_key_malformed", "api_key"),
        ({"provider": "mollie"}, "provider_key_malformed", "api_key"),
        ({"provider": "mollie", "api_key": "access_live51"}, "provider_key_malformed", "api_key"),
        ({"webhook_secret": "northwind"}, "webhook_secret_malformed", "webhook_secret"),
        ({"webhook_secret": ""}, "webhook_secret_malformed", "webhook_secret"),
        (MOLLIE | {"webhook_secret": "x" * 23}, "webhook_secret_too_short", "webhook_secret"),
    ],
)
async def test_what_is_no_account_is_refused(
    by_business: Client, stored: Stored, wrong: dict[str, str], code: str, field: str
) -> None:
    before = await stored()

    async with by_business() as business:
        refused = await business.post("/v1/provider-accounts", json=STRIPE | wrong)

    assert (refused.status_code, refused.json()["code"], refused.json()["field"]) == (422, code, field)
    assert KEY not in refused.text
    assert await stored() == before


async def kept_keys(database: Database, seal: Seal, account_id: str) -> AccountKeys:
    """Those that open the account now."""
    async with database.session() as session:
        opened = await ProviderAccounts(session).open_for_everyone(account_id, seal, AccountKeys("", ""))
    assert opened
    return opened[1]


@pytest.mark.parametrize(
    ("changes", "keys"),
    [
        ({"api_key": "rk_live_52"}, AccountKeys("rk_live_52", SECRET)),
        ({"webhook_secret": "whsec_2"}, AccountKeys(KEY, "whsec_2")),
        ({"api_key": "rk_live_52", "webhook_secret": "whsec_2"}, AccountKeys("rk_live_52", "whsec_2")),
    ],
)
async def test_keys_are_changed_and_what_is_left_out_stays(
    by_business: Client,
    database: Database,
    seal: Seal,
    stored: Stored,
    changes: dict[str, str],
    keys: AccountKeys,
) -> None:
    async with by_business() as business:
        account = (await business.post("/v1/provider-accounts", json=STRIPE)).json()
        changed = await business.put(f"/v1/provider-accounts/{account['id']}/keys", json=changes)

    assert (changed.status_code, changed.json()) == (200, account)
    assert await kept_keys(database, seal, account["id"]) == keys
    kept = await stored()
    assert [word for word in ("rk_live_52", "whsec_2") if word in kept] == []


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"api_key": "live_mollie"}, "provider_key_malformed"),
        ({"api_key": ""}, "provider_key_malformed"),
        ({"webhook_secret": "northwind"}, "webhook_secret_malformed"),
        ({"api_key": "rk_live_52", "webhook_secret": ""}, "webhook_secret_malformed"),
    ],
)
async def test_what_is_no_key_changes_nothing(
    by_business: Client, stored: Stored, wrong: dict[str, str], code: str
) -> None:
    async with by_business() as business:
        account = (await business.post("/v1/provider-accounts", json=STRIPE)).json()
        before = await stored()
        refused = await business.put(f"/v1/provider-accounts/{account['id']}/keys", json=wrong)

    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert await stored() == before


async def test_a_sandbox_s_keys_are_its_own_and_another_business_s_are_not_there(
    by_business: Client, account_id: str, stored: Stored
) -> None:
    path, body = f"/v1/provider-accounts/{account_id}/keys", {"api_key": "sk_live_1"}
    before = await stored()
    async with by_business() as business, by_business(CONTOSO) as other:
        own, foreign = await business.put(path, json=body), await other.put(path, json=body)

    assert (own.status_code, own.json()["code"]) == (409, "provider_keys_drawn")
    assert (foreign.status_code, foreign.json()["code"]) == (404, "provider_account_not_found")
    assert await stored() == before


def test_an_account_is_opened_again_with_its_new_keys(seal: Seal) -> None:
    """Also where the webhooks' secret alone has changed."""
    opened: list[AccountKeys] = []

    def opener(_: ProviderAccount, keys: AccountKeys) -> PaymentProvider:
        opened.append(keys)
        return cast("PaymentProvider", keys)

    providers = Providers(seal, {Provider.STRIPE: opener})
    account = ProviderAccount("pacc_1", NORTHWIND, Provider.STRIPE, NOW)
    old, new = AccountKeys(KEY, SECRET), AccountKeys(KEY, "whsec_2")
    for keys in (old, old, new):
        providers.open(account, keys)
    assert opened == [old, new]


async def test_a_secret_for_mollie_stays_long_enough(by_business: Client, stored: Stored) -> None:
    async with by_business() as business:
        added = await business.post("/v1/provider-accounts", json=MOLLIE)
        before = await stored()
        refused = await business.put(
            f"/v1/provider-accounts/{added.json()['id']}/keys", json={"webhook_secret": "x" * 23}
        )

    assert added.status_code == 201
    assert (refused.status_code, refused.json()["code"]) == (422, "webhook_secret_too_short")
    assert await stored() == before


async def test_a_short_secret_from_before_stays_until_it_is_changed(
    by_business: Client, database: Database, seal: Seal
) -> None:
    async with by_business() as business:
        account = (await business.post("/v1/provider-accounts", json=MOLLIE)).json()
        async with database.work(an_origin()) as work:
            accounts = ProviderAccounts(work.session)
            kept = await accounts.get(work.scope, account["id"])
            await accounts.save_keys(kept, AccountKeys("live_1", "short"), seal)
        changed = await business.put(
            f"/v1/provider-accounts/{account['id']}/keys", json={"api_key": "live_2"}
        )

    assert changed.status_code == 200
    assert await kept_keys(database, seal, account["id"]) == AccountKeys("live_2", "short")


async def test_an_account_is_disabled_once(by_business: Client) -> None:
    async with by_business() as business:
        account = (await business.post("/v1/provider-accounts", json=STRIPE)).json()
        disabled = await business.post(f"/v1/provider-accounts/{account['id']}/disable")
        again = await business.post(f"/v1/provider-accounts/{account['id']}/disable")

    assert (disabled.status_code, disabled.json()) == (200, account | {"enabled": False})
    assert (again.status_code, again.json()["code"]) == (409, "provider_account_disabled")


async def test_a_business_says_how_long_before_a_debit_is_announced(by_business: Client) -> None:
    async with by_business() as business:
        account = (await business.post("/v1/provider-accounts", json=STRIPE)).json()
        changed = await business.put(f"/v1/provider-accounts/{account['id']}/notice", json={"days": 1})
        read = await business.get(f"/v1/provider-accounts/{account['id']}")

    assert (changed.status_code, changed.json()) == (200, account | {"notice_days": 1})
    assert read.json() == changed.json()


@pytest.mark.parametrize("days", [0, -1, 31])
async def test_customers_are_told_in_time(by_business: Client, stored: Stored, days: int) -> None:
    async with by_business() as business:
        account = (await business.post("/v1/provider-accounts", json=STRIPE)).json()
        before = await stored()
        refused = await business.put(f"/v1/provider-accounts/{account['id']}/notice", json={"days": days})

    assert (refused.status_code, refused.json()["code"]) == (422, "notice_out_of_range")
    assert refused.json()["field"] == "days"
    assert await stored() == before


async def test_a_business_says_what_its_provider_has_agreed_to(by_business: Client) -> None:
    async with by_business() as business:
        account = (await business.post("/v1/provider-accounts", json=STRIPE)).json()
        approved = f"/v1/provider-accounts/{account['id']}/approved-kinds"
        changed = await business.put(approved, json={"kinds": ["bacs_debit", "paypal"]})
        read = await business.get(f"/v1/provider-accounts/{account['id']}")
        none_any_more = await business.put(approved, json={"kinds": []})

    assert (changed.status_code, changed.json()) == (
        200,
        account | {"approved_kinds": ["paypal", "bacs_debit"]},
    )
    assert read.json() == changed.json()
    assert none_any_more.json() == account


@pytest.mark.parametrize(
    ("kinds", "code"),
    [(["cheque"], "unknown_method_kind"), (["paypal", "card"], "kind_needs_no_approval")],
)
async def test_providers_are_asked_about_some_kinds(
    by_business: Client, stored: Stored, kinds: list[str], code: str
) -> None:
    async with by_business() as business:
        account = (await business.post("/v1/provider-accounts", json=STRIPE)).json()
        before = await stored()
        refused = await business.put(
            f"/v1/provider-accounts/{account['id']}/approved-kinds", json={"kinds": kinds}
        )

    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert refused.json()["field"] == "kinds"
    assert await stored() == before


async def test_another_business_s_account_is_not_there(by_business: Client, stored: Stored) -> None:
    async with by_business() as business:
        account = (await business.post("/v1/provider-accounts", json=STRIPE)).json()
    before = await stored()

    async with by_business(CONTOSO) as other:
        listed = await other.get("/v1/provider-accounts")
        read = await other.get(f"/v1/provider-accounts/{account['id']}")
        disabled = await other.post(f"/v1/provider-accounts/{account['id']}/disable")
        changed = await other.put(f"/v1/provider-accounts/{account['id']}/notice", json={"days": 1})
        approved = await other.put(
            f"/v1/provider-accounts/{account['id']}/approved-kinds", json={"kinds": ["paypal"]}
        )

    assert (changed.status_code, changed.json()["code"]) == (404, "provider_account_not_found")
    assert (approved.status_code, approved.json()["code"]) == (404, "provider_account_not_found")
    assert listed.json()["data"] == []
    assert (read.status_code, read.json()["code"]) == (404, "provider_account_not_found")
    assert (disabled.status_code, disabled.json()["code"]) == (404, "provider_account_not_found")
    assert await stored() == before


async def test_a_sandbox_has_one_account(database: Database, by_business: Client) -> None:
    async with database.session() as session:
        await ProviderAccounts(session).add_sandbox(NORTHWIND, NOW)
        await ProviderAccounts(session).add_sandbox(NORTHWIND, NOW)

    async with by_business() as business:
        [account] = (await business.get("/v1/provider-accounts")).json()["data"]

    assert (account["provider"], account["enabled"]) == ("sandbox", True)
