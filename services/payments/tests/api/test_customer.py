"""What a customer sees, through the portal."""

from collections.abc import Awaitable, Callable

from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.use_cases.record_mandate import record_mandate
from foyer_shared.storage.database import Database
from foyer_shared.storage.sealing import Seal
from foyer_shared.testing.makers import ADA, CONTOSO, an_origin
from httpx import AsyncClient

AddCard = Callable[..., Awaitable[PaymentMethod]]
KeepMethod = Callable[..., Awaitable[PaymentMethod]]
Client = Callable[..., AsyncClient]
GRACE = "cus_01jdgrace000e8000000000000"
EMPTY: dict[str, object] = {"data": [], "next_cursor": None}


async def test_the_overview_has_the_default_first(
    database: Database, seal: Seal, add_card: AddCard, by_customer: Client
) -> None:
    card = await add_card()
    async with database.work(an_origin()) as work:
        mandate = await record_mandate(
            work, seal, customer_id=ADA, iban="NL91ABNA0417164300", holder="A. Lovelace"
        )
    async with by_customer() as client:
        methods = (await client.get("/customer/overview")).json()["methods"]

    assert [(method["id"], method["is_default"]) for method in methods] == [
        (card.id, True),
        (mandate.payment_method_id, False),
    ]
    assert methods[0]["mandate"] is None
    assert methods[1]["mandate"]["reference"] == mandate.reference


async def test_methods_come_in_pages_without_gap_or_repeat(add_card: AddCard, by_customer: Client) -> None:
    added = [(await add_card(last4=f"000{number}")).id for number in range(5)]
    found: list[str] = []
    cursor = None
    async with by_customer() as client:
        for _ in range(3):
            params = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
            page = (await client.get("/customer/payment-methods", params=params)).json()
            found += [method["id"] for method in page["data"]]
            cursor = page["next_cursor"]

    assert found == added[::-1]
    assert cursor is None


async def test_mandates_come_in_pages_without_gap_or_repeat(
    database: Database, seal: Seal, by_customer: Client
) -> None:
    async with database.work(an_origin()) as work:
        first, second = [
            await record_mandate(work, seal, customer_id=ADA, iban=iban, holder="A. Lovelace")
            for iban in ("NL91ABNA0417164300", "DE89370400440532013000")
        ]
    async with by_customer() as client:
        one = (await client.get("/customer/mandates", params={"limit": 1})).json()
        two = (
            await client.get("/customer/mandates", params={"limit": 1, "cursor": one["next_cursor"]})
        ).json()

    assert [mandate["id"] for mandate in one["data"] + two["data"]] == [second.id, first.id]
    assert one["data"][0]["iban_masked"] == "DE89 •••• 3000"
    assert two["next_cursor"] is None


async def test_a_cursor_that_is_not_ours_is_refused(by_customer: Client) -> None:
    async with by_customer() as client:
        refused = await client.get("/customer/payment-methods", params={"cursor": "?"})

    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_cursor")


async def test_customers_see_their_own_only(
    database: Database, seal: Seal, add_card: AddCard, by_customer: Client
) -> None:
    await add_card()
    async with database.work(an_origin()) as work:
        await record_mandate(work, seal, customer_id=ADA, iban="NL91ABNA0417164300", holder="A. Lovelace")
    async with by_customer(GRACE) as grace, by_customer(business_id=CONTOSO) as namesake:
        for client in (grace, namesake):
            assert (await client.get("/customer/overview")).json() == {"methods": [], "can_pay": False}
            assert (await client.get("/customer/payment-methods")).json() == EMPTY
            assert (await client.get("/customer/mandates")).json() == EMPTY


async def test_the_export_holds_methods_and_mandates_and_no_iban(
    database: Database, seal: Seal, add_card: AddCard, by_customer: Client
) -> None:
    await add_card()
    await add_card(customer_id=GRACE)
    async with database.work(an_origin()) as work:
        await record_mandate(work, seal, customer_id=ADA, iban="NL91ABNA0417164300", holder="A. Lovelace")
    async with by_customer() as client:
        answer = await client.get("/customer/export")
        methods = (await client.get("/customer/payment-methods")).json()["data"]
        mandates = (await client.get("/customer/mandates")).json()["data"]
    assert answer.json() == {"payment_methods": methods, "mandates": mandates, "payments": []}
    assert (len(methods), len(mandates), "0417164300" in answer.text) == (2, 1, False)


async def test_with_an_account_at_a_provider_customers_can_pay(
    keep_method: KeepMethod, by_customer: Client
) -> None:
    await keep_method()
    async with by_customer() as client:
        overview = (await client.get("/customer/overview")).json()
    assert overview["can_pay"] is True
    assert [method["chargeable"] for method in overview["methods"]] == [True]
