"""The list of credit notes, and one of them: what was given back, why, and where it went."""

from dataclasses import dataclass

from foyer_portal_bff.gateways.models.credits import CreditNote
from foyer_portal_bff.views.charged_lines import ChargedLine, SumRow, accounting_row, charged_lines, sum_rows
from foyer_portal_bff.views.paging import More
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.status import mark


@dataclass(frozen=True, slots=True)
class CreditNoteLine:
    """One credit note in a list."""

    href: str
    number: str
    issued: str
    invoice: str
    """Its address."""
    invoice_number: str
    total: str


@dataclass(frozen=True, slots=True)
class CreditNotesPage:
    """The list."""

    notes: tuple[CreditNoteLine, ...]
    more: More | None


@dataclass(frozen=True, slots=True)
class CreditNotePage:
    """One credit note."""

    number: str
    issued: str
    invoice: str
    """Its address."""
    invoice_number: str
    reason: str
    sums: tuple[SumRow, ...]
    total: str
    accounting_tax: SumRow | None
    lines: tuple[ChargedLine, ...]
    went: tuple[str, ...]
    """Where the money went, a sentence each."""
    pdf: str
    """Address of its PDF, "" while it is being made."""
    xml: str


def credit_notes_page(notes: tuple[CreditNote, ...], reader: Reader, *, more: More | None) -> CreditNotesPage:
    """Newest first, as invoicing orders them."""
    return CreditNotesPage(tuple(credit_note_line(note, reader) for note in notes), more)


def credit_note_line(note: CreditNote, reader: Reader) -> CreditNoteLine:
    """One of them."""
    return CreditNoteLine(
        href=f"/credit-notes/{note.id}",
        number=note.number,
        issued=reader.day(note.issued_on),
        invoice=f"/invoices/{note.invoice_id}",
        invoice_number=note.invoice_number,
        total=reader.money(note.total),
    )


def credit_note_page(note: CreditNote, reader: Reader) -> CreditNotePage:
    """With its lines."""
    return CreditNotePage(
        number=note.number,
        issued=reader.day(note.issued_on),
        invoice=f"/invoices/{note.invoice_id}",
        invoice_number=note.invoice_number,
        reason=note.reason or "",
        sums=sum_rows(note, reader),
        total=reader.money(note.total),
        accounting_tax=accounting_row(note, reader),
        lines=charged_lines(note.lines, reader),
        went=tuple(_went(note, reader)),
        pdf=f"/credit-notes/{note.id}/pdf" if note.document_ready else "",
        xml=f"/credit-notes/{note.id}/xml" if note.document_ready else "",
    )


def _went(note: CreditNote, reader: Reader) -> list[str]:
    said = []
    if note.settled.amount:
        text = mark("{amount} was taken off what invoice {number} still asked for.")
        said.append(reader.say(text, amount=reader.money(note.settled), number=note.invoice_number))
    if note.to_balance.amount:
        text = mark("{amount} was added to your balance, which pays your next invoices.")
        said.append(reader.say(text, amount=reader.money(note.to_balance)))
    for part in note.refunds:
        text = mark("{amount} goes back to how you paid.")
        said.append(reader.say(text, amount=reader.money(part.amount)))
    return said
