"""A subscription renews by a card, as its customer lives it: paid, declined, past due, and well again."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from foyer_shared.basics.clock import real_now
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.testing.messaging import eventually
from foyer_shared.testing.outbox import announced

from tests.e2e.clock.calls import SOON, get, invoices_of, move, patiently, post
from tests.e2e.clock.conftest import System

BEGINS = datetime(real_now().year + 1, 4, 10, 9, tzinfo=UTC)
VISA, HAS_NOTHING = "4242424242424242", "4000000000009995"
EMAIL = "ada@example.com"


async def subscribe(client: httpx.AsyncClient, customer_id: str) -> dict[str, Any]:
    """To something that her card pays each month."""
    product = await post(client, "/v1/products", {"name": "Studio"})
    price = {"product_id": product["id"], "amount": 2900, "currency": "EUR", "interval": "month"}
    items = [{"price_id": (await post(client, "/v1/prices", price))["id"], "quantity": 1}]
    return await post(client, "/v1/subscriptions", {"customer_id": customer_id, "items": items})


async def read(client: httpx.AsyncClient, subscription: dict[str, Any]) -> dict[str, Any]:
    """As it is now."""
    return await get(client, f"/v1/subscriptions/{subscription['id']}")


async def standing(client: httpx.AsyncClient, subscription: dict[str, Any]) -> tuple[str, list[str]]:
    """Its state, and those of its invoices."""
    invoices = await invoices_of(client, subscription)
    return (await read(client, subscription))["status"], [invoice["status"] for invoice in invoices]


async def told_of_payments(system: System) -> list[Envelope]:
    """What payments has announced of money."""
    events = await announced(system.services["payments"].database)
    return [event for event in events if event.type.startswith("payment.")]


class Ada:
    """A customer at the portal, who reads her mail."""

    def __init__(self, browser: httpx.AsyncClient) -> None:
        self.browser = browser

    async def has_mails(self, **expected: int) -> None:
        """So many of each kind and no others, but for codes, once all have come."""

        async def have_come() -> bool:
            mails = Counter(mail["message"] for mail in await self._mails())
            return mails - Counter(sign_in_code=1, confirmation_code=3) == Counter(expected)

        await eventually(have_come)

    async def sign_in(self) -> None:
        """By the code of the mail."""
        code = await self._code("/api/sign-in", "sign_in_code", email=EMAIL)
        opened = await post(self.browser, "/api/sign-in/code", {"email": EMAIL, "code": code})
        self.browser.headers["Authorization"] = f"Bearer {opened['token']}"

    async def add_card(self, number: str) -> str:
        """Its id. She goes to the provider's page, after a fresh code."""
        code = await self._code("/api/payment-setups/code", "confirmation_code")
        setup = await post(self.browser, "/api/payment-setups", {"code": code})
        card = {"kind": "card", "number": number, "expiry": "12/40", "cvc": "123", "holder": "Ada O'Hara"}
        typed = {"act": "pay"} | card
        page = await patiently(lambda: self.browser.post(setup["action_url"], data=typed), {503})
        assert page.status_code == 303, page.text
        added = await get(self.browser, f"/api/payment-setups/{setup['id']}")
        return str(added["payment_method_id"])

    async def _code(self, asked: str, kind: str, **body: str) -> str:
        """The one that is mailed."""
        before = len(await self._mails(kind))
        await post(self.browser, asked, body)

        async def has_come() -> bool:
            return len(await self._mails(kind)) > before

        await eventually(has_come)
        return str((await self._mails(kind))[0]["code"])

    async def _mails(self, kind: str | None = None) -> list[dict[str, Any]]:
        """The newest first."""
        found = await get(self.browser, f"/dev/mail.json?to={EMAIL}")
        return [mail for mail in found["data"] if kind in {None, mail["message"]}]


async def test_a_card_pays_another_is_declined_and_a_new_one_recovers(system: System) -> None:
    northwind = system.northwind
    await move(northwind, BEGINS)
    ada_s = {"email": EMAIL, "name": "Ada O'Hara", "country": "NL", "language": "en"}
    customer = await post(northwind, "/v1/customers", ada_s)
    async with httpx.AsyncClient(base_url=northwind.base_url, timeout=60) as browser:
        ada = Ada(browser)
        await ada.sign_in()
        await ada.add_card(VISA)
        subscription = await subscribe(northwind, customer["id"])

        # A month later she has paid twice, of which she was told.
        renewed = datetime.fromisoformat(subscription["current_period_end"])
        await move(northwind, renewed + timedelta(hours=1))
        assert await standing(northwind, subscription) == ("active", ["paid", "paid"])
        await ada.has_mails(invoice_ready=2, payment_receipt=2)

        # Then she uses a card without money: tried on its day and three times after, and then no more.
        poor = await ada.add_card(HAS_NOTHING)
        default = f"/v1/payment-methods/{poor}/default"
        (await patiently(lambda: northwind.put(default), {404, 503})).raise_for_status()
        again = datetime.fromisoformat((await read(northwind, subscription))["current_period_end"])
        await move(northwind, again + timedelta(days=2))
        assert await standing(northwind, subscription) == ("past_due", ["paid", "paid", "open"])
        await move(northwind, again + timedelta(days=20))
        assert await standing(northwind, subscription) == ("suspended", ["paid", "paid", "open"])
        tries = [event for event in await told_of_payments(system) if event.type == "payment.failed"]
        assert [event.data["payment"]["attempt"] for event in tries] == [1, 2, 3, 4]
        due = [again + timedelta(days=days) for days in (0, 1, 3, 7)]
        late = [event.businesstime - at for event, at in zip(tries, due, strict=True)]
        assert all(timedelta() <= each < SOON for each in late)
        await ada.has_mails(
            invoice_ready=3,
            payment_receipt=2,
            invoice_payment_failed=4,
            subscription_past_due=1,
            subscription_suspended=1,
        )

        # A card that works pays it at once, whichever is the default, and all is as it was.
        await ada.add_card(VISA)

        async def is_well() -> bool:
            return await standing(northwind, subscription) == ("active", ["paid"] * 3)

        await eventually(is_well)
        last = (await told_of_payments(system))[-1]
        assert (last.type, last.data["payment"]["attempt"]) == ("payment.succeeded", 5)
        assert (await read(northwind, subscription))["current_period_start"] == again.isoformat().replace(
            "+00:00", "Z"
        )
