"""The mails about invoices, receipts, credit notes and refunds: what they say, and when there is none."""

import re
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from foyer_notifications.domain.message import Message, State
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.bank_accounts import BankAccountData
from foyer_shared.contracts.envelope import Event
from foyer_shared.contracts.invoicing import (
    CreditNoteDocumentReady,
    CustomerCreated,
    CustomerData,
    CustomerUpdated,
    InstalmentData,
    InvoiceBalanceUsed,
    InvoiceDocumentReady,
    InvoiceVoided,
    ReceiptDocumentReady,
)
from foyer_shared.contracts.payments import RefundSucceeded
from foyer_shared.contracts.portal import BusinessCreated, BusinessData, BusinessUpdated
from foyer_shared.messaging.transport import Done, Retry, Verdict
from foyer_shared.testing.makers import ADA, CONTOSO, NOW

Receive = Callable[..., Awaitable[Verdict]]
Read = Callable[[], Awaitable[list[Message]]]
MakeInvoice = Callable[..., InvoiceDocumentReady]


def euros(cents: int) -> Amount:
    return Amount(amount=cents, currency="EUR")


@pytest.fixture
def an_invoice(causes: dict[str, Event]) -> MakeInvoice:
    """Makes the event of an invoice over €121.00 that is to be paid by 1 March, with any field changed."""
    event = causes["invoice_ready"]
    assert isinstance(event, InvoiceDocumentReady)

    def make(*, status: str = "open", **changes: Any) -> InvoiceDocumentReady:
        assert event.invoice
        return event.model_copy(
            update={"status": status, "invoice": event.invoice.model_copy(update=changes)}
        )

    return make


def said(message: Message) -> str:
    """Its text in one line: where lines break is none of these tests' business."""
    return " ".join(re.split(r"[ \n]+", message.content.text))


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("status", "changes", "english", "dutch"),
    [
        (
            "open",
            {},
            "Invoice NW-0007 is ready. Please pay €121.00 by 1 March 2026. Invoice: NW-0007 Date:",
            "We vragen u €\xa0121,00 uiterlijk 1 maart 2026 te betalen. Factuur: NW-0007 Datum:",
        ),
        (
            "open",
            {"open": euros(2100), "collection": "automatic"},
            "We collect €21.00 with your payment method on 1 March 2026: you need to do nothing.",
            "We schrijven €\xa021,00 op 1 maart 2026 af met uw betaalmethode: u hoeft niets te doen.",
        ),
        (
            "open",
            {"pending": True},
            "Invoice NW-0007 is ready, and a payment of it is under way: you need to do nothing. Invoice: ",
            "Factuur NW-0007 staat klaar en er is een betaling onderweg: u hoeft niets te doen. Factuur: ",
        ),
        (
            "paid",
            {"open": euros(0), "collection": "automatic"},
            "is paid: you need to do nothing. Invoice: NW-0007 Date: 1 February 2026 Total: €121.00 You",
            "is betaald: u hoeft niets te doen. Factuur: NW-0007 Datum: 1 februari 2026 Totaal: €\xa0121,00",
        ),
    ],
    ids=["by the customer", "collected", "under way", "paid"],
)
async def test_an_invoice_says_what_is_to_be_done(
    receive: Receive,
    messages: Read,
    ada: CustomerData,
    an_invoice: MakeInvoice,
    status: str,
    changes: dict[str, Any],
    english: str,
    dutch: str,
) -> None:
    event = an_invoice(status=status, **changes)
    await receive(event)
    await receive(CustomerUpdated(customer=ada.model_copy(update={"language": "nl"})), version=2)
    await receive(event)

    in_dutch, in_english = await messages()
    assert english in said(in_english)
    assert dutch in said(in_dutch)


ACCOUNT = BankAccountData(iban="NL91ABNA0417164300", bic="ABNANL2A", holder="Northwind Traders B.V.")


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("key", "changes", "is_said"),
    [
        ("collection_case_opened", {}, True),
        ("collection_case_advanced", {}, True),
        ("collection_case_advanced", {"external": True}, False),
        ("collection_case_released", {}, True),
        ("collection_case_held", {}, False),
    ],
)
async def test_a_case_says_how_to_transfer_what_is_to_be_paid(
    receive: Receive,
    messages: Read,
    causes: dict[str, Event],
    key: str,
    changes: dict[str, Any],
    is_said: bool,
) -> None:
    event: Any = causes[key]
    await receive(event)
    case = event.case.model_copy(update={"pay_to": ACCOUNT} | changes)
    await receive(event.model_copy(update={"case": case}))

    with_account, without = await messages()
    assert ("IBAN: NL91 ABNA 0417 1643 00 BIC: ABNANL2A Reference: NW-0007 " in said(with_account)) is is_said
    assert "IBAN" not in said(without)


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    "key", ["payment_plan_approved", "payment_plan_instalment_due", "payment_plan_broken"]
)
async def test_a_plan_says_how_to_transfer_its_instalments(
    receive: Receive, messages: Read, causes: dict[str, Event], key: str
) -> None:
    event = causes[key]
    await receive(event)
    await receive(event.model_copy(update={"pay_to": ACCOUNT}))

    with_account, without = await messages()
    assert "IBAN: NL91 ABNA 0417 1643 00 BIC: ABNANL2A Reference: NW-0007 " in said(with_account)
    assert "IBAN" not in said(without)


@pytest.mark.usefixtures("known")
async def test_once_only_costs_are_to_be_paid_their_invoice_is_the_reference(
    receive: Receive, messages: Read, causes: dict[str, Event]
) -> None:
    to_pay = {"pay_to": ACCOUNT, "reference": "NW-0009"}
    for key in ("payment_plan_approved", "payment_plan_instalment_due", "payment_plan_broken"):
        await receive(causes[key].model_copy(update=to_pay))
    opened: Any = causes["collection_case_advanced"]
    await receive(opened.model_copy(update={"case": opened.case.model_copy(update=to_pay)}))
    assert len(await messages()) == 4
    for message in await messages():
        assert "Reference: NW-0009 " in said(message), message.kind


@pytest.mark.usefixtures("known")
async def test_an_instalment_with_costs_says_how_much_is_for_them(
    receive: Receive, messages: Read, causes: dict[str, Event]
) -> None:
    due = causes["payment_plan_instalment_due"]
    await receive(due.model_copy(update={"fees": Amount(amount=450, currency="EUR")}))
    await receive(due.model_copy(update={"fees": Amount(amount=0, currency="EUR")}))
    without, with_costs = await messages()
    assert "Of this €4.50 is for collection costs." in said(with_costs)
    assert "collection costs" not in said(without)


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("next_attempt_at", "sentence"),
    [
        (
            NOW + timedelta(days=1),
            "We will try it again on 11 March 2026. Until then you can pay it yourself.",
        ),
        (None, "We will not try it again: please pay it in another way."),
    ],
)
async def test_of_an_instalment_that_failed_no_more_is_asked_for(
    receive: Receive,
    messages: Read,
    causes: dict[str, Event],
    next_attempt_at: datetime | None,
    sentence: str,
) -> None:
    part = {"amount": Amount(amount=1050, currency="EUR"), "next_attempt_at": next_attempt_at}
    await receive(causes["invoice_payment_failed"].model_copy(update=part))
    (message,) = await messages()
    assert "We tried to collect €10.50 for invoice NW-0007" in said(message)
    assert f"This is an instalment of your payment plan. {sentence}" in said(message)
    assert "To pay now: €10.50 Still open: €21.00 " in said(message)


@pytest.mark.usefixtures("known")
async def test_a_case_that_goes_on_with_its_plan_asks_for_the_instalment(
    receive: Receive, messages: Read, causes: dict[str, Event]
) -> None:
    event: Any = causes["collection_case_released"]
    part = InstalmentData(number=1, due_on=date(2026, 4, 1), amount=Amount(amount=1050, currency="EUR"))
    await receive(event.model_copy(update={"case": event.case.model_copy(update={"instalment": part})}))
    (message,) = await messages()
    assert "your payment plan goes on: €10.50 is to be paid until 1 April 2026." in said(message)


@pytest.mark.usefixtures("known")
async def test_a_broken_plan_says_what_is_open_where_it_is_told(
    receive: Receive, messages: Read, causes: dict[str, Event]
) -> None:
    event = causes["payment_plan_broken"]
    await receive(event)
    await receive(event.model_copy(update={"open": Amount(amount=1575, currency="EUR")}))

    told, before = await messages()
    assert "Still open: €15.75 " in said(told)
    assert "Still open" not in said(before)


@pytest.mark.usefixtures("known")
async def test_what_we_collect_no_more_says_how_to_transfer_it(
    receive: Receive, messages: Read, causes: dict[str, Event]
) -> None:
    event: Any = causes["invoice_payment_failed"]
    told = event.model_copy(update={"invoice": event.invoice.model_copy(update={"pay_to": ACCOUNT})})
    await receive(told)
    await receive(told.model_copy(update={"next_attempt_at": None}))

    over, tried_again = await messages()
    assert "IBAN: NL91 ABNA 0417 1643 00 BIC: ABNANL2A Reference: NW-0007 " in said(over)
    assert "IBAN" not in said(tried_again)


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    "key",
    ["invoice_ready", "invoice_due_soon", "invoice_overdue", "invoice_reminder_due", "invoice_reopened"],
)
async def test_what_is_to_be_paid_says_how_to_transfer_it(
    receive: Receive, messages: Read, ada: CustomerData, causes: dict[str, Event], key: str
) -> None:
    event: Any = causes[key]
    await receive(event)
    event = event.model_copy(update={"invoice": event.invoice.model_copy(update={"pay_to": ACCOUNT})})
    await receive(event)
    await receive(CustomerUpdated(customer=ada.model_copy(update={"language": "nl"})), version=2)
    await receive(event)

    in_dutch, in_english, without = await messages()
    account = "Northwind Traders B.V. IBAN: NL91 ABNA 0417 1643 00 BIC: ABNANL2A"
    assert (
        "Do you pay by bank transfer? Then use these details, and give the reference with it. "
        f"Account holder: {account} Reference: NW-0007 "
    ) in said(in_english)
    assert (
        "Betaalt u per overschrijving? Gebruik dan deze gegevens en vermeld het kenmerk. "
        f"Rekeninghouder: {account} Kenmerk: NW-0007 "
    ) in said(in_dutch)
    assert ">NL91 ABNA 0417 1643 00</td>" in in_english.content.html
    for words in (without.content.text, without.content.html):
        assert "transfer" not in words
        assert "IBAN" not in words


@pytest.mark.usefixtures("known")
async def test_an_account_of_which_only_the_number_is_known_is_enough(
    receive: Receive, messages: Read, an_invoice: MakeInvoice
) -> None:
    await receive(an_invoice(pay_to=BankAccountData(iban="NL91ABNA0417164300")))
    (message,) = await messages()
    assert "with it. IBAN: NL91 ABNA 0417 1643 00 Reference: NW-0007 You can" in said(message)


@pytest.mark.usefixtures("known")
async def test_money_has_the_decimals_of_its_currency(
    receive: Receive, messages: Read, an_invoice: MakeInvoice
) -> None:
    for currency in ("JPY", "KWD"):
        amount = Amount(amount=12100, currency=currency)
        await receive(an_invoice(total=amount, open=amount))
    dinars, yen = await messages()
    assert "Please pay JP¥12,100 by" in said(yen)
    assert "Please pay KWD12.100 by" in said(dinars)


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("status", "changes"),
    [
        ("void", {"open": euros(0)}),
        ("uncollectible", {"open": euros(0)}),
        ("paid", {"total": euros(0), "open": euros(0)}),
    ],
    ids=["void", "given up", "of nothing"],
)
async def test_there_is_no_mail_of_an_invoice_that_asks_for_nothing(
    receive: Receive, messages: Read, an_invoice: MakeInvoice, status: str, changes: dict[str, Any]
) -> None:
    assert await receive(an_invoice(status=status, **changes)) == Done()
    assert await messages() == []


@pytest.mark.usefixtures("known")
async def test_an_invoice_that_is_void_before_its_document_is_told_is_not_mailed(
    receive: Receive, messages: Read, an_invoice: MakeInvoice
) -> None:
    event = an_invoice()
    assert event.invoice
    voided = InvoiceVoided(invoice=event.invoice.model_copy(update={"open": euros(0)}))
    assert await receive(voided) == Done()
    assert await receive(voided) == Done()
    assert await receive(event) == Done()
    assert await messages() == []


@pytest.mark.usefixtures("known")
async def test_another_businesss_void_invoice_says_nothing_of_ours(
    receive: Receive, messages: Read, an_invoice: MakeInvoice
) -> None:
    event = an_invoice()
    assert event.invoice
    await receive(InvoiceVoided(invoice=event.invoice), business_id=CONTOSO)
    await receive(event)
    assert [message.kind for message in await messages()] == ["invoice_ready"]


@pytest.mark.usefixtures("known")
async def test_an_event_from_before_that_says_nothing_of_its_invoice_has_no_mail(
    receive: Receive, messages: Read, an_invoice: MakeInvoice
) -> None:
    old = an_invoice().model_copy(update={"invoice": None, "status": None, "finalized_at": None})
    assert await receive(old) == Done()
    assert await messages() == []


@pytest.mark.parametrize("key", ["invoice_ready", "payment_receipt", "credit_note_ready"])
async def test_a_document_waits_for_its_customer_and_is_mailed_once(
    receive: Receive,
    messages: Read,
    northwind: BusinessData,
    ada: CustomerData,
    causes: dict[str, Event],
    key: str,
) -> None:
    await receive(BusinessCreated(business=northwind))
    verdict = await receive(causes[key], event_id="evt_1")
    assert verdict == Retry("NotYet: This customer is not known here yet.")
    await receive(CustomerCreated(customer=ada))
    for _ in range(2):
        assert await receive(causes[key], event_id="evt_1") == Done()
    assert [message.kind for message in await messages()] == [key]


@pytest.mark.parametrize("key", ["invoice_ready", "payment_receipt", "credit_note_ready"])
async def test_what_happened_while_mail_was_held_is_not_mailed_when_its_document_is_made_later(
    receive: Receive,
    messages: Read,
    northwind: BusinessData,
    ada: CustomerData,
    causes: dict[str, Event],
    key: str,
) -> None:
    """Thousands of invoices are brought along at once; setting their PDFs takes longer than that."""
    later = NOW + timedelta(hours=1)
    await receive(BusinessCreated(business=northwind.model_copy(update={"mail": "held"})))
    await receive(CustomerCreated(customer=ada))
    await receive(BusinessUpdated(business=northwind), version=2, at=later)
    await receive(BusinessUpdated(business=northwind), version=3, at=later + timedelta(hours=1))
    await receive(causes[key], at=later + timedelta(hours=2))
    assert [message.state for message in await messages()] == [State.HELD]


async def test_what_happens_once_mail_is_let_go_is_mailed(
    receive: Receive, messages: Read, northwind: BusinessData, ada: CustomerData, an_invoice: MakeInvoice
) -> None:
    await receive(BusinessCreated(business=northwind.model_copy(update={"mail": "held"})))
    await receive(CustomerCreated(customer=ada))
    await receive(BusinessUpdated(business=northwind), version=2, at=NOW)
    await receive(an_invoice())
    assert [message.state for message in await messages()] == [State.QUEUED]


@pytest.mark.usefixtures("known")
async def test_a_receipt_says_whether_something_is_left(
    receive: Receive, messages: Read, causes: dict[str, Event]
) -> None:
    part = causes["payment_receipt"]
    assert isinstance(part, ReceiptDocumentReady)
    await receive(part)
    await receive(part.model_copy(update={"receipt": part.receipt.model_copy(update={"open": euros(0)})}))
    whole, partly = map(said, await messages())
    assert "we have received €100.00 for invoice NW-0007. €21.00 of it is still open." in partly
    assert "we have received €100.00 for invoice NW-0007. Nothing of it is open any more." in whole
    assert "Still open" not in whole


@pytest.mark.usefixtures("known")
async def test_a_receipt_thanks_nobody_for_what_was_taken_back_since(
    receive: Receive, messages: Read, causes: dict[str, Event]
) -> None:
    part = causes["payment_receipt"]
    assert isinstance(part, ReceiptDocumentReady)
    gone = {"taken_back": euros(10000), "open": euros(12100)}
    await receive(part.model_copy(update={"receipt": part.receipt.model_copy(update=gone)}))
    (mail,) = map(said, await messages())
    assert "We had received €100.00 for invoice NW-0007, but €100.00 of it was taken back afterwards." in mail
    assert "Taken back: €100.00 Still open: €121.00" in mail
    assert "Thank you" not in mail
    assert "We have received" not in mail


@pytest.mark.usefixtures("known")
async def test_the_balance_says_whether_something_is_left(
    receive: Receive, messages: Read, causes: dict[str, Event]
) -> None:
    part = causes["invoice_balance_used"]
    assert isinstance(part, InvoiceBalanceUsed)
    await receive(part)
    await receive(part.model_copy(update={"invoice": part.invoice.model_copy(update={"open": euros(0)})}))
    whole, partly = map(said, await messages())
    assert "Your balance has paid €100.00 of invoice NW-0007. €21.00 of it is still open." in partly
    assert "Nothing of it is open any more: you need to do nothing." in whole
    assert "Still open" not in whole


@pytest.mark.usefixtures("known")
async def test_a_credit_note_says_where_each_part_goes(
    receive: Receive, messages: Read, causes: dict[str, Event]
) -> None:
    note = causes["credit_note_ready"]
    assert isinstance(note, CreditNoteDocumentReady)
    await receive(note)
    settled = {"settled": note.credit_note.total, "to_balance": euros(0), "refunds": (), "reason": None}
    await receive(note.model_copy(update={"credit_note": note.credit_note.model_copy(update=settled)}))
    unpaid, paid = map(said, await messages())
    assert (
        "We have given back €60.00 of invoice NW-0007. "
        "€21.00 of it was not paid yet: you need not pay that any more. "
        "€30.00 goes back to where it was paid from. "
        "€9.00 is in your balance: it pays what is open, and then your next invoices. Credit note:"
    ) in paid
    assert (
        "We have given back €60.00 of invoice NW-0007. "
        "€60.00 of it was not paid yet: you need not pay that any more. Credit note:"
    ) in unpaid
    assert "Reason" not in unpaid


@pytest.mark.usefixtures("known")
async def test_what_was_sent_back_past_foyer_leads_to_all_credit_notes(
    receive: Receive, messages: Read, causes: dict[str, Event]
) -> None:
    sent = causes["refund_sent"]
    assert isinstance(sent, RefundSucceeded)
    await receive(RefundSucceeded(refund=sent.refund.model_copy(update={"credit_note_id": None})))
    (message,) = await messages()
    assert message.customer_id == ADA
    assert "See your credit notes:\nhttp://localhost:8080/credit-notes\n" in message.content.text
