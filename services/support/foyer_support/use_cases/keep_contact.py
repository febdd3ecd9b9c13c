"""Keeps the copy of a contact person up to date."""

from foyer_shared.contracts.notifications import ContactData
from foyer_shared.storage.copies import save_copy
from foyer_shared.storage.work import Work

from foyer_support.storage.rows import ContactRow
from foyer_support.storage.senders import Senders


async def keep_contact(work: Work, contact: ContactData, *, version: int, removed: bool = False) -> None:
    """Newer versions overwrite older ones. Only who has said yes, to mails about tickets, may answer them;
    none of a customer who is forgotten.
    """
    answers = contact.status == "confirmed" and contact.account and not removed
    if await Senders(work.session).are_forgotten(work.scope, contact.customer_id):
        answers = False
    await save_copy(
        work,
        ContactRow(
            id=contact.contact_id,
            version=version,
            business_id=work.scope.business_id,
            customer_id=contact.customer_id,
            email=contact.email if answers else "",
        ),
    )
