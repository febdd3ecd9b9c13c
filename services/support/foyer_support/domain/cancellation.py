"""What a ticket knows of the cancellation that it was opened for."""

from dataclasses import dataclass, replace
from datetime import datetime

from foyer_support.domain.errors import ChecklistItemNotFound
from foyer_support.domain.words import LONGEST_SUBJECT

_SUBJECTS = {"en": "Cancellation of {name}", "nl": "Opzegging van {name}"}
_OF_WITHDRAWALS = {"en": "Withdrawal from {name}", "nl": "Herroeping van {name}"}
"""In the languages of customers; English for all others."""


@dataclass(frozen=True, slots=True)
class LinkedService:
    """Something that ends with the subscription, such as a domain, with a link to it."""

    name: str
    url: str
    done: bool = False
    """Whether staff have seen to it."""


@dataclass(frozen=True, slots=True)
class Cancellation:
    """A request to cancel: the pending change, when it takes effect, why, and what staff have to see to."""

    change_id: str
    effective_at: datetime
    reason: str | None
    """A code of the business's list, for staff; nobody has to give one."""
    checklist: tuple[LinkedService, ...]


def ticked(cancellation: Cancellation | None, position: int, *, done: bool) -> Cancellation:
    """With the service at this position, from 0, seen to or not yet; refuses what is on no checklist."""
    checklist = list(cancellation.checklist) if cancellation else []
    if cancellation is None or not 0 <= position < len(checklist):
        raise ChecklistItemNotFound("There is no such service on this ticket's checklist.")
    checklist[position] = replace(checklist[position], done=done)
    return replace(cancellation, checklist=tuple(checklist))


def cancellation_subject(name: str, language: str | None, *, withdrawal: bool = False) -> str:
    """The ticket's subject, for a subscription of that name and a customer who reads that language."""
    subjects = _OF_WITHDRAWALS if withdrawal else _SUBJECTS
    subject = subjects.get((language or "").partition("-")[0].lower(), subjects["en"])
    line = subject.format(name=" ".join(name.split()))
    return line if len(line) <= LONGEST_SUBJECT else f"{line[: LONGEST_SUBJECT - 1]}…"
