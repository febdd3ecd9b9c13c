"""Any event of any service."""

from foyer_shared.contracts.envelope import Envelope, Event
from foyer_shared.storage.work import Work

from foyer_portal_bff.use_cases.record_event import record_event


async def on_any_event(work: Work, _: Event, envelope: Envelope) -> None:
    """Note it."""
    await record_event(work, envelope)
