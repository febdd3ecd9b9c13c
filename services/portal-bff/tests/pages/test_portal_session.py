"""Coming in by a link of the business's back end: the whole portal, or one task and what comes after it."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
import pytest_asyncio
from foyer_portal_bff.domain.customer import Customer
from foyer_shared.testing.html import HtmlPage, check_page
from foyer_shared.testing.makers import ADA

SHOP = "http://localhost:3000/account"
CANCEL = {"type": "subscription_cancel", "subscription_id": "sub_studio"}
UPDATE = {"type": "subscription_update", "subscription_id": "sub_team"}
PAY = {"type": "invoice_pay", "invoice_id": "inv_39"}
ADD = {"type": "payment_method_update"}

Enter = Callable[..., Awaitable[tuple[httpx.AsyncClient, str]]]


@pytest_asyncio.fixture
async def link(client_at: Callable[..., httpx.AsyncClient], ada: Customer, full: Any) -> Callable[..., Any]:
    """Asks for a link as Northwind's back end does; returns its path."""

    async def ask(**asked: Any) -> str:
        made = await client_at("foyer_sk_northwind").post(
            "/v1/portal/sessions", json={"customer_id": ADA, **asked}
        )
        assert made.status_code == 201, made.text
        url = urlsplit(made.json()["url"])
        return f"{url.path}?{url.query}"

    return ask


@pytest.fixture
def enter(client_at: Callable[..., httpx.AsyncClient], link: Callable[..., Any]) -> Enter:
    """Opens a link in a browser; returns that, and where it was led."""

    async def open_it(**asked: Any) -> tuple[httpx.AsyncClient, str]:
        client = client_at()
        client.headers["accept-language"] = "en"
        opened = await client.get(await link(**asked))
        assert opened.status_code == 303, opened.text
        return client, opened.headers["location"]

    return open_it


async def look(client: httpx.AsyncClient, path: str, *, status: int = 200) -> HtmlPage:
    """The page there, checked."""
    response = await client.get(path)
    assert response.status_code == status, response.text
    return checked(response)


def checked(response: httpx.Response) -> HtmlPage:
    """The page of an answer."""
    nonce = response.headers["content-security-policy"].partition("'nonce-")[2].partition("'")[0]
    return check_page(response.text, nonce=nonce)


async def test_the_whole_portal_has_a_way_back(enter: Enter) -> None:
    client, at = await enter(return_url=SHOP)
    assert at == "/"
    page = await look(client, "/")
    assert {SHOP, "/subscriptions", "/settings"} <= set(page.links())
    assert "Back to Northwind" in page.text()


async def test_its_locale_is_that_of_the_link(enter: Enter) -> None:
    client, _ = await enter(locale="nl")
    assert (await client.get("/")).text.startswith('<!doctype html>\n<html lang="nl"')


@pytest.mark.parametrize(
    ("flow", "start"),
    [
        (CANCEL, "/subscriptions/sub_studio/cancel"),
        (UPDATE, "/subscriptions/sub_team/plan"),
        (
            {**UPDATE, "type": "subscription_update_confirm", "subscription_id": "sub_studio", "quantity": 3},
            "/subscriptions/sub_studio/plan/quote",
        ),
        (PAY, "/pay?invoice=inv_39"),
        (ADD, "/payment-methods/add"),
    ],
)
async def test_a_task_stands_alone(enter: Enter, flow: dict[str, Any], start: str) -> None:
    client, at = await enter(flow=flow, return_url=SHOP)
    assert at == start
    page = await look(client, at)
    assert SHOP in page.links()
    assert page.all("nav") == []
    for path in ("/", "/settings", "/invoices", "/subscriptions/sub_pastdue/cancel", "/details/email"):
        away = await client.get(path)
        assert (away.status_code, away.headers["location"]) == (303, "/task"), path
    task = await look(client, "/task")
    assert {at, SHOP} <= set(task.links())
    refused = await client.post("/settings", data={"csrf_token": csrf(page), "theme": "dark"})
    assert refused.status_code == 403
    assert "You have come here for something else." in checked(refused).text()


def csrf(page: HtmlPage) -> str:
    """The token of its forms."""
    return next(field.get("value", "") for field in page.all("input") if field.get("name") == "csrf_token")


async def test_the_same_browser_may_come_back_by_the_link_and_no_other(
    client_at: Callable[..., httpx.AsyncClient], link: Callable[..., Any]
) -> None:
    path, client, other = await link(flow=CANCEL), client_at(), client_at()
    for _ in range(2):
        opened = await client.get(path)
        assert (opened.status_code, opened.headers["location"]) == (303, "/subscriptions/sub_studio/cancel")
    refused = await other.get(path, headers={"accept-language": "en"})
    assert refused.status_code == 422
    assert "set-cookie" not in refused.headers
    assert "older than five minutes" in checked(refused).text()


async def cancel(client: httpx.AsyncClient, full: Any) -> None:
    """Cancel what the task is about, to the end."""
    one = full.answers["subscriptions", "GET /customer/subscriptions/sub_ending"].json()
    plan = full.answers["subscriptions", "GET /customer/subscriptions/sub_studio/cancellation"].json()
    done = {**one, "id": "sub_studio", "cancellation": plan}
    full.answer("subscriptions", "POST /customer/subscriptions/sub_studio/cancel", done)
    full.answer("subscriptions", "POST /customer/subscriptions/sub_studio/retention-offers", {"data": []})
    page = await look(client, "/subscriptions/sub_studio/cancel")
    form = page.form("/subscriptions/sub_studio/cancel/reason")
    step = checked(await client.post("/subscriptions/sub_studio/cancel/reason", data=form))
    form = step.form("/subscriptions/sub_studio/cancel")
    declared = await client.post("/subscriptions/sub_studio/cancel", data=form)
    assert declared.status_code == 303, declared.text
    assert (await client.get(declared.headers["location"])).headers["location"] == "/task"


async def test_once_it_is_done_its_customer_goes_back(enter: Enter, full: Any) -> None:
    client, _ = await enter(flow=CANCEL, return_url=SHOP)
    await cancel(client, full)
    done = await client.get("/task")
    # Another host, after a form: the page leads on by itself.
    assert (done.status_code, done.headers["refresh"]) == (200, f"0; url={SHOP}")
    assert SHOP in checked(done).links()


async def test_once_it_is_done_the_business_s_words_are_shown(enter: Enter, full: Any) -> None:
    said = {"type": "hosted_confirmation", "message": "Sorry to see you go, <b>Ada</b>."}
    client, _ = await enter(flow={**CANCEL, "after_completion": said})
    await cancel(client, full)
    page = await look(client, "/task")
    assert "Sorry to see you go, <b>Ada</b>." in page.text()
    assert (await client.get("/")).headers["location"] == "/task"


async def test_once_it_is_done_the_portal_opens(enter: Enter, full: Any) -> None:
    client, _ = await enter(flow={**CANCEL, "after_completion": {"type": "portal_homepage"}})
    assert (await client.get("/")).headers["location"] == "/task"
    await cancel(client, full)
    assert (await client.get("/task")).headers["location"] == "/"
    assert "/subscriptions" in (await look(client, "/")).links()


async def test_money_that_is_under_way_is_waited_for(enter: Enter, full: Any) -> None:
    client, at = await enter(flow=PAY, return_url=SHOP)
    form = (await look(client, at)).form("/pay")
    amount = {"amount": 5800, "currency": "EUR"}
    payment = {
        "id": "pay_9",
        "status": "processing",
        "amount": amount,
        "invoices": [{"invoice_id": "inv_39", "amount": amount}],
    }
    full.answer("payments", "POST /customer/payments", payment, status=201)
    full.answer("payments", "POST /customer/payments/pay_9/look", payment)
    begun = await client.post("/pay", data={**form, "method": "pm_1"})
    assert begun.headers["location"] == "/payments/pay_9"
    assert "under way" in (await look(client, "/payments/pay_9")).text()
    assert (await client.get("/task")).headers["location"] == "/payments/pay_9"

    full.answer("payments", "POST /customer/payments/pay_9/look", {**payment, "status": "failed"})
    assert at in (await look(client, "/task")).links()

    full.answer("payments", "POST /customer/payments/pay_9/look", {**payment, "status": "succeeded"})
    assert (await client.get("/payments/pay_9")).headers["location"] == "/task"
    assert (await client.get("/task")).headers["refresh"] == f"0; url={SHOP}"


async def test_another_invoice_is_not_paid_in_the_task(enter: Enter, full: Any) -> None:
    client, at = await enter(flow=PAY)
    form = (await look(client, at)).form("/pay")
    assert (await client.get("/pay?invoice=inv_12")).headers["location"] == "/task"
    assert (await client.get("/payments/pay_1")).headers["location"] == "/task"
    refused = await client.post("/pay", data={**form, "invoice": "inv_12", "method": "pm_1"})
    assert refused.status_code == 403
    assert not [call for call in full.of("payments") if call.path == "/customer/payments"]


async def test_the_change_to_confirm_is_the_business_s_whatever_a_form_says(enter: Enter, full: Any) -> None:
    flow = {
        "type": "subscription_update_confirm",
        "subscription_id": "sub_studio",
        "price_id": "price_team",
        "promotion_code": "SPRING",
    }
    client, at = await enter(flow=flow)
    page = await look(client, f"{at}?price_id=price_other&code=")
    (asked,) = [call for call in full.of("subscriptions") if call.path.endswith("/quotes")]
    assert asked.body == {"price_id": "price_team", "promotion_code": "SPRING"}
    assert page.form("/subscriptions/sub_studio/plan")["price_id"] == "price_team"
    assert "/subscriptions/sub_studio/plan" not in page.links()


async def test_a_change_that_waits_for_its_payment_is_not_done(enter: Enter, full: Any) -> None:
    client, at = await enter(flow={**UPDATE, "subscription_id": "sub_studio"}, return_url=SHOP)
    page = await look(client, at)
    quoted = checked(await client.post("/subscriptions/sub_studio/plan/quote", data=page.form(f"{at}/quote")))
    one = full.answers["subscriptions", "GET /customer/subscriptions/sub_studio"].json()
    plan = {
        "name": "Team",
        "quantity": 1,
        "amount": {"amount": 9900, "currency": "EUR"},
        "interval": "month",
        "interval_count": 1,
        "awaiting_payment": True,
    }
    waits = {"id": "chg_1", "kind": "plan", "effective_at": "2026-11-22T14:00:00Z", "plan": plan}
    waiting = {**one, "pending_changes": [waits]}
    full.answer("subscriptions", "POST /customer/subscriptions/sub_studio/change", waiting)
    full.answer("subscriptions", "GET /customer/subscriptions/sub_studio", waiting)
    changed = await client.post(at, data=quoted.form(at))
    assert changed.status_code == 303, changed.text
    task = await look(client, "/task")
    assert "It is under way" in task.text()
    assert [link for link in task.links() if link.startswith("/pay?invoice=")]
    full.answer("subscriptions", "GET /customer/subscriptions/sub_studio", one)
    assert (await client.get("/task")).headers["refresh"] == f"0; url={SHOP}"


async def test_a_new_method_pays_from_now_on(enter: Enter, full: Any) -> None:
    client, _ = await enter(flow=ADD, return_url=SHOP)
    setup = {"id": "pms_9", "status": "succeeded", "payment_method_id": "pm_9"}
    method = full.answers["payments", "GET /customer/payment-methods/pm_1"].json() | {"id": "pm_9"}
    full.answer("payments", "POST /customer/payment-setups/pms_9/look", setup)
    full.answer("payments", "PUT /customer/payment-methods/pm_9/default", method)
    full.answer("payments", "POST /customer/payment-methods/pm_9/default", method)
    added = await client.get("/payment-methods/added/pms_9")
    assert added.headers["location"] == "/payment-methods"
    assert (await client.get("/payment-methods")).headers["location"] == "/task"
    assert (await client.get("/task")).headers["refresh"] == f"0; url={SHOP}"


async def test_what_is_not_possible_is_said_without_the_page_around_it(enter: Enter, full: Any) -> None:
    client, at = await enter(flow={**CANCEL, "subscription_id": "sub_ended"})
    page = await look(client, at, status=409)
    assert "This subscription has ended already." in page.text()
    assert "/subscriptions/sub_ended/resubscribe" not in page.links()
