"""What can be said of a cancellation before it is declared."""

from collections.abc import Sequence

from foyer_shared.basics.errors import Conflict, Invalid

from foyer_portal_bff.domain.declaration import Words


class CancellationAlreadyPending(Conflict):
    """A cancellation waits already."""

    code = "cancellation_already_pending"


class CancellationReasonUnknown(Invalid):
    """The business asks for other reasons."""

    code = "cancellation_reason_unknown"


class CancellationTimingNotOffered(Invalid):
    """The policy says when a customer's cancellation takes effect."""

    code = "cancellation_timing_not_offered"


_MODES = {"now": "immediate", "period_end": "period_end"}
"""What the policy calls each moment that can be asked for."""


def check_asked(words: Words, *, mode: str | None, reasons: Sequence[str], is_pending: bool) -> None:
    """Subscriptions would decide the same; but what is declared once is no longer just refused."""
    if is_pending:
        raise CancellationAlreadyPending("A cancellation is pending already.")
    if words.when and _MODES.get(words.when) != mode:
        raise CancellationTimingNotOffered("It cannot be canceled to this moment.", field="when")
    if words.reason and words.reason not in reasons:
        raise CancellationReasonUnknown("This is none of the reasons that are asked for.", field="reason")
