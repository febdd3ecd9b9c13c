"""Signing in over `/api`: the same answer for all, one session, and nothing secret in logs."""

import logging
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.customer import Customer
from foyer_shared.telemetry.logs import setup_logs
from foyer_shared.testing.makers import NORTHWIND

ClientFor = Callable[..., httpx.AsyncClient]
SEND = "POST /internal/messages"


@pytest.fixture
def mailed(services: Any) -> Callable[[], dict[str, Any]]:
    """What the last mail of the sign-in was to say."""
    services.answer("notifications", SEND, {"message": "sign_in_code", "state": "queued"}, status=202)
    return lambda: services.of("notifications")[-1].body


Mailed = Callable[[], dict[str, Any]]


async def test_the_mail_is_asked_of_notifications(
    visitor: httpx.AsyncClient, ada: Customer, services: Any, mailed: Mailed
) -> None:
    answer = await visitor.post("/api/sign-in", json={"email": "ada@example.com"})
    assert (answer.status_code, answer.json()) == (202, {"sent": True})
    (call,) = services.of("notifications")
    assert (call.method, call.path) == ("POST", "/internal/messages")
    assert (call.caller.surface, call.caller.scopes) == ("internal", {"notifications:write"})
    assert call.caller.business_id == NORTHWIND
    assert call.headers["idempotency-key"].startswith("sgn_")
    body = mailed()
    code, link = body["values"].pop("code"), body["values"].pop("link")
    assert body == {
        "message": "sign_in_code",
        "to": "ada@example.com",
        "language": "en",
        "values": {"minutes": 10},
    }
    assert len(code) == 6
    assert link.startswith("http://localhost:8080/sign-in/link?token=")


async def test_an_unknown_address_gets_the_same_answer_and_no_mail(
    visitor: httpx.AsyncClient, ada: Customer, services: Any, mailed: Mailed
) -> None:
    known = await visitor.post("/api/sign-in", json={"email": "ada@example.com"})
    services.calls.clear()
    unknown = await visitor.post("/api/sign-in", json={"email": "nobody@example.com"})
    assert (unknown.status_code, unknown.content) == (known.status_code, known.content)
    assert services.calls == []

    guess = {"email": "nobody@example.com", "code": "123456"}
    refused = await visitor.post("/api/sign-in/code", json=guess)
    assert (refused.status_code, refused.json()["code"]) == (422, "code_not_valid")


@pytest.mark.parametrize(("email", "mails"), [("ada@example.com", 1), ("nobody@example.com", 0)])
async def test_asking_again_within_a_minute_is_refused_whoever_has_the_address(
    visitor: httpx.AsyncClient, ada: Customer, services: Any, mailed: Mailed, email: str, mails: int
) -> None:
    assert (await visitor.post("/api/sign-in", json={"email": email})).status_code == 202
    second = await visitor.post("/api/sign-in", json={"email": email})
    assert (second.status_code, second.json()["code"]) == (429, "too_many_requests")
    assert 55 <= int(second.headers["retry-after"]) <= 60
    assert second.json()["detail"] == "Wait before you ask for another code."
    assert len(services.calls) == mails


async def test_asking_again_after_a_used_code_sends_one_at_once(
    visitor: httpx.AsyncClient, ada: Customer, services: Any, mailed: Mailed
) -> None:
    await visitor.post("/api/sign-in", json={"email": "ada@example.com"})
    credentials = {"email": "ada@example.com", "code": mailed()["values"]["code"]}
    assert (await visitor.post("/api/sign-in/code", json=credentials)).status_code == 200
    assert (await visitor.post("/api/sign-in", json={"email": "ada@example.com"})).status_code == 202
    assert len(services.of("notifications")) == 2


async def test_a_code_is_traded_for_a_session_once(
    visitor: httpx.AsyncClient, ada: Customer, mailed: Mailed, client_at: ClientFor
) -> None:
    await visitor.post("/api/sign-in", json={"email": "ada@example.com"})
    credentials = {"email": "Ada@example.com", "code": mailed()["values"]["code"]}
    answer = await visitor.post("/api/sign-in/code", json=credentials)
    assert answer.status_code == 200
    assert set(answer.json()) == {"token", "expires_at"}
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"foyer_session={answer.json()['token']};")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie

    home = await client_at(answer.json()["token"]).get("/api/home")
    assert home.json()["customer"]["name"] == "Ada Lovelace"
    assert (await visitor.get("/api/home")).status_code == 200

    again = await client_at().post("/api/sign-in/code", json=credentials)
    assert (again.status_code, again.json()["code"]) == (422, "code_not_valid")


async def test_over_https_the_cookie_is_bound_to_the_host(
    client_at: ClientFor, ada: Customer, mailed: Mailed
) -> None:
    client = client_at(url="https://localhost")
    await client.post("/api/sign-in", json={"email": "ada@example.com"})
    credentials = {"email": "ada@example.com", "code": mailed()["values"]["code"]}
    answer = await client.post("/api/sign-in/code", json=credentials)
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-foyer_session=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    assert answer.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"


async def test_five_wrong_codes_spoil_the_right_one(
    visitor: httpx.AsyncClient, ada: Customer, mailed: Mailed
) -> None:
    await visitor.post("/api/sign-in", json={"email": "ada@example.com"})
    code = mailed()["values"]["code"]
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for typed in [wrong] * 5 + [code]:
        answer = await visitor.post("/api/sign-in/code", json={"email": "ada@example.com", "code": typed})
        assert (answer.status_code, answer.json()["code"]) == (422, "code_not_valid")
        assert "set-cookie" not in answer.headers


async def test_a_page_of_another_site_cannot_sign_anybody_in(
    visitor: httpx.AsyncClient, ada: Customer, services: Any
) -> None:
    answer = await visitor.post(
        "/api/sign-in", json={"email": "ada@example.com"}, headers={"Origin": "https://evil.example"}
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "form_not_ours")
    assert services.calls == []


async def test_a_mail_that_cannot_go_out_changes_no_answer(
    visitor: httpx.AsyncClient, ada: Customer, services: Any
) -> None:
    services.away.add("notifications")
    answer = await visitor.post("/api/sign-in", json={"email": "ada@example.com"})
    assert (answer.status_code, answer.json()) == (202, {"sent": True})


async def test_signing_out_ends_the_session(ada_client: httpx.AsyncClient) -> None:
    assert (await ada_client.get("/api/home")).status_code == 200
    assert (await ada_client.post("/api/sign-out")).status_code == 204
    assert (await ada_client.get("/api/home")).status_code == 401


async def test_no_code_token_or_key_is_logged(
    visitor: httpx.AsyncClient,
    ada: Customer,
    mailed: Mailed,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", root.handlers)
    setup_logs()  # Whatever an earlier test has set up writes to where that test was looking.
    await visitor.post("/api/sign-in", json={"email": "ada@example.com"})
    values = mailed()["values"]
    answer = await visitor.post(
        "/api/sign-in/code", json={"email": "ada@example.com", "code": values["code"]}
    )
    await visitor.get("/sign-in/link", params={"token": values["link"].partition("=")[2]})
    logged = "".join(capfd.readouterr())
    assert "/api/sign-in/code" in logged
    for secret in (values["code"], values["link"].partition("=")[2], answer.json()["token"]):
        assert secret not in logged


async def test_a_contoso_address_is_unknown_at_northwind(
    visitor: httpx.AsyncClient, contoso: Business, services: Any, client_at: ClientFor, mailed: Mailed
) -> None:
    await visitor.post("/api/sign-in", json={"email": "zoe@example.com"})
    assert services.calls == []
    await client_at(url="https://contoso.localhost").post("/api/sign-in", json={"email": "zoe@example.com"})
    assert mailed()["to"] == "zoe@example.com"
