"""Takes note of an event of any service: a part of the picture is stale, the history may have a line more."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.history import as_history
from foyer_portal_bff.storage.history import History
from foyer_portal_bff.storage.picture import Picture


async def record_event(work: Work, envelope: Envelope) -> None:
    """At most two statements: every event of every service comes through here."""
    await Picture(work.session).raise_counter(work.scope, envelope.source.strip("/"))
    line = as_history(envelope)
    if line is not None:
        await History(work.session).add(line)
