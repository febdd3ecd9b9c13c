"""The doors to the PDF and the XML of invoices."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from foyer_invoicing.domain.order import Order
from foyer_invoicing.gateways.paper_store import PaperStore
from foyer_invoicing.gateways.press import Press
from foyer_invoicing.use_cases.make_due_papers import make_due_papers
from foyer_shared.service import Service
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import CONTOSO
from httpx import AsyncClient

FORMS = [("pdf", "application/pdf", b"%PDF-1.7"), ("xml", "application/xml", b"<?xml version")]
MakeClient = Callable[..., AsyncClient]


@pytest.fixture
def make_papers(database: Database, service: Service) -> Callable[[], Awaitable[int]]:
    """Makes what is due, in the store that the service reads."""

    async def make() -> int:
        settings: Any = service.settings
        return await make_due_papers(database, Press(), PaperStore(settings))

    return make


@pytest.mark.parametrize(("form", "kind", "begins"), FORMS)
async def test_both_sides_fetch_the_same_bytes(
    by_customer: MakeClient,
    by_business: MakeClient,
    an_order: Callable[..., Awaitable[Order]],
    make_papers: Callable[[], Awaitable[int]],
    form: str,
    kind: str,
    begins: bytes,
) -> None:
    order = await an_order()
    assert await make_papers() == 1
    answers = []
    for client, side in ((by_customer(order.customer_id), "customer"), (by_business(), "v1")):
        answer = await client.get(f"/{side}/invoices/{order.invoice_id}/{form}")
        assert answer.status_code == 200
        assert answer.headers["content-type"] == kind
        assert answer.headers["content-length"] == str(len(answer.content))
        assert f'filename="NW-2026-00001.{form}"' in answer.headers["content-disposition"]
        detail = await client.get(f"/{side}/invoices/{order.invoice_id}")
        assert detail.json()["document_ready"] is True
        answers.append(answer.content)
    assert answers[0] == answers[1]
    assert answers[0].startswith(begins)


@pytest.mark.parametrize("form", ["pdf", "xml"])
async def test_before_it_is_made_it_says_so(
    by_customer: MakeClient, an_order: Callable[..., Awaitable[Order]], form: str
) -> None:
    order = await an_order()
    client = by_customer(order.customer_id)
    answer = await client.get(f"/customer/invoices/{order.invoice_id}/{form}")
    assert (answer.status_code, answer.json()["code"]) == (409, "document_not_ready")
    assert (await client.get(f"/customer/invoices/{order.invoice_id}")).json()["document_ready"] is False


@pytest.mark.parametrize("form", ["pdf", "xml"])
async def test_anothers_is_not_found_in_the_words_of_nobodys(
    by_customer: MakeClient,
    by_business: MakeClient,
    an_order: Callable[..., Awaitable[Order]],
    a_customer: Callable[..., Awaitable[Any]],
    make_papers: Callable[[], Awaitable[int]],
    form: str,
) -> None:
    order = await an_order()
    await make_papers()
    grace = await a_customer("grace@example.com")
    for client, side in ((by_customer(grace.id), "customer"), (by_business(CONTOSO), "v1")):
        anothers = await client.get(f"/{side}/invoices/{order.invoice_id}/{form}")
        nobodys = await client.get(f"/{side}/invoices/inv_nobody/{form}")
        assert (anothers.status_code, nobodys.status_code) == (404, 404)
        assert anothers.json() | {"instance": ""} == nobodys.json() | {"instance": ""}


@pytest.mark.parametrize("form", ["pdf", "xml"])
async def test_it_takes_the_surface_and_the_scope(
    by_customer: MakeClient,
    by_business: MakeClient,
    an_order: Callable[..., Awaitable[Order]],
    make_papers: Callable[[], Awaitable[int]],
    form: str,
) -> None:
    order = await an_order()
    await make_papers()
    theirs, ours = f"/customer/invoices/{order.invoice_id}/{form}", f"/v1/invoices/{order.invoice_id}/{form}"
    refused = [
        await by_customer(order.customer_id, scopes=["payments:read", "invoicing:write"]).get(theirs),
        await by_customer(order.customer_id).get(ours),
        await by_business(scopes=["subscriptions:read"]).get(ours),
        await by_business().get(theirs),
    ]
    assert [answer.status_code for answer in refused] == [403] * 4
