"""Forget what was written with a customer who is anonymised."""

from foyer_shared.storage.copies import save_copy
from foyer_shared.storage.work import Work

from foyer_support.storage.attachments import Attachments
from foyer_support.storage.invoices import Invoices
from foyer_support.storage.notes import Notes
from foyer_support.storage.refund_requests import RefundRequests
from foyer_support.storage.rows import CustomerRow
from foyer_support.storage.senders import Senders
from foyer_support.storage.tickets import Tickets


async def forget_customer(work: Work, customer_id: str, *, version: int) -> None:
    """All words of both sides go, and the name; numbers, times and states stay. Older copies that come late
    bring nothing back.
    """
    await save_copy(
        work,
        CustomerRow(
            id=customer_id,
            version=version,
            business_id=work.scope.business_id,
            name="",
            language=None,
            email="",
        ),
    )
    await Attachments(work.session).forget(work.scope, customer_id)
    await Senders(work.session).forget(work.scope, customer_id)
    await Notes(work.session).forget(work.scope, customer_id)
    for words in (Tickets(work.session), RefundRequests(work.session), Invoices(work.session)):
        await words.forget_words(work.scope, customer_id)
