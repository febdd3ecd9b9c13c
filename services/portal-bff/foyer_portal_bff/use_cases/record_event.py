"""Takes note of an event of any service: a part of the picture is stale, the history may have a line more."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.history import HistoryLine, area_of, shown_details
from foyer_portal_bff.storage.history import History
from foyer_portal_bff.storage.picture import Picture


async def record_event(work: Work, envelope: Envelope) -> None:
    """At most two statements: every event of every service comes through here."""
    service = envelope.source.strip("/")
    await Picture(work.session).raise_counter(work.scope, service)
    details = shown_details(envelope.type, envelope.data)
    if details is None or envelope.customerid is None or envelope.reannounced:
        return
    await History(work.session).add(
        HistoryLine(
            event_id=envelope.id,
            business_id=envelope.businessid,
            customer_id=envelope.customerid,
            service=area_of(envelope.type, service),
            type=envelope.type,
            subject=envelope.subject,
            actor=envelope.actor,
            at=envelope.businesstime,
            causation_id=envelope.causationid,
            details=details,
        )
    )
