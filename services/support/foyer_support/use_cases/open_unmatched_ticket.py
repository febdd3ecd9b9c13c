"""A declaration that came without signing in fits no single contract: its customer is asked which."""

from foyer_shared.basics.ids import new_id
from foyer_shared.contracts.support import TicketOpened
from foyer_shared.storage.work import Work

from foyer_support.domain.cancellation import cancellation_subject
from foyer_support.domain.categories import Category
from foyer_support.domain.links import Links
from foyer_support.domain.priorities import Priority
from foyer_support.domain.side import Side
from foyer_support.domain.ticket import Ticket
from foyer_support.domain.ticket_number import ticket_number
from foyer_support.storage.languages import language_of
from foyer_support.storage.number_series import NumberSeries
from foyer_support.storage.tickets import Tickets
from foyer_support.use_cases.ticket_data import ticket_data


async def open_unmatched_ticket(
    work: Work,
    *,
    customer_id: str,
    number: str,
    is_withdrawal: bool,
    contract: str | None,
    message: str | None,
) -> None:
    """The customer hears of it at the address that they are known by, whoever declared it. `number` is the
    receipt's.
    """
    language = await language_of(work.session, work.scope, customer_id)
    ticket = Ticket(
        id=new_id("tkt"),
        business_id=work.scope.business_id,
        customer_id=customer_id,
        subject=cancellation_subject(contract or number, language, withdrawal=is_withdrawal),
        category=Category.CANCELLATION,
        priority=Priority.HIGH,
        text="\n\n".join(part for part in (number, contract, message) if part),
        links=Links(),
        opened_by=Side.STAFF,
        opened_at=work.now,
        number=ticket_number(await NumberSeries(work.session).draw(work.scope)),
    )
    await Tickets(work.session).add(ticket)
    work.announce(
        TicketOpened(ticket=ticket_data(ticket)),
        subject=ticket.id,
        version=ticket.version,
        customer_id=customer_id,
    )
