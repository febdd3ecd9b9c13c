"""Where an invoice is transferred to: as the business was paid on the day, for good."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from foyer_invoicing.domain.balance import AdjustmentKind
from foyer_invoicing.domain.collection_case import HoldReason
from foyer_invoicing.domain.collection_settings import PlanRule
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.invoice import USUAL_TERMS, Collection, Invoice, Terms
from foyer_invoicing.domain.retry_schedule import ChargeFailure, Collecting, Severity, give_up
from foyer_invoicing.domain.sale import Sale, SaleLine
from foyer_invoicing.storage.businesses import Businesses
from foyer_invoicing.storage.collecting import Collectings
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.storage.rows import BusinessRow, InvoiceRow
from foyer_invoicing.use_cases.adjust_balance import adjust_balance
from foyer_invoicing.use_cases.advance_case import advance_case
from foyer_invoicing.use_cases.dun_everywhere import dun_everywhere
from foyer_invoicing.use_cases.hold_case import hold_case
from foyer_invoicing.use_cases.issue_invoice import issue_invoice
from foyer_invoicing.use_cases.lock_case import lock_case
from foyer_invoicing.use_cases.read_bill import read_bill
from foyer_invoicing.use_cases.read_case_files import CaseFile
from foyer_invoicing.use_cases.read_invoice import read_invoice
from foyer_invoicing.use_cases.record_payment import record_payment
from foyer_invoicing.use_cases.request_plan import request_plan
from foyer_shared.basics.bank_accounts import BankAccount
from foyer_shared.basics.ids import new_id
from foyer_shared.basics.money import Money
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import an_origin
from foyer_shared.testing.outbox import announced
from sqlalchemy import update

ACCOUNT = BankAccount(iban="NL91ABNA0417164300", bic="ABNANL2A")
NAMED = replace(ACCOUNT, holder="Northwind B.V.")
ACustomer = Callable[..., Awaitable[Customer]]
Paid = Callable[[BankAccount | None], Awaitable[None]]
Issue = Callable[..., Awaitable[Invoice]]
ACase = Callable[..., Awaitable[CaseFile]]

OPENED = datetime(2026, 4, 7, 10, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def paid_on(database: Database) -> Paid:
    """Northwind has this account from now on, or none."""

    async def change(account: BankAccount | None) -> None:
        async with database.session() as session:
            stored = asdict(account) if account else None
            await session.execute(update(BusinessRow).values(bank_account=stored))

    return change


@pytest.fixture
def issue(database: Database, a_customer: ACustomer, a_sale_line: Callable[..., SaleLine]) -> Issue:
    """Invoices €24.20, of which the customer's balance pays what it has."""

    async def make(terms: Terms = USUAL_TERMS, *, balance: int = 0) -> Invoice:
        ada = await a_customer(f"{new_id('test')}@example.com")
        async with database.work(an_origin()) as work:
            if balance:
                credit = Money(balance, "EUR")
                await adjust_balance(
                    work, ada.id, amount=credit, kind=AdjustmentKind.CORRECTION, reason="Late"
                )
            invoice, _ = await issue_invoice(
                work, customer_id=ada.id, sale=Sale((a_sale_line(),)), terms=terms
            )
        return invoice

    return make


@pytest.fixture
def on_paper(database: Database) -> Callable[[Invoice], Awaitable[BankAccount | None]]:
    """The account that an invoice's paper names."""

    async def read(invoice: Invoice) -> BankAccount | None:
        async with database.work(an_origin()) as work:
            bill = await read_bill(work, invoice.id, await Businesses(work.session).get(work.scope))
        return bill.transfer_to

    return read


async def test_it_is_the_account_of_the_day_whatever_becomes_of_it(
    database: Database, paid_on: Paid, issue: Issue, on_paper: Callable[..., Awaitable[BankAccount | None]]
) -> None:
    await paid_on(ACCOUNT)
    invoice = await issue()
    for later in (BankAccount(iban="DE89370400440532013000", holder="Another"), None):
        await paid_on(later)
        async with database.work(an_origin()) as work:
            read = await Invoices(work.session).get(work.scope, invoice.id)
        assert (read.pay_to, read.transfer_to) == (NAMED, NAMED)
        assert await on_paper(invoice) == NAMED


async def test_a_holder_who_is_named_stays(paid_on: Paid, issue: Issue) -> None:
    await paid_on(replace(ACCOUNT, holder="Northwind Holding"))
    assert (await issue()).pay_to == replace(ACCOUNT, holder="Northwind Holding")


async def test_nobody_transfers_what_is_collected_or_to_a_business_without_an_account(
    paid_on: Paid, issue: Issue, on_paper: Callable[..., Awaitable[BankAccount | None]]
) -> None:
    without = await issue()
    await paid_on(ACCOUNT)
    collected = await issue(Terms(collection=Collection.AUTOMATIC))
    assert [without.pay_to, collected.pay_to] == [None, None]
    assert [await on_paper(without), await on_paper(collected)] == [None, None]


async def test_what_the_balance_has_paid_names_no_account(
    paid_on: Paid, issue: Issue, on_paper: Callable[..., Awaitable[BankAccount | None]]
) -> None:
    await paid_on(ACCOUNT)
    part, whole = await issue(balance=1000), await issue(balance=2420)
    assert [part.transfer_to, whole.transfer_to] == [NAMED, None]
    assert [await on_paper(part), await on_paper(whole)] == [NAMED, None]


async def test_it_is_told_while_something_is_open(database: Database, paid_on: Paid, issue: Issue) -> None:
    await paid_on(ACCOUNT)
    invoice = await issue()
    await dun_everywhere(database, now=datetime(2026, 3, 20, 23, tzinfo=UTC))
    async with database.work(an_origin()) as work:
        await record_payment(work, invoice.id, amount=Money(2420, "EUR"))
    told = [
        (event.type, event.data["invoice"]["pay_to"])
        for event in await announced(database)
        if event.subject == invoice.id
    ]
    assert told == [
        ("invoice.finalized", asdict(NAMED)),
        ("invoice.due_soon", asdict(NAMED)),
        ("invoice.paid", None),
    ]


async def test_a_case_and_its_instalments_say_how_to_transfer_them(
    database: Database, paid_on: Paid, a_case: ACase
) -> None:
    await paid_on(ACCOUNT)
    file = await a_case(settings={"plan_rule": PlanRule(Money(200_000, "EUR"), 12)}, country="NL")
    for now in (OPENED, OPENED + 20 * DAY):
        async with database.work(an_origin(now=now)) as work:
            file = await advance_case(work, file.case.id)
    assert file.fee_invoice
    begins = OPENED + 20 * DAY
    async with database.work(an_origin(now=begins)) as work:
        await request_plan(work, file.case.id, instalments=3)
    first, second, third = begins + 7 * DAY, begins + 38 * DAY, begins + 68 * DAY
    await dun_everywhere(database, now=first)
    async with database.work(an_origin(now=begins)) as work:
        await hold_case(work, file.case.id, HoldReason.AGREEMENT)
    told = [
        (event.type, (event.data.get("case") or event.data).get("pay_to"))
        for event in await announced(database)
        if event.type.startswith("collection_case") or event.type == "payment_plan.instalment_due"
    ]
    assert told == [
        ("collection_case.advanced", asdict(NAMED)),
        ("collection_case.advanced", asdict(NAMED)),
        ("payment_plan.instalment_due", asdict(NAMED)),
        ("collection_case.held", None),
    ]

    async def asked(invoice: Invoice, now: datetime) -> tuple[int, date, int]:
        async with database.work(an_origin(now=now)) as work:
            case = (await read_invoice(work, invoice.id)).case
        instalment = case and case.instalment_of(invoice)
        assert instalment
        return instalment.number, instalment.due_on, instalment.amount.amount

    (due,) = [each for each in await announced(database) if each.type == "payment_plan.instalment_due"]
    assert (due.data["fees"]["amount"], due.data["reference"]) == (0, file.invoice.number)
    held = (await announced(database))[-1].data["case"]["instalment"]
    assert (held["number"], held["amount"]["amount"]) == (1, 38_333)

    # €1,150.00 in all: €1,000.00 of the invoice, and €150.00 of its costs, which are paid last.
    assert await asked(file.invoice, begins) == (1, date(2026, 5, 4), 38_333)
    assert await asked(file.invoice, second) == (2, date(2026, 6, 4), 76_666)
    assert await asked(file.fee_invoice, second) == (2, date(2026, 6, 4), 0)
    assert await asked(file.invoice, third) == (3, date(2026, 7, 4), 100_000)
    assert await asked(file.fee_invoice, third) == (3, date(2026, 7, 4), 15_000)
    async with database.work(an_origin(now=begins)) as work:
        await record_payment(work, file.invoice.id, amount=Money(50_000, "EUR"))
    assert await asked(file.invoice, first) == (2, date(2026, 6, 4), 26_666)


@pytest.mark.parametrize(("collection", "agreed"), [("invoice", asdict(NAMED)), ("automatic", None)])
async def test_a_plan_that_begins_or_breaks_says_how_to_transfer_it(
    database: Database, paid_on: Paid, a_case: ACase, collection: str, agreed: dict[str, str] | None
) -> None:
    await paid_on(ACCOUNT)
    file = await a_case(settings={"plan_rule": PlanRule(Money(200_000, "EUR"), 12)})
    async with database.session() as session:
        await session.execute(update(InvoiceRow).values(collection=collection))
    async with database.work(an_origin(now=OPENED)) as work:
        await request_plan(work, file.case.id, instalments=3)
    await dun_everywhere(database, now=OPENED + 20 * DAY)
    told = {event.type: event.data for event in await announced(database)}
    assert told["payment_plan.approved"]["pay_to"] == agreed
    broken = told["payment_plan.broken"]
    assert (broken["open"], broken["pay_to"]) == ({"amount": 100_000, "currency": "EUR"}, asdict(NAMED))


async def test_costs_of_what_is_charged_are_transferred(database: Database, a_case: ACase) -> None:
    file = await a_case(settings={"plan_rule": PlanRule(Money(200_000, "EUR"), 12)}, country="NL")
    begins = OPENED + 20 * DAY
    for now in (OPENED, begins):
        async with database.work(an_origin(now=now)) as work:
            file = await advance_case(work, file.case.id)
    failure = ChargeFailure(attempt=1, severity=Severity.HARD, code="stolen_card")
    async with database.work(an_origin(now=begins)) as work:
        spent = give_up(Collecting(invoice_id=file.invoice.id, failure=failure), now=begins)
        await Collectings(work.session).add(spent, file.invoice)
        await work.session.execute(update(InvoiceRow).values(collection=Collection.AUTOMATIC))
    async with database.work(an_origin(now=begins)) as work:
        await request_plan(work, file.case.id, instalments=2)

    async def asked() -> tuple[int, int, Invoice]:
        async with database.work(an_origin(now=begins)) as work:
            file_now = await lock_case(work, file.case.id)
        assert file_now.instalment
        return file_now.instalment.number, file_now.instalment.amount.amount, file_now.asked_of

    # Twice €575.00: the second is €425.00 of the invoice, and €150.00 of its costs.
    assert file.fee_invoice
    assert (await asked())[:2] == (1, 0)
    async with database.work(an_origin(now=begins)) as work:
        await record_payment(work, file.invoice.id, amount=Money(57_500, "EUR"))
    number, amount, invoice = await asked()
    assert (number, amount, invoice.id) == (2, 15_000, file.fee_invoice.id)
    for days in (7, 38):
        await dun_everywhere(database, now=begins + days * DAY)
    (due,) = [each for each in await announced(database) if each.type == "payment_plan.instalment_due"]
    assert (due.data["open"]["amount"], due.data["fees"]["amount"]) == (57_500, 15_000)
    assert (due.data["automatic"], due.data["reference"]) == (True, file.fee_invoice.number)


async def test_without_a_plan_that_runs_all_is_to_be_paid(database: Database, a_case: ACase) -> None:
    file = await a_case()
    async with database.work(an_origin(now=OPENED)) as work:
        await request_plan(work, file.case.id, instalments=3)
        case = (await read_invoice(work, file.invoice.id)).case
    assert case
    assert case.next_of(file.invoice) is None
