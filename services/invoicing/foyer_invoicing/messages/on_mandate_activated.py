"""Money may be collected with a mandate."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.payments import MandateActivated
from foyer_shared.storage.work import Work

from foyer_invoicing.use_cases.collect_with_new_method import collect_with_new_method


async def on_mandate_activated(work: Work, event: MandateActivated, _: Envelope) -> None:
    """Try what has failed with it."""
    await collect_with_new_method(work, event.mandate.customer_id)
