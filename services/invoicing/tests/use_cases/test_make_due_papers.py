"""Papers are made once, by whichever process is first, and never again."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from foyer_invoicing.domain.balance import AdjustmentKind
from foyer_invoicing.domain.order import Order
from foyer_invoicing.domain.paper import Paper, PaperFile, PaperForm, PaperKind
from foyer_invoicing.domain.sale import SaleLine
from foyer_invoicing.domain.tax import Supply
from foyer_invoicing.gateways.paper_store import PaperStore
from foyer_invoicing.gateways.press import Press
from foyer_invoicing.settings import Settings
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.storage.papers import Papers
from foyer_invoicing.storage.rows import BusinessRow, InvoiceRow, PaperRow
from foyer_invoicing.use_cases.adjust_balance import adjust_balance
from foyer_invoicing.use_cases.credit_invoice import credit_invoice
from foyer_invoicing.use_cases.make_due_papers import make_due_papers
from foyer_invoicing.use_cases.record_payment import record_payment
from foyer_invoicing.use_cases.reverse_recorded_payment import reverse_recorded_payment
from foyer_invoicing.use_cases.update_customer import update_customer
from foyer_shared.basics.addresses import Address
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.money import Money
from foyer_shared.files.errors import FilesAway
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import NORTHWIND, NOW, an_origin
from foyer_shared.testing.outbox import announced
from foyer_shared.testing.plugin import SettingsFor
from pypdf import PdfReader
from sqlalchemy import select, update
from sqlmodel import col

MakeOrder = Callable[..., Awaitable[Order]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where files lie."""
    return tmp_path / "files"


@pytest.fixture
def store(database: Database, settings_for: SettingsFor, folder: Path) -> PaperStore:
    """A store of its own."""
    settings = settings_for(Settings, database)
    return PaperStore(settings.model_copy(update={"files_url": folder.as_uri()}))


@pytest.fixture(scope="module")
def press() -> Press:
    """One for all tests, as a process has."""
    return Press()


@pytest.fixture
def paper_of(database: Database) -> Callable[[Order], Awaitable[Paper]]:
    """The paper of an order's invoice."""

    async def read(order: Order) -> Paper:
        async with database.work(an_origin(order.business_id)) as work:
            return await Papers(work.session).get(work.scope, PaperKind.INVOICE, order.invoice_id)

    return read


async def content(store: PaperStore, file: PaperFile | None) -> bytes:
    """All bytes of a file."""
    assert file is not None
    return b"".join([chunk async for chunk in await store.open(file)])


def stored_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


async def test_an_invoice_gets_its_pdf_and_its_xml_once(
    database: Database,
    press: Press,
    store: PaperStore,
    folder: Path,
    an_order: MakeOrder,
    paper_of: Callable[[Order], Awaitable[Paper]],
    stored: Callable[[], Awaitable[dict[str, list[Any]]]],
) -> None:
    order = await an_order()
    assert (await paper_of(order)).made_at is None

    assert await make_due_papers(database, press, store) == 1

    paper = await paper_of(order)
    pdf, xml = await content(store, paper.pdf), await content(store, paper.xml)
    assert pdf.startswith(b"%PDF-1.7")
    assert b"<ram:GrandTotalAmount>24.20</ram:GrandTotalAmount>" in xml
    assert paper.pdf == PaperFile(paper.pdf.key if paper.pdf else "", len(pdf), sha256(pdf).hexdigest())
    assert paper.xml == PaperFile(paper.xml.key if paper.xml else "", len(xml), sha256(xml).hexdigest())
    (event,) = await announced(database)
    assert (event.type, event.subject, event.customerid) == (
        "invoice.document_ready",
        order.invoice_id,
        order.customer_id,
    )
    assert event.data["number"] == "NW-2026-00001"
    assert event.data["invoice"]["open"] == {"amount": 2420, "currency": "EUR"}
    assert (event.data["status"], event.data["finalized_at"]) == ("open", "2026-03-10T09:30:00Z")
    assert event.data["pdf"] == {"key": paper.pdf.key, "size": len(pdf), "sha256": paper.pdf.sha256}
    after, files = await stored(), stored_in(folder)
    assert len(files) == 2

    assert await make_due_papers(database, press, store) == 0
    assert (await stored(), stored_in(folder)) == (after, files)


async def test_the_receipt_and_the_credit_note_are_told_with_what_became_of_the_invoice(
    database: Database, press: Press, store: PaperStore, an_order: MakeOrder
) -> None:
    order = await an_order()
    async with database.work(an_origin()) as work:
        payment, _ = await record_payment(work, order.invoice_id, amount=Money(1000, "EUR"))
        note, _ = await credit_invoice(work, order.invoice_id, amount=Money(1420, "EUR"))

    assert await make_due_papers(database, press, store) == 3

    told = {event.type: event for event in await announced(database)}
    invoice, receipt, credited = (
        told[kind].data
        for kind in ("invoice.document_ready", "receipt.document_ready", "credit_note.document_ready")
    )
    assert (invoice["status"], invoice["invoice"]["open"]["amount"]) == ("paid", 0)
    assert (told["receipt.document_ready"].subject, receipt["receipt"]) == (
        payment.id,
        {
            "number": "NW-R-2026-00001",
            "customer_id": order.customer_id,
            "invoice_id": order.invoice_id,
            "invoice_number": "NW-2026-00001",
            "payment_id": payment.id,
            "amount": {"amount": 1000, "currency": "EUR"},
            "paid_at": "2026-03-10T09:30:00Z",
            "open": {"amount": 0, "currency": "EUR"},
            "taken_back": None,
        },
    )
    assert told["credit_note.document_ready"].subject == note.id
    assert (credited["issued_at"], credited["credit_note"]["number"]) == ("2026-03-10T09:30:00Z", note.number)
    assert credited["credit_note"]["settled"] == {"amount": 1420, "currency": "EUR"}


async def test_a_receipt_that_is_made_after_its_payment_was_taken_back_says_so(
    database: Database, press: Press, store: PaperStore, an_order: MakeOrder
) -> None:
    order = await an_order()
    async with database.work(an_origin()) as work:
        payment, _ = await record_payment(work, order.invoice_id, amount=Money(2420, "EUR"))
    async with database.work(an_origin()) as work:
        await reverse_recorded_payment(work, payment.id, reason="Not ours")

    assert await make_due_papers(database, press, store) == 2

    async with database.work(an_origin()) as work:
        paper = await Papers(work.session).get(work.scope, PaperKind.RECEIPT, payment.id)
    said = PdfReader(BytesIO(await content(store, paper.pdf))).pages[0].extract_text()
    assert "€\xa024,20 teruggeboekt" in said
    assert "betaald op 10 maart" not in said
    (told,) = [event.data["receipt"] for event in await announced(database) if "receipt" in event.data]
    assert (told["taken_back"], told["open"]) == ({"amount": 2420, "currency": "EUR"},) * 2


async def test_it_asks_only_for_what_credit_had_not_paid_when_it_was_made_final(
    database: Database,
    press: Press,
    store: PaperStore,
    an_order: MakeOrder,
    a_customer: Any,
    paper_of: Callable[[Order], Awaitable[Paper]],
) -> None:
    ada = await a_customer()
    for moment, cents in ((NOW, 1000), (NOW + timedelta(hours=1), 500)):
        async with database.work(an_origin(now=moment)) as work:
            await adjust_balance(
                work, ada.id, amount=Money(cents, "EUR"), kind=AdjustmentKind.CORRECTION, reason="Late"
            )
        if moment == NOW:
            order = await an_order(ada)

    await make_due_papers(database, press, store)

    xml = await content(store, (await paper_of(order)).xml)
    assert b"<ram:TotalPrepaidAmount>10.00</ram:TotalPrepaidAmount>" in xml
    assert b"<ram:DuePayableAmount>14.20</ram:DuePayableAmount>" in xml


async def test_two_workers_at_once_make_each_once(
    database: Database, press: Press, store: PaperStore, folder: Path, an_order: MakeOrder, a_customer: Any
) -> None:
    ada = await a_customer()
    for _ in range(30):
        await an_order(ada)

    made = await asyncio.gather(*(make_due_papers(database, press, store) for _ in range(3)))

    assert sum(made) == 30
    events = await announced(database)
    assert [event.type for event in events] == ["invoice.document_ready"] * 30
    assert len({event.subject for event in events}) == 30
    assert len(stored_in(folder)) == 60


async def test_whoever_is_second_drops_what_it_made(
    database: Database,
    press: Press,
    store: PaperStore,
    folder: Path,
    an_order: MakeOrder,
    paper_of: Callable[[Order], Awaitable[Paper]],
    stored: Callable[[], Awaitable[dict[str, list[Any]]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The first took longer than its claim lasts."""
    order = await an_order()
    keep, before = store.keep, list[Any]()

    async def keep_after_another(paper: Paper, form: PaperForm, made: bytes) -> PaperFile:
        if not before:
            monkeypatch.setattr(store, "keep", keep)
            async with database.session() as session:
                await session.execute(update(PaperRow).values(due_at=real_now() - timedelta(seconds=1)))
            assert await make_due_papers(database, press, store) == 1
            before.append((await stored(), stored_in(folder), await paper_of(order)))
        return await keep(paper, form, made)

    monkeypatch.setattr(store, "keep", keep_after_another)
    assert await make_due_papers(database, press, store) == 1

    assert before == [(await stored(), stored_in(folder), await paper_of(order))]
    assert len(stored_in(folder)) == 2


async def test_one_that_fails_is_tried_again_later_and_holds_up_no_other(
    database: Database,
    press: Press,
    store: PaperStore,
    an_order: MakeOrder,
    a_customer: Any,
    paper_of: Callable[[Order], Awaitable[Paper]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ada = await a_customer()
    first, second = await an_order(ada), await an_order(ada)
    keep = store.keep
    failing = (await paper_of(first)).id

    async def keep_unless_away(paper: Paper, form: PaperForm, made: bytes) -> PaperFile:
        if paper.id == failing:
            raise FilesAway("The file store does not answer.")
        return await keep(paper, form, made)

    monkeypatch.setattr(store, "keep", keep_unless_away)
    began = real_now()
    assert await make_due_papers(database, press, store) == 2

    assert (await paper_of(second)).made_at is not None
    paper = await paper_of(first)
    assert (paper.made_at, paper.attempts) == (None, 1)
    async with database.session() as session:
        due_at = await session.scalar(select(col(PaperRow.due_at)).where(col(PaperRow.id) == failing))
    assert due_at is not None
    assert timedelta(minutes=1) <= due_at - began < timedelta(minutes=2)
    assert await make_due_papers(database, press, store) == 0

    monkeypatch.setattr(store, "keep", keep)
    async with database.session() as session:
        await session.execute(update(PaperRow).values(due_at=began))
    assert await make_due_papers(database, press, store) == 1
    assert (await paper_of(first)).made_at is not None


async def test_it_names_whom_it_was_made_final_for(
    database: Database,
    press: Press,
    store: PaperStore,
    an_order: MakeOrder,
    a_customer: Any,
    paper_of: Callable[[Order], Awaitable[Paper]],
) -> None:
    ada = await a_customer(company="Lovelace Ltd", country="GB")
    order = await an_order(ada)
    async with database.work(an_origin()) as work:
        await update_customer(work, ada.id, {"company": "Another Ltd", "country": "DE"})
    async with database.session() as session:
        await session.execute(update(BusinessRow).values(legal_name="Southwind Ltd"))

    await make_due_papers(database, press, store)

    xml = (await content(store, (await paper_of(order)).xml)).decode()
    assert "<ram:Name>Lovelace Ltd</ram:Name>" in xml
    assert "<ram:CountryID>GB</ram:CountryID>" in xml
    assert "<ram:ExemptionReason>Not subject to value added tax</ram:ExemptionReason>" in xml
    assert "<ram:Name>Northwind B.V.</ram:Name>" in xml


async def test_goods_and_services_to_a_company_in_another_member_state_are_told_apart(
    database: Database,
    press: Press,
    store: PaperStore,
    an_order: MakeOrder,
    a_customer: Any,
    a_sale_line: Callable[..., SaleLine],
    paper_of: Callable[[Order], Awaitable[Paper]],
) -> None:
    rouen = Address(line1="1 Rue Jeanne", postal_code="76000", city="Rouen", country="FR")
    engines = await a_customer(
        company="Engines GmbH", country="DE", vat_id="DE136695976", shipping_address=rouen
    )
    order = await an_order(engines, lines=[a_sale_line(supply=Supply.GOODS), a_sale_line()])

    await make_due_papers(database, press, store)

    xml = (await content(store, (await paper_of(order)).xml)).decode()
    for text in (
        "<ram:CategoryCode>K</ram:CategoryCode><ram:ExemptionReasonCode>VATEX-EU-IC</ram:ExemptionReasonCode>",
        "<ram:CategoryCode>AE</ram:CategoryCode><ram:ExemptionReasonCode>VATEX-EU-AE</ram:ExemptionReasonCode>",
        "<ram:LineOne>1 Rue Jeanne</ram:LineOne><ram:CityName>Rouen</ram:CityName>",
    ):
        assert text in xml


async def test_an_invoice_from_before_names_its_parties_from_then_on(
    database: Database, press: Press, store: PaperStore, an_order: MakeOrder, a_customer: Any
) -> None:
    order = await an_order(await a_customer(company="Lovelace Ltd"))
    async with database.session() as session:
        await session.execute(update(InvoiceRow).values(parties=None))

    await make_due_papers(database, press, store)

    async with database.work(an_origin()) as work:
        parties = await Invoices(work.session).find_parties(work.scope, order.invoice_id)
    assert parties is not None
    assert (parties.seller.name, parties.buyer.name, parties.buyer.contact) == (
        "Northwind B.V.",
        "Lovelace Ltd",
        "Ada Lovelace",
    )


async def test_it_waits_until_the_businesss_name_is_known(
    database: Database, press: Press, store: PaperStore, an_order: MakeOrder
) -> None:
    async with database.session() as session:
        await session.execute(
            update(BusinessRow).where(col(BusinessRow.id) == NORTHWIND).values(legal_name="")
        )
    await an_order()
    assert await make_due_papers(database, press, store) == 0

    async with database.session() as session:
        await session.execute(update(BusinessRow).values(legal_name="Northwind B.V."))
    assert await make_due_papers(database, press, store) == 1


async def test_setting_it_takes_a_thread_of_its_own(
    database: Database,
    press: Press,
    store: PaperStore,
    an_order: MakeOrder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await an_order()
    threads, set_it = [], press.print

    def print_and_look(*args: Any, **more: Any) -> tuple[bytes, bytes | None]:
        threads.append(threading.current_thread())
        return set_it(*args, **more)

    monkeypatch.setattr(press, "print", print_and_look)
    assert await make_due_papers(database, press, store) == 1
    assert threading.main_thread() not in threads
    assert len(threads) == 1
