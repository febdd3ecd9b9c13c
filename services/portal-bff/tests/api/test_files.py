"""Files and the calls of vendors' programs, through the edge."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
from foyer_portal_bff.storage.rows import AuditRow, RateLimitRow
from foyer_portal_bff.use_cases.tidy_up import tidy_up
from foyer_shared.basics.clock import real_now
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import NORTHWIND
from sqlalchemy import select, update
from sqlmodel import col

SIGNED = "/files/subscriptions.aaa.bbb.ccc"
CALL = {"business_id": NORTHWIND, "license_key": "NW-ABCD-EFGH-JKMN", "instance": "mac"}
VALID = {"valid": True}


async def test_a_signed_link_needs_no_session_and_passes_the_file_on(
    visitor: httpx.AsyncClient, services: Any
) -> None:
    headers = {"content-disposition": 'attachment; filename="a.zip"', "x-inside": "ours"}
    services.answers["subscriptions", "GET /internal/files/subscriptions.aaa.bbb.ccc"] = httpx.Response(
        200, content=b"the file", headers=headers | {"content-type": "application/zip"}
    )
    answer = await visitor.get(SIGNED)
    assert (answer.status_code, answer.content) == (200, b"the file")
    assert answer.headers["content-disposition"] == 'attachment; filename="a.zip"'
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-length"] == "8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "x-inside" not in answer.headers
    (call,) = services.of("subscriptions")
    assert (call.caller.business_id, call.caller.customer_id) == (NORTHWIND, None)
    assert (call.caller.surface.value, call.caller.scopes) == ("internal", {"subscriptions:write"})


async def test_a_refused_link_says_why(visitor: httpx.AsyncClient, services: Any) -> None:
    services.answer(
        "subscriptions",
        "GET /internal/files/subscriptions.aaa.bbb.ccc",
        {"code": "file_link_expired", "detail": "This link has expired."},
        status=409,
    )
    answer = await visitor.get(SIGNED, headers={"accept-language": "en"})
    assert answer.status_code == 409
    assert "This link has expired. Download it once more from its page." in answer.text


@pytest.mark.parametrize(
    "path",
    ["/files/nobody.aaa.bbb.ccc", "/files/subscriptions", "/files/subscriptions.a.b", "/files/a%2Fb.c.d.e"],
)
async def test_what_is_no_link_of_anybody_reaches_nobody(
    visitor: httpx.AsyncClient, services: Any, path: str
) -> None:
    assert (await visitor.get(path)).status_code in {404, 422}
    assert services.calls == []


async def test_a_file_is_passed_on_whatever_its_size(
    key_client: httpx.AsyncClient, services: Any, database: Database
) -> None:
    path = "/v1/products/prod_1/entitlements/ent_1/file"
    services.answer("subscriptions", f"PUT {path}", {"id": "ent_1"})
    content = b'"' + b"x" * 1_000_000 + b'"'
    answer = await key_client.put(
        f"{path}?name=a%20b.zip", content=content, headers={"content-type": "application/zip"}
    )
    assert (answer.status_code, answer.json()) == (200, {"id": "ent_1"})
    (call,) = services.of("subscriptions")
    assert (call.query, len(call.body)) == ({"name": "a b.zip"}, 1_000_000)
    assert call.headers["content-type"] == "application/zip"
    async with database.session() as session:
        (row,) = await session.scalars(select(AuditRow))
    assert (row.action, row.target, row.outcome) == (
        "PUT products/{id}/entitlements/{id}/file",
        "prod_1",
        "done",
    )


async def test_a_refused_file_is_answered_as_the_service_does(
    key_client: httpx.AsyncClient, services: Any, database: Database
) -> None:
    path = "/v1/products/prod_1/entitlements/ent_1/file"
    services.answer(
        "subscriptions", f"PUT {path}", {"code": "file_empty", "detail": "This file is empty."}, status=422
    )
    answer = await key_client.put(f"{path}?name=a.zip", content=b"")
    assert (answer.status_code, answer.json()["code"]) == (422, "file_empty")
    async with database.session() as session:
        (row,) = await session.scalars(select(AuditRow))
    assert row.outcome == "422"


async def test_without_a_key_no_file_comes_in(visitor: httpx.AsyncClient, services: Any) -> None:
    answer = await visitor.put("/v1/products/prod_1/entitlements/ent_1/file?name=a.zip", content=b"x")
    assert answer.status_code == 401
    assert services.calls == []


async def test_a_picture_of_a_product_is_everybodys_and_may_be_kept(
    visitor: httpx.AsyncClient, services: Any
) -> None:
    services.answers["subscriptions", "GET /internal/product-images/img_1"] = httpx.Response(
        200, content=b"a picture", headers={"content-type": "image/webp"}
    )
    answer = await visitor.get("/product-images/img_1")
    assert (answer.status_code, answer.content) == (200, b"a picture")
    assert answer.headers["content-type"] == "image/webp"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in answer.headers
    (call,) = services.of("subscriptions")
    assert (call.caller.business_id, call.caller.scopes) == (NORTHWIND, {"subscriptions:read"})
    missing = await visitor.get("/product-images/img_2")
    assert missing.status_code == 404
    assert "immutable" not in missing.headers.get("cache-control", "")


async def test_a_picture_is_passed_on_with_its_words(
    key_client: httpx.AsyncClient, services: Any, database: Database
) -> None:
    path = "/v1/products/prod_1/images"
    services.answer("subscriptions", f"POST {path}", {"id": "prod_1"}, status=201)
    content = b'"' + b"x" * 1_000_000 + b'"'
    answer = await key_client.post(f"{path}?alt=A%20desk", content=content)
    assert (answer.status_code, answer.json()) == (201, {"id": "prod_1"})
    (call,) = services.of("subscriptions")
    assert (call.query, len(call.body)) == ({"alt": "A desk"}, 1_000_000)
    async with database.session() as session:
        (row,) = await session.scalars(select(AuditRow))
    assert (row.action, row.target, row.outcome) == ("POST products/{id}/images", "prod_1", "done")


async def test_a_ticket_s_files_are_passed_on(
    key_client: httpx.AsyncClient, services: Any, database: Database
) -> None:
    path = "/v1/tickets/tkt_1/attachments"
    services.answer("support", f"POST {path}", {"id": "att_1"}, status=201)
    services.answers["support", f"GET {path}/att_1"] = httpx.Response(
        200, content=b"abc", headers={"Content-Disposition": "attachment", "Content-Type": "image/png"}
    )
    content = b'"' + b"x" * 1_000_000 + b'"'
    sent = await key_client.post(f"{path}?name=a.png", content=content)
    assert (sent.status_code, sent.json()) == (201, {"id": "att_1"})
    (call,) = services.of("support")
    assert (call.query, len(call.body)) == ({"name": "a.png"}, 1_000_000)
    fetched = await key_client.get(f"{path}/att_1")
    assert (fetched.content, fetched.headers["content-type"]) == (b"abc", "image/png")
    assert fetched.headers["content-disposition"] == "attachment"
    async with database.session() as session:
        (row,) = await session.scalars(select(AuditRow))
    assert (row.action, row.target, row.outcome) == ("POST tickets/{id}/attachments", "tkt_1", "done")


async def test_an_answer_by_mail_goes_to_support_as_it_came(
    key_client: httpx.AsyncClient, services: Any, database: Database
) -> None:
    taken = {"object": "inbound_mail", "fate": "reply", "ticket_id": "tkt_1"}
    services.answer("support", "POST /v1/inbound-mail", taken)
    content = b'"' + b"x" * 1_000_000 + b'"'
    answer = await key_client.post("/v1/inbound-mail", content=content)
    assert (answer.status_code, answer.json()) == (200, taken)
    (call,) = services.of("support")
    assert len(call.body) == 1_000_000
    async with database.session() as session:
        (row,) = await session.scalars(select(AuditRow))
    assert (row.action, row.target, row.outcome) == ("POST inbound-mail", None, "done")


async def test_a_customer_sends_a_file_and_saves_it(ada_client: httpx.AsyncClient, services: Any) -> None:
    kept = {"id": "att_1", "name": "a.png", "content_type": "image/png", "size": 3}
    services.answer("support", "POST /customer/attachments", kept, status=201)
    sent = await ada_client.post("/api/attachments?name=a.png", content=b'"' + b"x" * 1_000_000 + b'"')
    assert (sent.status_code, sent.json()) == (201, kept)
    assert (services.calls[-1].query, len(services.calls[-1].body)) == ({"name": "a.png"}, 1_000_000)
    services.answers["support", "GET /customer/tickets/tkt_1/attachments/att_1"] = httpx.Response(
        200, content=b"abc", headers={"Content-Disposition": "attachment"}
    )
    fetched = await ada_client.get("/api/tickets/tkt_1/attachments/att_1")
    assert (fetched.content, fetched.headers["content-disposition"]) == (b"abc", "attachment")
    services.answer("support", "POST /customer/attachments", {"code": "file_too_large"}, status=422)
    refused = await ada_client.post("/api/attachments?name=a.png", content=b'"x"')
    assert (refused.status_code, refused.json()["code"]) == (422, "file_too_large")


@pytest.mark.parametrize("call", ["activate", "validate", "deactivate"])
async def test_a_program_needs_only_the_business_and_its_license_key(
    visitor: httpx.AsyncClient, services: Any, call: str
) -> None:
    services.answer("subscriptions", f"POST /internal/license-keys/{call}", VALID)
    answer = await visitor.post(f"/v1/license-keys/{call}", json=CALL)
    assert (answer.status_code, answer.json()) == (200, VALID)
    (passed,) = services.of("subscriptions")
    assert passed.body == {"license_key": "NW-ABCD-EFGH-JKMN", "instance": "mac"}
    assert (passed.caller.business_id, passed.caller.surface.value) == (NORTHWIND, "internal")
    assert str(passed.caller.actor) == "system:license_call"


async def test_a_program_is_told_what_the_service_says(visitor: httpx.AsyncClient, services: Any) -> None:
    refusal = {"code": "activation_limit_reached", "detail": "In use on 3 devices."}
    services.answer("subscriptions", "POST /internal/license-keys/activate", refusal, status=409)
    answer = await visitor.post("/v1/license-keys/activate", json=CALL)
    assert (answer.status_code, answer.json()["code"]) == (409, "activation_limit_reached")
    unknown = await visitor.post("/v1/license-keys/validate", json=CALL | {"business_id": "biz_nobody"})
    assert unknown.status_code == 404


async def test_with_one_key_thirty_calls_a_minute_are_taken_also_side_by_side(
    visitor: httpx.AsyncClient, services: Any, database: Database
) -> None:
    services.answer("subscriptions", "POST /internal/license-keys/validate", VALID)
    answers = await asyncio.gather(*(visitor.post("/v1/license-keys/validate", json=CALL) for _ in range(35)))
    assert sorted(answer.status_code for answer in answers) == [*[200] * 30, *[429] * 5]
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert refused.json()["code"] == "too_many_requests"
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    other = await visitor.post("/v1/license-keys/validate", json=CALL | {"license_key": "NW-OTHER"})
    assert other.status_code == 200
    async with database.session() as session:
        await session.execute(update(RateLimitRow).values(began_at=real_now() - timedelta(minutes=1)))
    assert (await visitor.post("/v1/license-keys/validate", json=CALL)).status_code == 200


async def test_from_one_address_guessing_ends_soon(
    visitor: httpx.AsyncClient, services: Any, database: Database
) -> None:
    answers = [
        await visitor.post("/v1/license-keys/validate", json=CALL | {"license_key": f"NW-{guess}"})
        for guess in range(122)
    ]
    assert [answer.status_code for answer in answers] == [*[404] * 120, 429, 429]
    assert len(services.of("subscriptions")) == 120
    async with database.session() as session:
        buckets = list(await session.scalars(select(col(RateLimitRow.bucket))))
        assert [bucket for bucket in buckets if "NW-" in bucket or "192.0.2.7" in bucket] == []
    assert await tidy_up(database, real_now() + timedelta(hours=2)) == 123


async def test_api_of_a_customer(ada_client: httpx.AsyncClient, services: Any) -> None:
    held = {"id": "grant_1", "kind": "link", "name": "Club", "status": "granted", "url": "https://x.example/"}
    services.answer("subscriptions", "GET /customer/entitlements", {"data": [held], "next_cursor": None})
    services.answer("subscriptions", "GET /customer/entitlements/grant_1", held)
    services.answer(
        "subscriptions",
        "POST /customer/entitlements/grant_1/download",
        {"url": "/files/x", "expires_at": "2026-11-22T14:05:00Z"},
    )
    services.answer("subscriptions", "DELETE /customer/entitlements/grant_1/activations/act_1", held)
    listed = await ada_client.get("/api/entitlements?order_id=ord_1")
    assert [one["url"] for one in listed.json()["data"]] == ["https://x.example/"]
    assert services.of("subscriptions")[-1].query == {"limit": "20", "order_id": "ord_1"}
    assert (await ada_client.get("/api/entitlements/grant_1")).json()["name"] == "Club"
    assert (await ada_client.post("/api/entitlements/grant_1/download")).json()["url"] == "/files/x"
    freed = await ada_client.delete("/api/entitlements/grant_1/activations/act_1")
    assert freed.json()["id"] == "grant_1"
    assert (await ada_client.get("/api/entitlements/grant_2")).status_code == 404
