"""What comes in and out at the doors of credit notes."""

from collections.abc import Container, Sequence
from datetime import date

from foyer_shared.contracts.amounts import Amount
from foyer_shared.http.amounts import AmountBody
from foyer_shared.http.models import Answer, Body, Moment, showing
from pydantic import StrictInt

from foyer_invoicing.api.accounting_tax import AccountingTaxAnswer
from foyer_invoicing.api.answers import LineAnswer, SumsAnswer
from foyer_invoicing.api.bodies import Id, OneLine
from foyer_invoicing.domain.credit_note import CreditNote, CreditTo, RefundPart
from foyer_invoicing.domain.creditable import LineToCredit
from foyer_invoicing.domain.line import TaxedLine


class LineToCreditBody(Body):
    """So many of a line of the invoice, counted from 1; all that is left of it without a quantity."""

    line: StrictInt
    quantity: StrictInt | None = None

    def wanted(self) -> LineToCredit:
        """The same for the domain."""
        return LineToCredit(self.line, self.quantity)


class CreditNoteBody(Body):
    """What is given back: an amount with tax, or lines, or all that is left when neither is named."""

    model_config = showing(
        {
            "invoice_id": "inv_01jdm3z8x0f0g9v2s4t6w8y0a1",
            "lines": [{"line": 1, "quantity": 1}],
            "reason": "One lamp was broken",
            "credit_to": "refund",
        }
    )

    invoice_id: Id
    amount: AmountBody | None = None
    lines: tuple[LineToCreditBody, ...] = ()
    reason: OneLine | None = None
    credit_to: CreditTo = CreditTo.BALANCE


class RefundPartAnswer(Answer):
    """What is to go back of a payment."""

    payment_id: str
    amount: Amount

    @classmethod
    def of(cls, part: RefundPart) -> "RefundPartAnswer":
        return cls(payment_id=part.payment_id, amount=Amount.of(part.amount))


class CreditNoteAnswer(SumsAnswer):
    """A credit note in a list. `settled`, `to_balance` and `refunds` come to its total."""

    id: str
    customer_id: str
    number: str
    invoice_id: str
    invoice_number: str
    reason: str | None
    settled: Amount
    to_balance: Amount
    refunds: list[RefundPartAnswer]
    issued_on: date
    issued_at: Moment
    accounting_tax: AccountingTaxAnswer | None

    @classmethod
    def of(cls, note: CreditNote) -> "CreditNoteAnswer":
        return cls(
            **dict(SumsAnswer.of_totals(note.totals)),
            id=note.id,
            customer_id=note.customer_id,
            number=note.number,
            invoice_id=note.invoice_id,
            invoice_number=note.invoice_number,
            reason=note.reason,
            settled=Amount.of(note.settled),
            to_balance=Amount.of(note.to_balance),
            refunds=[RefundPartAnswer.of(part) for part in note.refunds],
            issued_on=note.issued_on,
            issued_at=note.issued_at,
            accounting_tax=AccountingTaxAnswer.of(note.totals.tax, note.exchange_rate),
        )


class CreditedLineAnswer(LineAnswer):
    """One line; `of_line` is the line of the invoice that it gives back, counted from 1."""

    of_line: int | None

    @classmethod
    def of(cls, taxed: TaxedLine) -> "CreditedLineAnswer":
        return cls(**dict(LineAnswer.of(taxed)), of_line=taxed.line.of_line)


class CreditNoteDetailAnswer(CreditNoteAnswer):
    """A credit note with its lines."""

    lines: list[CreditedLineAnswer]
    document_ready: bool
    """Whether its PDF and its XML can be fetched."""

    @classmethod
    def with_lines(
        cls, note: CreditNote, lines: Sequence[TaxedLine], *, made: Container[str] = ()
    ) -> "CreditNoteDetailAnswer":
        return cls(
            **dict(CreditNoteAnswer.of(note)),
            lines=[CreditedLineAnswer.of(line) for line in lines],
            document_ready=note.id in made,
        )
