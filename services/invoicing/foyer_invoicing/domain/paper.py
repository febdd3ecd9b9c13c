"""Papers: the PDF and the XML of an invoice, a credit note or a payment, each made once and never again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from foyer_shared.basics.errors import Conflict, NotFound

_FIRST_GAP = timedelta(minutes=1)
_LONGEST_GAP = timedelta(hours=1)


class PaperNotFound(NotFound):
    """There is no such paper for whoever asks."""


class PaperNotMade(Conflict):
    """It is still being made."""

    code = "document_not_ready"


class PaperKind(StrEnum):
    """What it is the paper of."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    RECEIPT = "receipt"


class PaperForm(StrEnum):
    """How it is read."""

    PDF = "pdf"
    XML = "xml"


@dataclass(frozen=True, slots=True)
class PaperFile:
    """Where it lies in the store, how many bytes it has, and their SHA-256 in hexadecimal."""

    key: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One that is to be made, or was; a receipt has no XML."""

    id: str
    business_id: str
    customer_id: str
    kind: PaperKind
    subject_id: str
    """The invoice, the credit note or the payment."""
    number: str
    """Of it, by which people know the paper."""
    attempts: int = 0
    made_at: datetime | None = None
    pdf: PaperFile | None = None
    xml: PaperFile | None = None

    def file(self, form: PaperForm) -> PaperFile:
        """Raises PaperNotMade, and PaperNotFound for a form that it never has."""
        if self.made_at is None:
            raise PaperNotMade("This document is still being made. Please try again in a moment.")
        found = self.pdf if form is PaperForm.PDF else self.xml
        if found is None:
            raise PaperNotFound("There is no such document.")
        return found


def next_try(attempts: int, now: datetime) -> datetime:
    """When it is tried again unless it was made by then, after so many tries; the gaps grow to an hour."""
    return now + min(_LONGEST_GAP, _FIRST_GAP * (1 << min(attempts, 10)))
