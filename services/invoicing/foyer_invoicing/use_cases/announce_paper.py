"""Tells that a paper can be read, with what whoever writes to the customer about it says."""

from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.envelope import Event
from foyer_shared.contracts.invoicing import (
    CreditNoteDocumentReady,
    FileData,
    InvoiceDocumentReady,
    ReceiptData,
    ReceiptDocumentReady,
)
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.paper import Paper, PaperForm, PaperKind
from foyer_invoicing.storage.credit_notes import CreditNotes
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.storage.payments import Payments
from foyer_invoicing.use_cases.told import credit_note_data, invoice_data


async def announce_paper(work: Work, paper: Paper) -> None:
    """In the transaction that stores where it lies: its invoice is told as it stands by then."""
    match paper.kind:
        case PaperKind.INVOICE:
            event = await _invoice_ready(work, paper)
        case PaperKind.CREDIT_NOTE:
            event = await _credit_note_ready(work, paper)
        case PaperKind.RECEIPT:
            event = await _receipt_ready(work, paper)
    work.announce(event, subject=paper.subject_id, version=1, customer_id=paper.customer_id)


async def _invoice_ready(work: Work, paper: Paper) -> Event:
    invoice = await Invoices(work.session).get(work.scope, paper.subject_id)
    return InvoiceDocumentReady(
        invoice_id=invoice.id,
        number=paper.number,
        customer_id=paper.customer_id,
        pdf=_file(paper, PaperForm.PDF),
        xml=_file(paper, PaperForm.XML),
        invoice=invoice_data(invoice),
        status=invoice.status.value,
        finalized_at=invoice.finalized_at,
    )


async def _credit_note_ready(work: Work, paper: Paper) -> Event:
    note, _ = await CreditNotes(work.session).get_with_lines(work.scope, paper.subject_id)
    invoice = await Invoices(work.session).get(work.scope, note.invoice_id)
    return CreditNoteDocumentReady(
        credit_note=credit_note_data(note, invoice),
        issued_at=note.issued_at,
        pdf=_file(paper, PaperForm.PDF),
        xml=_file(paper, PaperForm.XML),
    )


async def _receipt_ready(work: Work, paper: Paper) -> Event:
    payment, invoice_id = await Payments(work.session).get(work.scope, paper.subject_id)
    invoice = await Invoices(work.session).get(work.scope, invoice_id)
    return ReceiptDocumentReady(
        receipt=ReceiptData(
            number=paper.number,
            customer_id=paper.customer_id,
            invoice_id=invoice.id,
            invoice_number=invoice.number,
            payment_id=payment.id,
            amount=Amount.of(payment.amount),
            paid_at=payment.paid_at,
            open=Amount.of(invoice.open),
            taken_back=Amount.of(payment.taken_back) if payment.taken_back.amount else None,
        ),
        pdf=_file(paper, PaperForm.PDF),
    )


def _file(paper: Paper, form: PaperForm) -> FileData:
    file = paper.file(form)
    return FileData(key=file.key, size=file.size, sha256=file.sha256)
