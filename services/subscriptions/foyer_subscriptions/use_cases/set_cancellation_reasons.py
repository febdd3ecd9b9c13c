"""Ask customers for these reasons when they cancel."""

from collections.abc import Sequence

from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.cancellation_reasons import Reason, checked_reasons
from foyer_subscriptions.storage.reasons import Reasons


async def set_cancellation_reasons(work: Work, reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    """From now on these, in this order."""
    checked = checked_reasons(reasons)
    await Reasons(work.session).put(work.scope, checked)
    return checked
