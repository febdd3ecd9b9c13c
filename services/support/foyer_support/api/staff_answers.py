"""What staff alone see of tickets, as JSON."""

from foyer_shared.http.models import Answer, Moment

from foyer_support.api.answers import TicketAnswer, WholeTicketAnswer, ticket_answer, whole_ticket_answer
from foyer_support.domain.canned_answer import CannedAnswer
from foyer_support.domain.ticket import Note, Ticket
from foyer_support.storage.desk import DeskCounts
from foyer_support.use_cases.read_tickets import WholeTicket


class StaffTicketAnswer(TicketAnswer):
    """A ticket in a list; nobody's while `assigned_to` is None."""

    assigned_to: str | None
    first_answered_at: Moment | None


class NoteAnswer(Answer):
    """What somebody wrote for the others; `author` is a login, a key or the like."""

    id: str
    author: str
    text: str
    at: Moment


class WholeStaffTicketAnswer(WholeTicketAnswer):
    """A ticket with all that was written on it, also by staff for each other."""

    assigned_to: str | None
    first_answered_at: Moment | None
    notes: list[NoteAnswer]


class DeskAnswer(Answer):
    """How the tickets stand; the last two are about what customers asked in the last 30 days."""

    open: int
    in_review: int
    unassigned: int
    unanswered: int
    oldest_unanswered_at: Moment | None
    answered: int
    median_first_answer_seconds: int | None


class CannedAnswerAnswer(Answer):
    """An answer that staff give often."""

    id: str
    title: str
    text: str

    @classmethod
    def of(cls, answer: CannedAnswer) -> "CannedAnswerAnswer":
        """As the doors give it."""
        return cls(id=answer.id, title=answer.title, text=answer.text)


def staff_ticket_answer(ticket: Ticket) -> StaffTicketAnswer:
    """One line of the list."""
    return StaffTicketAnswer(
        **ticket_answer(ticket).model_dump(),
        assigned_to=ticket.assigned_to,
        first_answered_at=ticket.first_answered_at,
    )


def whole_staff_ticket_answer(whole: WholeTicket, notes: list[Note]) -> WholeStaffTicketAnswer:
    """One ticket."""
    return WholeStaffTicketAnswer(
        **whole_ticket_answer(whole).model_dump(),
        assigned_to=whole.ticket.assigned_to,
        first_answered_at=whole.ticket.first_answered_at,
        notes=[NoteAnswer(id=note.id, author=str(note.actor), text=note.text, at=note.at) for note in notes],
    )


def desk_answer(counts: DeskCounts) -> DeskAnswer:
    """Waiting in whole seconds."""
    median = counts.median_first_answer
    return DeskAnswer(
        open=counts.open,
        in_review=counts.in_review,
        unassigned=counts.unassigned,
        unanswered=counts.unanswered,
        oldest_unanswered_at=counts.oldest_unanswered_at,
        answered=counts.answered,
        median_first_answer_seconds=None if median is None else round(median.total_seconds()),
    )
