"""Whatever the payments service tells, in any order and more than once, ends in the same books."""

from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

from foyer_invoicing.domain.credit_note import CreditTo
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.sale import Sale, SaleLine
from foyer_invoicing.storage.customers import Customers
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.use_cases.credit_invoice import credit_invoice
from foyer_invoicing.use_cases.issue_invoice import issue_invoice
from foyer_shared.basics.money import Money
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.envelope import Event
from foyer_shared.contracts.payments import (
    DisputeData,
    DisputeLost,
    DisputeOpened,
    PaymentFailed,
    PaymentProcessing,
    PaymentReversed,
    PaymentSucceeded,
    RefundData,
    RefundFailed,
    RefundSucceeded,
)
from foyer_shared.messaging.transport import Done, Retry
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import an_origin
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

EXAMPLES = 12
"""Each tells some twenty events to a real database."""


def euros(amount: int) -> Amount:
    """Cents."""
    return Amount(amount=amount, currency="EUR")


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
async def test_all_orders_end_in_the_same_books(
    database: Database,
    a_customer: Callable[..., Awaitable[Customer]],
    a_sale_line: Callable[..., SaleLine],
    a_card_payment: Any,
    deliver: Any,
    booked: Any,
    data: Any,
) -> None:
    ada = await a_customer(f"ada{await how_many_customers(database)}@example.com")
    async with database.work(an_origin()) as work:
        first, _ = await issue_invoice(work, customer_id=ada.id, sale=Sale((a_sale_line(),)))
        second, _ = await issue_invoice(work, customer_id=ada.id, sale=Sale((a_sale_line(),)))

    def named(text: str) -> str:
        return f"{text}_{ada.id}"

    paid = PaymentSucceeded(payment=a_card_payment(named("pay_0"), ada.id, {first.id: 1000}), fee=euros(30))
    await deliver(paid, event_id=named("evt_paid"))
    async with database.work(an_origin()) as work:
        note, _ = await credit_invoice(work, first.id, credit_to=CreditTo.REFUND)
    assert [part.amount for part in note.refunds] == [Money(1000, "EUR")]

    taken_back = data.draw(st.sampled_from([920, 2920]))
    twice, once = (
        a_card_payment(named("pay_1"), ada.id, {first.id: 500, second.id: 2420}),
        a_card_payment(named("pay_2"), ada.id, {second.id: 2420}),
    )
    failed = a_card_payment(named("pay_3"), ada.id, {second.id: 2420})
    refund = RefundData(
        refund_id=named("ref_0"),
        payment_id=named("pay_0"),
        customer_id=ada.id,
        amount=euros(1000),
        credit_note_id=note.id,
    )
    past_foyer = RefundData(
        refund_id=named("ref_1"), payment_id=named("pay_1"), customer_id=ada.id, amount=euros(700)
    )
    dispute = DisputeData(
        dispute_id=named("dsp_2"), payment_id=named("pay_2"), customer_id=ada.id, amount=euros(2420)
    )
    told: list[Event] = [
        PaymentProcessing(payment=twice),
        PaymentSucceeded(payment=twice, fee=euros(45)),
        PaymentProcessing(payment=once),
        PaymentSucceeded(payment=once),
        PaymentProcessing(payment=failed),
        PaymentFailed(payment=failed, severity="soft", code="card_declined"),
        PaymentReversed(payment=twice, reversal_id=named("rev_1"), amount=euros(taken_back), code="MD06"),
        RefundSucceeded(refund=refund),
        RefundFailed(refund=refund, code="account_closed"),
        RefundSucceeded(refund=past_foyer),
        DisputeOpened(dispute=dispute),
        DisputeLost(dispute=dispute),
    ]
    again = data.draw(st.lists(st.sampled_from(range(len(told))), max_size=6))
    waiting = data.draw(st.permutations([*range(len(told)), *again]))
    for _ in told:
        late = []
        for number in waiting:
            event = told[number]
            verdict = await deliver(event, event_id=named(f"evt_{number}"), customer_id=ada.id)
            assert isinstance(verdict, Done | Retry)
            if isinstance(verdict, Retry):
                assert verdict.reason.startswith("NotYet")
                late.append(number)
        waiting = late
    assert waiting == []

    sums: Counter[str] = Counter()
    for _, moved in await booked(ada.id):
        sums.update(moved)
    # Of the refund of 700 the void invoice's part of 500 comes out of the balance.
    earned = 2 * 2420 - 2420 - 200
    cash = 1000 - 30 + 2920 - 45 + 2420 - 2420 - taken_back - 700
    owed = earned - cash - 75
    assert sums.pop("revenue") + sums.pop("tax") == -earned
    assert {account: amount for account, amount in sums.items() if amount} == {
        "cash": cash,
        "fees": 75,
        "receivable" if owed > 0 else "customer_balance": owed,
    }
    async with database.work(an_origin()) as work:
        invoices = [await Invoices(work.session).get(work.scope, each.id) for each in (first, second)]
    assert [invoice.open.amount for invoice in invoices] == [0, max(owed, 0)]
    assert not any(invoice.pending for invoice in invoices)


async def how_many_customers(database: Database) -> int:
    """So that each example has one of its own."""
    async with database.work(an_origin()) as work:
        return len(await Customers(work.session).list_page(work.scope, limit=1000))
