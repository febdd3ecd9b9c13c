"""The register of VAT ids does not know one of a customer's."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import CustomerTaxIdInvalid
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import TAX_ID_INVALID
from foyer_notifications.use_cases.queue_message import queue_message


async def on_customer_tax_id_invalid(work: Work, event: CustomerTaxIdInvalid, envelope: Envelope) -> None:
    await queue_message(
        work,
        TAX_ID_INVALID,
        customer_id=event.customer_id,
        event_id=envelope.id,
        page="/details",
        values={"label": event.label},
    )
