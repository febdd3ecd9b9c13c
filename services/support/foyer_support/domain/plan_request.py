"""What a ticket knows of the payment plan that it was opened for."""

from dataclasses import dataclass

_SUBJECTS = {
    "en": "Payment plan for invoice {number}",
    "nl": "Betalingsregeling voor factuur {number}",
}
"""In the languages of customers; English for all others."""


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """A request to pay a collection case in instalments."""

    plan_id: str
    case_id: str


def plan_subject(invoice_number: str, language: str | None) -> str:
    """The ticket's subject, for a customer who reads that language."""
    subject = _SUBJECTS.get((language or "").partition("-")[0].lower(), _SUBJECTS["en"])
    return subject.format(number=invoice_number)
