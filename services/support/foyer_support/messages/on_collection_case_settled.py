"""A collection case is closed."""

from foyer_shared.basics.origin import Actor
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import CollectionCaseSettled
from foyer_shared.storage.work import Work

from foyer_support.domain.outcome import Settlement
from foyer_support.use_cases.settle_plan_request import settle_plan_request


async def on_collection_case_settled(work: Work, event: CollectionCaseSettled, envelope: Envelope) -> None:
    """Resolve the ticket of a request that nobody has answered: it is not needed any more."""
    await settle_plan_request(
        work, Settlement.CASE_SETTLED, case_id=event.case.case_id, actor=Actor.parse(envelope.actor)
    )
