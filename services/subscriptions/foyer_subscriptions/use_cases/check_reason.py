"""Whether a reason for canceling is one that the business asks for."""

from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.errors import CancellationReasonUnknown
from foyer_subscriptions.storage.reasons import Reasons


async def check_reason(work: Work, reason: str | None) -> None:
    """None is always one."""
    if reason and reason not in {known.code for known in await Reasons(work.session).get(work.scope)}:
        raise CancellationReasonUnknown("This is none of the reasons that are asked for.", field="reason")
