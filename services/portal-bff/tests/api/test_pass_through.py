"""What is passed on as it is: providers' webhooks to payments, and the sandbox provider's pages."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.rate_limit import Rate
from foyer_shared.http.body_limit import LARGEST_BODY

SIGNED = {
    "content-type": "application/json",
    "webhook-id": "sbnot_1",
    "webhook-timestamp": "1773135000",
    "webhook-signature": "v1,c2lnbmVk",
    "stripe-signature": "t=1,v1=ab",
    "x-mollie-signature": "sha256=ab",
}
RAW = b'{"type":   "charge.changed",\n"data": {"id": "sbch_1"}}'
TWO_A_MINUTE = Rate("test", 2, timedelta(minutes=1))
PAGE = "/sandbox/pay/sbch_0123456789abcdef"
POLICY = "default-src 'none'; style-src 'self'; form-action 'self' https://northwind.example"


def answer_with(services: Any, route: str, response: httpx.Response) -> None:
    services.answers["sandbox", route] = response


async def test_a_webhook_reaches_payments_byte_by_byte(visitor: httpx.AsyncClient, services: Any) -> None:
    services.answer("payments", "POST /internal/webhooks/sandbox/pacc_1", {"taken": True})
    sent = []
    original = services.handle_async_request

    async def keep(request: httpx.Request) -> httpx.Response:
        sent.append(await request.aread())
        answer: httpx.Response = await original(request)
        return answer

    services.handle_async_request = keep

    answer = await visitor.post(
        "/webhooks/sandbox/pacc_1",
        content=RAW,
        headers={**SIGNED, "cookie": "foyer_session=secret", "x-other": "1"},
    )

    assert (answer.status_code, answer.json()) == (200, {"taken": True})
    (call,) = services.of("payments")
    assert sent == [RAW]
    assert {name: call.headers[name] for name in SIGNED} == SIGNED
    assert not {"cookie", "x-other"} & set(call.headers)
    assert (call.caller.business_id, call.caller.surface.value) == ("", "internal")
    assert call.caller.scopes == {"payments:webhooks"}


@pytest.mark.parametrize(
    ("status", "code"), [(404, "provider_account_not_found"), (403, "notice_refused"), (422, "invalid")]
)
async def test_what_payments_says_of_a_webhook_goes_back(
    visitor: httpx.AsyncClient, services: Any, status: int, code: str
) -> None:
    services.answer("payments", "POST /internal/webhooks/stripe/pacc_1", {"code": code}, status=status)

    answer = await visitor.post("/webhooks/stripe/pacc_1", content=b"garbage")

    assert (answer.status_code, answer.json()) == (status, {"code": code})


async def test_a_webhook_is_to_come_again_while_payments_is_away(
    visitor: httpx.AsyncClient, services: Any
) -> None:
    services.away.add("payments")

    answer = await visitor.post("/webhooks/sandbox/pacc_1", content=RAW)

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")


async def test_the_token_of_an_address_goes_along(visitor: httpx.AsyncClient, services: Any) -> None:
    services.answer("payments", "POST /internal/webhooks/mollie/pacc_1", {})

    await visitor.post("/webhooks/mollie/pacc_1?token=s3cret&other=1", content=b"id=tr_1")
    await visitor.post("/webhooks/mollie/pacc_1", headers={"webhook-token": "forged"})

    with_it, without = services.of("payments")
    assert (with_it.headers["webhook-token"], with_it.query) == ("s3cret", {})
    assert "webhook-token" not in without.headers


async def test_a_huge_webhook_is_not_read_to_its_end(visitor: httpx.AsyncClient, services: Any) -> None:
    services.answer("payments", "POST /internal/webhooks/sandbox/pacc_1", {})
    fits = await visitor.post("/webhooks/sandbox/pacc_1", content=b"x" * LARGEST_BODY)
    too_large = await visitor.post("/webhooks/sandbox/pacc_1", content=b"x" * (LARGEST_BODY + 1))

    assert (fits.status_code, too_large.status_code) == (200, 413)
    assert too_large.json()["code"] == "too_large"
    assert len(services.of("payments")) == 1


@pytest.mark.parametrize(
    "path", ["sandbox/%2e%2e", "Stripe/pacc_1", "sandbox/pacc-1", "sandbox/pacc_1/more", "sandbox", "a%2Fb/c"]
)
async def test_what_cannot_be_a_webhook_reaches_nobody(
    visitor: httpx.AsyncClient, services: Any, path: str
) -> None:
    answer = await visitor.post(f"/webhooks/{path}", content=RAW)

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert (await visitor.get("/webhooks/sandbox/pacc_1")).status_code == 405
    assert services.calls == []


async def test_one_address_sends_so_many_webhooks_a_minute(
    visitor: httpx.AsyncClient, services: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("foyer_portal_bff.api.webhooks.WEBHOOKS_OF_ADDRESS", TWO_A_MINUTE)
    services.answer("payments", "POST /internal/webhooks/sandbox/pacc_1", {})

    answers = [await visitor.post("/webhooks/sandbox/pacc_1", content=RAW) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]


async def test_a_page_of_the_sandbox_is_passed_through_without_the_session(
    visitor: httpx.AsyncClient, services: Any
) -> None:
    headers = {"content-type": "text/html", "content-security-policy": POLICY, "set-cookie": "a=b"}
    answer_with(services, f"GET {PAGE}", httpx.Response(200, html="<h1>Pay</h1>", headers=headers))

    answer = await visitor.get(
        f"{PAGE}?kind=card", headers={"cookie": "foyer_session=secret", "accept-language": "nl"}
    )

    assert (answer.status_code, answer.text) == (200, "<h1>Pay</h1>")
    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in answer.headers
    (call,) = services.of("sandbox")
    assert (call.query, call.headers["accept-language"]) == ({"kind": "card"}, "nl")
    assert "cookie" not in call.headers
    assert call.caller.scopes == {"sandbox:pages"}


async def test_a_form_of_the_sandbox_leads_on(visitor: httpx.AsyncClient, services: Any) -> None:
    back = "https://northwind.example/payments/pay_1"
    answer_with(services, f"POST {PAGE}", httpx.Response(303, headers={"location": back}))

    answer = await visitor.post(PAGE, data={"act": "pay", "number": "4242 4242 4242 4242"})

    assert (answer.status_code, answer.headers["location"]) == (303, back)
    (call,) = services.of("sandbox")
    assert call.body == b"act=pay&number=4242+4242+4242+4242"


@pytest.mark.parametrize(
    "path",
    ["api/v1/charges", "api/v1/account", "pay/../api/v1/balance", "pay/%2e%2e/api", "pay/", "", "pay/A"],
)
async def test_nothing_else_of_the_sandbox_is_reached(
    visitor: httpx.AsyncClient, services: Any, path: str
) -> None:
    for answer in (await visitor.get(f"/sandbox/{path}"), await visitor.post(f"/sandbox/{path}")):
        assert answer.status_code == 404
    assert services.calls == []


async def test_a_live_business_has_no_sandbox_pages(
    client_at: Callable[..., httpx.AsyncClient], contoso: Business, services: Any
) -> None:
    assert contoso.mode == "live"
    client = client_at(url="https://contoso.localhost")

    assert (await client.get(PAGE)).status_code == 404
    assert (await client.post(PAGE, data={"act": "pay"})).status_code == 404
    assert services.calls == []
