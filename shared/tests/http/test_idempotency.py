"""A command with a key takes effect once, however often and however fast it comes."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from fastapi import FastAPI
from foyer_shared.basics.origin import Actor
from foyer_shared.storage.database import Database
from foyer_shared.testing import CONTOSO, a_caller, announced, client_for

Texts = Callable[[], Awaitable[list[str]]]
KEY = {"Idempotency-Key": "form-1"}


async def test_a_repeat_gets_the_first_answer(app: FastAPI, database: Database, texts: Texts) -> None:
    async with client_for(app, a_caller()) as client:
        first = await client.post("/customer/notes", json={"text": "milk"}, headers=KEY)
        second = await client.post("/customer/notes", json={"text": "milk"}, headers=KEY)
    assert "idempotent-replayed" not in first.headers
    assert second.headers["idempotent-replayed"] == "true"
    assert (second.status_code, second.json()) == (201, first.json())
    assert await texts() == ["milk"]
    assert len(await announced(database)) == 1


async def test_without_a_key_a_repeat_is_another_command(app: FastAPI, texts: Texts) -> None:
    async with client_for(app, a_caller()) as client:
        for _ in range(2):
            await client.post("/customer/notes", json={"text": "milk"})
    assert await texts() == ["milk", "milk"]


async def test_the_key_of_another_request_is_refused(app: FastAPI, database: Database, texts: Texts) -> None:
    async with client_for(app, a_caller()) as client:
        await client.post("/customer/notes", json={"text": "milk"}, headers=KEY)
        answer = await client.post("/customer/notes", json={"text": "bread"}, headers=KEY)
    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_key_reused")
    assert await texts() == ["milk"]
    assert len(await announced(database)) == 1


async def test_the_key_of_another_customer_is_another_request(app: FastAPI, texts: Texts) -> None:
    """One login may act for two customers, and must not see the one's answer as the other."""
    async with client_for(app, a_caller(customer_id="cus_1")) as client:
        await client.post("/customer/notes", json={"text": "milk"}, headers=KEY)
    async with client_for(app, a_caller(customer_id="cus_2")) as client:
        answer = await client.post("/customer/notes", json={"text": "milk"}, headers=KEY)
    assert answer.json()["code"] == "idempotency_key_reused"
    assert await texts() == ["milk"]


async def test_a_key_belongs_to_its_business_and_actor(app: FastAPI, texts: Texts) -> None:
    others = [a_caller(business_id=CONTOSO), a_caller(actor=Actor.parse("login:lgn_other"))]
    for caller in [a_caller(), *others]:
        async with client_for(app, caller) as client:
            answer = await client.post("/customer/notes", json={"text": "milk"}, headers=KEY)
            assert answer.status_code == 201
    assert await texts() == ["milk", "milk", "milk"]


async def test_a_refusal_is_not_stored(app: FastAPI, database: Database, texts: Texts) -> None:
    async with client_for(app, a_caller()) as client:
        for _ in range(2):
            answer = await client.post("/customer/notes", json={"text": "refused"}, headers=KEY)
            assert (answer.status_code, answer.json()["code"]) == (409, "notes_full")
        # The key is still free.
        assert (await client.post("/customer/notes", json={"text": "ok"}, headers=KEY)).status_code == 201
    assert await texts() == ["ok"]
    assert len(await announced(database)) == 1


async def test_twins_at_once_take_effect_once(app: FastAPI, database: Database, texts: Texts) -> None:
    async with client_for(app, a_caller()) as client:
        answers = await asyncio.gather(
            *(
                client.post("/customer/notes", json={"text": "milk", "seconds": 0.1}, headers=KEY)
                for _ in range(4)
            )
        )
    assert [answer.status_code for answer in answers] == [201] * 4
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert sorted("idempotent-replayed" in answer.headers for answer in answers) == [False, True, True, True]
    assert await texts() == ["milk"]
    assert len(await announced(database)) == 1


async def test_twins_at_once_are_refused_each(app: FastAPI, database: Database, texts: Texts) -> None:
    async with client_for(app, a_caller()) as client:
        answers = await asyncio.gather(
            *(client.post("/customer/notes", json={"text": "refused"}, headers=KEY) for _ in range(3))
        )
    assert [answer.status_code for answer in answers] == [409] * 3
    assert (await texts(), await announced(database)) == ([], [])


@pytest.mark.parametrize("key", ["", "x" * 256, "tab\there", "caf\u00e9"])
async def test_a_key_that_is_none_is_refused(app: FastAPI, texts: Texts, key: str) -> None:
    async with client_for(app, a_caller()) as client:
        headers = {b"Idempotency-Key": key.encode("latin-1")}
        answer = await client.post("/customer/notes", json={"text": "milk"}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_idempotency_key")
    assert await texts() == []
