"""What the doors of recorded payments take and answer."""

from typing import Annotated, Literal

from foyer_shared.contracts.amounts import Amount
from foyer_shared.http.amounts import AmountBody
from foyer_shared.http.models import Answer, Body, Moment, showing
from pydantic import Field

from foyer_invoicing.api.bodies import Id, OneLine
from foyer_invoicing.domain.invoice import Invoice, InvoiceStatus
from foyer_invoicing.domain.payment import Payment
from foyer_invoicing.use_cases.read_recorded_payment import RecordedPayment


class CustomerPaymentBody(Body):
    """What a bank statement says; received now unless a time is given. Without invoices it pays the oldest
    due date first.
    """

    model_config = showing(
        {
            "customer_id": "cus_01k9m80b5ah3yt2r7v0d5h8k4m",
            "amount": {"amount": 30250, "currency": "EUR"},
            "invoices": ["inv_01k9m80b5ah3yt2r7v0d5h8k4m"],
            "reference": "NW-2026-00017 and the one before",
        }
    )

    customer_id: Id
    amount: AmountBody
    invoices: Annotated[list[Id], Field(max_length=100)] = Field(default_factory=list)
    """Those that it is for, in this order."""
    reference: OneLine | None = None
    received_at: Moment | None = None


class ReversalBody(Body):
    """Why a recorded payment is taken back."""

    model_config = showing({"reason": "The transfer was another company's"})

    reason: OneLine


class PaidPartAnswer(Answer):
    """What it paid of one invoice, and how that stands now."""

    invoice_id: str
    number: str
    status: InvoiceStatus
    amount: Amount
    open: Amount

    @classmethod
    def of(cls, invoice: Invoice, payment: Payment) -> "PaidPartAnswer":
        return cls(
            invoice_id=invoice.id,
            number=invoice.number,
            status=invoice.status,
            amount=Amount.of(payment.applied),
            open=Amount.of(invoice.open),
        )


class CustomerPaymentAnswer(Answer):
    """A payment that staff recorded. `surplus` is what became balance, and may have paid other invoices."""

    id: str
    customer_id: str
    status: Literal["succeeded", "reversed"]
    amount: Amount
    surplus: Amount
    reference: str | None
    received_at: Moment
    invoices: list[PaidPartAnswer]

    @classmethod
    def of(cls, paid: RecordedPayment) -> "CustomerPaymentAnswer":
        return cls(
            id=paid.id,
            customer_id=paid.customer_id,
            status="reversed" if paid.is_reversed else "succeeded",
            amount=Amount.of(paid.amount),
            surplus=Amount.of(paid.surplus),
            reference=paid.reference,
            received_at=paid.paid_at,
            invoices=[PaidPartAnswer.of(invoice, payment) for invoice, payment in paid.parts],
        )
